"""Measure an understander on messages that it has not learnt from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sklearn.metrics import f1_score, precision_recall_fscore_support

from nlp.understanding import INTENTS, Understander
from nlp.understanding.examples import Example


def score(by: Understander, examples: Sequence[Example]) -> dict[str, Any]:
    """Return the figures, shares 0 to 1.

    Args:
        by: What understands.
        examples: N >= 1 messages with their intents and values.

    ``intents``: macro F1 over the intents that occur, accuracy, and each intent's own. ``values``: the share of
    messages whose values are all right and none too many, among those that have or got any; and of single values.
    """
    meanings = list(by.understand(one.message for one in examples))
    truth, found = [one.intent for one in examples], [one.intent for one in meanings]
    occurring = [intent for intent in INTENTS if intent in truth]
    each = precision_recall_fscore_support(truth, found, labels=occurring, zero_division=0.0)
    mistaken = Counter((right, wrong) for right, wrong in zip(truth, found, strict=True) if right != wrong)
    told = [
        (one.values, meaning.values)
        for one, meaning in zip(examples, meanings, strict=True)
        if one.values or meaning.values
    ]
    single = [(want.get(key), got.get(key)) for want, got in told for key in want.keys() | got.keys()]
    return {
        "messages": len(examples),
        "intents": {
            "macro_f1": round(float(f1_score(truth, found, labels=occurring, average="macro", zero_division=0.0)), 3),
            "accuracy": round(sum(map(str.__eq__, truth, found)) / len(truth), 3),
            "each": {
                intent: {
                    "precision": round(float(p), 3),
                    "recall": round(float(r), 3),
                    "f1": round(float(f), 3),
                    "n": int(n),
                }
                for intent, p, r, f, n in zip(occurring, *each, strict=True)
            },
            "mistaken": [f"{right} as {wrong}: {n}" for (right, wrong), n in mistaken.most_common(12)],
        },
        "values": {
            "all_right": round(sum(want == got for want, got in told) / max(1, len(told)), 3),
            "of_messages": len(told),
            "each_right": round(sum(want == got for want, got in single) / max(1, len(single)), 3),
        },
    }
