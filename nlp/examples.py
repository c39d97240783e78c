"""Labelled comments: read, redacted, the test part kept apart."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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

    Raises:
        ExampleError: A line is not JSON, lacks a field, or bears an unknown label.
        OSError: A file cannot be read.
    """
    examples = []
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                if line.strip():
                    examples.append(_example(path, number, line))
    return examples


def _example(path: Path, number: int, line: str) -> Example:
    try:
        row = json.loads(line)
        example = Example(
            text=row["text"],
            question=row["question"],
            source_name=str(row["source"]),
            sentiment=row["sentiment"],
            themes=dict(row["themes"]),
            urgent=bool(row["urgent"]),
            is_test=row["part"] == "test",
            is_random=row["picked"] == "random",
        )
    except json.JSONDecodeError as error:
        raise ExampleError(path, number, "is not JSON") from error
    except (KeyError, TypeError, ValueError) as error:
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
