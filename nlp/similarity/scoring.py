"""Measure a searcher on questions whose right article is known."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from nlp.errors import LanguageError
from nlp.similarity import SURE, ArticleText, Found, Searcher

PARTS: Final = ("tune", "test")


class ArticleLineError(LanguageError):
    """A line of a file of articles and questions is not what it should be."""

    def __init__(self, file: Path, number: int, what: str) -> None:
        super().__init__(f"line {number} of {file.name} {what}")
        self.file, self.number = file, number


@dataclass(frozen=True)
class Question:
    """Something that somebody asks a service, and the article that answers it; None where none does."""

    said: str
    service: str
    language: str
    part: str
    right: str | None


@dataclass(frozen=True)
class Examples:
    """Services' articles, each in each of its languages, and questions."""

    texts: dict[str, list[ArticleText]]
    questions: list[Question]


def read(path: Path) -> Examples:
    """Return a JSON Lines file's articles and questions.

    A line is an article (``article``, ``service``, ``title`` and ``body`` by language) or a question (``said``,
    ``service``, ``language``, ``part``, and ``right``: an article or null).

    Raises:
        ArticleLineError: A line is something else.
    """
    texts: dict[str, list[ArticleText]] = {}
    questions = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = json.loads(line)
                if "article" in row:
                    texts.setdefault(row["service"], []).extend(
                        ArticleText(row["article"], language, title, row["body"][language])
                        for language, title in row["title"].items()
                    )
                else:
                    names = ("said", "service", "language", "part", "right")
                    questions.append(Question(**{name: row[name] for name in names}))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise ArticleLineError(path, number, "is neither an article nor a question") from error
    if not questions:
        raise ArticleLineError(path, 1, "is not followed by any question")
    return Examples(texts, questions)


def score(by: Searcher, examples: Examples) -> dict[str, Any]:
    """Return for each part and language how often the right article is shown; shares 0 to 1.

    ``precision``: of the questions that were given an article, those that were given the right one. ``recall``: of
    those that an article answers, those that were given it. ``shown_without``: of those that an article answers, to
    how many another is shown once that one is taken away, which nobody should see.
    """
    texts = {
        service: [replace(text, vectors=by.embed(text)) for text in each] for service, each in examples.texts.items()
    }

    def shown(question: Question, *, without: bool = False) -> Found | None:
        offered = [text for text in texts.get(question.service, []) if not (without and text.article == question.right)]
        found = by.search(question.said, language=question.language, texts=offered)
        return found if found is not None and found.confidence >= SURE else None

    languages = sorted({question.language for question in examples.questions})
    return {"threshold": SURE} | {
        part: {
            language: figures for language in languages if (figures := _figures(_some(examples, part, language), shown))
        }
        for part in PARTS
    }


def _some(examples: Examples, part: str, language: str) -> list[Question]:
    return [each for each in examples.questions if (each.part, each.language) == (part, language)]


def _figures(questions: Sequence[Question], shown: Callable[..., Found | None]) -> dict[str, Any]:
    if not questions:
        return {}
    found = [(question, shown(question)) for question in questions]
    given = [(question, each.article) for question, each in found if each is not None]
    right = sum(question.right == article for question, article in given)
    answerable = [question for question in questions if question.right is not None]
    return {
        "questions": len(questions),
        "with_an_answer": len(answerable),
        "shown": len(given),
        "precision": round(right / max(1, len(given)), 3),
        "recall": round(right / max(1, len(answerable)), 3),
        "shown_without": round(
            sum(shown(each, without=True) is not None for each in answerable) / max(1, len(answerable)), 3
        ),
        "wrong": [f"{question.said} -> {article}" for question, article in given if question.right != article],
    }
