"""Whom a text praises by name: members of staff, never the writer, nor those whom the writer speaks for."""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlp import Finding, Sentiment, Span
from nlp.cleaning import clean
from nlp.reading import Reading

_STAFF = frozenset(("staff_manner", "staff_skill"))
# How far from a name the words are that say whose it is, in characters.
_NEAR = 160

# What follows is looked for in redacted text, where each name is the same word.
_TITLE = r"(?:(?:mr|mrs|ms|miss|mx|dr|sir|dame)\.? )?"
# "Sister" and "Father" are titles of staff too, "girl" and "patient" said of anybody: these need "my" before them.
_KIN = (
    r"(?:grand|step|god)?(?:daughter|son|mother|mum|mam|mummy|mom|dad|daddy|child)s?(?:[- ]in[- ]law)?|children|kids?"
    r"|husband|wife|hubby|nan|nana|gran|granny|grandma|grandad|grandpa|baby|twins?|toddler|auntie|uncle|niece|nephew"
)
_KIN_OF_SOMEBODY = (
    rf"{_KIN}|(?:brother|sister|father|aunt|partner|cousin|neighbou?r|friend|girl|boy|(?:little|loved) one|family"
    r"|fianc[ée]e?|girlfriend|boyfriend|flatmate|tenant|client|patient|service user|pupil|dog|cat)s?"
)
_CALLED = r"(?:['’]?s names?)?(?:,? (?:is|was|are|were|called|named|who is called))*"


def _before(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"{pattern}[,:]?\s*\(?{_TITLE}\Z", re.I)


_OF_THE_WRITER = (
    _before(r"\bmy name\b[^.!?\n\[]{0,40}"),
    _before(r"(?:^|[.!?\n(])\s*name(?: is|:)"),
    _before(r"\b(?:i['’]?m|i am|i['’]m called|i am called|this is|myself|on behalf of|signed|writing for)"),
    _before(r"(?<!\w)(?:i,|me,|me \()"),
    _before(r"\b(?:i|me|myself) (?:and|&)"),
    _before(rf"\b(?:my|our|his|her|their)(?:\s[\w'’-]+){{0,3}}?\s(?:{_KIN_OF_SOMEBODY}){_CALLED}"),
    _before(rf"\b(?:{_KIN}){_CALLED}"),
    _before(rf"\b(?:a|the|your|fellow|another) (?:patient|friend|neighbou?r|tenant|resident)s?{_CALLED}"),
    _before(rf"\b(?:carer|{_KIN}) (?:for|of|to)"),
    # Who is cared for is not who cares.
    _before(
        r"\b(?:look(?:ed|ing|s)? after|car(?:ed|ing|es) for|(?:took|takes?|taking)(?: \w+){0,3} care of|treat(?:ed|ing)"
        r"|help(?:ed|ing)|assess(?:ed|ing)|diagnos(?:ed|ing)|reassur(?:ed|ing)|support(?:ed|ing)|deliver(?:ed|ing)"
        r"|operat(?:ed|ing) on|brought|took|taking|bringing)"
    ),
    _before(r"(?:^|[.!?\n])\s*(?:lots of )?(?:love )?from"),
    _before(r"\bthank(?:s| you)?\b(?:(?!\bfor\b)[^.!?\n]){0,60}\bfrom"),
)
# Whom others are measured by is not praised.
_COMPARED = _before(r"\b(?:unlike|instead of|compared (?:to|with)|(?:better|nicer|kinder|more \w+) than|not like)")
_SPOKEN_FOR_AFTER = re.compile(
    rf"(?:['’]s (?:{_KIN_OF_SOMEBODY}|birth|discharge|recovery|illness|stay|funeral|death|birthday|operation|surgery)\b"
    rf"|(?:,| is| was|,? who is)? ?\(?(?:my|our) (?:[\w'’-]+ ){{0,3}}?(?:{_KIN}|brother|sister|partner)\b"
    r"|,? (?:and|&) (?:i|me|myself)\b"
    r"| here(?:[,.!]|$))",
    re.I,
)
_AND = re.compile(r"\s?(?:,|,? and|&|\+|/)\s?", re.I)

