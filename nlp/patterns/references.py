"""References of cases and accounts, documents, and the marks of vehicles."""

from __future__ import annotations

import re

from nlp import checksums
from nlp.patterns.forms import IS, NUMBER, Pattern, digits_in, has_both, has_digits

_LABEL = (
    r"(?:ref(?:erence)?|case|claim|complaint|account|acc(?:oun)?t|acc|application|incident|order|ticket|booking|policy"
    r"|(?:driving |driver'?s? )?licen[cs]e|passport|customer|member(?:ship)?|tenan(?:cy|t)|council tax|rent|utr|crn|urn"
    r"|crime|invoice|pcn|penalty|penalty charge(?: notice)?|notice|permit|badge|request|enquiry|inquiry|report|file"
    r"|docket|appeal|planning|bill|tracking|confirmation|reservation|client|service request|user|student|employee"
    r"|staff|roll|voter|library card|job|query|submission|log|cad|visa|brp|court|warrant|payment|transaction"
    r"|cyfeirnod|cyf|tagairt|référence|dossier|referencia|expediente|caso|sprawy|dosar|referência|processo)"
)
_WORDS = r"(?:\s?(?:ref(?:erence)?|account|application|id|card))?"
_CODE = r"(?:[A-Z]{1,5}[ /-])?[A-Z0-9]{1,20}(?:[/-][A-Z0-9]{1,15}){0,4}"
_NO_CODE = re.compile(
    r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:19|20)\d\d(?:[/-](?:19|20)?\d\d)?|\d{1,2}-\d{1,2}(?:am|pm)?"
    r"|\d+(?:st|nd|rd|th|am|pm|k|m|p|mg|ml|kg|hrs?|mins?)|covid-?\d+",
    re.I,
)
_DATE = re.compile(r"\d{1,2}[/-]\d{1,2}[/-]\d{2,4}")
# "A member since 1988" has no number.
_AFTER_WORD = re.compile(r"[a-z]{2,5} |[A-Z]?[a-z]{1,4} (?:19|20)\d\d$")
# Capitals that stand before figures without being a plate's: "THE 123B", "ALL 100S".
_WORD = re.compile(
    r"\b(?:AND|THE|FOR|WAS|BUT|NOT|ARE|HAS|BUS|CAR|ALL|OUT|OFF|VIA|ONE|TWO|GOT|YOU|SHE|HIS|HER|NHS|TAX|FAX|TEL|USE|MAX|MIN|ZIP"
    r"|GET|SAW|HAD|CAN|DID|NOW|PER|AGE|DAY|PAY|VAT|GBP|USD|EUR|NEW|MIX|BIZ|KIA|SIX|IPS|FIX)\b",
    re.I,
)
_IRISH = (
    r"\d{2,3}[ -](?:CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|TN|TS|WD|WH|WW|WX|C|D|G|L|T|W)[ -]\d{1,6}"
)
_ANY_PLATE = (
    rf"(?:{_IRISH}|[A-Z]{{2}}\d{{2}}[ -]?[A-Z]{{3}}|[A-Z] ?\d{{1,3}}[ -]?[A-Z]{{3}}|[A-Z]{{3}}[ -]?\d{{1,3}} ?[A-Z]"
    r"|[A-Z]{2,3}[ -]?\d{3,4}|\d[A-Z]{3}\d{3}|\d{3}[ -]?[A-Z]{3}|\d{1,4}[A-Z]{2,3}|[A-Z]\d{2,3}[ -][A-Z]{2,3})"
)


def _is_code(found: str) -> bool:
    """Whether something after "case" or "claim" is a code, not a date, time, amount or number of things."""
    if _NO_CODE.fullmatch(found) or _AFTER_WORD.match(found):
        return False
    digits = digits_in(found)
    return digits >= 5 or (digits >= 3 and (has_both(found) or not found.isdecimal()) and len(found) >= 6)


def _is_numbered_code(found: str) -> bool:
    digits = digits_in(found)
    mixed = digits == 2 and len(found) >= 5 and has_both(found) and found.isupper()
    return (digits >= 3 or mixed) and not _AFTER_WORD.match(found) and not _DATE.fullmatch(found)


