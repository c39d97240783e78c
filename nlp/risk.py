"""Tell the comments that a person should look at today, by rules: too few exist to learn from.

The rules would rather raise a comment too many than miss one; figures of speech are taken out first.
"""

from __future__ import annotations

import re

from nlp import lists

_FIGURES_OF_SPEECH = re.compile(rf"\b(?:{'|'.join(lists.lines('figures_of_speech'))})", re.I)

_RISKS = re.compile("|".join(lists.lines("risks")), re.I | re.S)


def is_urgent(text: str) -> bool:
    """Whether the words suggest that someone may come to harm, or that a serious incident happened.

    Args:
        text: A redacted text of any length; straight or curly apostrophes.
    """
    plain = text.replace("’", "'")
    return bool(_RISKS.search(_FIGURES_OF_SPEECH.sub(" . ", plain)))
