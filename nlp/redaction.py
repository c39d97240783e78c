"""Replace personal data by placeholders and keep account of where everything went."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp import Span, names, patterns
from nlp.cleaning import clean

PLACEHOLDER = re.compile(
    r"\[(?:name|email|phone|address|link|account|card|licence|vehicle|reference|ssn|date of birth"
    r"|nhs number|ni number|pps number)\]"
)


@dataclass(frozen=True)
class Move:
    """One replacement: characters ``start`` to ``end`` of the old text lie at ``new_start`` to ``new_end``."""

    start: int
    end: int
    new_start: int
    new_end: int


@dataclass(frozen=True)
class Redacted:
    """A text, the placeholders in it, and the moves that the last replacement made."""

    text: str
    spans: tuple[Span, ...] = ()
    moves: tuple[Move, ...] = ()

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


def redact_forms(text: str) -> Redacted:
    """Return the text cleaned, with everything replaced that can be told by its form, in whatever language.

    Args:
        text: Any string, as it came.
    """
    cleaned = clean(text)
    redacted = replace_found(Redacted(cleaned), patterns.find(cleaned))
    return replace_found(redacted, names.introduced(redacted.text))


def replace_found(redacted: Redacted, found: Sequence[Span]) -> Redacted:
    """Return the text with the found stretches replaced, those left out that touch an earlier placeholder.

    Args:
        redacted: The text so far.
        found: Stretches of ``redacted.text``, in any order.
    """
    pieces: list[str] = []
    moves: list[Move] = []
    done = width = 0
    for span in _apart(found, redacted.spans):
        placeholder = f"[{span.kind}]"
        start = width + span.start - done
        pieces += [redacted.text[done : span.start], placeholder]
        moves.append(Move(span.start, span.end, start, start + len(placeholder)))
        done, width = span.end, start + len(placeholder)
    now = Redacted("".join(pieces) + redacted.text[done:], (), tuple(moves))
    kept = [Span(now.moved(span.start), now.moved(span.end, end=True), span.kind) for span in redacted.spans]
    new = [Span(move.new_start, move.new_end, now.text[move.new_start + 1 : move.new_end - 1]) for move in moves]
    return Redacted(now.text, tuple(sorted(kept + new, key=lambda span: span.start)), now.moves)


def _apart(found: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """Return the found stretches in order that overlap neither each other nor those taken; longer ones win."""
    kept: list[Span] = list(taken)
    chosen = []
    for span in sorted(found, key=lambda span: (span.start - span.end, span.start)):
        at = bisect.bisect_left(kept, span.start, key=lambda other: other.start)
        before_is_clear = at == 0 or kept[at - 1].end <= span.start
        after_is_clear = at == len(kept) or span.end <= kept[at].start
        if before_is_clear and after_is_clear:
            kept.insert(at, span)
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)