# Taken for a name where it stands above one: "Love from Mary".
_NOBODY = frozenset(("love",))

# Nothing behind a signature but marks, kisses and other placeholders, or more names.
_LAST = re.compile(r"(?:\s?(?:,|and|&|\+)\s?\[name\])*(?:\[(?!name\])[a-z]+\]|x+\b|[^\w\[])*\Z", re.I)
_SIGNED = tuple(
    map(
        _before,
        (
            r"\n",
            r"(?:^|[\s.!?,])[—–-]+",
            r"\b(?:regards|sincerely|faithfully|truly|wishes|cheers|signed|diolch|cofion)(?: from)?",
            r"(?:^|[.!?\n])\s*(?:lots of )?love(?: from)?",
            r"(?:^|[.!?\n]|wishes|regards|love|[.!?\n]\s\[name\])\s*from",
            # A name that is a sentence of its own; not "I saw Dr. Wood".
            r"(?:!|(?<!\bdr)(?<!\bmr)(?<!\bmrs)(?<!\bms)(?<!\bmx)(?<!\bprof)(?<!\brev)\.)",
        ),
    )
)
# "Thank you, Priya!" speaks to Priya, "Thanks for all, Mary" may be signed.
_THANKS_THEN_COMMA = re.compile(rf"\b(?:thank(?:s| you)|thx|ta|grateful)\b[^.!?\n\[]{{0,60}},\s*{_TITLE}\Z", re.I)

_THANKED = re.compile(
    r"\b(?:thank(?:s| you)?(?: again)?(?: (?:so|very) much)?(?: to)?|(?:well done|shout ?out|credit|kudos|hats off"
    rf"|compliments|praise)(?: to)?|special mention (?:to|of|for)),? {_TITLE}(?:\w+ ){{0,2}}\[name\]",
    re.I,
)
_GOOD = (
    r"(?:great|good|brilliant|lovely|amazing|excellent|fantastic|wonderful|superb|outstanding|helpful|kind|caring|patient"
    r"|friendly|professional|polite|fab|fabulous|marvellous|exceptional|incredible|awesome|stars?|gem|credit|asset"
    r"|legend|angels?|treasure|best)"
)
_ADMIRED = re.compile(
    rf"\[name\](?: [\w'’-]+){{0,4}},? (?:was|were|is|are|(?:has|have) been)(?: [\w'’-]+){{0,4}} {_GOOD}\b"
    r"|\b(?:looked after|treated|helped|cared for|served|seen to)(?: [\w'’-]+){0,5} by(?: [\w'’-]+){0,3} \[name\]"
    rf"|\b{_GOOD} (?:service|help|support|care|advice|work|job|welcome|treatment)(?: [\w'’-]+){{0,4}} (?:from|by)"
    r"(?: [\w'’-]+){0,3} \[name\]",
    re.I,
)
# The model takes a blame in front of a praise for another praise: these words are plain.
_PLAIN_BLAME = re.compile(
    r"\b(?:rude\w*|unhelpful|hopeless|useless|awful|terrible|horrible|horrid|nasty|dismissive|abrupt|arrogant|aggressive"
    r"|patroni[sz]ing|condescending|incompetent|disgusting|disgraceful|unprofessional|impolite|unkind|uncaring|unfriendly"
    r"|snappy|sarcastic|grumpy|bully\w*|bullied|shouted|lied|ignored|disappoint\w*|complain\w*|worst|appalling|shocking|lazy"
    r"|(?:no|little) help|not (?:very |so |that |at all |too )?"
    r"(?:impressed|helpful|kind|polite|friendly|nice|happy|pleased))\b",
    re.I,
)
_DENIED = re.compile(r"(?:\b(?:not|never|no|nothing|nobody|without|less)|n['’]t)\b(?: [\w'’-]+){0,2} \Z", re.I)


@dataclass(frozen=True)
class _Clause:
    """One clause, looked at for praise of staff."""

    start: int
    positive: bool
    blames: bool
    praises: bool
    names: int


