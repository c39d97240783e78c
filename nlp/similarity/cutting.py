"""Cut an article into paragraphs and sentences, and quote some of it. Costs nothing to import."""

from __future__ import annotations

import re
from typing import Final

LONGEST_EXTRACT: Final = 300
_PARAGRAPHS = re.compile(r"\s*\n\s*\n\s*")
# Behind a sentence's end and before what may begin one: "6.30 pm. On" is cut, "6.30 pm" is not.
_SENTENCES = re.compile(r"(?<=[.!?…؟])[\"')\]”’]*\s+(?=[^\s.,;:a-z])|\n+")


def paragraphs(body: str) -> list[str]:
    """Return the paragraphs of a text, those that are empty left out."""
    return [each for each in _PARAGRAPHS.split(body.strip()) if each]


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph; a line of a list is one."""
    return [each.strip() for each in _SENTENCES.split(paragraph) if each.strip()]


def extract(body: str, sentence: int, *, most: int = LONGEST_EXTRACT) -> str:
    """Return whole sentences of the paragraph that holds a sentence, that one among them.

    Args:
        body: The article.
        sentence: Which of its sentences is wanted, from 0; the first where there is no such.
        most: Characters that it may have. A single sentence that is longer ends behind a word, with "…".

    An article that is no longer is returned whole: a part of it may be the wrong one.
    """
    whole = " ".join(" ".join(sentences(paragraph)) for paragraph in paragraphs(body))
    if len(whole) <= most:
        return whole
    first = 0
    for paragraph in paragraphs(body):
        within = sentences(paragraph)
        if sentence < first + len(within):
            return _quoted(within, max(0, sentence - first), most)
        first += len(within)
    return extract(body, 0, most=most) if first and sentence else ""


def _quoted(within: list[str], wanted: int, most: int) -> str:
    # From the paragraph's beginning if it fits, since a sentence alone may hang in the air.
    begin = 0 if len(" ".join(within[: wanted + 1])) <= most else wanted
    taken = within[begin]
    for each in within[begin + 1 :]:
        if len(taken) + 1 + len(each) > most:
            break
        taken += f" {each}"
    if len(taken) <= most:
        return taken
    return taken[: taken.rfind(" ", 0, most) if " " in taken[:most] else most - 1].rstrip(",;:. ") + "…"
