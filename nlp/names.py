"""Tell a person's name that nothing introduces from a word that merely looks like one."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp import Span, kept, lists
from nlp.naming import (
    ENDS,
    NOT_NAMES,
    PARTICLE,
    SURE_NAMES,
    SURNAMES,
    WORDS_AS_SURNAMES,
    WORDS_OR_NAMES,
    bare,
    is_given,
    is_place_as_surname,
    trimmed,
)

# "Grace on the front desk told me", "may at the registry office was a star": where, and what only a person does.
_WHERE = (
    r"\s(?:on|at|in|from|behind)\s(?:(?:the|your|our|my|this|that)\s)?(?:[\w'’&-]{1,15}\s){0,3}?"
    r"(?:desk|team|office|reception|department|dept|counter|surgery|library|branch|ward|unit"
    r"|centre|center|job ?centre|line|helpline|clinic|court|registry"
    r"|housing|accounts|benefits|council|front|hub|school|station|repairs|payroll|planning"
    r"|billing|enquiries|support|services?|tip|depot|pharmacy|a&e|hospital"
    r"|bins|parking|licensing|admissions|complaints|customer care|contact centre|call centre"
    r"|reablement|maternity|outpatients|x-?ray)\b,?"
)
_DID = (
    r"\s(?:who\s|has\s|had\s|then\s|just\s|also\s|finally\s|kindly\s|even\s|always\s|never\s"
    r"|went\s|really\s|actually\s){0,2}"
    r"(?:said|says|told|tells|rang|phoned|explained|listened|emailed|texted|apologi[sz]ed"
    r"|promised|laughed|smiled|spoke|answered|replied"
    r"|(?:helped|helps|showed|called|gave|made|took|sent|got|let|walked|looked after|talked|met"
    r"|asked|offered|put|treated|visited|wrote to) (?:me|us|my|our|mum|dad|him|her|sure|the time"
    r"|through|back)"
    r"|wrote back|sorted (?:it|me|out|everything|my)|went out of|couldn['’]?t (?:do|have)"
    r"|deserves|hung up|wouldn['’]?t (?:let|listen|stop)|keeps|knows)\b"
)
_WAS = (
    r"\s(?:is|was|were|are|has been|have been|being|you (?:are|were))\s(?:(?:so|very|really"
    r"|absolutely|always|just|such|extremely|incredibly|as|a|an|the|both|proper|pure)\s){0,3}"
    r"(?:absolute |real |total |complete |true )?(?:stars?|angels?|gems?|legends?|godsend"
    r"|lifesaver|saint|diamond|credit|hero|kind|rude|helpful|patient|polite|friendly|caring"
    r"|sympathetic|understanding|wonderful with|brilliant with|great with|good with|abrupt|dismissive|professional)\b"
)
_DID_SOMETHING = re.compile(_DID)
_WAS_SOMEHOW = re.compile(_WAS)
_AT_A_DESK = re.compile(
    rf"{_WHERE}(?:{_DID}|{_WAS}|(?P<lovely>\s(?:is|was) (?:so |very |really "
    rf"|absolutely )?(?:brilliant|amazing|fantastic|fab|wonderful|superb|great|excellent|lovely"
    rf"|a joy))\b)"
)
# Seasons are lovely, and so is art; charities and bishops say things without being called so.
_NOT_LOVELY = lists.words("lovely_things")
_SAYING = lists.words("who_say_things")
# Nobody writes these with a capital within a sentence unless they are names.
_HARDLY_WORDS = lists.words("hardly_words")
# Welsh words that are names elsewhere: "Pam mae", "Dan y bwrdd".
_WELSH_WORDS = frozenset(["pam", "dan", "mae", "ella", "nia", "mali", "mor", "sara", "tegan", "non", "mair", "eira"])
_WELSH_BEHIND = re.compile(
    r"\s(?:mae|na|nad|nac|oes|fod|bod|roedd|oedd|y|yr|ydy|ydych|yw|wnes|wnaeth|wnaethoch|gwneud"
    r"|does|doedd|dylai|ddylai|fyddai|fydd|rhaid|mod|ei|eu|fy|dw|dydy|dyw|ddim|hynny|felly|bydd"
    r"|gafodd|ges|wedi)\b",
    re.I,
)
_AS_MARK = re.compile(
    r"\s?(?:is|no|number|plate|doc(?:ument)?|was|:|=)?[\s.:]{0,2}(?:\[plate\]|\[ref\]|plate|number|no\b|doc)", re.I
)


def persons(text: str, entities: Iterable[tuple[int, int]], keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return which of the parser's persons are to be replaced, and the given names it overlooked.

    Args:
        text: The text parsed.
        entities: Start and end of each stretch that the parser takes for a person.
        keep: Names in small letters that stay, besides those of `nlp.kept`.

    A single word counts only if it is a known given name or stands inside a sentence with one capital: at the
    start of a comment almost any word has one ("Superb", "Calm").
    """
    spans = []
    for start, end in entities:
        words = [word for word in re.finditer(r"[^\W\d_][\w'’-]*", text[start:end]) if not _is_no_name(word.group())]
        if words and _is_name(text, start, words):
            spans += trimmed(text, start + words[0].start(), start + words[-1].end())
    return _not_kept(text, spans, keep) + overlooked(text, keep)


def _not_kept(text: str, spans: Iterable[Span], keep: frozenset[str]) -> list[Span]:
    return [span for span in spans if not kept.is_kept(text, span.start, span.end, keep)]


