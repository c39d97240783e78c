"""``yousaid nlp redact``: take personal data out of the texts of a JSON Lines file."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from itertools import tee
from pathlib import Path
from typing import BinaryIO

import click
from tqdm import tqdm

import sheets
from cli.json_lines import line_of, rows
from cli.language import plain_errors
from nlp import Redaction, Source, loading

_FILE = click.Path(dir_okay=False, path_type=Path)
_Redactor = Callable[[Iterable[Source]], Iterator[Redaction]]


@click.command()
@click.argument("file", metavar="IN.jsonl", type=_FILE)
@click.option("--out", "-o", type=_FILE, help="Where to write; standard output without it.")
@click.option("--language", default="en", show_default=True, help="Language believed of very short texts.")
def redact(file: Path, out: Path | None, language: str) -> None:
    """Take personal data out of texts, a JSON object with "text" on each line.

    Each line gains "redacted", the text with placeholders such as [phone], and "spans", what was replaced: start, end
    and kind, in characters of the text as it was given. Everything else in a line stays as it is; what these two
    fields held before is replaced. Texts may be in any language.
    """
    with plain_errors(), file.open("rb") as lines:
        redactor = loading.redactor()
        if out is None:
            _redact(lines, file.name, redactor, sys.stdout.buffer, language)
            return
        with sheets.replacing(out) as unfinished, unfinished.open("wb") as stream:
            _redact(lines, file.name, redactor, stream, language)


def _redact(lines: Iterable[bytes], name: str, redactor: _Redactor, stream: BinaryIO, language: str) -> None:
    """Write every line with what was found in it, holding no more lines than the redactor reads ahead."""
    to_redact, to_write = tee(row for _, row in rows(lines, name, "text"))
    sources = (Source(row["text"], language=language) for row in to_redact)
    redactions = tqdm(redactor(sources), unit=" texts", disable=None, file=sys.stderr)
    for row, redaction in zip(to_write, redactions, strict=True):
        spans = [{"start": span.start, "end": span.end, "kind": span.kind} for span in redaction.spans]
        stream.write(line_of(row | {"redacted": redaction.redacted, "spans": spans}))
    stream.flush()
