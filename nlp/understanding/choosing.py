"""Which of several values is meant, and for which question: by what is taken back, denied, or stands beside."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from nlp.understanding import Asked
from nlp.understanding.found import Found
from nlp.understanding.stems import stems

# After one of these what was said before it is taken back.
_TAKEN_BACK = re.compile(
    r"\b(?:no wait|no sorry|sorry|i mean(?:t)?|actually|scratch that|make (?:that|it)|correction|or rather|no no"
    r"|wait no|no(?=,? (?:it|actually|more|that|\d))"
    r"|so(?= \d)|take (?:it|that) back|hang on|no hang on|oops|i tell a lie|tell a lie|should (?:be|say|have been)"
    r"|on second thoughts?|nage|na sori|sori|call it|more like|no,|now(?= (?:i|its|it|id)))\b|\.\.+ ?no\b|, no\b"
)
_DENIED = re.compile(
    r"(?:\bnot|\bisnt|\bwasnt|\bnid|\bdim|\brather than|\binstead of|\b(?:told|said|promised|quoted"
    r"|supposed(?= to)|meant(?= to)|expected|expecting|should have been|wouldve been|would have been"
    r"|have said|going to (?:say|give)|estimated?|advertised|warned)(?: (?:me|us|to|be|it|would|take|was|you"
    r"|they))*)(?: (?:a|an|the|on|at|in|for|about|just|only|like))*(?<!not just)(?<!not only) $"
)
_WHAT_IS_DENIED = re.compile(
    r"(?<!rather )(?<!prefer )(?<!or )\b(?:not|nid|dim|rather than|instead of|havent(?: got)?|have no|dont have"
    r"|without)(?: (?:a|an|any|the|at|in|on|by|from))* [^\W\d_]{3,}(?=$|[,.;!]| (?:it|i|sorry|but|that|its))"
)
_HOLLOW_KEYS = frozenset(("the", "you", "your", "was", "did", "how", "why"))
_CORRECTS = re.compile(
    r"\b(?:change|alter|amend|correct|edit|update|wrong|mistake|newid|should be|should say|i (?:said|told|put|gave))\b"
)
_SENTENCE = re.compile(r"[.;!?]| but ")


def chosen(found: Sequence[Found], text: str) -> Found | None:
    """Return the value meant: the last where something is taken back, else the first that is not denied."""
    kept = [one for one in found if not _DENIED.search(text[max(0, one.start - 24) : one.start])]
    if not kept:
        return None
    for number in range(len(kept) - 1, 0, -1):
        if _TAKEN_BACK.search(text[kept[number - 1].end : kept[number].start]):
            return kept[number]
    return kept[0]


def takes_back(text: str) -> bool:
    """Whether something said is taken back."""
    return _TAKEN_BACK.search(text) is not None


def without_denied(text: str) -> str:
    """Return the text with what is denied left blank: "Leeds, not Bradford"."""
    return _WHAT_IS_DENIED.sub(lambda match: " " * len(match.group()), text)


def last_part(text: str) -> str:
    """Return what stands behind the last taking back, or the whole text."""
    matches = list(_TAKEN_BACK.finditer(text))
    behind = text[matches[-1].end() :] if matches else ""
    return behind if behind.strip(" .!,") else text


def longer(one: Found | None, other: Found | None) -> Found | None:
    """Return the one that reads more of the message."""
    if one and other:
        return one if one.end - one.start >= other.end - other.start else other
    return one or other


def one_of(found: Sequence[Found], question: Asked, text: str) -> Found | None:
    """Return the value meant for the only question of its kind: the nearest to its words, unless one is taken back."""
    if len(found) > 1 and not _TAKEN_BACK.search(text) and (close := nearest(found, question, text)):
        return close
    return chosen(found, text)


def nearest(found: Iterable[Found], question: Asked, text: str) -> Found | None:
    """Return the value around which most of the question's words stand; None where none do."""
    wanted = words_of(question)
    scored = [(len(wanted & stems(around(text, one))), -_distance(text, one, wanted), -one.start, one) for one in found]
    most = max(scored, key=lambda each: each[:3], default=None)
    return most[3] if most and most[0] else None


