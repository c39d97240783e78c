"""The numbers that a state or a health service knows a person by."""

from __future__ import annotations

import re

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in, has_digits, said_before

_HEALTH = r"\d(?:[ -]?\d){6,15}|[A-Z]{1,4}[ -]?\d{5,9}[A-Z]?|\d[A-Z0-9]{3}-?[A-Z0-9]{3}-?[A-Z]{2}\d{2}"
_HEALTH_SERVICE = r"(?:n\.?h\.?s|chi|h ?(?:&|and) ?c|gig|mrn|ihi)"
_NATIONAL_INSURANCE = r"[A-Z]{2}(?:[ .-]?\d){6}(?:[ .-]?[A-Z](?!\w))?"
_GAP = (
    r"(?:\s(?:on|in|for|of|from|given|shown|printed|listed|recorded|has|down|as|is|was|my|the"
    r"|your|her|his|our|their|letter|card|form|screen|page|app|system|mine|son|daughter|mum|dad"
    r"|wife|husband|baby)\b){0,6}"
)

ANNOUNCED = (
    Pattern(
        "nhs",
        re.compile(
            rf"\b(?:n\.?h\.?s|chi|h ?(?:&|and) ?c|health (?:and|&) (?:social )?care|health|medicare|medicaid"
            rf"|medical(?: record)?"
            rf"|mrn|ihi|individual health identifier|hospital|patient|health ?card|health insurance|clinic|district"
            rf"|medical card|gms|gig)"
            rf"(?: (?:record|card))?{NUMBER}{_GAP}{IS}(?P<part>{_HEALTH})(?!\w)",
            re.I,
        ),
        has_digits(5),
    ),
    Pattern(
        "nhs",
        re.compile(
            rf"\b(?:n\.?h\.?s|chi|mrn|ihi|medicare|medicaid|(?:rhif|number)\s(?:y\s)?(?:gig|nhs)"
            rf"|rhif (?:iechyd|ysbyty|claf)){IS}"
            rf"(?P<part>\d{{3}}[ -]?\d{{3}}[ -]?\d{{4}}|0\d{{9}}|\d{{6}} ?\d{{4}}|\d{{12,18}}|\d\d(?: \d\d){{4}}"
            rf"|\d[A-Z0-9]{{3}}-[A-Z0-9]{{3}}-[A-Z]{{2}}\d{{2}})(?!\w)",
            re.I,
        ),
    ),
    Pattern(
        "nino",
        re.compile(
            rf"\b(?:n\.?\s?i\.?(?:\s?n\.?o?)?|(?:national|nat\.?) ins(?:urance)?|insurance"
            rf"|yswiriant gwladol|yswiriant){NUMBER}?{_GAP}{IS}"
            rf"(?P<part>{_NATIONAL_INSURANCE})(?!\w)",
            re.I,
        ),
    ),
    Pattern(
        "nino",
        re.compile(rf"\b(?:p\.?p\.?s\.?n?|uimhir psp|psp){NUMBER}?{IS}(?P<part>\d{{7}}\s?[A-Z]{{1,2}})(?!\w)", re.I),
    ),
    Pattern(
        "nino",
        re.compile(
            rf"\b(?:ssn|social security|social sec|my social"
            rf"|itin){NUMBER}?{IS}(?P<part>\d{{3}}[ .-]?\d{{2}}[ .-]?\d{{4}})(?!\w)",
            re.I,
        ),
    ),
    Pattern(
        "nino",
        re.compile(
            rf"\blast (?:4|four)(?: digits| numbers)? (?:of|on|from) (?:my|the|her|his) (?:ssn"
            rf"|social(?: security)?){NUMBER}?{IS}"
            rf"(?P<part>\d{{4}})\b",
            re.I,
        ),
    ),
    # Numbers that other states give: Spain's X-1234567-L, Poland's of eleven figures, Italy's of letters and figures.
    Pattern(
        "nino",
        re.compile(
            r"\b(?:pesel|cnp|dni|nie|nif|cpf|bsn|burgerservicenummer|aadhaa?r|nino|codice fiscale"
            r"|personnummer|curp|cedula|cédula"
            r"|steuer-?id|numéro de sécurité sociale|national id(?:entity)?(?: card)?|foreign id|tax id|id card"
            r"|identity card|identity|alien registration|a-number|emirates id|cnic|nic)"
            rf"(?:\s(?:pesel|dni|nie|card))?{NUMBER}?{_GAP}{IS}"
            r"(?P<part>[A-Z]{0,2}[ -]?\d(?:[ ./-]?\d){5,17}(?:[ -]?[A-Z](?!\w))?"
            r"|[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z])(?!\w)",
            re.I,
        ),
    ),
)


def _is_health_number(found: str) -> bool:
    return digits_in(found) == 10 and checksums.is_nhs_number(found)


BY_FORM = (
    Pattern("nhs", re.compile(r"(?<![\w+-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])"), _is_health_number),
    Pattern(
        "nino",
        re.compile(r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?:[ -]?\d{2}){3}[ -]?[A-D]\b", re.I),
    ),
    # A prefix that was never given out still has the form of nothing else.
    Pattern("nino", re.compile(r"\b[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b")),
    Pattern("nino", re.compile(r"\b\d{7}[A-W][A-IW]?\b", re.I), checksums.is_personal_public_service_number),
    Pattern("nino", re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])"), checksums.is_social_security_number),
)

_HEALTH_WORDS = re.compile(
    rf"\b(?:{_HEALTH_SERVICE}{NUMBER}|(?:health(?: and (?:social )?care)?|hospital|patient"
    rf"|medical) (?:number|no)\b|rhif (?:y )?gig|red book)",
    re.I,
)
# Between the words for it and a number these say that the number is something else.
_OTHER_WORDS = re.compile(
    r"\b(?:phone|call|ring|rang|text(?:ed)?|mobile|tel|telephone|landline|whatsapp|fax|ref"
    r"|reference|account|claim|case|policy|fax|reach)\b",
    re.I,
)
NEAR_HEALTH_WORDS = (
    # A second one in the same sentence, or one with words between: "the hospital has 4857773456".
    Pattern(
        "nhs",
        re.compile(r"(?<![\w+£$€.,/-])(?:\d{3}([ -]?)\d{3}\1\d{4}|\d\d(?:[ -]\d\d){4}|\d{6} \d{4})(?![\w-]|[.,]\d)"),
        near=said_before(_HEALTH_WORDS, unless=_OTHER_WORDS),
    ),
    # One that breaks off.
    Pattern(
        "nhs",
        re.compile(r"(?<![\w+£$€.,/-])\d{3}[ -]\d{3}(?:[ -]\d{1,3})?(?![\w-]|[.,]\d)"),
        near=said_before(_HEALTH_WORDS, unless=_OTHER_WORDS, reach=60),
    ),
)
