"""Labelled comments: read, redacted, the test part kept apart."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from nlp import Polarity, Sentiment, Source
from nlp.themes import THEMES


class ExampleError(ValueError):
    """A line of a data file is no labelled comment."""

    def __init__(self, path: Path, line: int, fault: str) -> None:
        super().__init__(f"{path.name}, line {line}: {fault}")
        self.path, self.line, self.fault = path, line, fault


@dataclass(frozen=True)
class Example:
    """One labelled comment."""

    text: str
    question: str
    source_name: str
    sentiment: Sentiment
    themes: dict[str, Polarity]
    urgent: bool
    is_test: bool
    is_random: bool
    service: str = ""  # the kind of service, where the comment was written for the project

    @property
    def key(self) -> str:
        """The text as it is compared: small letters, single spaces."""
        return normalised(self.text)

    def source(self) -> Source:
        """Return the example as the analyser takes it."""
        return Source(self.text, self.question)


def normalised(text: str) -> str:
    """Return the text in small letters with single spaces: equal ones count as the same comment."""
    return " ".join(text.lower().split())


def read_examples(paths: Iterable[Path]) -> list[Example]:
    """Return the labelled comments of JSON-lines files, in order.

    A line without a text is a label alone: its ``id`` and ``sha256`` (of the normalised text) are looked up in those of
    the paths that are CSV files, with the columns ``id`` and ``text``. So labels may be passed on where texts may not.

    Raises:
        ExampleError: A line is not JSON, lacks a field, or bears an unknown label; or no text is found for it.
        OSError: A file cannot be read.
    """
    paths = list(paths)
    texts = {key: text for path in paths if path.suffix == ".csv" for key, text in _texts(path)}
    examples = []
    for path in paths:
        if path.suffix == ".csv":
            continue
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    examples.append(_example(path, number, line, texts))
    return examples


def _texts(path: Path) -> Iterator[tuple[tuple[str, str], str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            text = row.get("text") or ""
            yield (row.get("id") or "", sha256_of(text)), text


def sha256_of(text: str) -> str:
    """Return the SHA-256 of the normalised text, in hexadecimal."""
    return hashlib.sha256(normalised(text).encode(errors="surrogatepass")).hexdigest()


def _example(path: Path, number: int, line: str, texts: Mapping[tuple[str, str], str]) -> Example:
    try:
        row = json.loads(line)
        text = row["text"] if "text" in row else texts.get((str(row["id"]), row["sha256"]))
        if text is None:
            raise ExampleError(path, number, "is a label whose text is in none of the CSV files given")
        example = Example(
            text=text,
            question=row["question"],
            source_name=str(row["source"]),
            sentiment=row["sentiment"],
            themes=dict(row["themes"]),
            urgent=bool(row["urgent"]),
            is_test=row["part"] == "test",
            is_random=row["picked"] == "random",
            service=str(row.get("service", "")),
        )
    except json.JSONDecodeError as error:
        raise ExampleError(path, number, "is not JSON") from error
    except (KeyError, TypeError) as error:
        raise ExampleError(path, number, f"lacks a field or has one of the wrong kind ({error})") from error
    if example.sentiment not in get_args(Sentiment):
        raise ExampleError(path, number, f"has the unknown sentiment {example.sentiment!r}")
    for theme, polarity in example.themes.items():
        if theme not in THEMES or polarity not in get_args(Polarity):
            raise ExampleError(path, number, f"has the unknown theme {theme!r} {polarity!r}")
    return example


def for_training(examples: Sequence[Example]) -> list[Example]:
    """Return the examples to learn from: none of the test part, none with a test text, each text once."""
    seen = {example.key for example in examples if example.is_test}
    chosen = []
    for example in examples:
        if example.key not in seen:
            seen.add(example.key)
            chosen.append(example)
    return chosen


def for_testing(examples: Sequence[Example]) -> list[Example]:
    """Return the test part."""
    return [example for example in examples if example.is_test]
