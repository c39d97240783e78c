"""The one place where the language libraries are imported late, so that no web process ever carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp import Analyser, Redaction, Source, cards


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


def redactor() -> Callable[[Iterable[Source]], Iterator[Redaction]]:
    """Return what takes personal data out of texts, with the parser but no trained pipeline."""
    from nlp.reading import Reader

    return Reader().redact


def train(
    data: Sequence[Path], out: Path, report: Callable[[str], None], finetune: Path | None = None
) -> dict[str, Any]:
    """Make a pipeline: :func:`nlp.training.train`, imported only now.

    Args:
        data: Labelled comments, and CSV files of the texts of labels that have none.
        out: The pipeline's folder.
        report: Told each step in a line.
        finetune: Folder of a BERT of six layers to teach anew, with ``model.safetensors`` and ``vocab.txt``. Without
            it the default pipeline's encoder is kept.

    Raises:
        TrainingMissingError: PyTorch or ONNX is not installed.
    """
    from nlp import training

    tune = _tuning_from(finetune) if finetune else None
    return training.train(data, out, report, base=cards.folder_of(), tune=tune)


def _tuning_from(base: Path) -> Callable[..., Any]:
    from nlp import storage
    from nlp.errors import TrainingMissingError

    try:
        from nlp.encoder import tuning
    except ModuleNotFoundError as error:
        raise TrainingMissingError(error.name or "torch") from error
    from nlp.training import ROUNDS

    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()

    def tune(data: Any, folder: Path, seed: int, report: Callable[[str], None]) -> Any:
        (folder / storage.PIECES).write_text("\n".join(vocabulary) + "\n", encoding="utf-8")
        weights, file = base / "model.safetensors", folder / storage.ENCODER
        return tuning.tune(data, weights, vocabulary, file, rounds=ROUNDS, seed=seed, report=report)

    return tune


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
