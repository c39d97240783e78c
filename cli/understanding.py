"""``yousaid nlp understand``: what messages of a conversation mean; and how the understanding is made and measured."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from datetime import date, datetime
from itertools import tee
from pathlib import Path
from typing import Any, BinaryIO

import click
from tqdm import tqdm

import sheets
from cli.json_lines import line_of, rows
from cli.language import OneSentenceError, plain_errors
from nlp import loading
from nlp.understanding import Asked, Said, Understander

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("file", metavar="IN.jsonl", type=_FILE)
@click.option("--out", "-o", type=_FILE, help="Where to write; standard output without it.")
@click.option("--score", is_flag=True, help="Compare with each line's own intent and values, and print the figures.")
def understand(file: Path, out: Path | None, score: bool) -> None:
    """Say what messages of a conversation mean, a JSON object with "said" on each line.

    Besides, "today" is the day on which it was said, "asked" the question that was open (key, type, text, options) or
    null, and "open" a list of others that are still unanswered. Each line gains "intent", "confidence" and "values".
    """
    with plain_errors(), file.open("rb") as lines:
        understander = loading.understander()
        if score:
            click.echo(json.dumps(loading.score_understanding(understander, file), ensure_ascii=False, indent=2))
            return
        if out is None:
            _understand(lines, file.name, understander, sys.stdout.buffer)
            return
        with sheets.replacing(out) as unfinished, unfinished.open("wb") as stream:
            _understand(lines, file.name, understander, stream)


@click.command("train-understanding")
@click.option("--messages", type=_FILE, required=True, multiple=True, help="Messages with their intents.")
@click.option("--replies", type=_FILE, required=True, multiple=True, help="Words and what they say of a question.")
@click.option("--test", type=_FILE, multiple=True, help="Messages with intents and values to measure on.")
@click.option("--finetune", type=_FOLDER, help="The BERT to teach (model.safetensors, vocab.txt). Needs PyTorch.")
@click.option("--out", type=_FOLDER, help="The folder; its last part is its name.")
def train_understanding(
    messages: tuple[Path, ...],
    replies: tuple[Path, ...],
    test: tuple[Path, ...],
    finetune: Path | None,
    out: Path | None,
) -> None:
    """Make the understanding of messages. Without --finetune the encoder stays as it is."""
    with plain_errors():
        card = loading.train_understanding(
            messages, replies, test, out, lambda line: click.echo(line, err=True), finetune
        )
    click.echo(json.dumps(card.get("test", {}), ensure_ascii=False, indent=2))


def _understand(lines: Iterable[bytes], name: str, understander: Understander, stream: BinaryIO) -> None:
    """Write every line with what it means, holding no more lines than are read ahead."""
    to_read, to_write = tee(rows(lines, name, "said"))
    messages = (message_in(place, row) for place, row in to_read)
    meanings = tqdm(understander.understand(messages), unit=" messages", disable=None, file=sys.stderr)
    for (_, row), meaning in zip(to_write, meanings, strict=True):
        gained = {"intent": meaning.intent, "confidence": meaning.confidence, "values": meaning.values}
        stream.write(line_of(row | gained))
    stream.flush()


def message_in(place: str, row: dict[str, Any]) -> Said:
    """Return a line's message; without "today" it was said today.

    Raises:
        OneSentenceError: A question or the day is not what it should be.
    """
    today = row.get("today")
    try:
        day = date.fromisoformat(today) if today else datetime.now().astimezone().date()
    except (TypeError, ValueError) as error:
        raise OneSentenceError(f'The {place} has a "today" that is no day such as 2026-11-27.') from error
    others = row.get("open") or []
    if not isinstance(others, list):
        raise OneSentenceError(f'The {place} has an "open" that is no list of questions.')
    asked = _question(place, row["asked"]) if row.get("asked") else None
    return Said(row["said"], day, asked, tuple(_question(place, each) for each in others))


def _question(place: str, row: Any) -> Asked:
    options = row.get("options") or [] if isinstance(row, dict) else None
    if not isinstance(options, list) or not all(
        isinstance(each, str) for each in (*options, row.get("key"), row.get("type"))
    ):
        raise OneSentenceError(
            f'The {place} has a question without a "key" and a "type", or with options that are no texts.'
        )
    return Asked(row["key"], row["type"], str(row.get("text") or ""), tuple(options))
