"""Where people live: street lines, flats, named houses, with the town behind (UK, Ireland, US, and some others)."""

from __future__ import annotations

import re

from nlp import lists
from nlp.patterns import towns
from nlp.patterns.forms import Pattern, digits_in
from nlp.patterns.places import AREAS

# Words that mean nothing but a street, however they are written.
_SURE = (
    "street|road|avenue|lane|crescent|terrace|gardens|grove|mews|boulevard|blvd|cres|cresc|pkwy"
    "|rd|tce|terr|gdns|gdn|ave|ln|crt"
    "|heol|stryd|ffordd|sráid|bóthar"
)
_STREET = (
    f"{_SURE}|av|drive|close|clos|cl|yd|pde|court|place|pl|square|sq|parade|quay|highway|parkway"
    f"|st|dr|ct|way|hill|row|walk|rise|view"
    "|green|park|loop|trail|circle|cove|wharf|yard|vale|meadows?|fields?|croft|drove|villas"
    "|estate|broadway|wynd|brae|loan|gate"
    "|side|bank|common|mount|ridge|orchard|paddocks?|maltings|embankment|esplanade|promenade"
    "|marina|dene|dell|glade|spinney|copse|garth|fold"
)
_HOUSE = (
    "house|court|lodge|towers?|mansions|point|buildings?|heights|apartments|cottages?|farm"
    "|rectory|barn|bungalow|villa|wharf|mill"
    "|vicarage|forge|bldgs|hse|school ?house|hall|manor|grange|tŷ|ty"
)
# Names of streets that begin with "The".
_THE = (
    "avenue|beeches|birches|brambles|broadway|bungalows|cedars|chase|chestnuts|cloisters|close"
    "|common|coppice|copse|cottages|courtyard|crescent|croft"
    "|dell|drive|elms|esplanade|fairway|firs|forge|gables|gardens|glade|glebe|glen|granary"
    "|grange|green|grove|hawthorns|heights|hill|hollies|hollow"
    "|homestead|larches|laurels|lawns?|leas|limes|links|lodge|maltings|maples|martins|mead"
    "|meadows?|mews|moorings|mount|nursery|oaks|oval|orchards?"
    "|paddocks?|parade|park|pastures|pines|poplars|promenade|quadrant|quay|ridge|ridgeway"
    "|ridings|rise|row|rowans|spinney|square|stables|steadings?"
    "|strand|street|sycamores|terrace|vale|view|village|villas|walk|warren|waterside|way|wharf"
    "|willows|woodlands|yard|yews"
)
_WELSH = (
    "heol|hewl|stryd|ffordd|lôn|lon|clos|maes|rhodfa|rhes|teras|cae|bryn|parc|gerddi|trem|llys"
    "|coed|erw|dôl|tan|pen|gelli|llwyn|rhiw|tyddyn"
)
# Words that stand between a number and "road" when no address is meant: "2 cars on the road".
_NOT_STREET = (
    r"(?!(?:on|in|of|the|my|our|your|this|that|a|an|at|to|by|from|for|and|or|with|off|up|down|along|minutes?|mins?"
    r"|hours?|hrs?|days?|weeks?|months?|years?|yrs?|miles?|metres?|people|persons?|times?|cars?"
    r"|staff|more|other|way|yards?"
    r"|lane|lanes|mph|km|am|pm|feet|ft|different|main|major|cycle|bus|per|is|was|are|were|it|we|i|you|they|he|she"
    r"|parking|car|lights?|bins?|trees?|houses|vehicles?|lorries|potholes?|accidents?|foot|double|single|one|two"
    r"|blocked|closed|local|minor|new|busy|side|residential|nearby|whole|stone|pounds?|p|k"
    r"|percent|degrees?|separate|metre|mile|minute|hour|day|week)\b)"
)
_WORD = rf"{_NOT_STREET}[^\W\d_][\w'’.-]{{0,20}}"
_UNIT = (
    r"(?:flat|apartment|apt|unit|room|block|suite|caravan|chalet|bungalow|plot|pitch|berth|mooring|lodge"
    r"|bedsit|studio|static|fflat|carafán)\.?"
)
_UNIT_NO = r"(?:\d{1,4}(?:[/-]\d{1,3})?[a-z]?\d?|[a-z]\d{0,3})"
_FLAT = (
    rf"(?:(?:(?:(?:ground|first|second|third|top|basement|lower"
    rf"|upper)[ -])?(?:floor )?{_UNIT}\s{_UNIT_NO}|(?:(?:ground|first|second|third|top) floor"
    rf"|basement) flat"
    rf"|no\.?\s?\d{{1,4}}|(?<![\w/])\d{{1,2}}/\d{{1,2}}(?=,?\s\d)),?\s)"
)
# The number of a flat is not the house's.
_OF_A_FLAT = "".join(f"(?<!{unit} )" for unit in sorted(lists.words("dwellings")))
_NUMBERED = rf"{_OF_A_FLAT}(?<![\w£$€.,:/-])\d{{1,5}}\s?(?:-\s?\d{{1,4}})?[a-z]?,?\s"
_NAMED = r"(?:[NSEW]\.?\s|[ns]orth\s|[sn]outh\s|east\s|west\s)?"
_ORDINAL = r"\d{1,3}(?:st|nd|rd|th)"
# "Sea Lane Close" is called after a lane.
_SECOND_STREET = r"(?:\s(?-i:Close|Court|Drive|Place|Square|Gardens|Mews|Terrace|Road|Street|Lane|Avenue|Cottages)\b)?"
_LIVE = (
    r"(?:(?:live|lives|living|lived|stay|staying|reside|based|house is|home is|flat is|home|house|flat|property"
    r"|neighbour)\s(?:at|is)"
    r"|add?ress(?:\sis|\swas)?|moved (?:to|from|into)|moving (?:to|from|into)"
    r"|deliver(?:ed)? (?:it )?to|sen[dt] (?:it |them )?to"
    r"|byw yn|cyfeiriad(?: yw)?|symud i|vivo en|habite au|mieszkam przy|i mo chónaí ag)"
)
_CAPITAL = r"[A-Z][\w'’-]{1,20}"
_CAPITALS = rf"{_CAPITAL}(?:\s(?:(?:y|yr|of|on|le|the|and|&|upon|in)\s)?{_CAPITAL}){{0,2}}"
_CONTINENTAL_TOWN = r"(?:,\s(?:[A-Z]{1,2}-)?\d{2}[ -]?\d{2,3}\s[A-ZÀ-Ž][\w-]{1,25}(?:\s[A-ZÀ-Ž][\w-]{1,25})?)?"
ADDRESSES = (
    # "Flat 3, Rose Court, 12 Mill Lane", "1200 Congress Avenue, Apt 4B".
    Pattern(
        "address",
        re.compile(
            rf"(?<!\w)(?:{_FLAT})?(?:{_CAPITAL}\s(?:{_HOUSE}),?\s)?{_NUMBERED}{_NAMED}(?:{_WORD}\s"
            rf"|{_ORDINAL}\s){{1,3}}?(?:{_STREET})\b"
            rf"{_SECOND_STREET}"
            rf"(?:\.(?=,|\s(?-i:[a-z#])))?(?:,? (?:apt|unit|suite|flat|#)\.? ?\w{{1,5}}\b)?",
            re.I,
        ),
        lambda found: _looks_like_street(found),
    ),
    # Written small, with words that say that somebody lives there: "its kev from 9 tanners row".
    Pattern(
        "address",
        re.compile(
            rf"\b(?:from|at|to|of|outside|opposite|near|beside|behind|number|no\.?|in|sent"
            rf"|{_LIVE})\s(?P<part>\d{{1,4}}[a-z]?,?\s(?:{_WORD}\s){{1,2}}?(?:{_STREET}))\b",
            re.I,
        ),
        lambda found: _is_small_street(found),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b{_UNIT}\s?{_UNIT_NO}(?:,\s|\s)(?:{_WORD}\s){{1,3}}?(?:{_HOUSE}|{_STREET})\b{_SECOND_STREET}", re.I
        ),
        lambda found: _is_flat(found),
    ),
    # "6 The Maltings"
    Pattern(
        "address",
        re.compile(
            rf"(?<![\w£$€.,:/-])(?:{_FLAT})?\d{{1,4}}[a-z]?,? (?:The (?i:{_THE})|the (?:maltings"
            rf"|hawthorns|laurels|willows|beeches|elms|firs|limes|larches|poplars|paddocks?|spinney"
            rf"|moorings|mews|rowans))\b"
        ),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b{_LIVE}\W{{1,3}}(?P<part>(?:{_FLAT})?\d{{1,5}}[a-z]?,?\s{_NAMED}(?:{_WORD}\s"
            rf"|{_ORDINAL}\s){{1,3}}?(?:{_STREET}))\b",
            re.I,
        ),
    ),
    # Languages that put the kind of street first.
    Pattern(
        "address",
        re.compile(
            rf"(?<![\w£$€.,:/-])(?:{_FLAT})?\d{{1,4}}[a-z]?,?\s(?:(?i:heol|hewl|stryd|ffordd|lôn|clos"
            rf"|rhodfa|sráid|bóthar|céide)"
            rf"|(?:{'|'.join(word.capitalize() for word in _WELSH.split('|'))}))"
            rf"\s(?:(?:y|yr|na|an|ap|isaf|uchaf)\s){{0,2}}[^\W\d_][\w'’-]{{1,20}}(?:\s(?:(?:y|yr)\s)?{_CAPITAL})?",
        ),
    ),
    Pattern(
        "address",
        re.compile(
            r"(?<![\w£$€.,:/-])\d{1,4}[A-Za-z]?(?:\s?(?:bis|ter))?,?\s(?:rue|Rue|Avenue|Boulevard|Chemin|Place|avenue|boulevard|rúa|allée|chemin"
            r"|impasse|quai|place|route|cours)"
            r"\s(?:(?:de|la|du|des|le|les)\s|de\sl['’]|d['’]"
            r"|l['’]){0,2}[^\W\d_][\w'’-]{1,25}(?:\s[A-ZÀ-Ž][\w'’-]{1,25}){0,2}" + _CONTINENTAL_TOWN
        ),
    ),
    Pattern(
        "address",
        re.compile(
            r"\b(?i:calle|c/|avenida|avda\.|plaza|ul\.|ulica|ulicy|al\.|os\.|strada|str\.|rua|rue|via"
            r"|viale|piazza|corso|bulevardul|bd\.|aleea"
            r"|travessa)\s(?:[^\W\d_][\w'’.-]{1,20}\s?){1,3}?,?\s?"
            r"(?:nr\.?\s|n\.?\s?[º°]\s|no\.?\s)?\d{1,4}(?:\s?/\s?\d{1,4}|[a-z])?\b" + _CONTINENTAL_TOWN
        ),
        lambda found: any(word[0].isupper() for word in re.findall(r"[^\W\d_]{2,}", found)[1:]),
    ),
    # "Hauptstraße 14, 50667 Köln", "Keizersgracht 12", "Storgatan 5".
    Pattern(
        "address",
        re.compile(
            r"\b[A-ZÄÖÜ][\wäöüß-]{1,25}(?:[ -]?[Ss]tra(?:ß|ss)e|[ -]?[Ss]tr\.|weg|gasse|platz"
            r"|[ -][Pp]latz|allee|ufer|damm|ring|straat|laan|plein|gracht|kade|gatan|vägen|vej|gade"
            r"|veien|katu|tie)\s\d{1,4}\s?[a-z]?(?!\w)" + _CONTINENTAL_TOWN
        ),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b(?i:{_LIVE})\W{{1,3}}(?P<part>(?:{_FLAT})?\d{{1,5}}[a-zA-Z]?,?\s(?:The\s)?{_CAPITAL}(?:\s{_CAPITAL}){{0,2}})"
        ),
    ),
    Pattern("address", re.compile(r"\b(?:p\.? ?o\.? box|blwch post|post office box|bfpo) \d{1,6}\b", re.I)),
)

