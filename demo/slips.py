"""How people type: without full stops, in lower case, in a hurry, with a slip or two."""

import re
from collections.abc import Mapping
from random import Random

_VOICES = ("careful", "no stop", "slips", "phone", "lower", "shout")
_WEIGHTS = (46, 20, 14, 9, 9, 2)
_WEIGHTS_WHOLE = (66, 12, 14, 0, 8, 0)
_LONGEST_SHOUT = 90
_SHARE_FINGER = 0.5
_SHORTENED = {
    "you": "u",
    "are": "r",
    "please": "pls",
    "thanks": "thx",
    "people": "ppl",
    "weeks": "wks",
    "because": "cos",
}


def retype(text: str, *, rng: Random, slips: Mapping[str, tuple[str, ...]], whole: bool) -> str:
    """Return the text as somebody might have typed it.

    Args:
        text: A comment with proper punctuation.
        rng: Where the chance comes from.
        slips: Misspellings by the right spelling, in lower case.
        whole: The comment was written as it stands, so its style is left and only little is changed.
    """
    voice = rng.choices(_VOICES, _WEIGHTS_WHOLE if whole else _WEIGHTS)[0]
    if voice == "no stop":
        return text.removesuffix(".")
    if voice == "slips":
        return _misspell(text, rng, slips, most=3)
    if voice == "phone":
        return _on_a_phone(_misspell(text, rng, slips, most=1), rng)
    if voice == "lower":
        return text.lower().removesuffix(".")
    if voice == "shout" and len(text) <= _LONGEST_SHOUT:
        return text.upper()
    return text


def _misspell(text: str, rng: Random, slips: Mapping[str, tuple[str, ...]], *, most: int) -> str:
    """Misspell up to ``most`` words that people do misspell; if there is none, let a finger slip."""
    words = text.split(" ")
    chances = [i for i, word in enumerate(words) if _bare(word) in slips]
    if not chances:
        return _finger(text, rng) if rng.random() < _SHARE_FINGER else text
    for i in rng.sample(chances, min(len(chances), rng.randint(1, most))):
        right = _bare(words[i])
        wrong = rng.choice(slips[right])
        start = words[i].lower().index(right)
        if words[i][:1].isupper() and start == 0:
            wrong = wrong[:1].upper() + wrong[1:]
        words[i] = words[i][:start] + wrong + words[i][start + len(right) :]
    return " ".join(words)


def _bare(word: str) -> str:
    return word.lower().strip('.,;:!?"()')


def _finger(text: str, rng: Random) -> str:
    """Swap two letters inside a longer word, or lose one."""
    places = [m.start() + 1 for m in re.finditer(r"[a-z]{5,}", text)]
    if not places:
        return text
    at = rng.choice(places) + rng.randint(0, 1)
    pair = text[at : at + 2]
    slipped = rng.choice((pair[::-1], pair[::-1], pair[0], pair[1]))
    return text[:at] + slipped + text[at + 2 :]


def _on_a_phone(text: str, rng: Random) -> str:
    """Lower case, hardly any punctuation, some words cut short."""
    text = text.lower().replace("'", "").replace(". ", rng.choice((" ", " ", " ", ", ", ", ", "  "))).rstrip(".")
    if rng.random() < 0.5:
        text = text.replace(",", "")
    if rng.random() < 0.4:
        text = " ".join(_SHORTENED.get(word, word) for word in text.split(" "))
    return text
