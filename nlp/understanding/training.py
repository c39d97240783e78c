"""Make the understanding of messages: teach the encoder, fit the words, join them, measure, write the card."""

from __future__ import annotations

import json
import random
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from nlp import cards
from nlp.storage import ENCODER, PIECES
from nlp.understanding import INTENTS, examples, scoring, storage
from nlp.understanding.evidence import Evidence
from nlp.understanding.examples import Example
from nlp.understanding.filling import values_of
from nlp.understanding.model import Words
from nlp.understanding.understander import ModelUnderstander

SEED: Final = 20261127
ROUNDS: Final = 4
# So many of the replies are learnt as answers too, so that an answer in other words is taken for one.
MOST_ANSWERS: Final = 1_200
WORD_C: Final = 20.0
# How much the words count beside the encoder, which has read the examples and is surer of them than of others: the best
# of six on understood_check.jsonl.
WORD_WEIGHT: Final = 1.5


def train(
    messages: Sequence[Path],
    replies: Sequence[Path],
    test: Sequence[Path],
    out: Path,
    report: Callable[[str], None],
    finetune: Path | None,
) -> dict[str, Any]:
    """Write an understanding into a folder and return its card.

    Args:
        messages: Files of messages with their intents.
        replies: Files of words and what they say of a question.
        test: Files of messages with intents and values, of which nothing is learnt.
        out: The folder.
        report: Told each step in a line.
        finetune: Folder of the BERT to teach; None to keep the encoder and heads that ``out`` has.

    Raises:
        ExampleLineError: A file holds something else.
    """
    learnt = [one for path in messages for one in examples.messages(path)]
    meant = [one for path in replies for one in examples.replies(path)]
    answers = [one for reply in meant if (one := examples.answers_in(reply))]
    random.Random(SEED).shuffle(answers)  # noqa: S311 - chance, not a secret
    meant += [reply for one in learnt for reply in examples.replies_in(one)]
    learnt += answers[:MOST_ANSWERS]
    out.mkdir(parents=True, exist_ok=True)
    if finetune:
        from nlp.understanding import teaching

        report(f"Teaching the encoder by {len(learnt)} messages and {len(meant)} replies …")
        shutil.copyfile(finetune / "vocab.txt", out / PIECES)
        vocabulary = (out / PIECES).read_text(encoding="utf-8").splitlines()
        weights = finetune / "model.safetensors"
        heads = teaching.teach(
            learnt, meant, weights, vocabulary, out / ENCODER, rounds=ROUNDS, seed=SEED, report=report
        )
    else:
        heads = storage.load(out).heads
    report("Learning words …")
    evidence, words = fitted(learnt)
    storage.save(out, heads=heads, evidence=evidence, words=words)
    card = _card(out, learnt=len(learnt), meant=len(meant), sources=[*messages, *replies])
    _write(out, card)
    if test:
        report("Measuring …")
        by = ModelUnderstander(out.name, storage.load(out))
        card["test"] = scoring.score(by, [one for path in test for one in examples.messages(path)])
        _write(out, card)
    return card


def fitted(learnt: Sequence[Example]) -> tuple[Evidence, Words]:
    """Return the vocabulary and the logistic regression on it."""
    messages = [one.message for one in learnt]
    evidence = Evidence().fit(messages)
    rows = evidence.rows(messages, [values_of(message) for message in messages])
    model = LogisticRegression(C=WORD_C, max_iter=400, class_weight="balanced")
    model.fit(rows, [INTENTS.index(one.intent) for one in learnt])
    return evidence, Words(
        word_intent=model.coef_.astype(np.float32),
        word_intent_bias=model.intercept_.astype(np.float32),
        word_weight=np.array([WORD_WEIGHT], dtype=np.float32),
    )


def _card(out: Path, *, learnt: int, meant: int, sources: Sequence[Path]) -> dict[str, Any]:
    return {
        "name": out.name,
        "what": "Tells what a person wants in a conversation, and which questions their words answer.",
        "licence": "MIT; the encoder's first weights, all-MiniLM-L6-v2, Apache-2.0",
        "messages": learnt,
        "replies": meant,
        "sources": {path.name: cards.sha256_of(path) for path in sources},
        "files": {file: cards.sha256_of(out / file) for file in storage.FILES},
        "limits": [
            "English and some Welsh; other languages are understood by chance.",
            "What it says of a question that was not asked is a guess that the person must see and can change.",
            "It misses some who are at risk, and must never be the only safety net.",
        ],
    }


def _write(out: Path, card: dict[str, Any]) -> None:
    (out / cards.CARD).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
