"""What is known of names and of words: lists, and the questions that are asked of a word."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from nlp import Span, kept, lists

GIVEN_NAMES = lists.words("given_names")
SURNAMES = lists.words("surnames")
# Names that are words when they are written small: "will", "rose", "penny".
WORDS_OR_NAMES = lists.words("words_or_names")
# What people write in comments; of two small words behind "my name is" one of these is no surname.
_WORDS = lists.words("words")
WORDS_AS_SURNAMES = lists.words("words_as_surnames")
# What is a name wherever it stands, however it is written. Short ones are words in too many languages.
SURE_NAMES = frozenset(name for name in GIVEN_NAMES - WORDS_OR_NAMES if len(name) > 4)

TITLE = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Mx|Prof|Sgt|Rev|Cllr|Fr)\.|Dr|Mr|Mrs|Ms|Mx|Miss|Prof|Professor|Sister"
    r"|Nurse|Doctor|PC|WPC|PCSO|DC|DS|DI|Sgt|Sergeant|Constable"
    r"|Inspector|Officer|Cllr|Councillor|Councilman|Councilwoman|Mayor|Judge|Sir|Dame|Lord|Lady"
    r"|Rev|Reverend|Matron|Pastor|Rabbi"
    r"|Auntie|Aunt|Uncle|Captain|Senator|MP|TD|Father|Imam|Señora?|Madame|Monsieur|Mme|Pani?|Domnul|Doamna|Herr|Frau)"
)
PARTICLE = r"(?:de|da|dos|del|la|van|von|der|den|bin|bint|ibn|al|el|ap|ab|ferch|ó|ní|mac|mc|st\.?)"
WORD = r"[^\W\d_][\w'’-]{1,24}"
NAME = rf"(?:[^\W\d_]\.?\s){{0,2}}{WORD}(?:\s(?:{PARTICLE}\s){{0,2}}(?:[^\W\d_]\.\s)?{WORD}){{0,2}}"
PARTICLES = lists.words("particles")
_GOING_ON = lists.words("after_my_name_is")
NOT_NAMES = lists.words("not_names") | lists.words("places") | frozenset(re.findall(r"[a-z]+", TITLE.lower()))
# What no surname is, and so ends a name that is written small.
ENDS = _GOING_ON | NOT_NAMES | lists.words("english") | lists.words("after_a_name")
# Towns and parts of places that are surnames too: "Mr Burton", "Emma Lane".
_PLACES_AS_SURNAMES = lists.words("places") | kept.PLACES_AS_SURNAMES


def bare(word: str) -> str:
    """Return a word in small letters without accents, its possessive "s" and points."""
    small = re.sub(r"['’]s?$", "", word.lower().rstrip(".,;:!?)")).strip(".,'’-")
    if small.isascii():
        return small
    parts = unicodedata.normalize("NFD", small.replace("ł", "l").replace("ø", "o"))
    return "".join(character for character in parts if not unicodedata.combining(character)) or small


def is_given(word: str) -> bool:
    """Whether it is a known given name, however it is written."""
    return bare(word) in GIVEN_NAMES


def is_place_as_surname(word: str) -> bool:
    """Whether it is a place's name that may be a surname, as written."""
    return word[0].isupper() and not word.isupper() and bare(word) in _PLACES_AS_SURNAMES


def is_word(word: str) -> bool:
    """Whether it is known as a word, so that written small it is hardly a name."""
    small = bare(word)
    return small in _WORDS or small in ENDS or len(small) < 2


def could_be_small_surname(word: str) -> bool:
    """Whether a word written small behind a given name may be the rest of it: "darren pococke", not "darren wont"."""
    small = bare(word)
    return small in SURNAMES or small in GIVEN_NAMES or small in WORDS_AS_SURNAMES or not is_word(word)


def is_unheard(word: str) -> bool:
    """Whether a word is neither one that people write in comments nor known as a name of something."""
    return len(bare(word)) > 2 and not is_word(word) and bare(word) not in WORDS_OR_NAMES


def each(form: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Yield every match, the words taken for one name being searched again: "Mrs Hall and Dr Okoro"."""
    match = form.search(text)
    while match:
        yield match
        match = form.search(text, max(match.start("part"), match.start() + 1))


def leading(
    match: re.Match[str], *, stop: frozenset[str], capital: bool, most: int = 5, titled: bool = False
) -> list[Span]:
    """Return the match's words up to the first that is no part of a name, as at most one span.

    A surname that is a place's name as well counts behind another word of the name, and behind a title.
    """
    start = end = match.start("part")
    for word in islice(re.finditer(r"\S+", match["part"]), most):
        small_form = bare(word.group())
        inside = end > start
        # Within a sentence written small a surname is hard to tell: "my name is sam and" ends at "and".
        small = word.group()[0].islower() and small_form not in PARTICLES
        surname = is_place_as_surname(word.group()) and (inside or titled)
        if small and (capital or (inside and not could_be_small_surname(word.group()))):
            break
        if small_form in stop and not surname and not (inside and small_form in PARTICLES):
            break
        end = match.start("part") + word.end()
        if word.group()[-1] in ",;:!?" or re.search(r"['’]s$", word.group()):
            break
    found = re.sub(rf"(?:\s{PARTICLE})+$", "", match.string[start:end], flags=re.I)
    return trimmed(match.string, start, start + len(found))


def trimmed(text: str, start: int, end: int) -> list[Span]:
    """Return a name without the signs and the possessive "s" at its end, as at most one span."""
    found = text[start:end].rstrip(".,;:!?'’-")
    found = re.sub(r"['’]s$", "", found)
    return [Span(start, start + len(found), "name")] if len(found) > 1 else []
