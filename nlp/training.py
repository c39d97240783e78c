"""Make a pipeline from labelled comments: read, redact, fit, save, measure, write its card."""

from __future__ import annotations

import json
import platform
from collections.abc import Callable, Sequence
from dataclasses import fields
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import numpy as np
from threadpoolctl import threadpool_limits

from nlp import cards, storage
from nlp.analyser import PipelineAnalyser
from nlp.errors import TooFewExamplesError
from nlp.evaluation import evaluate
from nlp.examples import Example, for_testing, for_training, read_examples
from nlp.fitting import SEED, Labelled, fit_joint, fit_words, labelled
from nlp.model import Heads, Joint, Model
from nlp.reading import PARSER, Reader
from nlp.themes import PUBLIC_SERVICES_1, THEME_KEYS

_LEAST_EXAMPLES: Final = 100
_LEAST_OF_THEME: Final = 5
# How often each comment is seen when the encoder is taught.
ROUNDS: Final = 4
_LIBRARIES: Final = (
    "spacy",
    PARSER.replace("_", "-"),
    "scikit-learn",
    "onnxruntime",
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
_BASE: Final = {
    "name": "all-MiniLM-L6-v2",
    "title": "the encoder's weights before they were taught, and its word pieces",
    "licence": "Apache-2.0",
}
_LIMITS: Final = (
    "It reads English only; other languages are redacted but not analysed.",
    (
        "It learnt from comments about health services and one American city, and from comments on some 120 kinds of"
        " services that the project wrote: on other services expect it to do as on the frozen comments, not as on the"
        " test part."
    ),
    "Themes with few examples in the test part (digital, privacy, contact) have figures that are mostly chance there.",
    "Mixed and neutral comments are the ones whose sentiment it most often mistakes; irony escapes it often.",
    "Clauses carry no labels in the data: what each says is inferred from the labels of whole comments.",
    (
        "Urgent is told by rules and by what was learnt from few comments. Both would rather raise a comment too many,"
        " and both miss some: it does not replace reading."
    ),
    "Names that are rare, written small or without a title can escape redaction.",
)

Tune = Callable[[Labelled, Path, int, Callable[[str], None]], Heads]
"""Teaches an encoder from the data with a seed, writes it into a folder, and returns its heads."""


def train(
    data: Sequence[Path],
    out: Path,
    report: Callable[[str], None] = lambda line: None,
    *,
    base: Path,
    tune: Tune | None = None,
) -> dict[str, Any]:
    """Make a pipeline from labelled comments and return its card.

    Args:
        data: JSON-lines files of labelled comments, and CSV files of the texts of those that have none. The test part
            is never learnt from, only measured on.
        out: The pipeline's folder; its last part becomes the pipeline's name.
        report: Told each step in a line.
        base: A pipeline's folder, whose encoder and joint are taken over where none is taught.
        tune: Teaches a new encoder; without it only the words are learnt anew, which takes a minute.

    Raises:
        ExampleError: A file holds something else than labelled comments.
        TooFewExamplesError: Fewer than 100 comments to learn from, no test part, or a theme or sentiment unknown to it.
        PipelineMissingError, PipelineDamagedError: The base is not a pipeline.
        OSError: A file cannot be read or written.
    """
    examples = read_examples(data)
    learnt, tested = for_training(examples), for_testing(examples)
    _check(learnt, tested)
    report(f"reading {len(learnt)} comments")
    reader = Reader()
    readings = [reading for batch in reader.read(example.source() for example in learnt) for reading in batch]
    prepared = labelled(learnt, readings)
    # One thread: sums come out the same each time, and so do the files.
    with threadpool_limits(1):
        heads, joint = _taught(prepared, out, report, tune) if tune else _taken_over(base, out)
        report(f"fitting the words of {len(THEME_KEYS)} themes and the sentiment")
        features, words = fit_words(prepared)
    storage.save(out, heads=heads, features=features, words=words, joint=joint)
    report(f"measuring on {len(tested)} comments")
    encoder = storage.load_encoder(out / storage.ENCODER, out / storage.PIECES)
    model = Model(encoder, heads, features, words, joint)
    analyser = PipelineAnalyser(pipeline=out.name, theme_set=PUBLIC_SERVICES_1, reader=reader, model=model)
    figures = {
        name: evaluate(analyser, part)
        for name, part in (
            ("test", [example for example in tested if example.source_name != "written"]),
            ("frozen", [example for example in tested if example.source_name == "written"]),
        )
        if part
    }
    card = _card(data, out, learnt, figures, is_taught=tune is not None)
    (out / cards.CARD).write_text(json.dumps(card, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return card


def _taken_over(base: Path, out: Path) -> tuple[Heads, Joint]:
    """Return the base's heads and joint, and put its encoder beside what is learnt anew."""
    model = storage.load(base)
    storage.copy_encoder(base, out)
    return model.heads, model.joint


def _taught(data: Labelled, out: Path, report: Callable[[str], None], tune: Tune) -> tuple[Heads, Joint]:
    """Teach without the comments kept aside, and learn on those how the views are joined: so confidences are honest."""
    learnt, aside = data.part(~data.is_aside), data.part(data.is_aside)
    if not (learnt.urgent.any() and aside.urgent.any()):
        raise TooFewExamplesError(len(data.asked), "too few are urgent to learn from some and to check on others")
    report(f"teaching the encoder from {len(learnt.asked)} comments")
    out.mkdir(parents=True, exist_ok=True)
    heads = tune(learnt, out, SEED, report)
    report(f"joining the views on {len(aside.asked)} others")
    features, words = fit_words(learnt)
    encoder = storage.load_encoder(out / storage.ENCODER, out / storage.PIECES)
    draft = Joint(*(np.zeros(1) for _ in fields(Joint)))  # not asked yet
    return heads, fit_joint(Model(encoder, heads, features, words, draft).views(aside.asked), aside)


def _check(learnt: Sequence[Example], tested: Sequence[Example]) -> None:
    if len(learnt) < _LEAST_EXAMPLES:
        raise TooFewExamplesError(len(learnt), f"{_LEAST_EXAMPLES} are needed")
    if not tested:
        raise TooFewExamplesError(0, "none is marked as test, so nothing could be measured")
    urgent = sum(example.urgent for example in learnt)
    if urgent < _LEAST_OF_THEME:
        raise TooFewExamplesError(len(learnt), f"fewer than {_LEAST_OF_THEME} of them are urgent")
    counts = {theme: sum(theme in example.themes for example in learnt) for theme in THEME_KEYS}
    lacking = [theme for theme, count in counts.items() if count < _LEAST_OF_THEME]
    if lacking:
        raise TooFewExamplesError(len(learnt), f"fewer than {_LEAST_OF_THEME} of them speak of {', '.join(lacking)}")


def _card(
    data: Sequence[Path], out: Path, learnt: Sequence[Example], figures: dict[str, Any], *, is_taught: bool
) -> dict[str, Any]:
    names = " ".join(f"--data {path.name}" for path in data)
    finetune = " --finetune all-MiniLM-L6-v2" if is_taught else ""
    return {
        "name": out.name,
        "theme_set": PUBLIC_SERVICES_1,
        "made_by": f"yousaid nlp train {names}{finetune} --out {out.name}",
        "seed": SEED,
        "files": {file: cards.sha256_of(out / file) for file in storage.FILES},
        "base": dict(_BASE),
        "data": [{"file": path.name, "sha256": cards.sha256_of(path)} for path in data],
        "sources": [_source(name, learnt) for name in sorted({example.source_name for example in learnt})],
        "learnt_from": len(learnt),
        "versions": {"python": platform.python_version()} | {name: version(name) for name in _LIBRARIES},
        **figures,
        "limits": list(_LIMITS),
    }


def _source(name: str, learnt: Sequence[Example]) -> dict[str, Any]:
    title, licence = _SOURCES.get(name, (name, "not stated"))
    count = sum(example.source_name == name for example in learnt)
    return {"name": name, "title": title, "licence": licence, "comments": count}