def _is_plate(found: str) -> bool:
    return not _WORD.search(re.sub(r"(?<=\d)(?=[A-Z])|(?<=[A-Z])(?=\d)", " ", found, flags=re.I)) and not re.search(
        r"(?:^|[A-Z ])(?:19|20)\d\d$", found, re.I
    )


ANNOUNCED = (
    Pattern("ref", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b", re.I), checksums.is_iban),
    Pattern("ref", re.compile(rf"\biban{NUMBER}?{IS}(?P<part>[A-Z]{{2}}\d{{2}}(?: ?[A-Z0-9]{{4}}){{2,7}})\b", re.I)),
    Pattern("ref", re.compile(r"\b\d{2}[- ]\d{2}[- ]\d{2}[ ,/]{1,3}(?:acc\w{0,5} )?\d{8}\b", re.I)),
    Pattern("ref", re.compile(rf"\bsort code{IS}(?P<part>\d{{2}}[- ]?\d{{2}}[- ]?\d{{2}})\b", re.I)),
    Pattern("ref", re.compile(rf"\brouting{NUMBER}?{IS}(?P<part>\d{{9}})\b", re.I)),
    Pattern("plate", re.compile(rf"\b{_IRISH}\b")),
    Pattern(
        "plate",
        re.compile(
            rf"\b(?:reg(?:istration)?(?: (?:plate|mark))?|vrm|(?:number|licen[cs]e)[ -]?plate|plates?"
            rf"|vehicle reg(?:istration)?|tag)"
            rf"{NUMBER}?{IS}(?P<part>{_ANY_PLATE})\b",
            re.I,
        ),
        _is_plate,
    ),
    Pattern(
        "plate",
        re.compile(
            rf"\b(?:car|van|vehicle|taxi|cab|lorry|truck|motorbike|bike|minibus|bmw|audi|ford|vauxhall|toyota|volkswagen|vw){IS}"
            rf"(?P<part>{_IRISH}|[A-Z]{{2}}\d{{2}} ?[A-Z]{{3}}|[A-Z]\d{{2,3}} ?[A-Z]{{3}}|[A-Z]{{3}} ?\d{{3}}[A-Z])\b",
            re.I,
        ),
        _is_plate,
    ),
    Pattern("ref", re.compile(rf"\b{_LABEL}{_WORDS}{NUMBER}{IS}(?P<part>{_CODE})(?!\w)", re.I), _is_numbered_code),
    Pattern("ref", re.compile(rf"\b{_LABEL}{_WORDS}{IS}(?P<part>{_CODE})(?!\w)", re.I), _is_code),
    Pattern("ref", re.compile(rf"\b(?:ref|reference){IS}(?P<part>{_CODE})(?!\w)", re.I), _is_numbered_code),
)

BY_FORM = (
    Pattern("plate", re.compile(r"\b[A-Z]{2}\d{2}[ -]?[A-Z]{3}\b"), _is_plate),
    Pattern("plate", re.compile(r"\b[a-z]{2}\d{2}[a-z]{3}\b")),
    Pattern("plate", re.compile(r"\b[A-HJ-NPR-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}\b(?! [A-Z]{2})"), _is_plate),
    Pattern("plate", re.compile(r"\b[A-HJ-PR-Y]{3} ?\d{2,3}[A-HJ-NPR-TV-Y]\b"), _is_plate),
    Pattern("plate", re.compile(r"\b(?=[A-Z]{0,2}[IZ])[A-Z]{3} \d{3,4}\b"), _is_plate),
    Pattern("ref", re.compile(r"\b[A-Z][A-Z9]{4}\d{6}[A-Z9]{2}\d?[A-Z]{2}\b"), has_digits(6)),
    # Without a word before it, a code must have a form that nothing else has.
    Pattern("ref", re.compile(r"\b[A-Z]{2,5}[/-]\d{2,4}[/-]\d{3,8}\b")),
    Pattern("ref", re.compile(r"\b\d{2}/\d{4,5}/[A-Z]{2,5}\b")),
    Pattern("ref", re.compile(r"\b[A-Z]{2,4}-?\d{5,10}\b")),
)
