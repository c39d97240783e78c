"""Names that stay: of people in public office, of places and things that bear a person's name, of the service."""

from __future__ import annotations

import re

from nlp import lists

_PUBLIC = frozenset(lists.lines("public_names"))
_TITLES = re.compile(
    r"^(?:(?:mr|mrs|ms|sir|dame|lord|lady|baroness|president|king|queen|prince|princess|the|late"
    r"|prime minister|first minister|pm|chancellor|home secretary"
    r"|health secretary|foreign secretary|secretary|minister|mayor|saint|st|captain|professor|dr|councillor|cllr)\.? )+"
)
_NUMERAL = re.compile(
    r"(?:['’]s?)?(?: (?:i{1,3}|iv|vi{0,3}|viii|the (?:first|second|third|fourth|fifth|sixth"
    r"|eighth)|kc|mp|qc|obe|mbe|cbe))?$"
)
_PLACE = (
    "Hospital|Infirmary|Hospice|Centre|Center|Library|Clinic|School|College|Academy|University"
    "|Surgery|Practice|Ward|Unit"
    "|Wing|Suite|House|Court|Gardens|Garden|Park|Street|Road|Avenue|Lane|Close|Square|Place"
    "|Terrace|Crescent|Way|Drive|Hill"
    "|Building|Station|Stadium|Airport|Bridge|Trust|Foundation|Society|Museum|Theatre|Church|Chapel|Cathedral|Estate"
    "|Pharmacy|Nursery|Hotel|Arms|Palace|Castle|Abbey|Hub|Quay|Wharf|Act|Disease|Syndrome"
    "|Scheme|Programme|Program|Award|Day|Week|Report|Review|Law|Rule"
    "|Boulevard|Highway|Branch|Pool|Baths|Fields|Common|Island|County|Bay|Town|City"
)
# Nobody is called so: what stands before one of these, even two words before, is a place's name.
_SURE_PLACE = (
    r"(?:Hospital|Infirmary|Hospice|Library|School|College|Academy|University|Surgery|Clinic|Centre|Center|Building"
    r"|hospital|infirmary|hospice|library|primary|school|college|surgery|clinic|centre"
    r"|(?:leisure|health|medical|community) centre)\b"
)
# These are surnames too: they make a place only of what one is in, at or on.
_SURNAMES = "Ward|Hill|Day|Law|Park|Church|Lane|Bridge|Street|Court|House|Close|Place|Way|Bay|Common|Rule|Garden|Fields"
PLACES_AS_SURNAMES = frozenset(_SURNAMES.lower().split("|"))
_SURE = "|".join(word for word in _PLACE.split("|") if word not in _SURNAMES.split("|"))
_WHERE = re.compile(
    r"\b(?:in|at|on|onto|near|around|along|opposite|behind|outside|inside|through|via|the|\d+)\s$", re.I
)
_AT_ONCE = re.compile(rf"(?:['’]s?)?\s{_SURE_PLACE}")
_BEHIND = re.compile(
    rf"(?:['’]s?)?(?:(?:\s(?:and|&)\s[A-Z][\w'’]+)?(?:\s[A-Z][\w'’]+)?\s{_SURE_PLACE}"
    rf"|\s(?:(?:{_SURE})\b|(?:disease|syndrome|unit|building|station|road|avenue|gardens)\b))"
)
# Lines and envelopes that bear a name: the Elizabeth line, Lloyd George envelopes.
_NAMED_THING = re.compile(
    r"(?:Elizabeth|Victoria|Jubilee|Lioness|Windrush|Mildmay|Suffragette)['’]?\s(?i:line|tower|coach|stop)\b"
    r"|(?:Lloyd )?George['’]?\s(?i:envelopes?|records?|notes?|cross|medal|square)\b"
    r"|Boris['’]?\s(?i:bikes?|bus(?:es)?)\b"
    r"|Oliver['’]?\s(?i:twist)\b|Charlotte['’]?\s(?i:street|square)\b"
)
_BEHIND_WHERE = re.compile(rf"(?:['’]s?)?(?:\s[A-Z][\w'’]+)?\s(?i:(?:{_SURNAMES})\b)")
_OWNED = re.compile(r"['’]s?\s[a-z]")
_BEFORE = re.compile(
    r"\b(?:St|Saint|San|Santa|Great|King|Queen|Prince|Princess|Duke|Port|Lake|Mount|Fort|Camp"
    r"|Saints|Santo|São|Sankt|Sainte)\.?\s$"
)
# "St Mary's has better food": what is called after a saint or a queen is a place.
_SAINTLY = re.compile(
    r"(?:St|Saint|San|Santa|Santo|São|Sankt|Sainte|Queen|King|Prince|Princess"
    r"|Royal)\.?\s[A-Z][\w'’]+(?:\s(?:and|&)\s[A-Z][\w'’]+)?(?:['’]s?)?(?:\s[A-Z][\w'’]+)?$"
)
_LAST = re.compile(rf"\s(?:{_SURE})$")
_LAST_WHERE = re.compile(rf"\s(?:{_SURNAMES})$")


