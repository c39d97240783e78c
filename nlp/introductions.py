"""Names that something before them gives away: a title, "spoke to", kinship, a trade."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import Span, kept, lists, signatures
from nlp.naming import (
    ENDS,
    NAME,
    NOT_NAMES,
    SURNAMES,
    TITLE,
    WORD,
    WORDS_OR_NAMES,
    bare,
    could_be_small_surname,
    each,
    is_given,
    is_unheard,
    is_word,
    leading,
    trimmed,
)

_TITLED = re.compile(rf"\b(?i:{TITLE})\s(?P<part>{NAME})")
_SMALL_TITLE = frozenset(["mr", "mrs", "ms", "miss", "dr", "nurse", "doctor", "cllr", "councillor", "pc"])
_OF_OFFICE = re.compile(r"\b(?:Mr|Sir|Dame|Lord|Lady|Mayor|Senator|President|Minister|Secretary|Chancellor|PM)\.?\s$")
_KIN = (
    r"(?:daughter|son|husband|wife|mum|mam|mother|dad|father|partner|brother|sister|neighbour"
    r"|neighbor|friend|mate|nan|gran|grandma|grandad|grandson"
    r"|granddaughter|grandchild|uncle|aunt|aunty|auntie|niece|nephew|cousin|girl|boy|lad|baby"
    r"|fianc[ée]e?|boyfriend|girlfriend|twins?|stepson|stepdaughter"
    r"|social worker|support worker|key ?worker|caseworker|work coach|carer|doctor|consultant"
    r"|landlord|landlady|manager|midwife|teacher|gp|case manager"
    r"|housing officer|health visitor|solicitor|advocate|supervisor|boss)"
)
_WELSH_KIN = (
    r"fy (?:mab|merch|ng[wŵ]r|ngwraig|mam|nhad|mrawd|chwaer|nain|taid|mam-gu|tad-cu|mhartner"
    r"|ffrind|nghymydog|meddyg|ngweithiwr cymdeithasol)"
)
# After these stands a name if it has a capital, or is one however it is written.
_SPOKEN = re.compile(
    r"\b(?:spoke(?:n)? (?:to|with)|speak (?:to|with)|talked (?:to|with)|talk to|ask(?:ed)? for|seen by"
    r"|helped by|served by|met with"
    r"|dealt with by|told by|treated by|interviewed by|assessed by|looked after by|thanks (?:to|again(?: to)?)"
    r"|thank you(?: so much)?(?: to)?"
    r"|thank|thanks|shout ?out to|well done(?: to)?|kudos to|credit to|(?:lady|woman|man|guy|girl|lad|chap"
    r"|someone|nurse|doctor|midwife|carer|person|officer"
    r"|worker|clerk|colleague|member|agent|adviser|advisor|receptionist|boy|gentleman|driver|assistant|teacher"
    r"|dentist) (?:called|named)"
    rf"|nurse|midwife|receptionist|carer|adviser|advisor|(?:mi|my|our|his|her) (?:late |eldest "
    rf"|youngest |older |younger |elder |oldest |middle |lovely |poor "
    rf"|little |best |baby )?{_KIN}(?: is| was|'s name is|,| called| named)?"
    rf"|siarad(?:ais|odd|wch)? (?:â|gyda|efo)|diolch (?:yn fawr )?(?:iawn )?i|gweld|{_WELSH_KIN}(?:,| yw)?)"
    rf"[,:]?\s\(?(?P<part>{NAME})",
    re.I,
)
# One speaks to a person: "spoke to carol ann", though one may thank grace or see hope.
_TO_PERSONS = re.compile(
    r"(?:spoke(?:n)? (?:to|with)|speak (?:to|with)|talked (?:to|with)|talk to|asked for|seen by"
    r"|served by|met with|dealt with by"
    r"|told by|interviewed by|assessed by|treated by|called|named)\W*$",
    re.I,
)
_NAMED_SO = re.compile(r"(?:called|named)\W*$", re.I)
_WELSH = re.compile(rf"(?:siarad\w* (?:â|gyda|efo)|diolch [\w ]{{0,15}}i|{_WELSH_KIN})\W*(?:yw\s)?$", re.I)
_NO_WELSH_NAME = re.compile(
    r"(?:staff|g?yngor|cyngor|b?fwrdd|bwrdd|g?heddlu|ysbyty|adran|d?tîm|dîm|l?lyfrgell|pawb|bawb"
    r"|bob|pob|chi|ti|GIG|BBC|S4C|[A-Z]{2,})\b"
)
# One may ask for these without knowing anybody so called.
_ASKED_FOR = lists.words("asked_for")
# "my son haoyu has no school place": who does something of this kind is somebody.
_KIN_SMALL = re.compile(
    rf"\b(?:my|our|his|her) (?:late |eldest |youngest |older |younger |elder |oldest |little "
    rf"|best |baby )?{_KIN},? (?P<part>[a-z][\w'’-]{{2,15}})"
    r"(?=,? (?:has|had|is|was|needs|needed|who|whos|got|gets|goes|lives|lived|wants|and (?:i|me|his|her)|aged?|\d)\b)",
    re.I,
)
_KIN_CAPITAL = re.compile(
    rf"\b(?i:my|our|his|her) (?i:late |eldest |youngest |older |younger |elder |oldest |little "
    rf"|best "
    rf"|baby )?(?i:{_KIN}),? (?P<part>[A-ZÀ-Ž][\w'’-]{{2,20}}(?:\s[A-ZÀ-Ž][\w'’-]{{2,20}}){{0,2}})"
)
# The same of those who serve: "the adviser Hyacinth did more".
_ROLE_CAPITAL = re.compile(
    r"\b(?i:nurse|midwife|receptionist|carer|adviser|advisor|clerk|caseworker|social worker"
    r"|support worker|work coach|volunteer|porter|librarian|lollipop lady"
    r"|health visitor|paramedic|interpreter|registrar|caretaker|bus driver|call handler|student"
    r"|physio|dentist|optician|pharmacist|surgeon|consultant),? "
    r"(?P<part>[A-ZÀ-Ž][\w'’-]{2,20}(?:\s[A-ZÀ-Ž][\w'’-]{2,20}){0,2})"
)
# An officer's number between rank and name: "PC 4471 Hargreaves".
_NUMBERED_OFFICER = re.compile(
    r"\b(?i:w?pc|p\.c\.|pcso|sgt|sergeant|constable|officer"
    r"|dc) (?:no\.? )?\d{2,6} (?P<part>[A-ZÀ-Ž][^\W\d_A-Z][\w'’-]{1,20})"
)
# "thanks jas & wiktoria": beside a known name stands another.
_PAIR = re.compile(
    r"\b(?:thanks?(?: you)?(?: to)?|cheers|ta(?: to)?|well done|big up|shout ?out to|love to|credit to"
    r"|spoke (?:to|with)|saw|seen by|helped by|for|by|to|from)"
    rf"\s(?P<part>[^\W\d_]{{2,15}})\s?(?:&|and|n|\+|/|,)\s(?P<other>{WORD})",
    re.I,
)


def introduced(text: str, keep: frozenset[str] = frozenset()) -> list[Span]:
    """Return the names that a title or an introduction gives away, in a cleaned text of any language.

    Args:
        text: The text.
        keep: Names in small letters that stay, besides those of `nlp.kept`.
    """
    return [
        span
        for span in (*_introduced(text), *signatures.given(text))
        if not (
            kept.is_own(text, span.start, span.end, keep)
            or kept.names_an_institution(text, span.end)
            or _is_in_office(text, span)
        )
    ]


def _is_in_office(text: str, span: Span) -> bool:
    """Whether a title stands before a public figure: who is named by kinship or a trade may share a minister's name."""
    title = _OF_OFFICE.search(text[max(0, span.start - 12) : span.start])
    name = text[span.start : span.end]
    return title is not None and (kept.is_public(name) or kept.is_public(f"{title.group().strip(' .')} {name}"))


