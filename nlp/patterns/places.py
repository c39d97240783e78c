"""Where people live: postcodes, street lines, named houses (UK, Ireland, US)."""

from __future__ import annotations

import re

from nlp.patterns.forms import IS, Pattern, has_both

_AREAS = (
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
_SURE = (
    "street|road|avenue|lane|crescent|terrace|gardens|grove|mews|boulevard|blvd|cres|pkwy"
    "|heol|stryd|ffordd|sráid|bóthar"
)
_STREET = (
    f"{_SURE}|ave|drive|close|court|place|square|parade|quay|highway|parkway|st|rd|ln|dr|ct|way|hill|row|walk|rise|view"
    "|green|park|loop|trail|circle|cove|wharf|yard|vale|meadows?|fields?|croft|drove|villas|estate"
)
_HOUSE = (
    "house|court|lodge|towers?|mansions|point|buildings?|heights|apartments|cottages?|farm|rectory|barn|bungalow|villa"
)
# Words that stand between a number and "road" when no address is meant: "2 cars on the road".
_NOT_STREET = (
    r"(?!(?:on|in|of|the|my|our|your|this|that|a|an|at|to|by|from|for|and|or|with|off|up|down|along|minutes?|mins?"
    r"|hours?|hrs?|days?|weeks?|months?|years?|yrs?|miles?|metres?|people|persons?|times?|cars?|staff|more|other|way|yards?"
    r"|lane|lanes|mph|km|am|pm|feet|ft|different|main|major|cycle|bus|per|is|was|are|were|it|we|i|you|they|he|she"
    r"|parking|car|lights?|bins?|trees?|houses|vehicles?|lorries|potholes?|accidents?|foot|double|single|one|two)\b)"
)
_WORD = rf"{_NOT_STREET}[^\W\d_][\w'’.-]{{0,20}}"
_FLAT = (
    r"(?:(?:(?:flat|apartment|apt|unit|room|block|suite)\.?\s(?:\d{1,4}[a-z]?|[a-z]\d{0,3})|(?:no\.?"
    r"|flat)\s?\d{1,4}),?\s)"
)
_NUMBERED = r"(?<![\w£$€.,:/-])\d{1,5}\s?(?:-\s?\d{1,4})?[a-z]?,?\s"
_NAMED = r"(?:[NSEW]\.?\s|[ns]orth\s|[sn]outh\s|east\s|west\s)?"
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
_LIVE = (
    r"(?:(?:live|lives|living|lived|stay|staying|reside|based|house is|home is|flat is|home|house|flat|property"
    r"|neighbour)\s(?:at|is)"
    r"|address(?:\sis|\swas)?|moved (?:to|from|into)|deliver(?:ed)? (?:it )?to|sen[dt] (?:it |them )?to"
    r"|byw yn|vivo en|habite au|mieszkam przy|i mo chónaí ag)"
)
_CAPITAL = r"[A-Z][\w'’-]{1,20}"

POSTCODES = (
    Pattern(
        "postcode",
        re.compile(rf"\b(?=[A-Z]{{1,2}}\d)(?:{_AREAS})\d[\dA-Z]?[ -]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}\b", re.I),
        lambda found: _is_postcode(found),
    ),
    Pattern("postcode", re.compile(rf"\b(?:{_AREAS})\d[\dA-Z]?[ -]{{1,2}}\d [ABD-HJLNP-UW-Z]{{2}}\b")),
    Pattern("postcode", re.compile(rf"\b(?:{_AREAS})\d[\dA-Z]?\n\d[ABD-HJLNP-UW-Z]{{2}}\b")),
    Pattern(
        "postcode",
        re.compile(
            rf"\b(?:post ?code|cod post|côd post|eircode|éirchód){IS}"
            rf"(?P<part>(?:{_AREAS})\d[\dA-Z]?(?: ?\d ?[A-Z]{{2}})?|{_EIRCODE}|[A-Z]{{1,2}} \d[\dA-Z]? ?\d ?[A-Z]{{2}}"
            rf"|[A-Z]{{1,2}}\d[\dA-Z]? ?\d[A-Z]{{2}})\b",
            re.I,
        ),
    ),
    Pattern("postcode", re.compile(rf"\b{_EIRCODE}\b", re.I), lambda found: _is_eircode(found)),
    Pattern("postcode", re.compile(rf"\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b(?!,\d)")),
    Pattern("postcode", re.compile(rf"\b(?:{_SMALL_STATES}),? \d{{5}}(?:-\d{{4}})?\b(?!,\d)")),
    Pattern("postcode", re.compile(rf"\bzip(?:[ -]?code)?{IS}(?P<part>\d{{5}}(?:-\d{{4}})?)\b", re.I)),
)

ADDRESSES = (
    # "Flat 3, Rose Court, 12 Mill Lane", "1200 Congress Avenue, Apt 4B".
    Pattern(
        "address",
        re.compile(
            rf"\b(?:{_FLAT})?(?:{_CAPITAL}\s(?:{_HOUSE}),?\s)?{_NUMBERED}{_NAMED}(?:{_WORD}\s|{_ORDINAL}\s){{1,3}}?(?:{_STREET})\b"
            rf"(?:\.(?=,|\s[a-z#]))?(?:,? (?:apt|unit|suite|flat|#)\.? ?\w{{1,5}}\b)?",
            re.I,
        ),
        lambda found: _looks_like_street(found),
    ),
    Pattern(
        "address",
        re.compile(rf"\b(?:flat|apartment|apt|unit|block)\.?\s?\w{{1,4}},?\s(?:{_WORD}\s){{1,3}}?(?:{_HOUSE})\b", re.I),
        lambda found: any(character.isdecimal() for character in found),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b{_LIVE}\W{{1,3}}(?P<part>(?:{_FLAT})?\d{{1,5}}[a-z]?,?\s{_NAMED}(?:{_WORD}\s|{_ORDINAL}\s){{1,3}}?(?:{_STREET}))\b",
            re.I,
        ),
    ),
    Pattern(
        "address",
        re.compile(rf"\b(?i:{_LIVE})\W{{1,3}}(?P<part>\d{{1,5}}[a-zA-Z]?,?\s{_CAPITAL}(?:\s{_CAPITAL}){{0,2}})"),
    ),
    # Languages that put the kind of street first.
    Pattern(
        "address",
        re.compile(
            r"(?<!\w)\d{1,4}[a-z]?,?\s(?:heol|stryd|ffordd|lôn|sráid|bóthar|céide|rue|avenue|boulevard|rúa|allée)"
            r"\s(?:(?:y|yr|na|an|de|la|du|des|le)\s){0,2}[^\W\d_][\w'’-]{1,20}",
            re.I,
        ),
    ),
    Pattern(
        "address",
        re.compile(
            r"\b(?:calle|c/|avenida|ul\.|ulica|ulicy|strada|str\.|rua|rue)\s(?:[^\W\d_][\w'’.-]{1,20}\s?){1,3}?,?\s?"
            r"(?:nr\.?\s|n[º°]\s)?\d{1,4}\b(?:/\d{1,4})?",
            re.I,
        ),
    ),
    Pattern("address", re.compile(r"\bp\.? ?o\.? box \d{1,6}\b", re.I)),
)

