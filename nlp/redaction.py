"""Replace personal data by placeholders and keep account of where everything went."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from nlp import Span, introductions, patterns
from nlp.cleaning import clean, origins

KINDS = ("name", "address", "postcode", "phone", "email", "nino", "nhs", "card", "dob", "ref", "plate", "url")
# What stood for them in texts that were stored before: still no words of the person's.
_FORMER = (
    "link",
    "account",
    "licence",
    "vehicle",
    "reference",
    "ssn",
    "date of birth",
    "nhs number",
    "ni number",
    "pps number",
)
PLACEHOLDER = re.compile(rf"\[(?:{'|'.join(KINDS + _FORMER)})\]")


@dataclass(frozen=True)
class Move:
    """One replacement: characters ``start`` to ``end`` of the old text lie at ``new_start`` to ``new_end``."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True)
class Redacted:
    """A text, the placeholders in it, and the moves that the last replacement made.

    Attributes:
        text: The text with placeholders.
        spans: The placeholders, in order.
        moves: What the last replacement moved.
        origins: For each placeholder what it stands for: a stretch of the cleaned text, before any replacement.
    """

    text: str
    spans: tuple[Span, ...] = ()
    moves: tuple[Move, ...] = ()
    origins: tuple[Span, ...] = ()

    def moved(self, position: int, *, end: bool = False) -> int:
        """Return where a position of the text before the last replacement lies now.

        Args:
            position: In characters, 0 to the former text's length.
            end: Whether it closes a stretch: inside replaced text it then goes behind the placeholder, else before.
        """
        index = bisect.bisect_right(self.moves, position, key=lambda move: move.start) - 1
        if index < 0:
            return position
        move = self.moves[index]
        if position >= move.end:
            return move.new_end + position - move.end
        return move.new_end if end and position > move.start else move.new_start


def redact_forms(text: str, keep: frozenset[str] = frozenset()) -> Redacted:
    """Return the text cleaned, with everything replaced that can be told by its form, in whatever language.

    Args:
        text: Any string, as it came.
        keep: Names in small letters that stay.
    """
    cleaned = clean(text)
    redacted = replace_found(Redacted(cleaned), patterns.find(cleaned))
    return replace_found(redacted, introductions.introduced(redacted.text, keep))


def replace_found(redacted: Redacted, found: Sequence[Span]) -> Redacted:
    """Return the text with the found stretches replaced, those left out that touch an earlier placeholder.

    Args:
        redacted: The text so far.
        found: Stretches of ``redacted.text``, in any order.
    """
    if not found:
        return Redacted(redacted.text, redacted.spans, (), redacted.origins)
    pieces: list[str] = []
    moves: list[Move] = []
    stood_for = list(redacted.origins)
    done = width = 0
    for span in _apart(found, redacted.spans):
        placeholder = f"[{span.kind}]"
        start = width + span.start - done
        pieces += [redacted.text[done : span.start], placeholder]
        moves.append(Move(span.start, span.end, start, start + len(placeholder)))
        stood_for.append(_origin(redacted, span))
        done, width = span.end, start + len(placeholder)
    now = Redacted("".join(pieces) + redacted.text[done:], (), tuple(moves))
    kept = [Span(now.moved(span.start), now.moved(span.end, end=True), span.kind) for span in redacted.spans]
    new = [Span(move.new_start, move.new_end, now.text[move.new_start + 1 : move.new_end - 1]) for move in moves]
    return Redacted(now.text, tuple(sorted(kept + new, key=_start)), now.moves, tuple(sorted(stood_for, key=_start)))


def original_spans(text: str, replaced: Sequence[Span]) -> tuple[Span, ...]:
    """Return stretches of the cleaned text as stretches of the text as it came.

    Args:
        text: The text as it came.
        replaced: Stretches of ``clean(text)`` in order, none overlapping, each with a blank at neither end.
    """
    if not replaced:
        return ()
    starts, ends = origins(text)
    # How many characters besides blanks stand before each place of the cleaned text.
    before = [0, *accumulate(not character.isspace() for character in clean(text))]
    return tuple(Span(starts[before[one.start]], ends[before[one.end] - 1], one.kind) for one in replaced)


def _start(span: Span) -> int:
    return span.start


def _origin(redacted: Redacted, span: Span) -> Span:
    """Return a stretch between placeholders as one of the cleaned text."""
    index = bisect.bisect_right(redacted.spans, span.start, key=_start) - 1
    shift = redacted.origins[index].end - redacted.spans[index].end if index >= 0 else 0
    return Span(span.start + shift, span.end + shift, span.kind)


def _apart(found: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the found stretches in order that overlap neither each other nor those taken; longer ones win."""
    covered = bytearray(max((span.end for span in (*found, *taken)), default=0))
    for span in taken:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    chosen = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        if not any(covered[span.start : span.end]):
            covered[span.start : span.end] = b"\1" * (span.end - span.start)
            chosen.append(span)
    return sorted(chosen, key=_start)