def _is_no_name(word: str) -> bool:
    return bare(word) in NOT_NAMES


def _is_name(text: str, start: int, found: list[re.Match[str]]) -> bool:
    words = [word.group() for word in found]
    if len(words) == 1 and _is_other_word(words[0], text, start + found[0].end()):
        return False
    if any(is_given(word) and (word[0].isupper() or bare(word) in SURE_NAMES) for word in words):
        return True
    if not all(word[0].isupper() and not word.isupper() for word in words):
        return False
    if len(words) > 1:
        return not all(bare(word) in ENDS for word in words)
    return bare(words[0]) not in WORDS_OR_NAMES and _inside_sentence(text, start)


def _inside_sentence(text: str, start: int) -> bool:
    # A cleaned text has two blanks side by side at most.
    near_before = text[max(0, start - 3) : start]
    before = near_before.rstrip()
    # Where every second word has a capital, a capital tells nothing.
    near = re.findall(r"[^\W\d_]+", text[max(0, start - 40) : start + 40])
    shouted = sum(word[0].isupper() for word in near) > max(2, len(near) // 2)
    line_ends = "\n" in near_before[len(before) :]
    return bool(before) and before[-1] not in ".!?:;\"'“‘(-–•" and not line_ends and not shouted


def overlooked(text: str, keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return the given names that stand alone in a text of any language, with the surnames behind them.

    With a capital any known given name counts, written small or all in capitals only one that is no word. A word
    that is a name as well counts where it does what only persons do: "Grace on the front desk told me".
    """
    spans: list[Span] = []
    done = 0
    for match in re.finditer(r"(?<![\w'’@./-])[^\W\d_][\w’'-]{1,20}(?![\w@])", text):
        word = match.group()
        if match.start() < done or (len(word) < 3 and not is_given(word)):
            continue
        if not (_counts_alone(word, text, match.end()) or _acts(word, text, match.start(), match.end())):
            continue
        end = (
            match.end()
            if re.search(r"['’]s?$", word)
            else _with_surname(text, match.start(), match.end(), small=word[0].islower())
        )
        spans += trimmed(text, match.start(), end)
        done = end
    return _not_kept(text, spans, keep)


def _counts_alone(word: str, text: str, end: int) -> bool:
    if len(word) < 3:
        return False
    if _is_other_word(word, text, end):
        return False
    if bare(word) in SURE_NAMES:
        return True
    return word[0].isupper() and not word.isupper() and is_given(word)


def _is_other_word(word: str, text: str, end: int) -> bool:
    """Whether a given name is another word here: Welsh "pam" (why), "reg" before a vehicle's mark."""
    small = bare(word)
    if small in _WELSH_WORDS and _WELSH_BEHIND.match(text[end : end + 16]):
        return True
    return small == "reg" and _AS_MARK.match(text[end : end + 24]) is not None


def _acts(word: str, text: str, start: int, end: int) -> bool:
    """Whether a word that is a name as well does here what only a person does."""
    small = bare(word)
    if small not in WORDS_OR_NAMES or word.isupper() or (small in NOT_NAMES and small not in _NOT_LOVELY):
        return False
    behind = text[end : end + 120]
    desk = _AT_A_DESK.match(behind)
    if desk and not (desk["lovely"] and small in _NOT_LOVELY):
        # "bill from the council was rude" is about the person's words at most; "Bill" may be one.
        return not (small in ("bill", "art", "charity", "page") and (word.islower() or behind.startswith(" from")))
    if word.islower() or small in _SAYING:
        return False
    if small in _HARDLY_WORDS and _stands_as_name(text, start, end):
        return True
    return _DID_SOMETHING.match(behind) is not None or (
        small not in _NOT_LOVELY and _WAS_SOMEHOW.match(behind) is not None
    )


def _stands_as_name(text: str, start: int, end: int) -> bool:
    """Whether a word with a capital stands among small words: "then Mark closed the door"."""
    before, behind = text[max(0, start - 24) : start], text[end : end + 24]
    if re.search(
        r"\b(?:I|i|we|you|they|he|she|it|will|to|not|please|can|would)\s$", before
    ):  # a verb: "I will Mark it"
        return False
    if not re.search(r"(?:^|[\s(])[a-zà-ž][\w'’]*,?\s\(?$", before) or re.search(
        r"\b(?:an?|the|any|no|my|some|his|her|your|of|more|this|that)\s$", before, re.I
    ):
        return False
    return re.match(r"(?:['’]s)?(?:[.,;!?)]|\s[a-z&(]|$)", behind) is not None and _inside_sentence(text, start)


def _with_surname(text: str, start: int, end: int, *, small: bool) -> int:
    """Return where the name ends that a given name from ``start`` to ``end`` begins."""
    for _ in range(2):
        behind = re.match(
            rf"\s(?:{PARTICLE}\s){{0,2}}(?P<word>[^\W\d_][\w'’-]{{1,20}})(?!\w)", text[end : end + 48], re.I
        )
        if not behind or "\n" in behind.group():
            break
        word = behind["word"]
        known = bare(word) in SURNAMES
        if word[0].islower() and not (small and known):
            break
        if bare(word) in ENDS and not is_place_as_surname(word):
            break
        if word.isupper() and not known and not (text[start:end].isupper() and bare(word) in WORDS_AS_SURNAMES):
            break
        end += behind.end()
        if re.search(r"['’]s$", word):
            break
    return end
