"""Tell a person's name from a word that merely looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp import Span, lists

GIVEN_NAMES = lists.words("given_names")

_TITLE = (
    r"(?:Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sister|Nurse|Doctor|PC|WPC|PCSO|DC|DS|DI|Sgt|Sergeant|Constable"
    r"|Inspector|Officer|Cllr|Councillor|Councilman|Councilwoman|Mayor|Judge|Sir|Dame|Lord|Lady|Rev|Reverend|Matron"
    r"|Auntie|Aunt|Uncle|Captain|Senator|MP|TD)"
)
_WORD = r"[A-Z][\w'’-]{1,24}"
_TITLED = re.compile(rf"\b{_TITLE}\.? (?P<part>(?:[A-Z]\.? ){{0,2}}{_WORD}(?: {_WORD}){{0,2}})")
_INTRODUCED = re.compile(
    r"\b(?:my name is|my name's|my name was|my names|i am called|fy enw i yw|fy enw i ydy|is ainm dom|signed,?"
    r"|yours sincerely,?|kind regards,?)\s{1,2}(?P<part>[^\W\d_][\w'’-]{1,24}(?: [^\W\d_][\w'’-]{0,24}){0,2})",
    re.I,
)
# After "my name is" these go on with something else than a name.
_GOING_ON = lists.words("after_my_name_is")
# What stands after a title, or is taken for a person by the parser, without being anyone's name.
_NOT_NAMES = lists.words("not_names") | frozenset(re.findall(r"[a-z]+", _TITLE.lower()))


def introduced(text: str) -> list[Span]:
    """Return the names that a title or an introduction gives away, in a cleaned text of any language."""
    spans = []
    for match in _TITLED.finditer(text):
        spans += _leading(match, stop=_NOT_NAMES, capital=True)
    for match in _INTRODUCED.finditer(text):
        spans += _leading(match, stop=_GOING_ON | _NOT_NAMES, capital=False)
    return spans


def _leading(match: re.Match[str], *, stop: frozenset[str], capital: bool) -> list[Span]:
    """Return the match's words up to the first that is no part of a name, as at most one span."""
    start = end = match.start("part")
    for word in re.finditer(r"\S+", match["part"]):
        bare = _bare(word.group())
        # Within a sentence written small a surname is hard to tell: "my name is sam and" ends at "and".
        if bare in stop or (capital and not word.group()[0].isupper()):
            break
        end = match.start("part") + word.end()
    found = match.string[start:end].rstrip(".'’-")
    found = re.sub(r"['’]s$", "", found)
    return [Span(start, start + len(found), "name")] if found else []


def persons(text: str, entities: Iterable[tuple[int, int]]) -> list[Span]:
    """Return which of the parser's persons are to be replaced, and the given names it overlooked.

    Args:
        text: The text parsed.
        entities: Start and end of each stretch that the parser takes for a person.

    A single word counts only if it is a known given name or stands inside a sentence with one capital: at the
    start of a comment almost any word has one ("Superb", "Calm").
    """
    spans = []
    for start, end in entities:
        words = [
            word for word in re.finditer(r"[^\W\d_][\w'’-]*", text[start:end]) if _bare(word.group()) not in _NOT_NAMES
        ]
        if words and _is_name(text, start, [word.group() for word in words]):
            first, last = start + words[0].start(), start + words[-1].end()
            found = re.sub(r"['’]s?$", "", text[first:last])
            spans.append(Span(first, first + len(found), "name"))
    return spans + _overlooked(text)


def _is_name(text: str, start: int, words: list[str]) -> bool:
    if any(_bare(word) in GIVEN_NAMES for word in words):
        return True
    if not all(word[0].isupper() and not word.isupper() for word in words):
        return False
    return len(words) > 1 or _inside_sentence(text, start)


def _inside_sentence(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    # Where every second word has a capital, a capital tells nothing.
    near = re.findall(r"[^\W\d_]+", text[max(0, start - 40) : start + 40])
    shouted = sum(word[0].isupper() for word in near) > max(2, len(near) // 2)
    return bool(before) and before[-1] not in ".!?:;\"'“‘(-–•" and "\n" not in text[len(before) : start] and not shouted


def _overlooked(text: str) -> list[Span]:
    """Return given names with a capital that stand alone, and a surname with a capital behind them."""
    spans = []
    for match in re.finditer(r"\b([A-Z][a-z’'-]{2,15})\b(?: ([A-Z][a-z’'-]{2,20})\b)?", text):
        if _bare(match[1]) in GIVEN_NAMES:
            surname = match[2] and _bare(match[2]) not in _NOT_NAMES
            first_end = match.start() + len(re.sub(r"['’]s?$", "", match[1]))
            end = match.end() if surname else first_end
            spans.append(Span(match.start(), end, "name"))
    return spans


def _bare(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.lower()).strip(".,'’-")
