"""Names that stay: of people in public office, of places and things that bear a person's name, of the service."""

from __future__ import annotations

import re

from nlp import lists

_PUBLIC = frozenset(lists.lines("public_names"))
_TITLES = re.compile(r"^(?:mr|mrs|ms|sir|dame|lord|lady|president|king|queen|prince|princess|the)\.? ")
_PLACE = (
    "Hospital|Infirmary|Hospice|Centre|Center|Library|Clinic|School|College|Academy|University|Surgery|Practice|Ward|Unit"
    "|Wing|Suite|House|Court|Gardens|Garden|Park|Street|Road|Avenue|Lane|Close|Square|Place|Terrace|Crescent|Way|Drive|Hill"
    "|Building|Station|Stadium|Airport|Bridge|Trust|Foundation|Society|Museum|Theatre|Church|Chapel|Cathedral|Estate"
    "|Pharmacy|Nursery|Hotel|Arms|Act|Disease|Syndrome|Scheme|Programme|Program|Award|Day|Week|Report|Review|Law|Rule"
    "|Boulevard|Highway|Branch|Pool|Baths|Fields|Common|Island|County|Bay|Town|City"
)
_BEHIND = re.compile(
    rf"(?:['’]s?)?(?:\s(?:and|&)\s[A-Z][\w'’]+)?(?:\s[A-Z][\w'’]+)?\s(?:(?:{_PLACE})\b"
    r"|(?:hospital|infirmary|hospice|library|leisure centre|health centre|medical centre|clinic|primary|school"
    r"|college|ward|surgery"
    r"|disease|syndrome|law|community centre|centre|house|street|road|avenue|gardens|park|unit|building|station)\b)"
)
_OWNED = re.compile(r"['’]s?\s[a-z]")
_BEFORE = re.compile(
    r"(?:\b(?:St|Saint|San|Santa|Great|King|Queen|Prince|Princess|Duke|Port|Lake|Mount|Fort|Camp|Saints|Santo|São|Sankt|Sainte)\.?"
    r"|\b(?i:the))\s$"
)
_LAST = re.compile(
    rf"\s(?:{_PLACE.replace('|Ward', '').replace('|Hill', '').replace('|Day', '').replace('|Law', '')})$"
)


def is_public(name: str, keep: frozenset[str]) -> bool:
    """Whether a name is of someone in public office, or among those to be kept.

    Args:
        name: The name as found.
        keep: Names in small letters.
    """
    small = " ".join(name.lower().split())
    bare = _TITLES.sub("", small)
    return bool({small, bare} & (_PUBLIC | keep)) or bare.split(" ")[-1] in _PUBLIC


def names_a_place(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a hospital, street, illness and the like: "Evelyn Gardens library"."""
    behind = text[end : end + 60]
    # "Sarah's clinic" is a person's, "St Mary's clinic" is not.
    owned = _OWNED.match(behind) is not None
    return bool((_BEHIND.match(behind) and not owned) or _LAST.search(text[start:end]))


def is_kept(text: str, start: int, end: int, keep: frozenset[str]) -> bool:
    """Whether a name that nothing introduces stays as it is.

    Args:
        text: The text.
        start: Where the name starts.
        end: Where it ends, exclusive.
        keep: Names in small letters.
    """
    if is_public(text[start:end], keep) or names_a_place(text, start, end):
        return True
    whole = text[max(0, start - 40) : end + 40].lower()
    if any(name in whole for name in keep):
        return True
    return bool(_BEFORE.search(text[max(0, start - 12) : start]))