# "Sertraline 50mg" is a medicine, "The George" where one drinks.
_DOSE = re.compile(r"\s\d{1,4}\s?(?:mg|mcg|ml|g|units?)\b")
_PUB = re.compile(r"\bThe\s$")
_PUBS = frozenset(["george", "albert", "victoria", "alexandra", "clarence", "marlborough", "wellington", "nelson"])


def is_public(name: str) -> bool:
    """Whether a name, as found, is of someone in public office."""
    small = _NUMERAL.sub("", " ".join(name.lower().replace("’", "'").split()))
    return bool({small, _TITLES.sub("", small)} & _PUBLIC)


def _word_before(text: str, start: int) -> int:
    """Return where the word before a name starts: the parser may find only "Holmes" of "Sherlock Holmes"."""
    before = re.search(r"[A-Z][\w'’]{1,15}\s$", text[max(0, start - 18) : start])
    return start - len(before.group()) if before else start


def names_a_place(text: str, start: int, end: int) -> bool:
    """Whether a name is that of a hospital, street, illness and the like: "Evelyn Gardens library"."""
    behind = text[end : end + 60]
    # "Sarah's clinic" is a person's, "St Mary's clinic" is not.
    owned = _OWNED.match(behind) is not None
    if (_BEHIND.match(behind) and not owned) or _LAST.search(text[start:end]):
        return True
    if not _WHERE.search(text[max(0, start - 12) : start]):
        return False
    return bool((_BEHIND_WHERE.match(behind) and not owned) or _LAST_WHERE.search(text[start:end]))


def names_an_institution(text: str, end: int) -> bool:
    """Whether a name that ends here, titled or introduced, is part of an institution's: "Sir John Dill Hospital"."""
    return _AT_ONCE.match(text[end : end + 60]) is not None


def is_own(text: str, start: int, end: int, keep: frozenset[str]) -> bool:
    """Whether a name lies within one of those to be kept; beside one it does not."""
    around, low = text[max(0, start - 80) : end + 80].lower(), max(0, start - 80)
    if len(around) != min(len(text), end + 80) - low:  # a letter whose small form is longer: places would not agree
        return text[start:end].lower() in keep
    return any(
        low + match.start() <= start and end <= low + match.end()
        for name in keep
        if name in around  # most are not, and need no search
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", around)
    )


def is_kept(text: str, start: int, end: int, keep: frozenset[str]) -> bool:
    """Whether a name that nothing introduces stays as it is.

    Args:
        text: The text.
        start: Where the name starts.
        end: Where it ends, exclusive.
        keep: Names in small letters.
    """
    return (
        is_public(text[start:end])
        or is_public(text[_word_before(text, start) : end])
        or _DOSE.match(text[end : end + 12]) is not None
        or (text[start:end].lower() in _PUBS and _PUB.search(text[max(0, start - 5) : start]) is not None)
        or _SAINTLY.match(text[start:end]) is not None
        or _NAMED_THING.search(text[max(0, start - 1) : end + 12], 0) is not None
        or names_a_place(text, start, end)
        or is_own(text, start, end, keep)
        or _BEFORE.search(text[max(0, start - 12) : start]) is not None
    )
