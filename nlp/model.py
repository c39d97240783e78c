"""From features to probabilities: one linear model a theme, one for sentiment, and how clause and whole are joined."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, get_args

import numpy as np
from scipy.special import expit, logit, softmax

from nlp import Sentiment
from nlp.features import Features
from nlp.questions import QuestionKind

SENTIMENTS: Final[tuple[Sentiment, ...]] = get_args(Sentiment)
POSITIVE, NEGATIVE, MIXED, NEUTRAL = range(4)
# Keeps log-odds finite: no text is more certain than this.
_EDGE: Final = 1e-4


@dataclass(frozen=True)
class Weights:
    """Everything learnt but the vocabulary. F features, T themes, 4 sentiments in the order of `SENTIMENTS`.

    Attributes:
        theme_coef, theme_intercept: T x F and T, logistic regressions of each theme.
        theme_join: 3: weight of the whole text's log-odds, of the clause's, and a constant.
        theme_thresholds: T, least joined probability at which a theme is marked.
        sentiment_coef, sentiment_intercept: 4 x F and 4, one multinomial logistic regression.
        sentiment_join: 4 x J, weights of what `sentiment_evidence` returns.
        sentiment_join_intercept: 4.
    """

    theme_coef: np.ndarray
    theme_intercept: np.ndarray
    theme_join: np.ndarray
    theme_thresholds: np.ndarray
    sentiment_coef: np.ndarray
    sentiment_intercept: np.ndarray
    sentiment_join: np.ndarray
    sentiment_join_intercept: np.ndarray


@dataclass(frozen=True)
class Raw:
    """A piece's probabilities before joining: the whole's (T and 4), and its n clauses' (n x T and n x 4)."""

    whole_themes: np.ndarray
    whole_sentiment: np.ndarray
    clause_themes: np.ndarray
    clause_sentiments: np.ndarray


@dataclass(frozen=True)
class Judgement:
    """A piece's final probabilities: clause by theme (n x T), clause by sentiment (n x 4), its sentiment (4)."""

    clause_themes: np.ndarray
    clause_sentiments: np.ndarray
    sentiment: np.ndarray


class Model:
    """A trained pipeline's arithmetic."""

    def __init__(self, features: Features, weights: Weights) -> None:
        self.features = features
        self.weights = weights

    def raw(self, pieces: Sequence[tuple[str, Sequence[str]]], kinds: Sequence[QuestionKind]) -> list[Raw]:
        """Return each piece's unjoined probabilities.

        Args:
            pieces: Whole text and clauses' texts (at least one) of each piece.
            kinds: Each piece's kind of question, same length.
        """
        texts, text_kinds = [], []
        for (whole, clauses), kind in zip(pieces, kinds, strict=True):
            texts += [whole, *clauses]
            text_kinds += [kind] * (1 + len(clauses))
        rows = self.features.transform(texts, text_kinds)
        themes = expit(rows @ self.weights.theme_coef.T + self.weights.theme_intercept)
        sentiments = softmax(rows @ self.weights.sentiment_coef.T + self.weights.sentiment_intercept, axis=1)
        raws = []
        at = 0
        for _, clauses in pieces:
            after = at + 1 + len(clauses)
            raws.append(Raw(themes[at], sentiments[at], themes[at + 1 : after], sentiments[at + 1 : after]))
            at = after
        return raws

    def judge(self, raw: Raw) -> Judgement:
        """Join what the whole says with what each clause says."""
        join = self.weights.theme_join
        odds = join[0] * _log_odds(raw.whole_themes) + join[1] * _log_odds(raw.clause_themes) + join[2]
        evidence = sentiment_evidence(raw)
        sentiment = softmax(self.weights.sentiment_join @ evidence + self.weights.sentiment_join_intercept)
        if len(raw.clause_sentiments) == 1:
            clause_sentiments = sentiment[np.newaxis]
        else:
            clause_sentiments = (3 * raw.clause_sentiments + raw.whole_sentiment) / 4
        return Judgement(expit(odds), clause_sentiments, sentiment)


def _log_odds(probabilities: np.ndarray) -> np.ndarray:
    return np.asarray(logit(np.clip(probabilities, _EDGE, 1 - _EDGE)))


def theme_evidence(raw: Raw) -> np.ndarray:
    """Return T x 2: each theme's log-odds in the whole text and in the clause where it is likeliest."""
    return np.stack([_log_odds(raw.whole_themes), _log_odds(raw.clause_themes.max(axis=0))], axis=1)


def sentiment_evidence(raw: Raw) -> np.ndarray:
    """Return what a piece's sentiment is judged by: 4 log-probabilities of the whole, 4 facts about its clauses."""
    whole = np.log(np.clip(raw.whole_sentiment, _EDGE, 1))
    clauses = raw.clause_sentiments
    praise, blame = clauses[:, POSITIVE].max(), clauses[:, NEGATIVE].max()
    lean = (clauses[:, POSITIVE] - clauses[:, NEGATIVE]).mean()
    clash = min(praise, blame) if len(clauses) > 1 else 0.0
    return np.concatenate([whole, [praise, blame, lean, clash]])
