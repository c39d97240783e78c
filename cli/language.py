"""Commands about language: classify a spreadsheet's comments, train and inspect pipelines."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click
from tqdm import tqdm

import sheets
from nlp import Analyser, Analysis, Source, cards, loading
from nlp.errors import LanguageError
from nlp.examples import ExampleError

ADDED_COLUMNS = ("sentiment", "themes", "urgent", "language", "confidence")
_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)
_DATA = click.option(
    "--data",
    "data",
    type=_FILE,
    required=True,
    multiple=True,
    help="Labelled comments, a JSON object on each line; or a CSV file with the texts of labels that have none.",
)


class OneSentenceError(click.ClickException):
    """Ends a command with exit status 1 and one sentence on standard error."""

    def show(self, file: object = None) -> None:
        """Print the sentence."""
        click.echo(self.message, err=True)


@contextmanager
def plain_errors() -> Iterator[None]:
    """Turn what may go wrong with files and pipelines into one sentence and exit status 1."""
    try:
        yield
    except BrokenPipeError:
        raise
    except (sheets.SheetError, LanguageError, ExampleError) as error:
        raise OneSentenceError(_sentence(str(error))) from error
    except OSError as error:
        raise OneSentenceError(_sentence(f"{error.filename or 'the file'}: {error.strerror or error}")) from error


def _sentence(text: str) -> str:
    return text.rstrip(".") + "."


@click.command()
@click.argument("file", metavar="IN.csv", type=_FILE)
@click.option("--column", required=True, help="Column that holds the comments.")
@click.option("--question-column", help="Column that holds the question each comment answers.")
@click.option("--out", "-o", type=_FILE, help="Where to write; standard output without it.")
@click.option("--language", default="en", show_default=True, help="Language believed of very short comments.")
def classify(file: Path, column: str, question_column: str | None, out: Path | None, language: str) -> None:
    """Add sentiment, themes, urgency, language and confidence to each comment of a CSV file.

    The rows keep their order and columns. What could not be analysed, such as a comment in another language
    than English, gets an empty sentiment, themes and confidence.
    """
    with plain_errors():
        rows = sheets.read_csv(file, required=[name for name in (column, question_column) if name])
        _check_free(rows.columns)
        _check_sound(rows)
        analyser = loading.load()
        if out is None:
            # A spreadsheet's line ends are its own business, not the terminal's.
            stream = TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=True)
            try:
                _classify(rows, analyser, stream, column, question_column, language)
            finally:
                stream.detach()
            return
        with (
            sheets.replacing(out) as unfinished,
            unfinished.open("w", encoding="utf-8", newline="") as stream,
        ):
            _classify(rows, analyser, stream, column, question_column, language)


def _check_free(columns: tuple[str, ...]) -> None:
    taken = [name for name in ADDED_COLUMNS if name in columns]
    if taken:
        raise OneSentenceError(
            f"The file already has a column named {' and '.join(map(repr, taken))}: rename it, or it would be lost."
        )


def _check_sound(rows: sheets.CsvRows) -> None:
    """Read every row before the first is analysed: what is wrong near the end is said now, not in an hour."""
    for _ in rows:
        pass


def _classify(
    rows: sheets.CsvRows,
    analyser: Analyser,
    stream: TextIO,
    column: str,
    question_column: str | None,
    language: str,
) -> None:
    """Write every row with what was found in it, holding no more than one row and the texts that are read ahead."""
    # The operator's own cells go out as they came in; what is added holds nothing that a spreadsheet would run.
    writer = sheets.CsvWriter(stream, (*rows.columns, *ADDED_COLUMNS), guarded=False)
    # The file is read once more to be written: rows kept meanwhile might hold far more than their comments.
    sources = (
        Source(row.cells[column], row.cells[question_column] if question_column else "", language) for row in rows
    )
    analyses = tqdm(analyser.analyse(sources), unit=" comments", disable=None, file=sys.stderr)
    for row, analysis in zip(rows, analyses, strict=True):
        writer.write(row.cells | added_cells(analysis))


def added_cells(analysis: Analysis) -> dict[str, str]:
    """Return what an analysis adds to its row, a cell for each of `ADDED_COLUMNS`."""
    return {
        "sentiment": analysis.sentiment or "",
        "themes": ";".join(f"{mark.theme}:{mark.polarity}" for mark in analysis.themes),
        "urgent": "true" if analysis.urgent else "false",
        "language": analysis.language,
        "confidence": "" if analysis.confidence is None else f"{analysis.confidence:.3f}",
    }


@click.group("nlp")
def nlp_group() -> None:
    """Train, measure and inspect the language analysis."""


@nlp_group.command()
@_DATA
@click.option("--out", type=_FOLDER, help="The pipeline's folder; its last part is its name.")
@click.option(
    "--finetune",
    type=_FOLDER,
    help="Teach the encoder too, from the BERT in this folder (model.safetensors, vocab.txt). Needs PyTorch.",
)
def train(data: tuple[Path, ...], out: Path | None, finetune: Path | None) -> None:
    """Make a pipeline from labelled comments.

    Without --finetune the encoder stays as it is and the rest learns anew: a matter of minutes.
    """
    with plain_errors():
        card = loading.train(data, out or cards.folder_of(), lambda line: click.echo(line, err=True), finetune)
    _show_figures({part: card[part] for part in ("test", "frozen") if part in card})


@nlp_group.command()
@_DATA
@click.option("--pipeline", help="Name of a shipped pipeline; the default one without it.")
def evaluate(data: tuple[Path, ...], pipeline: str | None) -> None:
    """Measure a pipeline on the test part of labelled comments."""
    with plain_errors():
        figures = loading.evaluate(data, pipeline)
    _show_figures(figures)


@nlp_group.command()
@click.option("--pipeline", help="Name of a shipped pipeline; the default one without it.")
def card(pipeline: str | None) -> None:
    """Print a pipeline's card: what it is, what it was made from, how well it does."""
    with plain_errors():
        text = json.dumps(cards.read_card(cards.folder_of(pipeline)), ensure_ascii=False, indent=2)
    click.echo(text)


def _show_figures(figures: Mapping[str, object]) -> None:
    click.echo(json.dumps(figures, ensure_ascii=False, indent=2))
