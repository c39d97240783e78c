"""Postcodes of the UK, Eircodes, and ZIP codes with a state or so called."""

from __future__ import annotations

import re

from nlp.patterns.forms import IS, Pattern, has_both

AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|EC|EH|EN|EX|FK|FY"
    "|GL|GU|GY|HA|HD|HG|HP|HR|HS|HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|ME|MK|ML|NE|NG|NN|NP|NR|NW"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC"
    "|WD|WF|WN|WR|WS|WV|YO|ZE|B|E|G|L|M|N|S|W"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|DC|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|ND|OH|OK"
    "|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|Texas|California|Florida|New York|Illinois|Ohio|Georgia|Michigan"
)
# Those that are no word when they are written small.
_SMALL_STATES = "tx|ny|fl|az|nj|nc|sc|tn|mn|wi|wv|nm|ky|ct|dc|md|nv|il|va"
_EIRCODE = r"[AC-FHKNPRTV-Y]\d[\dW][ -]?[0-9AC-FHKNPRTV-Y]{4}"
POSTCODES = (
    Pattern(
        "postcode",
        re.compile(rf"\b(?=[A-Z]{{1,2}}\d)(?:{AREAS})\d[\dA-Z]?[ -]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}\b", re.I),
        lambda found: _is_postcode(found),
    ),
    Pattern("postcode", re.compile(rf"\b(?:{AREAS})\d[\dA-Z]?[ -]{{1,2}}\d [ABD-HJLNP-UW-Z]{{2}}\b")),
    Pattern("postcode", re.compile(rf"\b(?:{AREAS})\d[\dA-Z]?\n\d[ABD-HJLNP-UW-Z]{{2}}\b")),
    Pattern(
        "postcode",
        re.compile(
            rf"\b(?:post ?code|cod post|côd post|eircode|éirchód){IS}"
            rf"(?P<part>(?:{AREAS})\d[\dA-Z]?(?: ?\d ?[A-Z]{{2}})?|{_EIRCODE}|[A-Z]{{1,2}} \d[\dA-Z]? ?\d ?[A-Z]{{2}}"
            rf"|[A-Z]{{1,2}}\d[\dA-Z]? ?\d[A-Z]{{2}})\b",
            re.I,
        ),
    ),
    Pattern("postcode", re.compile(rf"\b{_EIRCODE}\b", re.I), lambda found: _is_eircode(found)),
    Pattern("postcode", re.compile(rf"\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b(?!,\d)")),
    Pattern("postcode", re.compile(rf"\b(?:{_SMALL_STATES}),? \d{{5}}(?:-\d{{4}})?\b(?!,\d)")),
    Pattern("postcode", re.compile(rf"\bzip(?:[ -]?code)?{IS}(?P<part>\d{{5}}(?:-\d{{4}})?)\b", re.I)),
)


def _is_postcode(found: str) -> bool:
    # "as 2nd" reads like the postcode AS 2ND; an English ordinal never ends a real one written small.
    return not found.endswith(("1st", "2nd", "3rd", "nth", "th", "hr"))


def _is_eircode(found: str) -> bool:
    own = found[-4:]
    return has_both(own) and not own.endswith(("1st", "2nd", "3rd", "th", "yr", "hr", "ft"))