# Those without a number.
NAMED = (
    Pattern(
        "address",
        re.compile(
            rf"\b(?:The\s)?(?:Old\s|New\s)?(?:{_CAPITAL}\s)?(?i:{_HOUSE}),\s(?:\d{{1,4}}\s)?(?:{_CAPITAL}\s){{1,3}}(?i:{_SURE}|close|drive|hill)\b"
        ),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b(?i:live|lives|living|lived)\s(?:on|in|off)\s(?P<part>(?:{_CAPITAL}\s){{1,3}}(?:{_STREET}))\b", re.I
        ),
        lambda found: not re.match(r"(?:a|an|the|my|our|this|that|same|busy|quiet|one|social|care)\b", found, re.I),
    ),
)


def _is_postcode(found: str) -> bool:
    # "as 2nd" reads like the postcode AS 2ND; an English ordinal never ends a real one written small.
    return not found.endswith(("1st", "2nd", "3rd", "nth", "th", "hr"))


def _is_eircode(found: str) -> bool:
    own = found[-4:]
    return has_both(own) and not own.endswith(("1st", "2nd", "3rd", "th", "yr", "hr", "ft"))


def _looks_like_street(found: str) -> bool:
    """Whether the street is named as one names streets: in capitals, or with a word that means only that."""
    words = re.sub(r"\d+\w*", "", found.rstrip(".")).replace(",", " ").split()
    sure = re.search(rf"\b(?:{_SURE})\b", found, re.I)
    return bool(sure) or all(word[0].isupper() for word in words if word[0].isalpha())
