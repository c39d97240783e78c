"""Make a pipeline from labelled comments: read, redact, fit, save, measure, write its card."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from threadpoolctl import threadpool_limits

from nlp import cards, storage
from nlp.analyser import PipelineAnalyser
from nlp.errors import TooFewExamplesError
from nlp.evaluation import evaluate
from nlp.examples import Example, for_testing, for_training, read_examples
from nlp.fitting import FOLDS, SEED, fit, labelled
from nlp.reading import PARSER, Reader
from nlp.themes import PUBLIC_SERVICES_1, THEME_KEYS

_LEAST_EXAMPLES: Final = 100
_LIBRARIES: Final = (
    "spacy",
    PARSER.replace("_", "-"),
    "scikit-learn",
    "numpy",
    "scipy",
    "py3langid",
)
_SOURCES: Final = {
    "nhs-v6": ("pxtextmining data set, version 6", "© NHS England, MIT licence"),
    "nhs-phase1": ("pxtextmining data set, first phase", "© NHS England, MIT licence"),
    "austin-community-survey": (
        "Community survey 2016-17",
        "City of Austin open data; no text is redistributed",
    ),
    "written": ("Comments on public services written for this project", "written for this project, MIT"),
}
_LIMITS: Final = (
    "It reads English only; other languages are redacted but not analysed.",
    (
        "It learnt from comments about health services and one American city, and from some 900 that the project wrote"
        " about other services: expect it to do worse on those until it has learnt there."
    ),
    "Themes with few examples in the test part (digital, privacy) have figures that are mostly chance.",
    "Mixed and neutral comments are the ones whose sentiment it most often mistakes.",
    "Clauses carry no labels in the data: a clause's sentiment comes from a model of whole comments.",
    "Urgent is told by rules that would rather raise a comment too many; it does not replace reading.",
    "A handful of variants were compared on the test part too, so its figures flatter a little.",
    "Names that are rare, written small or without a title can escape redaction.",
)


def train(data: Sequence[Path], out: Path, report: Callable[[str], None] = lambda line: None) -> dict[str, Any]:
    """Make a pipeline from labelled comments and return its card.

    Args:
        data: JSON-lines files of labelled comments. The test part is never learnt from, only measured on.
        out: The pipeline's folder; its last part becomes the pipeline's name.
        report: Told each step in a line.

    Raises:
        ExampleError: A file holds something else than labelled comments.
        TooFewExamplesError: Fewer than 100 comments to learn from, no test part, or a theme or sentiment unknown to it.
        OSError: A file cannot be read or written.
    """
    examples = read_examples(data)
    learnt, tested = for_training(examples), for_testing(examples)
    _check(learnt, tested)
    report(f"reading {len(learnt)} comments")
    reader = Reader()
    readings = [reading for batch in reader.read(example.source() for example in learnt) for reading in batch]
    report(f"fitting {len(THEME_KEYS)} themes and the sentiment, {FOLDS + 1} times")
    # One thread: sums come out the same each time, and so do the files.
    with threadpool_limits(1):
        model = fit(labelled(learnt, readings))
    storage.save(model, out)
    report(f"measuring on {len(tested)} comments")
    analyser = PipelineAnalyser(pipeline=out.name, theme_set=PUBLIC_SERVICES_1, reader=reader, model=model)
    card = _card(data, out, learnt, evaluate(analyser, tested))
    (out / cards.CARD).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return card


def _check(learnt: Sequence[Example], tested: Sequence[Example]) -> None:
    if len(learnt) < _LEAST_EXAMPLES:
        raise TooFewExamplesError(len(learnt), f"{_LEAST_EXAMPLES} are needed")
    if not tested:
        raise TooFewExamplesError(0, "none is marked as test, so nothing could be measured")
    lacking = [theme for theme in THEME_KEYS if sum(theme in example.themes for example in learnt) < FOLDS]
    if lacking:
        raise TooFewExamplesError(len(learnt), f"fewer than {FOLDS} of them speak of {', '.join(lacking)}")


def _card(data: Sequence[Path], out: Path, learnt: Sequence[Example], figures: dict[str, Any]) -> dict[str, Any]:
    names = " ".join(f"--data {path.name}" for path in data)
    return {
        "name": out.name,
        "theme_set": PUBLIC_SERVICES_1,
        "made_by": f"yousaid nlp train {names} --out {out.name}",
        "seed": SEED,
        "files": {file: cards.sha256_of(out / file) for file in storage.FILES},
        "data": [{"file": path.name, "sha256": cards.sha256_of(path)} for path in data],
        "sources": [_source(name, learnt) for name in sorted({example.source_name for example in learnt})],
        "learnt_from": len(learnt),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES},
        "test": figures,
        "limits": list(_LIMITS),
    }


def _source(name: str, learnt: Sequence[Example]) -> dict[str, Any]:
    title, licence = _SOURCES.get(name, (name, "not stated"))
    count = sum(example.source_name == name for example in learnt)
    return {"name": name, "title": title, "licence": licence, "comments": count}
