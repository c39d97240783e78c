"""The marks of vehicles: of the UK, old and new, of Ireland and the US."""

from __future__ import annotations

import re

from nlp.patterns.forms import IS, NUMBER, Pattern, said_before

# Capitals that stand before or behind figures without being a plate's: "THE 123B", "ALL 100S", "ON 14 MAY".
_WORD = re.compile(
    r"\b(?:AND|THE|FOR|WAS|BUT|NOT|ARE|HAS|BUS|CAR|ALL|OUT|OFF|VIA|ONE|TWO|GOT|YOU|SHE|HIS|HER"
    r"|NHS|TAX|FAX|TEL|USE|MAX|MIN|ZIP"
    r"|GET|SAW|HAD|CAN|DID|NOW|PER|AGE|DAY|PAY|VAT|GBP|USD|EUR|NEW|MIX|BIZ|KIA|SIX|IPS|FIX|ITS"
    r"|OUR|MY|AM|PM|NO|REF|TEN|HRS|DWP|PIP|MPH"
    r"|IN|ON|AT|TO|OF|BY|IS|UP|SO|WE|DO|OR|IF|AS|AN|HE|IT|ME|US|GO|BE|A|I|HOW|WHO|WHY|SAY|TRY"
    r"|LET|ASK|BIN|TIP|GAS|MAN|MEN|DAD|MUM"
    r"|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC|MON|TUE|WED|THU|FRI|SAT|SUN|ACT|SEC|APP"
    r"|PDF|GPS|GCSE|NVQ|MRI|ECG|BMW|ISO|BSI|ULEZ|MOT"
    r"|USB|RAM|SIM|PIN|CCTV|LED|LCD|VOL|FIG|ROW|BED|BAY|BOX|LOT|TOP|END|AGO)\b",
    re.I,
)
_IRISH = (
    r"\d{2,3}[ -](?:CE|CN|CW|DL|KE|KK|KY|LD|LH|LK|LM|LS|MH|MN|MO|OY|RN|SO|TN|TS|WD|WH|WW|WX|C|D|G|L|T|W)[ -]\d{1,6}"
)
_ANY_PLATE = (
    rf"(?:{_IRISH}|[A-Z]{{2}} ?\d{{2}}[ -]?[A-Z]{{3}}|[A-Z] ?\d{{1,3}}[ -]?[A-Z]{{3}}|[A-Z]{{3}}[ -]?\d{{1,3}} ?[A-Z]"
    r"|[A-Z]{2,3}[ -]?\d{3,4}|\d[A-Z]{3}\d{3}|\d{3}[ -]?[A-Z]{3}|\d{1,4}[A-Z]{2,3}|[A-Z]\d{2,3}[ -][A-Z]{2,3})"
)
_VEHICLE = (
    r"(?:car|van|vehicle|taxi|cab|minicab|lorry|truck|pick-?up|motorbike|motorcycle|moped"
    r"|scooter|bike|minibus|coach|camper(?: ?van)?|motorhome|caravan|trailer|tractor"
    r"|bmw|audi|ford|fiesta|focus|transit|vauxhall|corsa|astra|toyota|yaris|prius|volkswagen|vw"
    r"|golf|polo|volvo|skoda|octavia|seat|nissan|micra|qashqai"
    r"|honda|jazz|civic|hyundai|kia|mazda|mercedes|merc|sprinter|peugeot|citro[eë]n|renault|clio"
    r"|kangoo|fiat|mini|jaguar|land ?rover|range rover|defender|tesla"
    r"|suzuki|dacia|morris minor|morris|beetle|triumph|harley|yamaha|vespa|lexus|subaru"
    r"|mitsubishi|porsche|bentley|saab|hatchback|estate car|people carrier)"
)
_VEHICLE_WORDS = re.compile(
    rf"\b(?:{_VEHICLE}s?|reg(?:istration)?|vrm|(?:number ?)?plates?|parked|parking|mot|sorn|v5c?"
    rf"|log ?book|clamped|towed"
    r"|bus lane|ulez|clean air zone|scrapped|car park|private plate|cherished)\b",
    re.I,
)
# What else is called by letters and figures: rooms, roads, forms, flights.
_OTHER_WORDS = re.compile(
    r"\b(?:ref(?:erence)?|form|flight|room|ward|bus|route|road|junction|error|code|postcode"
    r"|ticket|case|claim|bay|grid|number plate camera|zone|level|section|band|box)\W*$",
    re.I,
)