def _introduced(text: str) -> Iterator[Span]:
    yield from _titled(text)
    yield from _spoken_of(text)
    yield from _kin(text)


def _titled(text: str) -> Iterator[Span]:
    shouted = text.isupper()
    for match in each(_TITLED, text):
        title = match.group()[: match.start("part") - match.start()].strip(" .")
        first = match["part"].split()[0]
        if first.isupper() and len(first.strip(".")) > 1 and is_word(first) and not shouted:  # "PC LOAD LETTER"
            continue
        small = title.lower() in _SMALL_TITLE and _could_be_small(first, title.lower())
        yield from leading(match, stop=ENDS if small else NOT_NAMES, capital=not small, titled=not small)


def _spoken_of(text: str) -> Iterator[Span]:
    shouted = text.isupper()
    for match in each(_SPOKEN, text):
        first = match["part"].split()[0]
        before = text[match.start() : match.start("part")]
        small, either = first.islower(), bare(first) in WORDS_OR_NAMES
        to_persons = _TO_PERSONS.search(before) is not None
        if small and bare(first) in _ASKED_FOR and re.search(r"ask(?:ed)? for\W*$", before, re.I):
            continue
        if is_given(first) and (first[0].isupper() or not either or to_persons):
            yield from leading(match, stop=ENDS, capital=first[0].isupper())
        elif small and _is_small_name(first, before, to_persons=to_persons):
            yield from trimmed(text, match.start("part"), match.start("part") + len(first))
        elif _NAMED_SO.search(before) or (either and not shouted) or _thanks_in_welsh(first, before):
            yield from leading(match, stop=ENDS, capital=True)
    for match in each(_PAIR, text):
        if is_given(match["other"]) and bare(match["other"]) not in WORDS_OR_NAMES and _may_be_name(match["part"]):
            yield from leading(match, stop=ENDS, capital=False, most=1)
            if match["other"].islower():
                yield from trimmed(text, *match.span("other"))


