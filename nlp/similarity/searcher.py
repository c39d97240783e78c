"""Find the article that answers a question: by meaning in English, by wording in every language."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from nlp.similarity import SURE, ArticleText, Found
from nlp.similarity.cutting import paragraphs, sentences
from nlp.similarity.encoder import WIDTH, SentenceEncoder
from nlp.similarity.wording import cover

ENGLISH: Final = "en"
# Longer questions say more than they ask.
LONGEST_QUESTION: Final = 500
# So many of an article's nearest vectors are averaged: one alone is near by chance too often.
_NEAREST: Final = 3


@dataclass(frozen=True)
class Weights:
    """How a question's nearness to the best article becomes a probability.

    ``wording`` is what a share of the wording is worth beside the nearness. The others are the factors of a logistic
    function: of the nearness, of the share of the wording, and of the distance to the next article. That is taken to
    be ``floor`` near at least, so that a lonely article is not sure of itself for want of others.
    """

    wording: float
    floor: float
    near: float
    share: float
    distance: float
    constant: float


# Learnt by logistic regression on the "tune" part of `nlp/data/articles.jsonl`, then rounded.
BY_MEANING: Final = Weights(wording=0.25, floor=0.25, near=2.8, share=2.8, distance=10.5, constant=-4.1)
BY_WORDING: Final = Weights(wording=1.0, floor=0.2, near=0.0, share=4.1, distance=4.3, constant=-3.2)


@dataclass(frozen=True)
class _Near:
    text: ArticleText
    near: float
    share: float
    sentence: int


class ArticleSearcher:
    """Searches with one encoder. Not for use by several threads at once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder

    @property
    def name(self) -> str:
        """Name of the encoder."""
        return self._encoder.name

    def embed(self, text: ArticleText) -> bytes | None:
        """Return the vectors of an English text: its title, then each sentence with the title and by itself."""
        if _base(text.language) != ENGLISH:
            return None
        vectors = self._encoder.vectors([text.title, *_each(text), *paragraphs(text.body)])
        return vectors.astype(np.float16).tobytes()

    def meanings(self, sentences: Sequence[str]) -> list[bytes]:
        """Return the vector of each English sentence."""
        return [vector.astype("<f4").tobytes() for vector in self._encoder.vectors(sentences)]

    def search(self, question: str, *, language: str, texts: Sequence[ArticleText]) -> Found | None:
        """Return what fits a question best, however badly; None where there is nothing to search."""
        asked = question[:LONGEST_QUESTION]
        own = _base(language)
        languages = sorted({_base(text.language) for text in texts}, key=lambda each: (each != own, each))
        found: list[Found] = []
        for each in languages:
            best = self._best(asked, [text for text in texts if _base(text.language) == each], each)
            if best is not None:
                found.append(best)
                if best.confidence >= SURE:
                    return best
        return max(found, key=lambda each: each.confidence, default=None)

    def _best(self, question: str, texts: Sequence[ArticleText], language: str) -> Found | None:
        by_meaning = language == ENGLISH
        if by_meaning:
            texts = [text for text in texts if text.vectors]
        if not texts:
            return None
        weights = BY_MEANING if by_meaning else BY_WORDING
        shares = cover(question, [f"{text.title}\n{text.body}" for text in texts])
        asked = self._encoder.vectors([question])[0] if by_meaning else None
        nears = [_nearness(text, question, share, asked) for text, share in zip(texts, shares, strict=True)]
        first, second = _two_best(nears, weights)
        distance = _worth(first, weights) - max(weights.floor, _worth(second, weights) if second else 0.0)
        odds = weights.near * first.near + weights.share * first.share + weights.distance * distance + weights.constant
        confidence = 1.0 / (1.0 + math.exp(-odds))
        return Found(first.text.article, first.text.language, first.sentence, round(confidence, 4))


def _each(text: ArticleText) -> list[str]:
    """Return each sentence twice: with the title, and by itself."""
    own = [sentence for paragraph in paragraphs(text.body) for sentence in sentences(paragraph)]
    return [version for sentence in own for version in (f"{text.title}. {sentence}", sentence)]


def _nearness(text: ArticleText, question: str, share: float, asked: np.ndarray | None) -> _Near:
    if asked is None or text.vectors is None:
        own = [sentence for paragraph in paragraphs(text.body) for sentence in sentences(paragraph)]
        shares = cover(question, own)
        return _Near(text, 0.0, share, int(np.argmax(shares)) if shares else 0)
    nearness = np.frombuffer(text.vectors, dtype=np.float16).reshape(-1, WIDTH).astype(np.float32) @ asked
    pairs = nearness[1 : 1 + len(_each(text))].reshape(-1, 2)
    sentence = int(pairs.max(axis=1).argmax()) if len(pairs) else 0
    return _Near(text, float(np.sort(nearness)[-_NEAREST:].mean()), share, sentence)


def _worth(near: _Near, weights: Weights) -> float:
    return near.near + weights.wording * near.share


def _two_best(nears: Sequence[_Near], weights: Weights) -> tuple[_Near, _Near | None]:
    ordered = sorted(nears, key=lambda near: -_worth(near, weights))
    return ordered[0], ordered[1] if len(ordered) > 1 else None


def _base(language: str) -> str:
    return language.partition("-")[0]
