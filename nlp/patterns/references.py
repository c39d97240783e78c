"""References of cases, accounts and documents."""

from __future__ import annotations

import re
from itertools import pairwise

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in, has_both

_LABEL = (
    r"(?<!grid )(?<!map )(?<!cell )(?:ref(?:erence)?|case|claim|complaint|account|acc(?:oun)?t"
    r"|acc|application|incident|order|ticket|booking|policy"
    r"|(?:driving |driver'?s? |provisional )?licen[cs]e|passport|customer|member(?:ship)?"
    r"|tenan(?:cy|t)|council tax|rent|utr|crn|urn"
    r"|crime|invoice|pcn|penalty|penalty charge(?: notice)?|fixed penalty(?: notice)?|fpn|notice"
    r"|permit|badge|request|enquiry|inquiry|report|file"
    r"|docket|appeal|planning|bill|tracking|confirmation|reservation|client|service request|user"
    r"|student|employee|payroll|pension"
    r"|staff|roll|voter|electoral|library card|job|query|submission|log|cad|visa|evisa|brp"
    r"|residence (?:permit|card)|court|warrant|payment|transaction"
    r"|receipt|summons|prisoner|inmate|prison|offender|nomis|uan|uln|upn|uprn|mprn|mpan|dbs|arc"
    r"|nass|cof|cos|gwf|unique [a-z]{4,9}|certificate"
    r"|probate|inquest|petition|hearing|tribunal|divorce|decree|fine"
    r"|(?:v5c? ?)?log ?book(?: v5c?)?|v5c?|document|form serial|serial|meter|parcel"
    r"|consignment|item|letter|(?:bus|travel|freedom|concessionary|rail|season|parking|student"
    r"|disabled|blue badge) (?:pass|card|badge|permit|ticket)|pass"
    r"|oyster(?: card)?|id card|smart ?card|share code|voucher|grant|loan|asylum|home office"
    r"|universal credit|pip|esa|housing|repair|works? order"
    r"|fault|pupil|candidate|admission|exam|ucas|patient record|donor|prescription|referral"
    r"|lottery|plot|grave|fishing|rod|tv licence|firearms?|shotgun"
    r"|cyfeirnod|cyf|achos|cais|hawliad|cyfrif|trwydded|pasbort|tocyn|derbynneb|tagairt"
    r"|référence|dossier|referencia|expediente|caso|sprawy|dosar|referência"
    r"|processo|aktenzeichen|numer sprawy)(?![^\W\d_])"
)
_WORDS = r"(?:,?\s?(?:ref(?:erence)?|account|application|id|card))?"
# What is counted is no part of a code: "case 44123 12 weeks on".
_NOT_COUNTED = (
    r"(?! ?(?:weeks?|wks?|days?|months?|years?|yrs?|times|hours?|hrs?|minutes?|mins?|people"
    r"|pounds|quid|letters|calls|emails|miles|am|pm|p|%|st|nd|rd|th"
    r"|jan[a-z]{0,6}|feb[a-z]{0,6}|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug[a-z]{0,4}"
    r"|sep[a-z]{0,7}|oct[a-z]{0,5}|nov[a-z]{0,6}|dec[a-z]{0,6})\b)"
)
_END = r"(?![\w£%]|[:.,]\d)"
_GROUPS = (
    rf"(?:(?:\s\d{{4}}{_END}){{3,5}}(?:\s\d{{1,3}}{_END}{_NOT_COUNTED})?"
    rf"|(?:\s(?!0[1237]\d{{2,4}}\s?\d{{3}}\s?\d{{3,4}}(?!\d))[A-Z]{{0,3}}\d{{3,8}}[A-Z]{{0,2}}{_END}{_NOT_COUNTED}){{1,6}}(?:\s\d{{1,2}}(?=\s?[.,;)]"
    rf"|$)|\s\d\d{_NOT_COUNTED}(?=\s(?:in|is|was|has|for|and|at|still|will|does|doesn|never"
    rf"|not)\b))?"
    rf"|(?:\s\d\d{_END}{_NOT_COUNTED}){{2,7}})?(?:\s(?-i:[A-Z]{{1,2}})(?=\s?[.,;)]|$))?"
)
_CODE = rf"(?:[A-Z]{{1,6}}[ /-])?[A-Z0-9]{{1,24}}(?:[/-][A-Z0-9]{{1,15}}){{0,6}}{_GROUPS}"
_NO_CODE = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?|\d{1,2}-\d{1,2}(?:am|pm)?"
    r"|\d+(?:st|nd|rd|th|am|pm|k|m|p|mg|ml|kg|hrs?|mins?)|covid-?\d+|[A-Z]{1,3}\d{1,3}[A-Z]?(?:/\d)?",
    re.I,
)
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
# "A member since 1988" has no number.
_AFTER_WORD = re.compile(r"[a-z]{2,6} |[A-Z]?[a-z]{1,4} (?:19|20)\d\d$")
_POSTCODE = re.compile(r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}", re.I)


def _changes(found: str) -> int:
    """Return how often letters and figures take turns: twice in "AB12CD"."""
    kinds = [character.isdecimal() for character in found if character.isalnum()]
    return sum(one != other for one, other in pairwise(kinds))


def _is_mixed(found: str) -> bool:
    """Whether it is of capitals and figures in turn, as no word and no form's name is: "QW7RT2", "K7QZ94TE"."""
    if len(found) < 6 or not found.isalnum() or digits_in(found) < 2:
        return False
    return _changes(found) >= 2 and (found.isupper() or (_changes(found) >= 3 and found.islower()))