def _is_small_name(word: str, before: str, *, to_persons: bool) -> bool:
    """Whether a small word behind "spoke to" or "called" is a name, though none that is only a name."""
    if bare(word) in WORDS_OR_NAMES:
        return to_persons or not is_word(word)
    return _NAMED_SO.search(before) is not None and is_unheard(word)


def _thanks_in_welsh(word: str, before: str) -> bool:
    return _WELSH.search(before) is not None and not _NO_WELSH_NAME.match(word)


def _kin(text: str) -> Iterator[Span]:
    for match in each(_KIN_SMALL, text):
        if match["part"].islower() and is_unheard(match["part"]) and not _is_misspelt(match["part"]):
            yield from leading(match, stop=ENDS, capital=False, most=1)
    for form in (_KIN_CAPITAL, _ROLE_CAPITAL):
        for match in each(form, text):
            first = match["part"].split()[0]
            if is_unheard(first) and not first.isupper():
                yield from leading(match, stop=ENDS, capital=True)
    for match in each(_NUMBERED_OFFICER, text):
        yield from leading(match, stop=ENDS, capital=True)


def _may_be_name(word: str) -> bool:
    if bare(word) in ENDS or _is_misspelt(word):
        return False
    return is_given(word) or is_unheard(word) or (bare(word) in WORDS_OR_NAMES and not is_word(word))


def _is_misspelt(word: str) -> bool:
    """Whether it ends like a verb or an adjective: people's spelling is no list of words."""
    return bool(
        re.search(r"(?:ed|ing|nt|ly|ful|ive|ic|ness|tion|ment|able|ible|ent|ous|less|est|ally|allways|\w{4}s)$", word)
    )


def _could_be_small(word: str, title: str) -> bool:
    """Whether a word behind a title written small is a name: any is after "mr", only a known one after "nurse"."""
    if word[0].isupper():
        return False
    if bare(word) in ENDS:
        return False
    known = (is_given(word) or bare(word) in SURNAMES) and bare(word) not in WORDS_OR_NAMES
    if title in ("mr", "mrs"):
        return known or could_be_small_surname(word) or bare(word) in WORDS_OR_NAMES
    return known or (title in ("ms", "miss", "dr", "cllr", "pc") and is_unheard(word))
