"""The analyser: readings in, judgements joined, findings out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from nlp import Analysis, Finding, Redaction, Sentiment, Source, ThemeMark, answers
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
# texts; of fewer where they have many clauses, each of which takes a kilobyte.
_REMEMBERED = 4_096
_REMEMBERED_CLAUSES = 16_384
# Of a question no more is read: a cell may hold a megabyte.
_QUESTION_READ = 5_000


class PipelineAnalyser:
    """Analyses with one trained pipeline. Not for use by several threads at once: spaCy's memory is shared."""

    def __init__(self, *, pipeline: str, theme_set: str, reader: Reader, model: Model) -> None:
        self._pipeline = pipeline
        self._theme_set = theme_set
        self._reader = reader
        self._model = model
        self._judged_before: dict[bytes, Judgement] = {}
        self._clauses_before = 0

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
                yield self._analysis(reading, judgements)

    def redact(self, sources: Iterable[Source]) -> Iterator[Redaction]:
        """Yield each source's redacted text alone, in order, reading ahead by one batch at most."""
        return self._reader.redact(sources)

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
                self._clauses_before += len(self._judged_before[key].clause_sentiments)
            yield from [self._judged_before[key] for key in keys]
            self._forget()

    def _forget(self) -> None:
        while len(self._judged_before) > _REMEMBERED or self._clauses_before > _REMEMBERED_CLAUSES:
            oldest = self._judged_before.pop(next(iter(self._judged_before)))
            self._clauses_before -= len(oldest.clause_sentiments)

    def _analysis(self, reading: Reading, judgements: Iterator[Judgement]) -> Analysis:
        """Return the analysis, taking the judgement of each of the reading's pieces."""
        if reading.pieces:
            return self._judged(reading, judgements)
        text = reading.redacted
        of_emoji = answers.of_emoji(text)
        if of_emoji:
            return _unthemed(reading, of_emoji, _EMOJI_CONFIDENCE)
        if answers.is_non_answer(text):
            return _unthemed(reading, "neutral", _NON_ANSWER_CONFIDENCE)
        return _unthemed(reading, None, None)

    def _judged(self, reading: Reading, judgements: Iterator[Judgement]) -> Analysis:
        parts: list[_Part] = []
        wholes: list[np.ndarray] = []
        urgent = is_urgent(reading.redacted)
        for piece in reading.pieces:
            judgement = next(judgements)
            parts += self._parts(piece, judgement)
            wholes.append(judgement.sentiment)
            urgent = urgent or judgement.urgent
        overall = wholes[0]
        likeliest, leanings = _together(parts)
        if len(wholes) > 1:
            lengths = np.array([piece.end - piece.start for piece in reading.pieces], dtype=float)
            overall = np.average(wholes, axis=0, weights=lengths)
            overall = _of_passages(overall, leanings)
        overall = settled(overall, list(leanings.values()), float(self._model.joint.agreement[0]))
        label = int(overall.argmax())
        named = self._praised(reading, parts, label)
        return Analysis(
            redacted=reading.redacted,
            spans=reading.spans,
            language=reading.language,
            sentiment=SENTIMENTS[label],
            confidence=float(overall[label]),
            urgent=urgent,
            themes=tuple(
                ThemeMark(THEME_KEYS[theme], POLARITIES[polarity_under(label, leanings[theme])], likeliest[theme])
                for theme in sorted(leanings)
            ),
            findings=tuple(_findings(parts, label)),
            praised=named,
        )

    def _praised(self, reading: Reading, parts: Sequence[_Part], label: int) -> tuple[str, ...]:
        if not reading.source.praised:
            return ()
        return praised(reading, [_finding(number, part, label) for number, part in enumerate(parts)], SENTIMENTS[label])

    def _parts(self, piece: Piece, judgement: Judgement) -> Iterator[_Part]:
        for row, place in enumerate(_places(piece)):
            themes = judgement.clause_themes[row]
            marked = np.flatnonzero(themes >= self._model.joint.thresholds)
            # Copies: a part of an array would keep all of it in memory, for each of a megabyte's clauses.
            polarity = {
                int(theme): (float(themes[theme]), judgement.clause_polarity[row, theme].copy()) for theme in marked
            }
            yield _Part(place, judgement.clause_sentiments[row].copy(), polarity)


def _key(asked: Asked) -> bytes:
    return hashlib.blake2b(repr(asked).encode(errors="surrogatepass"), digest_size=16).digest()


@dataclass(frozen=True, slots=True)
class _Part:
    """A clause as judged: its place, its sentiment's probabilities, and each marked theme's own and its polarity's."""

    place: tuple[int, int]
    sentiment: np.ndarray
    themes: dict[int, tuple[float, np.ndarray]]


def _places(piece: Piece) -> tuple[tuple[int, int], ...]:
    return piece.clauses or ((piece.start, piece.end),)


def _asked(reading: Reading, piece: Piece) -> Asked:
    inside = tuple((start - piece.start, end - piece.start) for start, end in _places(piece))
    question = reading.source.question[:_QUESTION_READ]
    return Asked(reading.redacted[piece.start : piece.end], question, inside)


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


def _findings(parts: list[_Part], label: int) -> Iterator[Finding]:
    """Yield what the clauses hold an opinion or a theme in, emptying ``parts``: a megabyte's are not held twice."""
    parts.reverse()
    for number in range(len(parts)):
        one = _finding(number, parts.pop(), label)
        if one.sentiment != "neutral" or one.themes:
            yield one


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
