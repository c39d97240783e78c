"""The town that follows an address."""

from __future__ import annotations

import re

from nlp import lists
from nlp.patterns.places import AREAS

_WORD = r"[^\W\d_](?:[^\W\d_]|['’-]){1,20}(?!\w)"
_CAPITAL = rf"(?=[A-Z]){_WORD}"
_TOWNS = lists.words("places") | lists.words("towns")
NO_TOWN = lists.words("not_names") - lists.words("places") | lists.words("after_a_name") | lists.words("english")

_BEHIND = re.compile(
    rf",?\s(?:Yr?\s)?(?P<word>{_WORD})(?P<more>(?:(?:-(?:on|upon|le|in|under|by|y"
    rf"|yr|the|super)-|\s(?:upon|le|under|by|y|yr)\s(?:the\s)?){_CAPITAL}|\s(?:on|in) (?:the |Sea"
    rf"|Thames|Trent|Avon|Tees|Tyne|Wye|Furness|Arden){_CAPITAL}?|\s{_CAPITAL}){{0,2}})"
    r"(?P<district>\s\d{1,2}(?!\w))?"
)
_ENDED = re.compile(rf"\s?(?:[.,;:)!?\n]|$|\s(?:{AREAS})\d)", re.I)


def end_behind(behind: str) -> int:
    """Return how many characters behind an address are the rest of it: its district and town."""
    end = 0
    for _ in range(3):
        match = _BEHIND.match(behind, end)
        if not match:
            break
        comma = match.group().startswith(",")
        word = match["word"].lower()
        # Only the last word in a row of capitals tells a town from the sentence: "Paisley on 1 April".
        known = word in _TOWNS or (match.group("word") + match.group("more")).lower().split("-")[0] in _TOWNS
        stop = match.end() if match["more"] or match["district"] else match.end("word")
        if match["more"] and known and not _ENDED.match(behind, stop):
            stop = match.end("word")
        unknown = comma and match["word"][0].isupper() and word not in NO_TOWN and _ENDED.match(behind, stop)
        if not ((known and (comma or match["word"][0].isupper())) or unknown):
            break
        end = stop
    return end
