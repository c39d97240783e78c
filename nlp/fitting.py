"""Learn weights from readings of labelled comments."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nlp.examples import Example
from nlp.features import Features
from nlp.model import SENTIMENTS, Model, Raw, Weights, sentiment_evidence, theme_evidence
from nlp.questions import QuestionKind, kind_of
from nlp.reading import Reading
from nlp.themes import THEME_KEYS

SEED = 20261123
FOLDS = 5
THEME_C = 4.0
SENTIMENT_C = 2.0
# The written comments hold more mixed and indirect ones than people send: for the sentiment each counts this much.
WRITTEN_WEIGHT = 0.25
# A rare theme's own best threshold is mostly chance: it counts as much as the common one at this many examples.
THRESHOLD_TRUST = 40


@dataclass(frozen=True)
class Labelled:
    """N examples as the fitting takes them: texts in pieces (whole, clauses), question kinds, labels, groups."""

    pieces: list[tuple[str, list[str]]]
    kinds: list[QuestionKind]
    themes: np.ndarray  # N x T, 0 or 1
    sentiments: np.ndarray  # N, index into SENTIMENTS
    groups: np.ndarray  # N, equal for equal texts
    sentiment_weights: np.ndarray  # N, how much each counts for the sentiment

    def part(self, rows: np.ndarray) -> Labelled:
        """Return the examples with these row numbers."""
        pieces, kinds = [self.pieces[row] for row in rows], [self.kinds[row] for row in rows]
        arrays = (self.themes[rows], self.sentiments[rows], self.groups[rows], self.sentiment_weights[rows])
        return Labelled(pieces, kinds, *arrays)


def labelled(examples: Sequence[Example], readings: Sequence[Reading]) -> Labelled:
    """Return those examples that the model will be asked about, ready to be learnt from."""
    pairs = [(example, reading) for example, reading in zip(examples, readings, strict=True) if reading.pieces]
    return Labelled(
        pieces=[_as_one(reading) for _, reading in pairs],
        kinds=[kind_of(reading.source.question) for _, reading in pairs],
        themes=np.array([[int(theme in example.themes) for theme in THEME_KEYS] for example, _ in pairs]),
        sentiments=np.array([SENTIMENTS.index(example.sentiment) for example, _ in pairs]),
        groups=np.array([_group(example.key) for example, _ in pairs]),
        sentiment_weights=np.array(
            [WRITTEN_WEIGHT if example.source_name == "written" else 1.0 for example, _ in pairs]
        ),
    )


def _as_one(reading: Reading) -> tuple[str, list[str]]:
    return reading.redacted, [text for piece in reading.pieces for text in reading.texts_of(piece)[1]]


def _group(key: str) -> int:
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:6], "big")


def fit(data: Labelled) -> Model:
    """Return a model learnt from all the data, its joints and thresholds from held-out folds."""
    raws: list[Raw | None] = [None] * len(data.pieces)
    for learn, hold in GroupKFold(FOLDS).split(data.pieces, groups=data.groups):
        fold = _fit_base(data.part(learn))
        held = data.part(hold)
        for row, raw in zip(hold, fold.raw(held.pieces, held.kinds), strict=True):
            raws[row] = raw
    held_out = [raw for raw in raws if raw is not None]
    model = _fit_base(data)
    theme_join = _fit_theme_join(held_out, data.themes)
    join, intercept = _fit_sentiment_join(held_out, data.sentiments, data.sentiment_weights)
    weights = replace(model.weights, theme_join=theme_join, sentiment_join=join, sentiment_join_intercept=intercept)
    joined = Model(model.features, weights)
    best = np.stack([joined.judge(raw).clause_themes.max(axis=0) for raw in held_out])
    return Model(model.features, replace(weights, theme_thresholds=tune_thresholds(best, data.themes)))


def _fit_base(data: Labelled) -> Model:
    """Return a model of the whole texts, with joints that leave probabilities as they are."""
    texts = [whole for whole, _ in data.pieces]
    features = Features().fit(texts, data.kinds)
    rows = features.transform(texts, data.kinds)
    coefs, intercepts = [], []
    for column in range(len(THEME_KEYS)):
        one = LogisticRegression(C=THEME_C, solver="liblinear", random_state=SEED).fit(rows, data.themes[:, column])
        coefs.append(one.coef_[0])
        intercepts.append(one.intercept_[0])
    sentiment = LogisticRegression(C=SENTIMENT_C, max_iter=2000, random_state=SEED)
    sentiment.fit(rows, data.sentiments, sample_weight=data.sentiment_weights)
    weights = Weights(
        theme_coef=np.stack(coefs).astype(np.float32),
        theme_intercept=np.array(intercepts, dtype=np.float32),
        theme_join=np.array([0.5, 0.5, 0.0], dtype=np.float32),
        theme_thresholds=np.full(len(THEME_KEYS), 0.5, dtype=np.float32),
        sentiment_coef=sentiment.coef_.astype(np.float32),
        sentiment_intercept=sentiment.intercept_.astype(np.float32),
        sentiment_join=np.eye(4, 8, dtype=np.float32),
        sentiment_join_intercept=np.zeros(4, dtype=np.float32),
    )
    return Model(features, weights)


def _fit_theme_join(raws: Sequence[Raw], themes: np.ndarray) -> np.ndarray:
    """Return the weights of whole, clause and constant, the same for all themes: rare ones could not bear their own."""
    evidence = np.concatenate([theme_evidence(raw) for raw in raws])
    join = LogisticRegression(C=100.0, random_state=SEED).fit(evidence, themes.reshape(-1))
    # A clause that speaks more of a theme must never be marked less, or comment and clauses would disagree.
    weights = np.maximum(join.coef_[0], 0.0)
    return np.array([*weights, join.intercept_[0]], dtype=np.float32)


def _fit_sentiment_join(
    raws: Sequence[Raw], sentiments: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    evidence = np.stack([sentiment_evidence(raw) for raw in raws])
    join = LogisticRegression(C=1.0, max_iter=2000, random_state=SEED).fit(evidence, sentiments, sample_weight=weights)
    return join.coef_.astype(np.float32), join.intercept_.astype(np.float32)


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
