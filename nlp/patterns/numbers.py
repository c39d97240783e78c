"""Payment cards, and telephone numbers as they are written in the UK, Ireland and the US."""

from __future__ import annotations

import re

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in, said_before

_CARD = (
    r"(?<!library )(?<!oyster )(?<!poll )(?<!id )(?<!bus )(?<!travel )(?<!identity )"
    r"(?<!membership )(?<!loyalty )(?<!student )(?<!medical )(?<!health )(?<!gift )"
    r"(?:(?:debit |credit |bank |payment |visa |long |prepaid )?card|visa(?: debit)?|mastercard"
    r"|amex|american express|maestro"
    r"|barclaycard|monzo|cerdyn(?: debyd| credyd| banc)?)"
)
_LAST_FOUR = r"(?:last|final)\s(?:4|four)(?:\s(?:digits|numbers|figures))?"
_GROUPS = r"(?:\d{4}([ -])\d{4}\1\d{4}\1\d{1,4}(?:\1\d{1,3})?|\d{4}[ -]\d{6}[ -]\d{4,5}|\d{13,19})"


def _is_phone(found: str) -> bool:
    digits = digits_in(found)
    return 8 <= digits <= 15 if found.lstrip("(").startswith(("+", "00")) else 10 <= digits <= 11


def _is_announced_phone(found: str) -> bool:
    return not re.fullmatch(
        r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|(?:19|20)\d\d[ -]?(?:19|20)\d\d|[0-2]\d[0-5]\d ?- ?[0-2]\d[0-5]\d"
        r"|\d{1,2}[.]\d\d ?- ?\d{1,2}[.]\d\d|\d{4}-\d\d-\d\d",
        found,
    )


_OTHERWISE = re.compile(
    r"\b(?:uan|pass|library|oyster|poll|probate|ihi|imei|serial|meter|mpan|ref|reference)\b[^\n.]{0,25}$", re.I
)


def _not_announced_otherwise(before: str, _behind: str) -> bool:
    return not _OTHERWISE.search(before)


