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