def praised(reading: Reading, clauses: Sequence[Finding], sentiment: Sentiment) -> tuple[str, ...]:
    """Return the names of those whom a text praises for how they serve, each once, in order, as written.

    A name counts in a clause without blame that praises staff or has such a clause beside it; in a comment that is
    positive as a whole and praises staff anywhere, in every clause without blame. Names of the writer, their family,
    friends and patients are left out.

    Args:
        reading: The text as read.
        clauses: All its clauses as judged, in order, also those without an opinion.
        sentiment: That of the whole text.
    """
    places = [span for span in reading.spans if span.kind == "name"]
    if not places or not clauses:
        return ()
    cleaned = clean(reading.source.text)
    names = [cleaned[stood.start : stood.end] for stood in reading.replaced if stood.kind == "name"]
    looked_at = [_looked_at(reading.redacted, clause, places) for clause in clauses]
    wholly = sentiment == "positive" and any(clause.praises for clause in looked_at)
    theirs = _of_others(reading.redacted, places, names)
    found: dict[str, str] = {}
    for place, name in zip(places, names, strict=True):
        if place in theirs and _counts(looked_at, place, wholly=wholly):
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def _looked_at(redacted: str, clause: Finding, places: Sequence[Span]) -> _Clause:
    text = redacted[clause.start : clause.end]
    blames = (
        clause.sentiment in ("negative", "mixed")
        or any(mark.polarity == "neg" for mark in clause.themes)
        or any(not _DENIED.search(text[: word.start()]) for word in _PLAIN_BLAME.finditer(text))
    )
    positive = clause.sentiment == "positive"
    marked = any(mark.theme in _STAFF and mark.polarity == "pos" for mark in clause.themes)
    said = positive and bool(_THANKED.search(text) or _ADMIRED.search(text))
    inside = sum(clause.start <= place.start < clause.end for place in places)
    return _Clause(clause.start, positive, blames, (marked or said) and not blames, inside)


def _counts(clauses: Sequence[_Clause], place: Span, *, wholly: bool) -> bool:
    """Whether a name stands where staff are praised."""
    number = max(0, bisect.bisect_right(clauses, place.start, key=lambda clause: clause.start) - 1)
    own = clauses[number]
    if own.blames:
        return False
    if wholly or own.praises:
        return True
    beside = [clauses[other] for other in (number - 1, number + 1) if 0 <= other < len(clauses)]
    # "I saw Ama. She was lovely" praises her; "I saw Ama. Tom was lovely" need not.
    return any(other.praises and (own.positive or not other.names) for other in beside)


def _of_others(redacted: str, places: Sequence[Span], names: Sequence[str]) -> set[Span]:
    """Return where names stand that are neither the writer's own, nor of those whom the writer speaks for."""
    private: set[str] = set()
    left: list[tuple[Span, str]] = []
    signs = speaks_for = False
    for number, (place, name) in enumerate(zip(places, names, strict=True)):
        before, after = redacted[max(0, place.start - _NEAR) : place.start], redacted[place.end : place.end + _NEAR]
        between = redacted[places[number - 1].end : place.start] if number else None
        joined = between is not None and bool(_AND.fullmatch(between))
        speaks_for = (joined and speaks_for) or _is_private(before, after)
        signs = (joined and signs) or (len(redacted) - place.end < _NEAR and _is_signature(before, after))
        if speaks_for:
            # Elsewhere in the text the same name is the same person's.
            private |= {name.casefold(), name.casefold().split()[0]}
        elif not (signs or _COMPARED.search(before) or name.casefold() in _NOBODY):
            left.append((place, name))
    return {place for place, name in left if name.casefold() not in private}


def _is_private(before: str, after: str) -> bool:
    return bool(_SPOKEN_FOR_AFTER.match(after)) or any(form.search(before) for form in _OF_THE_WRITER)


def _is_signature(before: str, after: str) -> bool:
    if not before.strip() or not _LAST.match(after):
        return False
    if _THANKS_THEN_COMMA.search(before) and not after.startswith("!"):
        return True
    return any(form.search(before) for form in _SIGNED)
