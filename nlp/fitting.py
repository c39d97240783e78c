"""Learn words and how the views are joined, from readings of labelled comments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.special import expit, softmax
from sklearn.linear_model import LogisticRegression

from nlp.encoder.session import Asked
from nlp.examples import Example
from nlp.features import Features
from nlp.model import (
    POLARITIES,
    SENTIMENTS,
    Joint,
    Views,
    Words,
    sentiment_evidence,
    theme_evidence,
    urgent_evidence,
    urgent_probability,
)
from nlp.questions import kind_of
from nlp.reading import Reading
from nlp.risk import is_urgent
from nlp.settling import settled
from nlp.themes import THEME_KEYS

SEED: Final = 20261123
THEME_C: Final = 4.0
SENTIMENT_C: Final = 2.0
SENTIMENT_JOIN_C: Final = 0.5
# The written comments hold more mixed and indirect ones than people send: to the words each counts this much.
WRITTEN_WEIGHT: Final = 0.5
# A rare theme's own best threshold is mostly chance: it counts as much as the common one at this many examples.
THRESHOLD_TRUST: Final = 40
# An urgent comment that is missed costs more than a plain one that is raised: of the raised, this share is to be right.
URGENT_PRECISION: Final = 0.4
URGENT_C: Final = 2.0
# One comment in so many, and one written service in so many, is kept aside while the views' joint is learnt.
ASIDE: Final = 10


@dataclass(frozen=True)
class Labelled:
    """N examples as the fitting takes them. ``polarities`` is -1 where a theme is not marked."""

    asked: list[Asked]
    themes: np.ndarray  # N x T, 0 or 1
    polarities: np.ndarray  # N x T, index into POLARITIES, -1 for none
    sentiments: np.ndarray  # N, index into SENTIMENTS
    urgent: np.ndarray  # N, 0 or 1
    is_written: np.ndarray  # N, whether by the project and not by a citizen
    is_aside: np.ndarray  # N, whether kept aside while the joint is learnt

    def part(self, rows: np.ndarray) -> Labelled:
        """Return the examples at these row numbers, or where a row of truths is true."""
        places = np.arange(len(self.asked))[rows]
        arrays = (self.themes, self.polarities, self.sentiments, self.urgent, self.is_written, self.is_aside)
        return Labelled([self.asked[place] for place in places], *(array[places] for array in arrays))


def labelled(examples: Sequence[Example], readings: Sequence[Reading]) -> Labelled:
    """Return those examples that the model will be asked about, ready to be learnt from."""
    pairs = [(example, reading) for example, reading in zip(examples, readings, strict=True) if reading.pieces]
    polarities = np.array(
        [
            [POLARITIES.index(example.themes[theme]) if theme in example.themes else -1 for theme in THEME_KEYS]
            for example, _ in pairs
        ]
    )
    return Labelled(
        asked=[_asked(reading) for _, reading in pairs],
        themes=(polarities >= 0).astype(int),
        polarities=polarities,
        sentiments=np.array([SENTIMENTS.index(example.sentiment) for example, _ in pairs]),
        urgent=np.array([int(example.urgent) for example, _ in pairs]),
        is_written=np.array([example.source_name == "written" for example, _ in pairs]),
        is_aside=np.array([_is_aside(example) for example, _ in pairs]),
    )


def _asked(reading: Reading) -> Asked:
    clauses = tuple(clause for piece in reading.pieces for clause in piece.clauses)
    return Asked(reading.redacted, reading.source.question, clauses or ((0, len(reading.redacted)),))


def _is_aside(example: Example) -> bool:
    # Whole services: what is kept aside shall tell how a service is read of which nothing was learnt.
    key = example.service or example.key
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big") % ASIDE == 0


def fit_words(data: Labelled) -> tuple[Features, Words]:
    """Return the vocabulary and its weights, learnt from whole texts."""
    texts, kinds = [one.text for one in data.asked], [kind_of(one.question) for one in data.asked]
    features = Features().fit(texts, kinds)
    rows = features.transform(texts, kinds)
    weights = np.where(data.is_written, WRITTEN_WEIGHT, 1.0)
    coefs, intercepts = [], []
    for column in range(len(THEME_KEYS)):
        one = LogisticRegression(C=THEME_C, solver="liblinear", random_state=SEED).fit(rows, data.themes[:, column])
        coefs.append(one.coef_[0])
        intercepts.append(one.intercept_[0])
    sentiment = LogisticRegression(C=SENTIMENT_C, max_iter=2000, random_state=SEED)
    sentiment.fit(rows, data.sentiments, sample_weight=weights)
    urgent = LogisticRegression(C=URGENT_C, class_weight="balanced", solver="liblinear", random_state=SEED)
    urgent.fit(rows, data.urgent)
    return features, Words(
        word_themes=np.stack(coefs).astype(np.float32),
        word_themes_bias=np.array(intercepts, dtype=np.float32),
        word_sentiment=sentiment.coef_.astype(np.float32),
        word_sentiment_bias=sentiment.intercept_.astype(np.float32),
        word_urgent=urgent.coef_.astype(np.float32),
        word_urgent_bias=urgent.intercept_.astype(np.float32),
    )


def fit_joint(views: Sequence[Views], data: Labelled) -> Joint:
    """Return how the views are joined, learnt from comments that none of them has seen; of equal length."""
    themes = _fit_themes(np.stack([theme_evidence(one) for one in views]), data.themes)
    joined = expit(np.stack([theme_evidence(one) for one in views]) @ themes[:3] + themes[3])
    sentiment, bias = _fit_sentiment(np.stack([sentiment_evidence(one) for one in views]), data.sentiments)
    urgent, threshold = _fit_urgent(np.stack([urgent_evidence(one) for one in views]), data)
    thresholds, unknown = tune_thresholds(joined, data.themes), np.zeros(1, dtype=np.float32)
    joint = Joint(themes, thresholds, sentiment, bias, unknown, urgent, threshold)
    return replace(joint, agreement=_fit_agreement(views, joint, joined, data.sentiments))


def _fit_themes(evidence: np.ndarray, themes: np.ndarray) -> np.ndarray:
    """Return the weights of the three views and a constant, the same for all: rare themes could not bear theirs."""
    join = LogisticRegression(C=100.0, random_state=SEED).fit(evidence.reshape(-1, 3), themes.reshape(-1))
    return np.array([*np.maximum(join.coef_[0], 0.0), join.intercept_[0]], dtype=np.float32)


def _fit_sentiment(evidence: np.ndarray, sentiments: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights (4 x J) and constants (4) of one small regression."""
    join = LogisticRegression(C=SENTIMENT_JOIN_C, max_iter=5000, random_state=SEED).fit(evidence, sentiments)
    return join.coef_.astype(np.float32), join.intercept_.astype(np.float32)


