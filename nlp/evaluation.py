"""Measure an analyser on labelled comments that it has not learnt from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np

from nlp import Analyser, Analysis
from nlp.examples import Example
from nlp.themes import THEME_KEYS

_SENTIMENTS: Final = ("positive", "negative", "mixed", "neutral")
_RESAMPLES: Final = 1_000
_BINS: Final = 10


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
    marked = np.array([_row(analysis) for analysis in analyses])
    right = np.array(
        [example.sentiment == analysis.sentiment for example, analysis in zip(examples, analyses, strict=True)]
    )
    macro, micro = _macro_f1(truth, marked), _micro_f1(truth, marked)
    spread = _intervals(truth, marked, right)
    return {
        "comments": len(examples),
        "themes": {
            "macro_f1": _figure(macro, spread[0]),
            "micro_f1": _figure(micro, spread[1]),
            "polarity_accuracy": round(_polarity_accuracy(examples, analyses), 3),
            "each": {theme: _theme(truth[:, i], marked[:, i]) for i, theme in enumerate(THEME_KEYS)},
        },
        "sentiment": {
            "accuracy": _figure(float(right.mean()), spread[2]),
            "macro_f1": round(_sentiment_macro_f1(examples, analyses), 3),
            "ece": round(_calibration_error(analyses, right), 3),
        },
        "urgent": _theme(
            np.array([example.urgent for example in examples]),
            np.array([analysis.urgent for analysis in analyses]),
        ),
    }


def _row(analysis: Analysis) -> list[bool]:
    themes = {mark.theme for mark in analysis.themes}
    return [theme in themes for theme in THEME_KEYS]


def _figure(value: float, interval: tuple[float, float]) -> dict[str, Any]:
    return {"value": round(value, 3), "interval": [round(bound, 3) for bound in interval]}


def _f1(truth: np.ndarray, marked: np.ndarray) -> np.ndarray:
    both = (truth & marked).sum(axis=0)
    either = truth.sum(axis=0) + marked.sum(axis=0)
    return np.asarray(2 * both / np.maximum(either, 1))


def _macro_f1(truth: np.ndarray, marked: np.ndarray) -> float:
    """Return the mean F1 of those themes that occur or are marked: on the others nothing was measured."""
    seen = truth.any(axis=0) | marked.any(axis=0)
    return float(_f1(truth, marked)[seen].mean()) if seen.any() else 0.0


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
    return _macro_f1(truth, marked)


def _calibration_error(analyses: Sequence[Analysis], right: np.ndarray) -> float:
    confidence = np.array([analysis.confidence or 0.0 for analysis in analyses])
    bins = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    gaps = [abs(confidence[bins == one].mean() - right[bins == one].mean()) * (bins == one).mean() for one in set(bins)]
    return float(sum(gaps))


def _intervals(truth: np.ndarray, marked: np.ndarray, right: np.ndarray) -> list[tuple[float, float]]:
    chance = np.random.default_rng(0)
    rows = chance.integers(0, len(right), size=(_RESAMPLES, len(right)))
    figures = [
        (_macro_f1(truth[row], marked[row]), _micro_f1(truth[row], marked[row]), float(right[row].mean()))
        for row in rows
    ]
    bounds = np.percentile(np.array(figures), [2.5, 97.5], axis=0)
    return [(float(low), float(high)) for low, high in bounds.T]
