"""The analyser: readings in, judgements joined, findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nlp import Analysis, Finding, Sentiment, Source, ThemeMark, answers
from nlp.encoder.session import Asked
from nlp.errors import ThemeSetError
from nlp.model import BLAMED, MIXED, POLARITIES, PRAISED, SENTIMENTS, Judgement, Model
from nlp.pieces import grouped
from nlp.praise import praised
from nlp.reading import Piece, Reader, Reading
from nlp.risk import is_urgent
from nlp.settling import polarity_under, sentiment_under, settled
from nlp.themes import THEME_KEYS

# How sure one may be of an answer that no model was asked about.
_NON_ANSWER_CONFIDENCE = 0.98
_EMOJI_CONFIDENCE = 0.8
# People send the same few words again and again: the judgements of so many are kept, not their
# texts.
_REMEMBERED = 4_096


class PipelineAnalyser:
    """Analyses with one trained pipeline. Not for use by several threads at once: spaCy's memory is shared."""

    def __init__(self, *, pipeline: str, theme_set: str, reader: Reader, model: Model) -> None:
        self._pipeline = pipeline
        self._theme_set = theme_set
        self._reader = reader
        self._model = model
        self._judged_before: dict[bytes, Judgement] = {}

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
        asked = [_asked(reading, piece) for reading in readings for piece in reading.pieces]
        for group in grouped(asked, size=lambda one: len(one.text)):
            keys = [_key(one) for one in group]
            new = {key: one for key, one in zip(keys, group, strict=True) if key not in self._judged_before}
            for key, views in zip(new, self._model.views(list(new.values())), strict=True):
                self._judged_before[key] = self._model.judge(views)
            yield from [self._judged_before[key] for key in keys]
            while len(self._judged_before) > _REMEMBERED:
                del self._judged_before[next(iter(self._judged_before))]

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
        parts = [part for piece, judgement in zip(reading.pieces, judgements, strict=True)
                 for part in self._parts(piece, judgement)]  # fmt: skip
        lengths = np.array([piece.end - piece.start for piece in reading.pieces], dtype=float)
        overall = np.average([judgement.sentiment for judgement in judgements], axis=0, weights=lengths)
        likeliest, leanings = _together(parts)
        if len(judgements) > 1:
            overall = _of_passages(overall, leanings)
        overall = settled(overall, list(leanings.values()), float(self._model.joint.agreement[0]))
        label = int(overall.argmax())
        findings = [_finding(number, part, label) for number, part in enumerate(parts)]
        return Analysis(
            redacted=reading.redacted,
            spans=reading.spans,
            language=reading.language,
            sentiment=SENTIMENTS[label],
            confidence=float(overall[label]),
            urgent=is_urgent(reading.redacted) or any(judgement.urgent for judgement in judgements),
            themes=tuple(
                ThemeMark(THEME_KEYS[theme], POLARITIES[polarity_under(label, leanings[theme])], likeliest[theme])
                for theme in sorted(leanings)
            ),
            findings=tuple(one for one in findings if one.sentiment != "neutral" or one.themes),
            praised=praised(reading, findings, SENTIMENTS[label]) if reading.source.praised else (),
        )

    def _parts(self, piece: Piece, judgement: Judgement) -> Iterator[_Part]:
        for row, place in enumerate(_places(piece)):
            themes = judgement.clause_themes[row]
            marked = np.flatnonzero(themes >= self._model.joint.thresholds)
            yield _Part(
                place,
                judgement.clause_sentiments[row],
                {int(theme): (float(themes[theme]), judgement.clause_polarity[row, theme]) for theme in marked},
            )


def _key(asked: Asked) -> bytes:
    return hashlib.blake2b(repr(asked).encode(errors="surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True)
class _Part:
    """A clause as judged: its place, its sentiment's probabilities, and each marked theme's own and its polarity's."""

    place: tuple[int, int]
    sentiment: np.ndarray
    themes: dict[int, tuple[float, np.ndarray]]


def _places(piece: Piece) -> tuple[tuple[int, int], ...]:
    return piece.clauses or ((piece.start, piece.end),)


def _asked(reading: Reading, piece: Piece) -> Asked:
    inside = tuple((start - piece.start, end - piece.start) for start, end in _places(piece))
    return Asked(reading.redacted[piece.start : piece.end], reading.source.question, inside)


def _together(parts: Sequence[_Part]) -> tuple[dict[int, float], dict[int, np.ndarray]]:
    """Return each theme's likeliest mark, and its polarity's probabilities: its clauses', by how surely each speaks."""
    likeliest: dict[int, float] = {}
    sums: dict[int, np.ndarray] = {}
    for part in parts:
        for theme, (confidence, polarity) in part.themes.items():
            likeliest[theme] = max(likeliest.get(theme, 0.0), confidence)
            sums[theme] = sums.get(theme, np.zeros(len(POLARITIES))) + confidence * polarity
    return likeliest, {theme: total / total.sum() for theme, total in sums.items()}


def _of_passages(sentiment: np.ndarray, leanings: dict[int, np.ndarray]) -> np.ndarray:
    """Return the sentiment of a text of several passages: mixed if it praises and blames, however short the one is."""
    sides = {int(one.argmax()) for one in leanings.values()}
    if not {PRAISED, BLAMED} <= sides:
        return sentiment
    mixed = sentiment.copy()
    mixed[[int(sentiment.argmax()), MIXED]] = sentiment[[MIXED, int(sentiment.argmax())]]
    return mixed


def _finding(number: int, part: _Part, label: int) -> Finding:
    """Return the clause as found, in agreement with the comment's sentiment."""
    polarities = {theme: polarity_under(label, polarity) for theme, (_, polarity) in part.themes.items()}
    own = sentiment_under(label, part.sentiment, list(polarities.values()))
    marks = tuple(
        ThemeMark(THEME_KEYS[theme], POLARITIES[polarities[theme]], part.themes[theme][0])
        for theme in sorted(polarities)
    )
    return Finding(number, *part.place, SENTIMENTS[own], float(part.sentiment[own]), marks)


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
