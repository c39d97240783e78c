"""What a question's wording asks for: it turns the meaning of the same answer around."""

from __future__ import annotations

import re
from typing import Literal

QuestionKind = Literal["improve", "praise", "open"]

_IMPROVE = re.compile(
    r"\b(?:improv\w*|better|change[ds]?|wrong|difficult\w*|problems?|suggest\w*|dissatisf\w*|missing|worst|dislike\w*"
    r"|lacking|differently|frustrat\w*|gwella|newid|well yet)\b",
    re.I,
)
_PRAISE = re.compile(
    r"\b(?:good|best|well|lik(?:e|ed) (?:most|about)|did you like|enjoy\w*|satisf\w*|pleased|worked|helpful"
    r"|da|gorau)\b",
    re.I,
)


def kind_of(question: str) -> QuestionKind:
    """Return whether the question asks for faults, for praise, or for both or anything ("open")."""
    improve, praise = bool(_IMPROVE.search(question)), bool(_PRAISE.search(question))
    if improve == praise:
        return "open"
    return "improve" if improve else "praise"