def _distance(text: str, one: Found, wanted: set[str]) -> int:
    """Return how many characters the nearest of the wanted words is away."""
    places = _places(text, frozenset(wanted))
    return min([max(one.start - end, start - one.end, 0) for start, end in places], default=len(text))


@lru_cache(maxsize=8)
def _places(text: str, wanted: frozenset[str]) -> tuple[tuple[int, int], ...]:
    """Return where the wanted words stand."""
    words = re.finditer(r"[^\W\d_]{3,}", text)
    return tuple(match.span() for match in words if stems(match.group()) & wanted)


def own(found: Sequence[Found], wanted: Sequence[Asked], question: Asked, text: str) -> Found | None:
    """Return the value for one of several questions; None where the values stand nearer to another's words."""
    if close := nearest(found, question, text):
        return close
    taken = any(nearest(found, other, text) for other in wanted if other is not question)
    return None if taken else found[0]


def shared_out(
    found: Sequence[Found], wanted: Sequence[Asked], asked: Asked | None, text: str
) -> list[tuple[Asked, Found]]:
    """Return which question gets which value: the nearest to its words; without any, in order.

    Args:
        found: The values of one kind, in order.
        wanted: The questions of that kind, the open one first.
        asked: The open question, of whatever kind.
        text: The plain message.
    """
    if len(wanted) == 1:
        one = one_of(found, wanted[0], text)
        return [(wanted[0], one)] if one else []
    left = list(found)
    shared = []
    for number, question in enumerate(wanted):
        if not left:
            break
        one = nearest(left, question, text)
        if one is None and (question is asked or len(left) >= len(wanted)):
            one = chosen(left, text)
        if one is None and number == 0 and len(left) == 1 and asked not in wanted:
            one = None if any(nearest(left, other, text) for other in wanted[1:]) else left[0]
        if one:
            shared.append((question, one))
            left.remove(one)
    return shared


def words_of(question: Asked) -> set[str]:
    """Return the telling words of a question and of its key."""
    return stems(question.text) | stems(question.key.replace("_", " "))


def around(text: str, one: Found) -> str:
    """Return the words beside a value, within its sentence."""
    before = _SENTENCE.split(text[max(0, one.start - 45) : one.start])[-1]
    behind = _SENTENCE.split(text[one.end : one.end + 45])[0]
    return f"{before} {behind}"


def beside(text: str, one: Found, others: Sequence[Found]) -> str:
    """Return the few words next to a value, up to the sentence's end or another value."""
    low = max([other.end for other in others if other.end <= one.start], default=0)
    high = min([other.start for other in others if other.start >= one.end], default=len(text))
    before, behind = text[low : one.start], text[one.end : high]
    if low:
        before = re.split(r",| and | but ", before, maxsplit=1)[-1]
    if high < len(text):
        behind = re.split(r",| and | but ", behind)[0]
    return " ".join(re.split(r"[.;!]", before)[-1].split()[-6:] + re.split(r"[.;!,]", behind)[0].split()[:4])


def corrected(questions: Sequence[Asked], said: str) -> Asked | None:
    """Return the question whose answer a message corrects by naming it: "change the overall one to a 3"."""
    if not _CORRECTS.search(said):
        return None
    words = set(re.findall(r"[^\W\d_]{3,}", said))
    named = [one for one in questions if words & (set(one.key.lower().split("_")) - _HOLLOW_KEYS)]
    if not named:
        telling = stems(said)
        named = [one for one in questions if telling & words_of(one)]
    return named[0] if len(named) == 1 else None


def asks(said: str) -> bool:
    """Whether the whole message is a question of the person's, so that what it names tells nothing."""
    return said.rstrip().endswith("?") and not re.search(r"[.!,;]\s*\S.*\?$", said.strip())
