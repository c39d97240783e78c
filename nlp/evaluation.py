"""Measure an analyser on labelled comments that it has not learnt from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from nlp import Analyser, Analysis
from nlp.examples import Example
from nlp.themes import THEME_KEYS

_SENTIMENTS: Final = ("positive", "negative", "mixed", "neutral")
_RESAMPLES: Final = 1_000
_BINS: Final = 10
# On fewer comments a theme's F1 is mostly chance: it is told, and not counted in the mean.
LEAST_SUPPORT: Final = 10


def evaluate(analyser: Analyser, examples: Sequence[Example]) -> dict[str, Any]:
    """Return an analyser's figures, ready for a card: shares 0 to 1, three decimals, with 95 % intervals.

    Args:
        analyser: Anything that analyses.
        examples: N >= 1 labelled comments; texts that could not be analysed count as wrong.

    Intervals are percentiles of 1,000 resamples of the comments (Efron, 1979). ECE: expected calibration error
    over ten bins of equal width (Naeini et al., 2015).
    """
    analyses = list(analyser.analyse(example.source() for example in examples))
    truth = np.array([[theme in example.themes for theme in THEME_KEYS] for example in examples])
    sure = np.array([_row(analysis) for analysis in analyses])
    marked = sure > 0
    right = np.array(
        [example.sentiment == analysis.sentiment for example, analysis in zip(examples, analyses, strict=True)]
    )
    confidence = np.array([analysis.confidence or 0.0 for analysis in analyses])
    counted = truth.sum(axis=0) >= LEAST_SUPPORT
    spread = _intervals(truth, marked, right, counted)
    return {
        "comments": len(examples),
        "themes": {
            "macro_f1": _figure(_macro_f1(truth, marked, counted), spread[0]),
            "macro_f1_over": int(counted.sum()),
            "micro_f1": _figure(_micro_f1(truth, marked), spread[1]),
            "polarity_accuracy": round(_polarity_accuracy(examples, analyses), 3),
            "ece_of_marks": round(_calibration_error(sure[marked], truth[marked]), 3),
            "each": {
                theme: _theme(truth[:, i], marked[:, i]) | _more(truth[:, i], sure[:, i], spread[3 + i])
                for i, theme in enumerate(THEME_KEYS)
            },
        },
        "sentiment": {
            "accuracy": _figure(float(right.mean()), spread[2]),
            "macro_f1": round(_sentiment_macro_f1(examples, analyses), 3),
            "ece": round(_calibration_error(confidence, right), 3),
            "confusion": _confusion(examples, analyses),
        },
        "urgent": _theme(
            np.array([example.urgent for example in examples]),
            np.array([analysis.urgent for analysis in analyses]),
        ),
    }


def _confusion(examples: Sequence[Example], analyses: Sequence[Analysis]) -> dict[str, dict[str, int]]:
    """Return for each true sentiment how often each was given; "none" where a text was not analysed."""
    pairs = Counter(
        (example.sentiment, analysis.sentiment) for example, analysis in zip(examples, analyses, strict=True)
    )
    return {
        true: {given or "none": pairs[true, given] for given in (*_SENTIMENTS, None) if pairs[true, given]}
        for true in _SENTIMENTS
    }


def _more(truth: np.ndarray, sure: np.ndarray, interval: tuple[float, float]) -> dict[str, Any]:
    marked = sure > 0
    return {
        "interval": [round(bound, 3) for bound in interval],
        "ece": round(_calibration_error(sure[marked], truth[marked]), 3),
    }


def _row(analysis: Analysis) -> list[float]:
    """Return each theme's confidence, 0 where it is not marked."""
    themes = {mark.theme: mark.confidence for mark in analysis.themes}
    return [themes.get(theme, 0.0) for theme in THEME_KEYS]


def _figure(value: float, interval: tuple[float, float]) -> dict[str, Any]:
    return {"value": round(value, 3), "interval": [round(bound, 3) for bound in interval]}


def _f1(truth: np.ndarray, marked: np.ndarray) -> np.ndarray:
    both = (truth & marked).sum(axis=0)
    either = truth.sum(axis=0) + marked.sum(axis=0)
    return np.asarray(2 * both / np.maximum(either, 1))


def _macro_f1(truth: np.ndarray, marked: np.ndarray, counted: np.ndarray) -> float:
    """Return the mean F1 of the counted columns; 0 if there are none."""
    return float(_f1(truth, marked)[counted].mean()) if counted.any() else 0.0


def _micro_f1(truth: np.ndarray, marked: np.ndarray) -> float:
    return float(_f1(truth.reshape(-1), marked.reshape(-1)))


def _theme(truth: np.ndarray, marked: np.ndarray) -> dict[str, float | int]:
    both = int((truth & marked).sum())
    return {
        "precision": round(both / max(int(marked.sum()), 1), 3),
        "recall": round(both / max(int(truth.sum()), 1), 3),
        "f1": round(float(_f1(truth, marked)), 3),
        "support": int(truth.sum()),
    }


def _polarity_accuracy(examples: Sequence[Example], analyses: Sequence[Analysis]) -> float:
    """Return the share of rightly marked themes whose polarity is right too."""
    hits = [
        example.themes[mark.theme] == mark.polarity
        for example, analysis in zip(examples, analyses, strict=True)
        for mark in analysis.themes
        if mark.theme in example.themes
    ]
    return sum(hits) / max(len(hits), 1)


def _sentiment_macro_f1(examples: Sequence[Example], analyses: Sequence[Analysis]) -> float:
    truth = np.array([[example.sentiment == label for label in _SENTIMENTS] for example in examples])
    marked = np.array([[analysis.sentiment == label for label in _SENTIMENTS] for analysis in analyses])
    return _macro_f1(truth, marked, np.asarray(truth.any(axis=0)))


def _calibration_error(confidence: np.ndarray, right: np.ndarray) -> float:
    """Return how far the stated probabilities lie from the shares that were right; 0 of nothing."""
    if not len(confidence):
        return 0.0
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean() for one in set(bins)]
    return float(sum(gaps))


def _intervals(
    truth: np.ndarray, marked: np.ndarray, right: np.ndarray, counted: np.ndarray
) -> list[tuple[float, float]]:
    """Return the intervals of macro F1, micro F1, accuracy, and then of each theme's F1."""
    chance = np.random.default_rng(0)
    rows = chance.integers(0, len(right), size=(_RESAMPLES, len(right)))
    figures = []
    for row in rows:
        some, given = truth[row], marked[row]
        overall = (_macro_f1(some, given, counted), _micro_f1(some, given), float(right[row].mean()))
        figures.append((*overall, *_f1(some, given)))
    bounds = np.percentile(np.array(figures), [2.5, 97.5], axis=0)
    return [(float(low), float(high)) for low, high in bounds.T]
