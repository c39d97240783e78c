"""Text in, findings out: what `nlp` takes and gives, as types only.

The language libraries are imported inside :func:`nlp.loading.load`, so that this package costs nothing to import.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

Sentiment = Literal["positive", "negative", "mixed", "neutral"]
Polarity = Literal["pos", "neg", "neu"]


@dataclass(frozen=True)
class Source:
    """One text to analyse, with the wording that elicited it.

    Attributes:
        text: What the person wrote, as it came.
        question: The wording that the text answers; it changes the meaning. Empty if there was none.
        language: Code of the page's language, trusted for texts of fewer than three words.
        theme_set: Name of the theme set in force.
        keep: Names of the service, its units and organisation, that are no personal data.
        praised: Whether the names of people whom the text praises are asked for.
    """

    text: str
    question: str = ""
    language: str = "en"
    theme_set: str = "public-services-1"
    keep: tuple[str, ...] = ()
    praised: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of personal data that was replaced.

    Attributes:
        start: Where the placeholder starts in the redacted text, in characters.
        end: Where it ends, exclusive.
        kind: What was there, one of `nlp.redaction.KINDS`: "name", "email", "phone", "address" and so on.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True)
class Redaction:
    """A text without its personal data, and where that stood.

    Attributes:
        redacted: The cleaned text, personal data replaced by placeholders such as ``[name]``.
        spans: What was replaced, as stretches of the text as it came, in order and none overlapping.
        language: Code of the language the text seems to be in.
    """

    redacted: str
    spans: tuple[Span, ...]
    language: str


@dataclass(frozen=True, slots=True)
class ThemeMark:
    """A theme that a text speaks of.

    Attributes:
        theme: Key of the theme set, see `nlp.themes`.
        polarity: Whether it is praised, blamed, or neither.
        confidence: Probability that the theme is rightly marked, 0 to 1.
    """

    theme: str
    polarity: Polarity
    confidence: float


@dataclass(frozen=True, slots=True)
class Finding:
    """One clause of the redacted text that carries an opinion or a theme.

    Attributes:
        clause: The clause's number in the text, from 0; clauses without opinion leave gaps.
        start: Where it starts in the redacted text, in characters.
        end: Where it ends, exclusive.
        sentiment: The clause's own sentiment.
        confidence: Probability of that sentiment, 0 to 1.
        themes: What the clause speaks of, in the theme set's order.
    """

    clause: int
    start: int
    end: int
    sentiment: Sentiment
    confidence: float
    themes: tuple[ThemeMark, ...]


@dataclass(frozen=True)
class Analysis:
    """What was found in one text.

    Attributes:
        redacted: The cleaned text, personal data replaced by placeholders such as ``[name]``.
        spans: The placeholders, in the order of the text.
        language: Code of the language the text seems to be in.
        sentiment: None where the text could not be analysed: another language than English, or nothing left to read.
        confidence: Probability of the sentiment, 0 to 1; None with it.
        urgent: Whether the words suggest that someone may come to harm.
        themes: The union of the findings' themes, in the theme set's order.
        findings: The clauses, in the order of the text.
        praised: Names of people whom the text praises, as written, each once; none unless the source asks for them.
    """

    redacted: str
    spans: tuple[Span, ...]
    language: str
    sentiment: Sentiment | None
    confidence: float | None
    urgent: bool
    themes: tuple[ThemeMark, ...]
    findings: tuple[Finding, ...]
    praised: tuple[str, ...] = ()


class Analyser(Protocol):
    """Turns texts into analyses."""

    @property
    def pipeline(self) -> str:
        """Name of the trained pipeline, to be stored with whatever it finds."""
        ...

    def analyse(self, sources: Iterable[Source]) -> Iterator[Analysis]:
        """Yield one analysis for each source, in order, reading ahead by one batch at most."""
        ...

    def redact(self, sources: Iterable[Source]) -> Iterator[Redaction]:
        """Yield each source's redacted text alone, in order, reading ahead by one batch at most."""
        ...
