"""The one place where the language libraries are imported late, so that no web process ever carries them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from nlp import Analyser, cards


def load(name: str | None = None) -> Analyser:
    """Return the analyser of a shipped pipeline, the default one without a name. Takes seconds: do it once.

    Raises:
        PipelineMissingError: There is no such pipeline.
        PipelineDamagedError: One of its files is not what its card describes.
    """
    from nlp import storage
    from nlp.analyser import PipelineAnalyser
    from nlp.reading import Reader

    folder = cards.folder_of(name)
    card = cards.read_card(folder)
    model = storage.load(folder)
    return PipelineAnalyser(pipeline=card["name"], theme_set=card["theme_set"], reader=Reader(), model=model)


def train(data: Sequence[Path], out: Path, report: Callable[[str], None]) -> dict[str, Any]:
    """Make a pipeline: :func:`nlp.training.train`, imported only now."""
    from nlp import training

    return training.train(data, out, report)


def evaluate(data: Sequence[Path], name: str | None = None) -> dict[str, Any]:
    """Return a shipped pipeline's figures on the test part of data files.

    Raises:
        ExampleError: A file holds something else than labelled comments.
        TooFewExamplesError: None of the comments is marked as test.
    """
    from nlp import evaluation
    from nlp.errors import TooFewExamplesError
    from nlp.examples import for_testing, read_examples

    tested = for_testing(read_examples(data))
    if not tested:
        raise TooFewExamplesError(0, "none is marked as test, so nothing could be measured")
    return evaluation.evaluate(load(name), tested)