def _fit_urgent(evidence: np.ndarray, data: Labelled) -> tuple[np.ndarray, np.ndarray]:
    """Return the weights of urgency's two views with a constant, and the least probability of an urgent piece."""
    join = LogisticRegression(class_weight="balanced", random_state=SEED).fit(evidence, data.urgent)
    weights = np.array([*np.maximum(join.coef_[0], 0.0), join.intercept_[0]], dtype=np.float32)
    by_rule = np.array([is_urgent(one.text) for one in data.asked])
    threshold = urgent_threshold(urgent_probability(evidence, weights), data.urgent == 1, by_rule)
    return weights, np.array([threshold], dtype=np.float32)


def urgent_threshold(probabilities: np.ndarray, urgent: np.ndarray, by_rule: np.ndarray) -> float:
    """Return the least probability that finds as many urgent comments as may be, and keeps the precision asked for.

    Args:
        probabilities: N, held out.
        urgent: N truths.
        by_rule: N, which of them the rules raise whatever the probability; the precision is that of both together.

    If none keeps it, the one that keeps most is returned.
    """
    grid = np.arange(0.05, 0.96, 0.01)
    raised = by_rule | (probabilities >= grid[:, np.newaxis])
    precisions = (raised & urgent).sum(axis=1) / np.maximum(raised.sum(axis=1), 1)
    enough = np.flatnonzero(precisions >= URGENT_PRECISION)
    return float(grid[enough[0] if len(enough) else precisions.argmax()])


def _fit_agreement(views: Sequence[Views], joint: Joint, themes: np.ndarray, sentiments: np.ndarray) -> np.ndarray:
    """Return how much polarities shall count, by the log loss of the settled sentiment."""
    raw = [softmax(joint.sentiment @ sentiment_evidence(one) + joint.sentiment_bias) for one in views]
    marked = [
        [np.exp(one.whole_polarity[theme]) for theme in np.flatnonzero(row >= joint.thresholds)]
        for one, row in zip(views, themes, strict=True)
    ]

    def loss(agreement: float) -> float:
        final = [settled(one, leanings, agreement) for one, leanings in zip(raw, marked, strict=True)]
        return -float(np.mean([np.log(max(one[truth], 1e-6)) for one, truth in zip(final, sentiments, strict=True)]))

    return np.array([min((0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7), key=loss)], dtype=np.float32)


def tune_thresholds(probabilities: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Return the least probability for each theme that makes F1 best, drawn to the common best where examples are few.

    Args:
        probabilities: N x T, held out.
        truth: N x T, 0 or 1.
    """
    grid = np.arange(0.10, 0.71, 0.02)
    scores = np.stack([_f1(probabilities >= cut, truth) for cut in grid])
    common = grid[scores.mean(axis=1).argmax()]
    own = grid[scores.argmax(axis=0)]
    trust = truth.sum(axis=0) / (truth.sum(axis=0) + THRESHOLD_TRUST)
    return np.asarray(trust * own + (1 - trust) * common, dtype=np.float32)


def _f1(marked: np.ndarray, truth: np.ndarray) -> np.ndarray:
    right = (marked & (truth == 1)).sum(axis=0)
    return np.asarray(2 * right / np.maximum(marked.sum(axis=0) + truth.sum(axis=0), 1))
