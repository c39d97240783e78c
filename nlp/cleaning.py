"""Make a text readable for machine and person without losing any of its words."""

from __future__ import annotations

import re
import unicodedata

_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# Joiners carry meaning within emoji and within scripts such as Persian and Hindi; tags spell the flags of
# Wales, Scotland and England. Everywhere else they are invisible and only serve to hide things.
_MEANT = re.compile(
    "(?<=[\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]"
    "(?=[\u0600-\u0dff\u2600-\u27bf\U0001f000-\U0001faff])"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007f]+"
)
# Invisible although Unicode calls them letters, marks or symbols.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
# Visible although Unicode calls them format characters.
_VISIBLE = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")


def clean(text: str) -> str:
    """Return the text in NFC, without control, zero-width and direction-override characters or spare spaces.

    Args:
        text: Any string, lone surrogates included.

    Returns:
        The same words; runs of blanks become one space, lines keep apart with at most one empty line between
        them. Cleaning a cleaned text changes nothing.
    """
    if not (text.isascii() and text.isprintable()):
        text = _BREAKS.sub("\n", text)
        text = unicodedata.normalize("NFC", _without_hidden(text))
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _without_hidden(text: str) -> str:
    kept = []
    done = 0
    for meant in _MEANT.finditer(text):
        kept.append(_drop(text[done : meant.start()]))
        kept.append(meant.group())
        done = meant.end()
    kept.append(_drop(text[done:]))
    return "".join(kept)


def _drop(text: str) -> str:
    return "".join(character for character in text if not _is_hidden(character))


def _is_hidden(character: str) -> bool:
    if character in "\n\t" or character in _VISIBLE:
        return False
    return character in _BLANK or unicodedata.category(character) in ("Cc", "Cf", "Cs")


def origins(text: str) -> tuple[list[int], list[int]]:
    """Return where each character that is no blank of the cleaned text began and ended in the text as it came.

    Args:
        text: Any string.

    Returns:
        Starts and exclusive ends, each of as many numbers as ``clean(text)`` has characters besides blanks, in order.
        Letters that were joined to one (e and an accent) began where the first began and ended where the last did.
    """
    # Blanks come and go in cleaning, everything else keeps its order: counting it is enough to find it again.
    same = re.sub("[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    meant = {place for match in _MEANT.finditer(same) for place in range(*match.span())}
    kept = [place for place, each in enumerate(same) if place in meant or not _is_hidden(each)]
    starts: list[int] = []
    ends: list[int] = []
    begun = 0
    for here in range(1, len(kept) + 1):
        if here < len(kept) and _joins(same[kept[here]]):
            continue
        joined = unicodedata.normalize("NFC", "".join(same[place] for place in kept[begun:here]))
        length = sum(not each.isspace() for each in joined)
        starts += [kept[begun]] * length
        ends += [kept[here - 1] + 1] * length
        begun = here
    return starts, ends


def _joins(character: str) -> bool:
    """Whether composition may join a character to one before it: accents, vowel signs, the later parts of Hangul."""
    return not character.isascii() and (
        unicodedata.category(character).startswith("M")
        or unicodedata.combining(character) > 0
        or "\u1160" <= character <= "\u11ff"
    )
