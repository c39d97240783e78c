"""Payment cards, and telephone numbers as they are written in the UK, Ireland and the US."""

from __future__ import annotations

import re

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in

_CARD = r"(?:(?:debit |credit |bank |payment |visa )?card|visa|mastercard|amex|american express|maestro)"
_LAST_FOUR = r"(?:last|final)\s(?:4|four)(?:\s(?:digits|numbers|figures))?"


def _is_phone(found: str) -> bool:
    digits = digits_in(found)
    return 8 <= digits <= 15 if found.lstrip("(").startswith(("+", "00")) else 10 <= digits <= 11


def _is_announced_phone(found: str) -> bool:
    return not re.fullmatch(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d[ -]?(?:19|20)\d\d", found)


PATTERNS = (
    Pattern("card", re.compile(r"(?<![\w-])\d(?:[ -]{0,2}\d){12,18}(?![\w-])"), checksums.is_card_number),
    Pattern("card", re.compile(rf"\b{_CARD}{NUMBER}?{IS}(?P<part>\d(?:[ -]?\d){{11,18}})(?!\w)", re.I)),
    Pattern(
        "card",
        re.compile(
            rf"\b{_CARD}{NUMBER}?\W{{1,3}}(?:that |which |is |was )?(?:ending|ends|{_LAST_FOUR})\b(?:\s(?:in"
            rf"|with|on|is|are))?"
            rf"\W{{1,3}}(?P<part>\d{{4}})\b",
            re.I,
        ),
    ),
    Pattern(
        "card",
        re.compile(
            rf"\b{_LAST_FOUR}(?:\s(?:of|on|for)(?:\s(?:my|the|our|his|her))?(?:\s[a-z]{{2,10}}){{0,2}}\scard)"
            rf"{NUMBER}?{IS}(?P<part>\d{{4}})\b",
            re.I,
        ),
    ),
    Pattern("card", re.compile(rf"\b(?:cvv2?|cvc2?|card security code){NUMBER}?{IS}(?P<part>\d{{3,4}})\b", re.I)),
)

PHONES = (
    Pattern("phone", re.compile(r"(?<![\w+-])(?:\+|00)\d[\d ().-]{5,20}\d(?!\w)"), _is_phone),
    Pattern(
        "phone",
        re.compile(r"(?<![\w+])\(?[0oO]\d{2,5}\)?[ .-]{0,2}\d{2,5}[ .-]?\d{2,5}(?:[ .-]?\d{2,4})?(?!\w)"),
        lambda found: 9 <= digits_in(found) <= 11 if found.strip("(")[0] in "oO" else _is_phone(found),
    ),
    Pattern("phone", re.compile(r"(?<![\w+-])\(?0(?:[ ().-]{0,2}\d){9,10}(?![\w-])"), _is_phone),
    # Irish numbers of fixed lines may have nine figures: (01) 496 0123, 091 560 123.
    Pattern("phone", re.compile(r"(?<![\w+-])\(?0\d{1,2}\)?[ -]\d{2,3}[ -]?\d{4}(?![\w-])")),
    Pattern("phone", re.compile(r"(?<![\w+-])\(?0[2-9]\d\)?[ -]\d{3}[ -]?\d{3}(?![\w-])")),
    Pattern(
        "phone",
        re.compile(r"(?<![\w+-])(?:1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]{0,2}[2-9]\d{2}[ .-]?\d{4}(?![\w-])"),
        _is_phone,
    ),
    # The rest of a second number, the beginning of which goes without saying: "07700 900 123 or 900456".
    Pattern(
        "phone",
        re.compile(
            r"(?<!\w)0\d(?:[ -]?\d){7,9}\s?(?:or|and|/|&|,)(?:\son)?\s?(?P<part>\d{3}[ -]?\d{3,4})(?!\w)",
            re.I,
        ),
    ),
    Pattern(
        "phone",
        re.compile(
            rf"\b(?:tel(?:ephone)?|phone|mobile|mob|cell(?:phone)?|landline|home phone|fax|whatsapp|ffôn|teléfono"
            rf"|téléphone|telefon"
            rf"|telefonu)(?:\sme)?{NUMBER}?(?:\son)?{IS}(?P<part>\+?\(?\d(?:[ ().-]{{0,2}}\d){{5,12}})(?!\w)",
            re.I,
        ),
        _is_announced_phone,
    ),
    Pattern(
        "phone",
        re.compile(
            rf"\b(?:my number|our number|(?:call|ring|text|phone|reach|contact)(?:\sme|\sus)(?:\sback)?(?:\son"
            rf"|\sat)?){IS}"
            rf"(?P<part>\+?\(?\d(?:[ ().-]{{0,2}}\d){{5,12}})(?!\w)",
            re.I,
        ),
        _is_announced_phone,
    ),
)
