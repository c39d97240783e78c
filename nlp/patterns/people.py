"""The numbers that a state or a health service knows a person by, and dates of birth."""

from __future__ import annotations

import re

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in, has_digits

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"\d{1,2}(?:\s?(?:st|nd|rd|th))?"
DATE = (
    rf"(?:\d{{1,2}}\s?[./ -]\s?\d{{1,2}}\s?[./ -]\s?\d{{2,4}}|\d{{4}}[-/.]\d{{1,2}}[-/.]\d{{1,2}}"
    rf"|{_DAY}(?:\sof)?[ -]{_MONTH},?[ -]['’]?(?:\d{{4}}|\d{{2}})"
    rf"|{_MONTH}\s(?:the\s)?{_DAY},?\s(?:\d{{4}}|['’]\d{{2}}))"
)
# Months in any language, once the words have said what the date is.
_OF_BIRTH = (
    rf"(?:{DATE}|\d{{1,2}}\.?\s(?:de\s|d['’])?[^\W\d_]{{3,12}}\.?\s(?:de\s)?\d{{4}}|{_MONTH}\s\d{{4}}|\d{{8}}|\d{{6}})"
)
_BORN = (
    r"(?:d\.?\s?o\.?\s?b\.?|date of birth|birth ?date|birthday|born|date of my birth|dyddiad geni|ganed|ganwyd"
    r"|dáta breithe|rugadh|née?|date de naissance|nacid[oa]|fecha de nacimiento|nascid[oa]|data de nascimento"
    r"|data urodzenia|urodzon[ya]|data nașterii|născut[ăa]?|geboren|geburtsdatum|تاريخ الميلاد)"
)
_HEALTH = r"\d(?:[ -]?\d){6,15}|[A-Z]{1,4}[ -]?\d{5,9}[A-Z]?|\d[A-Z0-9]{3}-?[A-Z0-9]{3}-?[A-Z]{2}\d{2}"
_NATIONAL_INSURANCE = r"[A-Z]{2}(?:[ .-]?\d){6}(?:[ .-]?[A-Z](?!\w))?"

ANNOUNCED = (
    Pattern(
        "dob",
        re.compile(
            rf"\b{_BORN}(?!\w)\W{{0,3}}(?:(?:is|was|on|the|in|at|le|el|em|am|il|as|given as|down as|w dniu|pe"
            rf"|ar)\b\W{{0,3}}){{0,3}}"
            rf"(?P<part>{_OF_BIRTH})(?!\w)",
            re.I,
        ),
    ),
    Pattern("dob", re.compile(rf"\bb\.\s?(?P<part>{DATE})(?!\w)", re.I)),
    Pattern(
        "dob",
        re.compile(
            rf"(?<!\w)(?P<part>{DATE})\W{{1,3}}(?:is |was |as )?(?:my |her |his |the )?(?:d\.?o\.?b\b"
            rf"|date of birth|birthday)",
            re.I,
        ),
    ),
    Pattern(
        "nhs",
        re.compile(
            rf"\b(?:n\.?h\.?s|chi|h ?(?:&|and) ?c|health (?:and|&) (?:social )?care|health|medicare|medicaid"
            rf"|medical(?: record)?"
            rf"|mrn|ihi|individual health identifier|hospital|patient|health ?card|health insurance"
            rf"|medical card|gms|gig)"
            rf"(?: (?:record|card))?{NUMBER}{IS}(?P<part>{_HEALTH})(?!\w)",
            re.I,
        ),
        has_digits(5),
    ),
    Pattern(
        "nhs",
        re.compile(
            rf"\b(?:n\.?h\.?s|chi|mrn|ihi|medicare|medicaid){IS}"
            rf"(?P<part>[1-9]\d{{2}}[ -]?\d{{3}}[ -]?\d{{4}}|0\d{{9}}|\d{{12,18}}"
            rf"|\d[A-Z0-9]{{3}}-[A-Z0-9]{{3}}-[A-Z]{{2}}\d{{2}})(?!\w)",
            re.I,
        ),
    ),
    Pattern(
        "nino",
        re.compile(
            rf"\b(?:n\.?\s?i\.?(?:\s?n\.?o?)?|(?:national|nat\.?) ins(?:urance)?|insurance"
            rf"|yswiriant gwladol){NUMBER}?{IS}"
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
    Pattern(
        "nino",
        re.compile(
            rf"\b(?:pesel|cnp|dni|nie|nif|cpf|bsn|aadhaa?r|national id(?:entity)?(?: card)?|id card|identity card"
            rf"|alien registration|a-number){NUMBER}?{IS}(?P<part>[A-Z]?\d(?:[ .-]?\d){{5,14}}-?[A-Z]?)(?!\w)",
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