def _is_plate(found: str) -> bool:
    return not _WORD.search(re.sub(r"(?<=\d)(?=[A-Z])|(?<=[A-Z])(?=\d)", " ", found, flags=re.I)) and not re.search(
        r"(?:^|[A-Z ])(?:19|20)\d\d$", found, re.I
    )


def _is_spaced_plate(found: str) -> bool:
    """Whether three groups are a plate's since 2001: its middle says the half-year."""
    year = int(found.split()[1])
    return _is_plate(found) and (2 <= year <= 30 or 51 <= year <= 80)


_near_vehicle = said_before(_VEHICLE_WORDS, unless=_OTHER_WORDS, reach=70)

ANNOUNCED = (
    Pattern("plate", re.compile(rf"\b{_IRISH}\b")),
    Pattern(
        "plate",
        re.compile(
            rf"\b(?:reg(?:istration)?(?: (?:plate|mark))?|vrm|(?:number|licen[cs]e|private|cherished"
            rf"|personal(?:ised)?)[ -]?plate|plates?"
            rf"|vehicle reg(?:istration)?|tag|rhif cofrestru|plât)"
            rf"{NUMBER}?(?:\s(?:on it|of|on|for))?{IS}(?P<part>{_ANY_PLATE})\b(?!\s?(?:am|pm|%|years?"
            rf"|days?|weeks?|months?|times|people|p\b))",
            re.I,
        ),
        _is_plate,
    ),
    Pattern(
        "plate",
        re.compile(
            rf"\b{_VEHICLE}{IS}"
            rf"(?P<part>{_IRISH}|[A-Z]{{2}}\d{{2}} ?[A-Z]{{3}}|[A-Z]\d{{2,3}} ?[A-Z]{{3}}|[A-Z]{{3}} ?\d{{3}}[A-Z])\b",
            re.I,
        ),
        _is_plate,
    ),
)

BY_FORM = (
    Pattern("plate", re.compile(r"\b[A-Z]{2}\d{2}[ -]?[A-Z]{3}\b"), _is_plate),
    Pattern("plate", re.compile(r"\b[A-HJ-PR-Y]{2} \d{2} [A-HJ-PR-Z]{3}\b"), _is_spaced_plate),
    Pattern("plate", re.compile(r"\b[a-z]{2}\d{2}[a-z]{3}\b")),
    Pattern("plate", re.compile(r"\b[A-HJ-NP-TV-Y]\d{1,3} ?[A-HJ-PR-Y]{3}\b(?! [A-Z]{2})"), _is_plate),
    Pattern("plate", re.compile(r"\b[A-HJ-PR-Y]{3} ?\d{2,3}[A-HJ-NPR-TV-Y]\b"), _is_plate),
    Pattern("plate", re.compile(r"\b(?=[A-Z]{0,2}[IZ])[A-Z]{3} \d{3,4}\b"), _is_plate),
    # Those without a letter for the year are like many other things, and need a vehicle beside them.
    Pattern(
        "plate",
        re.compile(
            r"\b(?:[A-Z]{2,3} ?\d{2,4}|\d{3,4} ?[A-Z]{2,3}|[A-Z]{3} \d{1,3} ?[A-Z]|[A-Z] \d{1,3} [A-Z]{3})\b(?![ -]?\d)"
        ),
        _is_plate,
        _near_vehicle,
    ),
    Pattern(
        "plate",
        re.compile(r"\b(?:[a-z]{2} ?\d{2} ?[a-z]{3}|[a-z]\d{2,3} ?[a-z]{3}|[a-z]{3} ?\d{3}[a-z])\b"),
        _is_plate,
        _near_vehicle,
    ),
)
