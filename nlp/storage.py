"""A model as files: weights as numbers, vocabulary as sorted JSON. Nothing in them can run."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from pathlib import Path

import numpy as np

from nlp import cards
from nlp.errors import PipelineDamagedError
from nlp.features import GROUPS, Features
from nlp.model import Model, Weights

WEIGHTS = "weights.npz"
VOCABULARY = "vocabulary.json"
FILES = (WEIGHTS, VOCABULARY)


def save(model: Model, folder: Path) -> None:
    """Write a model's files into a folder, which is made if need be. Equal models give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    idf = {f"idf_{group}": numbers for group, numbers in model.features.idf().items()}
    arrays: dict[str, np.ndarray] = asdict(model.weights) | idf
    np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **arrays)
    text = json.dumps(model.features.vocabulary(), ensure_ascii=False, indent=0)
    (folder / VOCABULARY).write_text(text + "\n", encoding="utf-8")


def load(folder: Path) -> Model:
    """Return the model in a pipeline's folder.

    Raises:
        PipelineMissingError: There is none.
        PipelineDamagedError: A file is missing, altered or does not fit the others.
    """
    card = cards.read_card(folder)
    vocabulary = json.loads(cards.checked_file(folder, card, VOCABULARY).read_text(encoding="utf-8"))
    with np.load(cards.checked_file(folder, card, WEIGHTS), allow_pickle=False) as arrays:
        try:
            weights = Weights(**{field.name: arrays[field.name] for field in fields(Weights)})
            idf = {group: arrays[f"idf_{group}"] for group in GROUPS}
        except KeyError as error:
            raise PipelineDamagedError(folder, WEIGHTS) from error
    columns = sum(len(vocabulary[group]) for group in GROUPS)
    if not columns == weights.theme_coef.shape[1] == weights.sentiment_coef.shape[1]:
        raise PipelineDamagedError(folder, VOCABULARY)
    return Model(Features(vocabulary, idf), weights)
