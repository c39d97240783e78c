"""The analyser: readings in, judgements joined, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from nlp import Analysis, Finding, Polarity, Sentiment, Source, ThemeMark, answers
from nlp.errors import ThemeSetError
from nlp.model import NEGATIVE, NEUTRAL, POSITIVE, SENTIMENTS, Judgement, Model
from nlp.pieces import grouped
from nlp.questions import kind_of
from nlp.reading import Reader, Reading
from nlp.risk import is_urgent
from nlp.themes import THEME_KEYS

# How sure one may be of an answer that no model was asked about.
_NON_ANSWER_CONFIDENCE = 0.98
_EMOJI_CONFIDENCE = 0.8


class PipelineAnalyser:
    """Analyses with one trained pipeline. Not for use by several threads at once: spaCy's memory is shared."""

    def __init__(self, *, pipeline: str, theme_set: str, reader: Reader, model: Model) -> None:
        self._pipeline = pipeline
        self._theme_set = theme_set
        self._reader = reader
        self._model = model

    @property
    def pipeline(self) -> str:
        """Name of the trained pipeline."""
        return self._pipeline

    def analyse(self, sources: Iterable[Source]) -> Iterator[Analysis]:
        """Yield one analysis for each source, in order, reading ahead by one batch at most.

        Raises:
            ThemeSetError: A source asks for another theme set than the pipeline's.
        """
        for readings in self._reader.read(self._checked(sources)):
            judgements = self._judge(readings)
            for reading in readings:
                yield self._analysis(reading, [next(judgements) for _ in reading.pieces])

    def _checked(self, sources: Iterable[Source]) -> Iterator[Source]:
        for source in sources:
            if source.theme_set != self._theme_set:
                raise ThemeSetError(source.theme_set, self._theme_set)
            yield source

    def _judge(self, readings: Sequence[Reading]) -> Iterator[Judgement]:
        """Yield the judgements of all pieces of all readings, in order."""
        asked = [(reading, piece) for reading in readings for piece in reading.pieces]
        for group in grouped(asked, size=lambda pair: pair[1].end - pair[1].start):
            texts = [reading.texts_of(piece) for reading, piece in group]
            kinds = [kind_of(reading.source.question) for reading, _ in group]
            yield from map(self._model.judge, self._model.raw(texts, kinds))

    def _analysis(self, reading: Reading, judgements: Sequence[Judgement]) -> Analysis:
        text = reading.redacted
        of_emoji = answers.of_emoji(text)
        if judgements:
            return self._judged(reading, judgements)
        if of_emoji:
            return _unthemed(reading, of_emoji, _EMOJI_CONFIDENCE)
        if answers.is_non_answer(text):
            return _unthemed(reading, "neutral", _NON_ANSWER_CONFIDENCE)
        return _unthemed(reading, None, None)

    def _judged(self, reading: Reading, judgements: Sequence[Judgement]) -> Analysis:
        findings: list[Finding] = []
        tallies = np.zeros((len(THEME_KEYS), 3))  # likeliest, sum of leanings, sum of neutral
        number = 0
        for piece, judgement in zip(reading.pieces, judgements, strict=True):
            places = piece.clauses or ((piece.start, piece.end),)
            for row, place in enumerate(places):
                themes, sentiment = judgement.clause_themes[row], judgement.clause_sentiments[row]
                finding = self._finding(number, place, themes, sentiment)
                number += 1
                if finding.sentiment != "neutral" or finding.themes:
                    findings.append(finding)
                _tally(tallies, finding, themes, sentiment)
        lengths = np.array([piece.end - piece.start for piece in reading.pieces], dtype=float)
        overall = np.average([judgement.sentiment for judgement in judgements], axis=0, weights=lengths)
        return Analysis(
            redacted=reading.redacted,
            spans=reading.spans,
            language=reading.language,
            sentiment=SENTIMENTS[int(overall.argmax())],
            confidence=float(overall.max()),
            urgent=is_urgent(reading.redacted),
            themes=tuple(
                ThemeMark(theme, _polarity(lean, neutral), float(likeliest))
                for theme, (likeliest, lean, neutral) in zip(THEME_KEYS, tallies, strict=True)
                if likeliest > 0
            ),
            findings=tuple(findings),
        )

    def _finding(self, number: int, place: tuple[int, int], themes: np.ndarray, sentiment: np.ndarray) -> Finding:
        polarity = _polarity(sentiment[POSITIVE] - sentiment[NEGATIVE], _excess_neutral(sentiment))
        marks = tuple(
            ThemeMark(THEME_KEYS[column], polarity, float(themes[column]))
            for column in np.flatnonzero(themes >= self._model.weights.theme_thresholds)
        )
        label = SENTIMENTS[int(sentiment.argmax())]
        return Finding(number, place[0], place[1], label, float(sentiment.max()), marks)


def _excess_neutral(sentiment: np.ndarray) -> float:
    return float(sentiment[NEUTRAL] - sentiment[:NEUTRAL].max())


def _polarity(lean: float, neutral: float) -> Polarity:
    """Return the side that a clause, or the clauses together, lean to; blame if to none."""
    if neutral > 0:
        return "neu"
    return "pos" if lean > 0 else "neg"


def _tally(tallies: np.ndarray, finding: Finding, themes: np.ndarray, sentiment: np.ndarray) -> None:
    """Add a clause's marks to the comment's, each weighed by how surely the clause speaks of the theme."""
    for mark in finding.themes:
        column = THEME_KEYS.index(mark.theme)
        weight = themes[column]
        tallies[column, 0] = max(tallies[column, 0], weight)
        tallies[column, 1] += weight * (sentiment[POSITIVE] - sentiment[NEGATIVE])
        tallies[column, 2] += weight * _excess_neutral(sentiment)


def _unthemed(reading: Reading, sentiment: Sentiment | None, confidence: float | None) -> Analysis:
    whole = Finding(0, 0, len(reading.redacted), sentiment or "neutral", confidence or 0.0, ())
    return Analysis(
        redacted=reading.redacted,
        spans=reading.spans,
        language=reading.language,
        sentiment=sentiment,
        confidence=confidence,
        urgent=is_urgent(reading.redacted),
        themes=(),
        findings=(whole,) if sentiment not in (None, "neutral") else (),
    )
