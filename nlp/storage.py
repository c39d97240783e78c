"""A model as files: weights as numbers, vocabularies as text, the encoder as ONNX. Nothing in them can run code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from nlp import cards
from nlp.encoder.session import Encoder
from nlp.errors import PipelineDamagedError
from nlp.features import GROUPS, Features
from nlp.model import Heads, Joint, Model, Words

WEIGHTS: Final = "weights.npz"
VOCABULARY: Final = "vocabulary.json"
ENCODER: Final = "encoder.onnx"
PIECES: Final = "pieces.txt"
FILES: Final = (WEIGHTS, VOCABULARY, ENCODER, PIECES)
T = TypeVar("T", Heads, Words, Joint)


def save(folder: Path, *, heads: Heads, features: Features, words: Words, joint: Joint) -> None:
    """Write a model's numbers and words into a folder, which is made if need be. Equal models give equal bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    idf = {f"idf_{group}": numbers for group, numbers in features.idf().items()}
    arrays: dict[str, np.ndarray] = asdict(heads) | asdict(words) | {f"joint_{k}": v for k, v in asdict(joint).items()}
    np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **arrays, **idf)
    text = json.dumps(features.vocabulary(), ensure_ascii=False, indent=0)
    (folder / VOCABULARY).write_text(text + "\n", encoding="utf-8")


def copy_encoder(source: Path, folder: Path) -> None:
    """Take the encoder of another pipeline over."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (ENCODER, PIECES):
        if (source / file).resolve() != (folder / file).resolve():
            shutil.copyfile(source / file, folder / file)


def load_encoder(model: Path, pieces: Path, *, threads: int = 1) -> Encoder:
    """Return an encoder from its two files, which are trusted to fit."""
    return Encoder(model, pieces.read_text(encoding="utf-8").splitlines(), threads=threads)


def load(folder: Path, *, threads: int = 1) -> Model:
    """Return the model in a pipeline's folder.

    Raises:
        PipelineMissingError: There is none.
        PipelineDamagedError: A file is missing, altered or does not fit the others.
    """
    card = cards.read_card(folder)
    vocabulary = json.loads(cards.checked_file(folder, card, VOCABULARY).read_text(encoding="utf-8"))
    encoder = load_encoder(
        cards.checked_file(folder, card, ENCODER), cards.checked_file(folder, card, PIECES), threads=threads
    )
    with np.load(cards.checked_file(folder, card, WEIGHTS), allow_pickle=False) as file:
        arrays = dict(file)
        try:
            heads, words = _numbers(Heads, arrays), _numbers(Words, arrays)
            joint = _numbers(Joint, arrays, "joint_")
            idf = {group: arrays[f"idf_{group}"] for group in GROUPS}
        except KeyError as error:
            raise PipelineDamagedError(folder, WEIGHTS) from error
    columns = sum(len(vocabulary[group]) for group in GROUPS)
    if not columns == words.word_themes.shape[1] == words.word_sentiment.shape[1]:
        raise PipelineDamagedError(folder, VOCABULARY)
    return Model(encoder, heads, Features(vocabulary, idf), words, joint)


def _numbers(kind: type[T], arrays: Mapping[str, np.ndarray], prefix: str = "") -> T:
    return kind(**{field.name: arrays[prefix + field.name] for field in fields(kind)})