_POSTCODE = rf"(?:{AREAS})\d[\dA-Z]?[ -]{{0,2}}\d[ABD-HJLNP-UW-Z]{{2}}\b"
_CHUNK = rf"(?:(?:by|near|nr)\s)?(?:The\s)?{_CAPITAL}(?:\s(?:(?:y|yr|of|on|the|and|&|upon|in|le)\s)?{_CAPITAL}){{0,3}}"
# Where nobody lives.
_NO_HOME = re.compile(
    r"\b(?:hospital|infirmary|library|school|college|surgery|centre|center|clinic|council|office"
    r"|offices|station|university|jobcentre|court house|town hall"
    r"|police|department|dear|hello|hi|regards|thanks|sincerely|faithfully)\b",
    re.I,
)
# Those without a number.
NAMED = (
    # "Tŷ Newydd, Stryd Fawr, Criccieth"
    Pattern(
        "address",
        re.compile(
            rf"\b(?:{_CAPITAL}\s){{1,2}}?{_CAPITAL},\s(?:Stryd|Heol|Ffordd|Lôn|Clos|Rhodfa)\s(?:(?:y|yr)\s)?{_CAPITAL}"
        ),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b(?:The\s)?(?:Old\s"
            rf"|New\s)?(?:{_CAPITAL}\s)?(?i:{_HOUSE}),\s(?:\d{{1,4}}\s)?(?:{_CAPITAL}\s){{1,3}}(?i:{_SURE}"
            rf"|close|drive|hill)\b"
        ),
    ),
    # What stands before a postcode, part by part: "The Old Forge, Lower Pentwyn, Abergavenny NP7 0QX".
    Pattern(
        "address",
        re.compile(rf"\b(?P<part>{_CHUNK}(?:,\s{_CHUNK}){{1,3}}),?\s(?={_POSTCODE})"),
        lambda found: not _NO_HOME.search(found),
    ),
    Pattern(
        "address",
        re.compile(
            rf"\b(?i:{_LIVE})\W{{1,3}}(?P<part>(?:The\s)?(?:Old\s"
            rf"|New\s)?(?:{_CAPITAL}\s){{0,2}}(?i:{_HOUSE}|cottage|flat))(?=\s?[.,;)]|\s(?:in|near)\b|$)"
        ),
        lambda found: (
            " " in found
            and not re.match(r"(?:the|my|our|this|that|a|an|your|his|her)\s", found)
            and not _NO_HOME.search(found)
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
# Said of a shop or a desk, these are verbs: "at 5 shops close".
_VERBS = "close|park|drive|walk|view|place|rise|gate|row|bank|yard|court|side|mount"


def _looks_like_street(found: str) -> bool:
    """Whether the street is named as one names streets: in capitals, or with a word that means only that."""
    words = re.sub(r"\d+\w*", "", found.rstrip(".")).replace(",", " ").split()
    sure = re.search(rf"\b(?:{_SURE})\b", found, re.I)
    return bool(sure) or all(word[0].isupper() for word in words if word[0].isalpha())


def _is_small_street(found: str) -> bool:
    words = re.findall(r"(?<!\w)[^\W\d_][\w'’-]*", found.lower())
    if len(words) < 2 or any(
        word in towns.NO_TOWN
        and word
        not in (
            "church",
            "station",
            "school",
            "park",
            "hospital",
            "college",
            "bridge",
            "lake",
            "church",
            "tower",
            "queens",
            "royal",
            "victoria",
        )
        for word in words[:-1]
    ):
        return False
    # "at 5 shops close": many do something; "9 tanners row" is a street.
    return not (re.fullmatch(_VERBS, words[-1]) and words[-1] != "row" and words[-2].endswith("s"))


def _is_flat(found: str) -> bool:
    if not digits_in(found) and not re.match(r"\w+\.?\s[A-Z]\b,", found):
        return False
    _, rest = re.match(r"(\S+\s?\S+?,?)\s(.*)", found).groups()  # type: ignore[union-attr]
    return bool(re.search(rf"\b(?:{_SURE}|{_HOUSE})$", rest, re.I)) or rest[0].isupper()