CARDS = (
    Pattern(
        "card",
        re.compile(r"(?<![\w-])\d(?:[ -]{0,2}\d){12,18}(?![\w-])"),
        checksums.is_card_number,
        _not_announced_otherwise,
    ),
    Pattern("card", re.compile(rf"\b{_CARD}{NUMBER}?{IS}(?P<part>\d(?:[ -]?\d){{11,18}})(?!\w)", re.I)),
    Pattern("card", re.compile(r"(?<!\w)(?:[*xX•#]{4}[ -]?){2,3}\d{4}(?!\w)|(?<!\w)[*•]{4,12} ?\d{4}(?!\w)")),
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

_CARD_WORDS = re.compile(
    r"\b(?:cards?|visa|mastercard|amex|maestro|barclaycard|debit(?:ed)?|credit(?:ed)?|paid"
    r"|pay(?:ing|ment)?|charged?|billed|contactless|checkout"
    r"|cerdyn|talu|talais|dalais|tarjeta|carte|kart[ąay])\b",
    re.I,
)
_OTHER_WORDS = re.compile(
    r"\b(?:ref(?:erence)?|account|pass|uan|receipt|iban|case|claim)\b(?!\s(?:with|on|by)\b)", re.I
)
_CARD_BEHIND = re.compile(
    r"\W{0,3}(?:is |was |\()?(?:(?:my|the|our|a|your|his|her) )?(?:[a-z]{2,8} )?(?:card|visa|mastercard|barclaycard)\b",
    re.I,
)
_near_card = said_before(_CARD_WORDS, unless=_OTHER_WORDS, reach=90)


def _beside_card(before: str, behind: str) -> bool:
    return _near_card(before, behind) or (
        bool(_CARD_BEHIND.match(behind)) and not re.match(r"\W*is no\b", behind, re.I)
    )


# Where words say that it is a card's, a wrong check digit does not matter.
NEAR_CARD_WORDS = (Pattern("card", re.compile(rf"(?<![\w£$€.,/-]){_GROUPS}(?![\w-])"), near=_beside_card),)

# The later groups of a longer number are no telephone's: "1212-0034-9987-6543".
_NOT_WITHIN = r"(?<!\d{4}[ -])"
_PHONE_WORD = (
    r"(?:tel(?:ephone)?|phone|mobile|mob|cell(?:phone)?|landline|home phone|fax|whatsapp|ffôn"
    r"|ffôn symudol|symudol|teléfono"
    r"|téléphone|telefon|telefonu|numer|handy)"
)
PHONES = (
    Pattern("phone", re.compile(r"(?<![\w+-])(?:\+|00)\d[\d ().-]{5,20}\d(?!\w)"), _is_phone),
    Pattern(
        "phone",
        re.compile(
            rf"(?<![\w+]){_NOT_WITHIN}\(?[0oO]\d{{2,5}}\)?[ .-]{{0,2}}\d{{2,5}}[ .-]?\d{{2,5}}"
            r"(?:[ .-]?\d{2,4})?(?!\w)"
        ),
        lambda found: 9 <= digits_in(found) <= 11 if found.strip("(")[0] in "oO" else _is_phone(found),
    ),
    Pattern("phone", re.compile(rf"(?<![\w+-]){_NOT_WITHIN}\(?0(?:[ ().-]{{0,2}}\d){{9,10}}(?![\w-])"), _is_phone),
    # Irish numbers of fixed lines may have nine figures: (01) 496 0123, 091 560 123.
    Pattern("phone", re.compile(rf"(?<![\w+-]){_NOT_WITHIN}\(?0\d{{1,2}}\)?[ -]\d{{2,3}}[ -]?\d{{4}}(?![\w-])")),
    Pattern("phone", re.compile(rf"(?<![\w+-]){_NOT_WITHIN}\(?0[2-9]\d\)?[ -]\d{{3}}[ -]?\d{{3}}(?![\w-])")),
)
ANNOUNCED_PHONES = (
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
            rf"\b{_PHONE_WORD}(?:\sme)?{NUMBER}?(?:\s(?:on|as|down as|listed as|given as|at))?{IS}"
            rf"(?P<part>\+?\(?\d(?:[ ().-]{{0,2}}\d){{5,12}})(?!\w)",
            re.I,
        ),
        _is_announced_phone,
    ),
    Pattern(
        "phone",
        re.compile(
            rf"\b(?:(?:my|our|his|her|their|mum['’]?s|dad['’]?s) number|(?:call|ring|text|phone|reach"
            rf"|contact)(?:\s(?:me|us|him|her|back|them))(?:\sback)?(?:\son"
            rf"|\sat)?)(?:\s(?:as|down as))?{IS}"
            rf"(?P<part>\+?\(?\d(?:[ ().-]{{0,2}}\d){{5,12}})(?!\w)",
            re.I,
        ),
        _is_announced_phone,
    ),
    # One that breaks off, after words that say what it is: "you have my phone as 07700 9003".
    Pattern(
        "phone",
        re.compile(rf"(?<![\w+£$€.,/:-]){_NOT_WITHIN}0\d{{3,4}}[ -]?\d{{2,6}}(?:[ -]\d{{1,3}})?(?![\w:/-]|[.,]\d)"),
        lambda found: 6 <= digits_in(found) <= 12 and _is_announced_phone(found),
        said_before(
            re.compile(
                r"\b(?:tele)?phone|mobile|landline|\btel\b|\b(?:my|our|her|his|your|the|wrong) number"
                r"|\b(?:ring|call|text|rang|texted) (?:me|us|her|him|on|back|from)|whatsapp|ffôn",
                re.I,
            ),
            unless=re.compile(r"\b(?:meter|reading|ref(?:erence)?|case|claim|between|open|hours|code)\b", re.I),
            reach=60,
        ),
    ),
)
# What US numbers look like, and so do many others.
AMERICAN_PHONES = (
    Pattern(
        "phone",
        re.compile(
            rf"(?<![\w+-]){_NOT_WITHIN}(?:1[ .-]?)?\(?[2-9]\d{{2}}\)?[ .-]{{0,2}}[2-9]\d{{2}}[ .-]?\d{{4}}(?![\w-])"
        ),
        _is_phone,
    ),
)
