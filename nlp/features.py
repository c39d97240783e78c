"""Words, letters, question-times-word and words of one meaning as numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer

from nlp import lists
from nlp.naming import GIVEN_NAMES
from nlp.questions import QuestionKind
from nlp.redaction import PLACEHOLDER

# No word, pair of words or run of letters from fewer comments than this is kept: it might tell on someone.
LEAST_COMMENTS = 5
MOST_CHARACTER_RUNS = 24_000
GROUPS = ("words", "characters", "crosses", "concepts")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_CONCEPTS = [(name, re.compile(meaning)) for name, meaning in (line.split(" ", 1) for line in lists.lines("concepts"))]


def plain(text: str) -> str:
    """Return the text as the vectorisers read it: small letters, no placeholders or given names, figures as noughts."""
    text = PLACEHOLDER.sub(" ", text).replace("’", "'").lower()
    text = re.sub(r"\d+", "0", text.replace("name redacted", " "))
    return _TOKEN.sub(_without_name, text)


def _without_name(token: re.Match[str]) -> str:
    # Redaction finds names by their capital; what is written small would otherwise be learnt.
    return "" if token[0].removesuffix("'s") in GIVEN_NAMES else token[0]


def _tokens(text: str) -> list[str]:
    return _TOKEN.findall(plain(text))


def _crosses(pair: tuple[str, QuestionKind]) -> list[str]:
    text, kind = pair
    # An open question leaves the answer's words as they are.
    if kind == "open":
        return [kind]
    return [kind, *(f"{kind} {token}" for token in _tokens(text))]


def _concepts(text: str) -> list[str]:
    words = plain(text)
    return [name for name, meaning in _CONCEPTS if meaning.search(words)]


class Features:
    """Four TF-IDF vectorisers side by side, fitted or rebuilt from their vocabulary."""

    def __init__(
        self, vocabulary: dict[str, list[str]] | None = None, idf: dict[str, np.ndarray] | None = None
    ) -> None:
        """Make unfitted vectorisers, or with a sorted vocabulary and its weights for each of `GROUPS` fitted ones."""
        common = partial(TfidfVectorizer, sublinear_tf=True, dtype=np.float32)
        makers = {
            "words": partial(common, tokenizer=_tokens, token_pattern=None, lowercase=False, ngram_range=(1, 2)),
            "characters": partial(common, preprocessor=plain, analyzer="char_wb", ngram_range=(2, 5)),
            "crosses": partial(common, analyzer=_crosses),
            "concepts": partial(common, analyzer=_concepts),
        }
        self._vectorisers: dict[str, TfidfVectorizer] = {}
        for group, make in makers.items():
            if vocabulary is None or idf is None:
                most = MOST_CHARACTER_RUNS if group == "characters" else None
                self._vectorisers[group] = make(min_df=LEAST_COMMENTS, max_features=most)
            else:
                self._vectorisers[group] = make(vocabulary={entry: i for i, entry in enumerate(vocabulary[group])})
                self._vectorisers[group].idf_ = idf[group]

    def fit(self, texts: Sequence[str], kinds: Sequence[QuestionKind]) -> Features:
        """Learn the vocabulary and its weights from texts and their questions' kinds, of equal length."""
        for group, vectoriser in self._vectorisers.items():
            vectoriser.fit(_input(group, texts, kinds))
        return self

    def transform(self, texts: Sequence[str], kinds: Sequence[QuestionKind]) -> sparse.csr_matrix:
        """Return one row for each text, a column for each entry of the vocabulary, in the order of `GROUPS`."""
        parts = [self._vectorisers[group].transform(_input(group, texts, kinds)) for group in GROUPS]
        return sparse.hstack(parts, format="csr")

    def vocabulary(self) -> dict[str, list[str]]:
        """Return each group's entries, sorted, which is also the order of their columns."""
        return {group: self._vectorisers[group].get_feature_names_out().tolist() for group in GROUPS}

    def idf(self) -> dict[str, np.ndarray]:
        """Return each group's inverse document frequencies, in the order of the vocabulary."""
        return {group: np.asarray(self._vectorisers[group].idf_, dtype=np.float32) for group in GROUPS}


def _input(group: str, texts: Sequence[str], kinds: Sequence[QuestionKind]) -> Sequence[object]:
    return list(zip(texts, kinds, strict=True)) if group == "crosses" else texts
