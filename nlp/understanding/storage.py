"""A trained understanding as files, as `nlp.storage` keeps a pipeline: nothing in them can run code."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from pathlib import Path
from typing import Final, TypeVar

import numpy as np

from nlp import cards
from nlp.encoder.session import Encoder
from nlp.errors import PipelineDamagedError
from nlp.storage import ENCODER, PIECES, VOCABULARY, WEIGHTS
from nlp.understanding.evidence import GROUPS, Evidence
from nlp.understanding.model import Heads, Model, Words
from nlp.understanding.posed import MOST_OF_QUESTION

FILES: Final = (WEIGHTS, VOCABULARY, ENCODER, PIECES)
T = TypeVar("T", Heads, Words)


def save(folder: Path, *, heads: Heads, evidence: Evidence, words: Words) -> None:
    """Write the numbers and words into a folder. Equal models give equal bytes."""
    idf = {f"idf_{group}": numbers for group, numbers in evidence.idf().items()}
    arrays: dict[str, np.ndarray] = asdict(heads) | asdict(words)
    np.savez_compressed(folder / WEIGHTS, allow_pickle=False, **arrays, **idf)
    text = json.dumps(evidence.vocabulary(), ensure_ascii=False, indent=0)
    (folder / VOCABULARY).write_text(text + "\n", encoding="utf-8")


def load_encoder(folder: Path, *, threads: int = 1) -> Encoder:
    """Return the encoder in a folder, whose files are trusted to fit."""
    pieces = (folder / PIECES).read_text(encoding="utf-8").splitlines()
    return Encoder(folder / ENCODER, pieces, threads=threads, most_of_question=MOST_OF_QUESTION)


def load(folder: Path) -> Model:
    """Return the model in a folder.

    Raises:
        PipelineMissingError: There is none.
        PipelineDamagedError: A file is missing, altered or does not fit the others.
    """
    card = cards.read_card(folder)
    for file in FILES:
        cards.checked_file(folder, card, file)
    vocabulary = json.loads((folder / VOCABULARY).read_text(encoding="utf-8"))
    with np.load(folder / WEIGHTS, allow_pickle=False) as file:
        arrays = dict(file)
    try:
        heads, words = _numbers(Heads, arrays), _numbers(Words, arrays)
        evidence = Evidence(vocabulary, {group: arrays[f"idf_{group}"] for group in GROUPS})
    except KeyError as error:
        raise PipelineDamagedError(folder, WEIGHTS) from error
    return Model(load_encoder(folder), heads, evidence, words)


def _numbers(kind: type[T], arrays: Mapping[str, np.ndarray]) -> T:
    return kind(**{field.name: arrays[field.name] for field in fields(kind)})
