"""Names that people give themselves: "my name is", "its kev from", in a form's fields, under a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp import Span
from nlp.naming import (
    ENDS,
    NAME,
    NOT_NAMES,
    SURNAMES,
    WORDS_OR_NAMES,
    bare,
    each,
    is_given,
    is_unheard,
    is_word,
    leading,
    trimmed,
)

_INTRODUCED = re.compile(
    rf"(?<!\w)(?:my (?:full |real |first |last )?name is|my name's|my name was|my names|name is"
    rf"|i am called|i'm called|im called|fy enw i yw"
    rf"|fy enw i ydy|fy enw yw|enw i yw|enw i ydi"
    r"|is ainm dom|is mise|yours sincerely,?|yours faithfully,?|kind regards,?|je m['’]appelle|mon nom est|me llamo"
    r"|mi nombre es|chamo-me|me chamo|o? ?meu nome é|mă numesc|ma numesc|numele meu este|nazywam się|mam na imię"
    r"|mein name ist|ich heiße|mi chiamo|benim adım|adım|mera naam|amar nam|waxaa la i yiraahdaa|magacaygu waa"
    r"|اسمي|میرا نام|ਮੇਰਾ ਨਾਮ|আমার নাম)"
    rf":?\s{{1,2}}(?P<part>{NAME}|[^\s\d.,;:!?،۔।a-zA-Z]{{2,25}})",
    re.I,
)
# "is" is left out in haste: "my name darren pococke".
_MY_NAME = re.compile(rf"\bmy name,?\s(?P<part>{NAME})", re.I)
_SELF = re.compile(
    rf"\b(?i:i am|i['’]m|im|this is|it['’]s|from|love|hi,|hello,|it is)\s(?P<part>{NAME})(?=(?P<after>[,.;(!]|\s\S|$))"
)
_SELF_SMALL = re.compile(
    r"\b(?:i am|i['’]m|im|this is|its|it['’]s|it is|hi,?|hiya,?|hello,? (?:this is"
    r"|its))\s(?P<part>[a-z][\w'’-]{1,15}(?:\s[a-z][\w'’-]{1,15})?)(?=(?P<after>[,.;(!]|\s\w+|\s"
    r"|$))"
)
_SIGNED = re.compile(
    rf"(?:(?:^|[.!?,\n)]\s?|\s)(?:[—–]|--?|(?i:(?:best |kind |warm )?regards|many thanks|thanks|thank you|thx"
    rf"|ta|sincerely|faithfully|truly|cheers"
    rf"|best(?: wishes)?|love(?: from)?|from|signed|saludos|cordialement|pozdrawiam|diolch(?: yn fawr)?"
    rf"|cofion(?: gorau)?|yn gywir|yr eiddoch yn gywir))[,.]?\s)(?P<part>{NAME})\s?[.!x]{{0,3}}$"
)
_FORM_FIELD = re.compile(
    r"(?:^|[\n.;,]\s?)(?i:(?:full |first |last |sur)?names?|enw(?: llawn)?|contact(?: name"
    r"| person)?|applicant|claimant|tenant|patient|appellant|complainant|customer|resident"
    r"|attn|fao|f\.a\.o\.?|c/o|next of kin|parent|guardian|driver|keeper|cyswllt|signed"
    r"|llofnod)\s?[:=–-]\s?(?P<part>[^\W\d_][\w'’.-]{0,24}(?:\s[^\W\d_][\w'’.-]{0,24}){0,3})"
)
# "K. Venkataraman signed the letter", where no sentence about vitamin K. ends.
_INITIAL = re.compile(
    r"(?:(?:^|[\n,;:(“\"]\s?|[.!?]\s)(?i:from |by |to |and |dear )?|\b(?i:from|by|to|with|for"
    r"|and|&|dear|regards|signed|contact|named|called|that|of|is|was)\s)"
    r"(?P<part>(?:[A-ZÀ-Ž]\.\s?){1,3}(?:(?:van|von|de|der|al|el|bin)\s){0,2}[A-ZÀ-Ž][^\W\d_A-Z][\w'’-]{1,24})"
)
_INITIAL_NO_POINT = re.compile(
    r"(?:(?:^|\n)|\b(?i:from|by|regards|signed|contact|dear|for|applicant|tenant|patient"
    r"|name)[:,]?\s)(?P<part>(?!I\s|A\s)[A-ZÀ-Ž]\s[A-ZÀ-Ž][^\W\d_A-Z][\w'’-]{2,24})(?!\w)"
)
_HERE = re.compile(
    r"(?:^|[.!?\n]\s?|\b(?i:hi,?|hello,?"
    r"|hiya)\s)(?P<part>[^\W\d_][\w'’-]{1,20}(?:\s[^\W\d_][\w'’-]{1,20})?),? (?:here|speaking"
    r"|yma)\b(?!\s(?:are|is|was|were|at the|for \d))"
)
_FROM = re.compile(r"\bfrom[,.]?\s[^\s]+\s?[.!x]{0,3}$", re.I)
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
# Who is "june from" something is hardly a person.
_MONTHS = frozenset(["april", "may", "june", "august", "summer", "autumn", "rain", "storm", "star", "art"])


def given(text: str) -> Iterator[Span]:
    """Yield the names by which people introduce themselves or sign, some of them more than once."""
    for match in each(_INTRODUCED, text):
        yield from leading(match, stop=ENDS, capital=False, most=3 if _LATIN.match(match["part"]) else 2)
    for match in each(_MY_NAME, text):
        first = match["part"].split()[0]
        if is_given(first) and (first[0].isupper() or not is_word(first)):
            yield from leading(match, stop=ENDS, capital=first[0].isupper())
    yield from _themselves(text)
    yield from _in_forms(text)


def _themselves(text: str) -> Iterator[Span]:
    for match in each(_SELF, text):
        words = match["part"].split()
        two = len(words) > 1 and all(word[0].isupper() and not word.isupper() for word in words[:2])
        known = is_given(words[0]) or (bare(words[0]) in WORDS_OR_NAMES and two)
        full = two and match["after"][:1] in (",", ".", "(", ";") and not any(bare(word) in ENDS for word in words)
        if words[0][0].isupper() and (known or full):
            yield from leading(match, stop=ENDS, capital=True)
    for match in each(_SELF_SMALL, text):
        if _names_itself(match["part"].split(), match["after"].strip()):
            yield from leading(match, stop=ENDS, capital=False, most=2)
    for match in each(_SIGNED, text):
        words = [word for word in match["part"].split() if len(word.strip(".")) > 1]
        known = any(is_given(word) or bare(word) in SURNAMES for word in words)
        full = len(match["part"].split()) > 1 and all(word[0].isupper() and not word.isupper() for word in words)
        # "from Doha" ends a text as often as a name does.
        alone = words == [words[0].title()] and is_unheard(words[0]) and not _FROM.search(match.group())
        if known or alone or (full and not any(bare(word) in ENDS for word in words)):
            yield from leading(match, stop=ENDS, capital=words[0][0].isupper())
    for match in each(_HERE, text):
        words = match["part"].split()
        if is_given(words[0]) and (words[0][0].isupper() or not is_word(words[0])):
            yield from leading(match, stop=ENDS, capital=words[0][0].isupper())


def _in_forms(text: str) -> Iterator[Span]:
    for match in each(_FORM_FIELD, text):
        words = match["part"].split()
        if words[0][0].isupper() and (len(words) > 1 or is_given(words[0])) and not is_word(words[-1]):
            yield from leading(match, stop=ENDS, capital=True)
    for form in (_INITIAL, _INITIAL_NO_POINT):
        for match in each(form, text):
            surname = re.split(r"[\s.]", match["part"])[-1]
            if not is_word(surname) and bare(surname) not in NOT_NAMES:
                yield from trimmed(text, *match.span("part"))


def _names_itself(words: list[str], after: str) -> bool:
    """Whether small words behind "its" or "im" are a name: "its kev from", "i am li na"."""
    first = words[0]
    if bare(first) in ENDS:
        return False
    given = is_given(first)
    follows = words[1] if len(words) > 1 else after
    if given and bare(first) not in WORDS_OR_NAMES and not is_word(first):
        return True
    # "its mark from number 9": a word as well, but who is from somewhere is somebody.
    # "i am li na,": a surname first, as in Chinese.
    if bare(first) in SURNAMES and len(words) > 1 and after[:1] in (",", ".") and not is_word(words[1]):
        return True
    return (given or bare(first) in WORDS_OR_NAMES) and follows == "from" and bare(first) not in _MONTHS