def _is_code(found: str) -> bool:
    """Whether something after "case" or "claim" is a code, not a date, time, amount or number of things."""
    if _NO_CODE.fullmatch(found) or _AFTER_WORD.match(found) or _POSTCODE.fullmatch(found):
        return False
    digits = digits_in(found)
    if digits >= 5 or _is_mixed(found):
        return True
    return digits >= 3 and (has_both(found) or not found.isdecimal()) and len(found) >= 6


def _is_numbered_code(found: str) -> bool:
    digits = digits_in(found)
    mixed = digits == 2 and len(found) >= 5 and has_both(found) and found.isupper()
    return (digits >= 3 or mixed or _is_mixed(found)) and not _AFTER_WORD.match(found) and not _DATE.fullmatch(found)


def _is_no_postcode(found: str) -> bool:
    return _is_numbered_code(found) and not _POSTCODE.fullmatch(found)


def _is_long_code(found: str) -> bool:
    return (
        (digits_in(found) >= 6 or _is_mixed(found)) and not _AFTER_WORD.match(found) and not _NO_CODE.fullmatch(found)
    )


NUMBERED = (
    # A driving licence of Great Britain, also in groups.
    Pattern("ref", re.compile(r"\b[A-Z][A-Z9]{4}[ -]?\d{6}[ -]?[A-Z9]{2}[ -]?\d?[A-Z]{2}\b")),
    Pattern(
        "ref",
        re.compile(
            rf"\b(?:share|access|activation|sign-?in|security"
            rf"|one-?time) code{IS}(?P<part>(?-i:[A-Z0-9]{{3,4}}(?:[ -]?[A-Z0-9]{{3,4}}){{2,3}}"
            rf"|[A-Z0-9]{{5,10}}))\b",
            re.I,
        ),
        lambda found: digits_in(found) >= 2 and (found.isupper() or found.isdecimal()),
    ),
    Pattern("ref", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.I), checksums.is_iban),
    Pattern(
        "ref",
        re.compile(
            rf"\biban{NUMBER}?{IS}(?P<part>[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}}(?: \d{{1,3}}(?!\w))?)\b", re.I
        ),
    ),
    Pattern("ref", re.compile(r"\b\d{2}[- ]\d{2}[- ]\d{2}[ ,/]{1,3}(?:acc\w{0,5} )?\d{8}\b", re.I)),
    Pattern("ref", re.compile(rf"\bsort code{IS}(?P<part>\d{{2}}[- ]?\d{{2}}[- ]?\d{{2}})\b", re.I)),
    Pattern("ref", re.compile(rf"\brouting{NUMBER}?{IS}(?P<part>\d{{9}})\b", re.I)),
    Pattern("ref", re.compile(rf"\b{_LABEL}{_WORDS}{NUMBER}{IS}(?P<part>{_CODE})(?!\w)", re.I), _is_no_postcode),
)
ANNOUNCED = (
    Pattern("ref", re.compile(rf"\b{_LABEL}{_WORDS}{IS}(?P<part>{_CODE})(?!\w)", re.I), _is_code),
    Pattern(
        "ref", re.compile(rf"\b(?<!grid )(?<!map )(?:ref|reference){IS}(?P<part>{_CODE})(?!\w)", re.I), _is_no_postcode
    ),
)

_STANDARD = re.compile(r"(?:ISO|BS|EN|BSI|IEC|COVID|SARS|IEEE|ASTM|DIN|IP|MP|WD)[/-]?", re.I)


def _is_slashed_code(found: str) -> bool:
    return digits_in(found) >= 4 and has_both(found) and any(part.isdecimal() for part in found.split("/"))


def _is_joined_code(found: str) -> bool:
    return digits_in(found) >= 4 and not _STANDARD.match(found)


BY_FORM = (
    # Without a word before it, a code must have a form that nothing else has.
    Pattern("ref", re.compile(r"\b[A-Z]{2,5}[/-]\d{2,4}[/-]\d{3,8}\b")),
    Pattern("ref", re.compile(r"\b\d{2}/\d{4,5}/[A-Z]{2,5}\b")),
    Pattern("ref", re.compile(r"\b[A-Z]{2,5}(?:[/-][A-Z0-9]{1,8}){2,4}\b"), _is_joined_code),
    Pattern(
        "ref", re.compile(r"\b[A-Z]{2,4}-?\d{5,10}(?:-[A-Z0-9]{1,4})?\b"), lambda found: not _STANDARD.match(found)
    ),
    Pattern("ref", re.compile(r"\b[A-Z]{1,4}\d{0,5}(?:/[A-Z0-9]{1,8}){2,4}\b(?!/)"), _is_slashed_code),
    Pattern("ref", re.compile(r"\b[A-Z0-9]{7,16}\b"), lambda found: _is_mixed(found) and _changes(found) >= 4),
    # Any number that is called one: "the number on it is 4471 9028".
    Pattern(
        "ref",
        re.compile(
            rf"(?<!grid )(?<!error )(?<!status )\b(?:number|no\.|nr|n[°º]|rhif|code|id|#)(?:\s(?:on it"
            rf"|on the letter|on the form))?{IS}(?P<part>{_CODE})(?!\w)",
            re.I,
        ),
        _is_long_code,
    ),
)
