"""A message as numbers that tell what the person wants: its words, what was asked, what it answers, how it looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp.risk import is_urgent
from nlp.understanding import INTENTS, TYPES, Said, Value, agreement
from nlp.understanding.phrases import Phrases
from nlp.understanding.wording import plain

# What no two of the examples' writers said is no evidence.
LEAST_MESSAGES: Final = 2
MOST_RUNS: Final = 16_000
MOST_WORDS: Final = 9_000
GROUPS: Final = ("words", "runs")
_PIECES = re.compile(r"[^\W_]+|[?!]")


class Evidence:
    """Two TF-IDF vectorisers, the expressions of intents, and flags side by side."""

    def __init__(
        self,
        vocabulary: dict[str, list[str]] | None = None,
        idf: dict[str, np.ndarray] | None = None,
    ) -> None:
        """Make unfitted vectorisers, or with a vocabulary and its weights for each of `GROUPS` fitted ones."""
        self._vectorisers: dict[str, TfidfVectorizer] = {
            "words": TfidfVectorizer(
                tokenizer=_tokens, token_pattern=None, lowercase=False, ngram_range=(1, 3), sublinear_tf=True,
                dtype=np.float32, min_df=LEAST_MESSAGES, max_features=MOST_WORDS,
            ),
            "runs": TfidfVectorizer(
                lowercase=False, analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, dtype=np.float32,
                min_df=LEAST_MESSAGES, max_features=MOST_RUNS,
            ),
        }  # fmt: skip
        self._phrases = Phrases()
        if vocabulary is not None and idf is not None:
            for group, vectoriser in self._vectorisers.items():
                vectoriser.vocabulary = {entry: place for place, entry in enumerate(vocabulary[group])}
                vectoriser.idf_ = idf[group]
        self._known = frozenset(vocabulary["words"] if vocabulary else ())

    def fit(self, messages: Sequence[Said]) -> Evidence:
        """Learn the vocabulary and its weights."""
        texts = [plain(message.said) for message in messages]
        for vectoriser in self._vectorisers.values():
            vectoriser.fit(texts)
        self._known = frozenset(self._vectorisers["words"].vocabulary_)
        return self

    def rows(self, messages: Sequence[Said], values: Sequence[dict[str, Value]]) -> sparse.csr_matrix:
        """Return one row for each message, given what each answers."""
        texts = [plain(message.said) for message in messages]
        parts = [self._vectorisers[group].transform(texts) for group in GROUPS]
        flags = np.array([_flags(*each) for each in zip(messages, texts, values, strict=True)], dtype=np.float32)
        phrases = np.array([self._expressed(text) for text in texts], dtype=np.float32)
        return sparse.hstack([*parts, sparse.csr_matrix(flags), sparse.csr_matrix(phrases)], format="csr")

    def knows(self, plain: str) -> bool:
        """Whether any word of a message was learnt from; of figures, signs and other writings nobody can say."""
        words = re.findall(r"[a-zâêîôûŵŷëïöüáéíóú]+", plain)
        return not words or any(word in self._known for word in words)

    def _expressed(self, text: str) -> list[float]:
        found = self._phrases.intents(text)
        return [float(intent in found) for intent in INTENTS]

    def vocabulary(self) -> dict[str, list[str]]:
        """Return each group's entries in the order of their columns."""
        return {group: self._vectorisers[group].get_feature_names_out().tolist() for group in GROUPS}

    def idf(self) -> dict[str, np.ndarray]:
        """Return each group's inverse document frequencies, in the order of the vocabulary."""
        return {group: np.asarray(self._vectorisers[group].idf_, dtype=np.float32) for group in GROUPS}


def _tokens(text: str) -> list[str]:
    return _PIECES.findall(text)


def _flags(message: Said, text: str, values: dict[str, Value]) -> list[float]:
    """Return what is known besides the words: what was asked, whether it is answered, how the message looks."""
    asked = message.asked
    kind = asked.type if asked else "none"
    answered = asked is not None and bool({asked.key, f"{asked.key}_minutes"} & values.keys())
    plain_answer = agreement.is_plain(text)
    words = len(text.split())
    kinds = [float(kind == one) for one in (*TYPES, "none")]
    return [
        *kinds,
        *(one * float(answered) for one in kinds),
        *(one * float(not answered and kind != "text") for one in kinds),
        float(bool(values)),
        float(answered),
        float(plain_answer is True),
        float(plain_answer is False),
        float(plain_answer is not None and kind == "yes_no"),
        float("?" in text),
        float(is_urgent(message.said)),
        float(words <= 1),
        float(words <= 3),
        float(words > 8),
        float(words > 20),
        float(not re.search(r"[^\W\d_]", text)),
    ]
