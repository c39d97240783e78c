"""Words as people type them: without case, accents and marks, and figures of every alphabet."""

import re
import unicodedata


def bare(text: str) -> str:
    """Return the words without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c))))


def folded(text: str) -> str:
    """Return the text without case, with its white space as single spaces."""
    return " ".join(text.casefold().split())


def in_ascii_figures(text: str) -> str:
    """Return the text with the figures of every alphabet as 0 to 9."""
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
