"""Personal data that has a form: e-mail addresses, numbers, postcodes, street lines (UK, Ireland, US).

Every repetition is bounded, so that a megabyte of anything is searched in linear time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from nlp import Span, checksums


class Pattern(NamedTuple):
    """One form of personal data; group ``part`` is what is replaced if there is one, else the whole match."""

    kind: str
    form: re.Pattern[str]
    check: Callable[[str], bool] | None = None


_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_DATE = (
    rf"(?:\d{{1,2}}[./ -]\d{{1,2}}[./ -]\d{{2,4}}|\d{{4}}-\d{{1,2}}-\d{{1,2}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?:\d{{4}}|\d{{2}})|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}})"
)
_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY"
    "|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC"
    "|WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    "|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY"
)
_STREET = (
    "street|road|avenue|ave|lane|drive|close|court|crescent|terrace|place|gardens|square|grove|mews|boulevard|blvd"
    "|parade|quay|highway|parkway|st|rd|ln|dr|ct|way|hill|row|walk|rise|view|green|park"
)
# Words that stand between a number and "road" when no address is meant: "2 cars on the road".
_NOT_STREET = (
    r"(?!(?:on|in|of|the|my|our|your|this|that|a|an|at|to|by|from|for|and|or|with|off|up|down|along|minutes?|mins?"
    r"|hours?|days?|weeks?|months?|years?|miles?|metres?|people|times?|cars?|staff|more|other|way|yards?|lane)\b)"
)
_LABEL = (
    r"(?:ref(?:erence)?|case|claim|complaint|account|application|incident|order|ticket|booking|policy|licen[cs]e"
    r"|passport|customer|patient|hospital|member(?:ship)?|tenancy|council tax|utr|crn)"
)


def _has_digits(least: int) -> Callable[[str], bool]:
    return lambda found: sum(character.isdecimal() for character in found) >= least


def _is_phone(found: str) -> bool:
    digits = sum(character.isdecimal() for character in found)
    return 8 <= digits <= 15 if found.lstrip("(").startswith(("+", "00")) else 10 <= digits <= 11


PATTERNS = (
    Pattern("link", re.compile(r"\b[a-z][a-z0-9+.-]{1,10}://[^\s/@]{1,200}@[^\s]{1,500}", re.I)),
    Pattern("email", re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}[@＠][\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")),
    Pattern("email", re.compile(r"\b[\w.+-]{1,64} ?[(\[] ?at ?[)\]] ?[\w.-]{1,100}\.[a-z]{2,10}\b", re.I)),
    Pattern("account", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.I), checksums.is_iban),
    Pattern("account", re.compile(r"\b\d{2}[- ]\d{2}[- ]\d{2}[ ,/]{1,3}(?:acc\w{0,5} )?\d{8}\b", re.I)),
    Pattern("account", re.compile(r"\bsort code\W{0,3}(?:is |was )?(?P<part>\d{2}[- ]?\d{2}[- ]?\d{2})\b", re.I)),
    Pattern("card", re.compile(r"(?<![\w-])\d(?:[ -]?\d){12,18}(?![\w-])"), checksums.is_card_number),
    Pattern("nhs number", re.compile(r"(?<![\w+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"), checksums.is_nhs_number),
    Pattern(
        "nhs number",
        re.compile(r"\bnhs (?:number|no\.?)\W{0,3}(?:is |was )?(?P<part>\d(?:[ -]?\d){6,11})\b", re.I),
    ),
    Pattern(
        "ni number",
        re.compile(r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?\d{2}){3} ?[A-D]\b", re.I),
    ),
    Pattern("pps number", re.compile(r"\b\d{7}[A-W][A-IW]?\b", re.I), checksums.is_personal_public_service_number),
    Pattern("ssn", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), checksums.is_social_security_number),
    Pattern(
        "date of birth",
        re.compile(
            rf"\b(?:d\.?o\.?b\.?|date of birth|birthday|born)\b\W{{0,3}}(?:is |was |on |the |[:-] ?)*"
            rf"(?P<part>{_DATE})",
            re.I,
        ),
    ),
    Pattern("phone", re.compile(r"(?<![\w+])(?:\+|00)\d[\d ().-]{5,20}\d(?!\w)"), _is_phone),
    Pattern(
        "phone",
        re.compile(r"(?<![\w+])\(?0\d{2,5}\)?[ .-]?\d{2,5}[ .-]?\d{2,5}(?:[ .-]?\d{2,4})?(?!\w)"),
        _is_phone,
    ),
    Pattern("phone", re.compile(r"(?<![\w+-])0(?:[ .-]?\d){9,10}(?![\w-])"), _is_phone),
    Pattern(
        "phone",
        re.compile(r"(?<![\w+-])(?:1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?[2-9]\d{2}[ .-]?\d{4}(?![\w-])"),
        _is_phone,
    ),
    Pattern("vehicle", re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{3}\b")),
    Pattern("licence", re.compile(r"\b[A-Z][A-Z9]{4}\d{6}[A-Z9]{2}\d?[A-Z]{2}\b"), _has_digits(6)),
    Pattern(
        "reference",
        re.compile(
            rf"\b{_LABEL} ?(?:ref(?:erence)?|number|num|no\.?|id|code|#)?"
            rf" ?(?:is|was|:|#)? ?(?P<part>[A-Z0-9](?:[/-]?[A-Z0-9]){{4,24}})\b",
            re.I,
        ),
        _has_digits(5),
    ),
    Pattern(
        "reference",
        re.compile(
            rf"\b{_LABEL} ?(?:ref(?:erence)?|number|num|no\.?|id|code|#) ?(?:is|was|:|#)?"
            rf" ?(?P<part>[A-Z0-9](?:[/-]?[A-Z0-9]){{2,24}})\b",
            re.I,
        ),
        _has_digits(3),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b(?:(?:flat|apartment|apt|unit|room)\.? ?\d{{1,4}}[a-z]?,? ?)?\d{{1,5}}[a-z]?,? "
            rf"(?:{_NOT_STREET}[a-z][a-z'’.-]{{1,20}} ){{1,3}}?(?:{_STREET})\b\.?(?:,? (?:apt|unit|#) ?\w{{1,5}})?",
            re.I,
        ),
        lambda found: _looks_like_street(found),
    ),
    Pattern("address", re.compile(r"\bp\.? ?o\.? box \d{1,6}\b", re.I)),
    Pattern(
        "address",
        re.compile(rf"\b(?:{_AREAS})\d[\dA-Z]? ?\d[ABD-HJLNP-UW-Z]{{2}}\b", re.I),
        lambda found: _is_postcode(found),
    ),
    Pattern("address", re.compile(r"\b[AC-FHKNPRTV-Y]\d[\dW] ?(?=[A-Z]{0,3}\d)[0-9AC-FHKNPRTV-Y]{4}\b")),
    Pattern("address", re.compile(rf"\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b")),
)


def _is_postcode(found: str) -> bool:
    # "as 2nd" reads like the postcode AS 2ND; an English ordinal never ends a real one written small.
    return not found.endswith(("1st", "2nd", "nth"))


def _looks_like_street(found: str) -> bool:
    """Whether the street is named as one names streets: in capitals, or with a word that means only that."""
    words = found.rstrip(".").split()
    sure = re.search(r"\b(?:street|road|avenue|lane|crescent|terrace|gardens|grove|mews|boulevard)\b", found, re.I)
    return bool(sure) or all(word[0].isupper() for word in words if word[0].isalpha())


def find(text: str) -> list[Span]:
    """Return the personal data that has a form, in order, none overlapping; earlier patterns win.

    Args:
        text: A cleaned text of any length and language.
    """
    taken: list[Span] = []
    covered = bytearray(len(text))
    for pattern in PATTERNS:
        for span in _matches(pattern, text):
            if not any(covered[span.start : span.end]):
                covered[span.start : span.end] = b"\1" * (span.end - span.start)
                taken.append(span)
    return sorted(taken, key=lambda span: span.start)


def _matches(pattern: Pattern, text: str) -> Iterator[Span]:
    part: int | str = "part" if "part" in pattern.form.groupindex else 0
    for match in pattern.form.finditer(text):
        if pattern.check is None or pattern.check(match.group(part)):
            yield Span(match.start(part), match.end(part), pattern.kind)
