"""The one place where the language libraries are imported late, so that no web process ever carries them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp import Analyser, Redaction, Source, cards
from nlp.similarity import Searcher
from nlp.understanding import Understander


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


def understander(name: str | None = None) -> Understander:
    """Return what understands messages, by the shipped model or the one named. Takes a second: do it once.

    Raises:
        PipelineMissingError: There is no such model.
        PipelineDamagedError: One of its files is not what its card describes.
    """
    from nlp.understanding import storage
    from nlp.understanding.understander import ModelUnderstander

    folder = cards.PIPELINES / (name or cards.UNDERSTANDING)
    return ModelUnderstander(folder.name, storage.load(folder))


def can_understand() -> bool:
    """Whether the model that understands messages is shipped with this installation."""
    return (cards.PIPELINES / cards.UNDERSTANDING / cards.CARD).is_file()


def train_understanding(
    messages: Sequence[Path],
    replies: Sequence[Path],
    test: Sequence[Path],
    out: Path | None,
    report: Callable[[str], None],
    finetune: Path | None = None,
) -> dict[str, Any]:
    """Make an understanding of messages: :func:`nlp.understanding.training.train`, imported only now.

    Raises:
        ExampleLineError: A file holds something else than examples.
        TrainingMissingError: PyTorch or ONNX is not installed.
    """
    from nlp.errors import TrainingMissingError
    from nlp.understanding import training

    try:
        return training.train(messages, replies, test, out or cards.PIPELINES / cards.UNDERSTANDING, report, finetune)
    except ModuleNotFoundError as error:
        raise TrainingMissingError(error.name or "torch") from error


def score_understanding(by: Understander, path: Path) -> dict[str, Any]:
    """Return an understander's figures on messages with their intents and values.

    Raises:
        ExampleLineError: The file holds something else.
    """
    from nlp.understanding import examples, scoring

    return scoring.score(by, examples.messages(path))


def searcher() -> Searcher:
    """Return what finds articles. Takes a second and 100 MB of memory: do it once.

    Raises:
        SimilarityModelError: Its model is missing, or another one.
        PipelineMissingError: This installation has no model that understands, whose vocabulary it shares.
        PipelineDamagedError: That vocabulary is not what its card describes.
    """
    from nlp.similarity import encoder
    from nlp.similarity.searcher import ArticleSearcher

    return ArticleSearcher(encoder.load())


def score_articles(by: Searcher, path: Path) -> dict[str, Any]:
    """Return a searcher's figures on articles and questions whose right article is known.

    Raises:
        ArticleLineError: The file holds something else.
    """
    from nlp.similarity import scoring

    return scoring.score(by, scoring.read(path))
