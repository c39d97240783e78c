"""Run the encoder's file, and pool what it gives: one vector for the whole text, one for each clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import onnxruntime

from nlp.encoder.tokens import WordPieces

# As many tokens as it was taught to read at once, of which the question may take up so many.
WINDOW: Final = 128
MOST_OF_QUESTION: Final = 24


@dataclass(frozen=True)
class Asked:
    """A text to be read: the question that it answers, and its clauses' places in it, in order and apart."""

    text: str
    question: str
    clauses: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Vectors:
    """What the encoder makes of a text: D numbers for its start token, D for its mean, n x D for its clauses."""

    whole: np.ndarray  # 2D: start token, then mean over the text's tokens
    clauses: np.ndarray  # n x D, noughts for a clause without tokens


@dataclass(frozen=True)
class _Window:
    text: int
    tokens: list[int]
    first: int  # where the text's own tokens start
    clauses: list[int]  # each own token's clause, -1 for none


class Encoder:
    """One ONNX file and its vocabulary."""

    def __init__(
        self, model: Path, vocabulary: Sequence[str], *, threads: int = 1, most_of_question: int = MOST_OF_QUESTION
    ) -> None:
        """Load the file. With one thread no pool is made, so that a worker may fork afterwards."""
        self._most_of_question = most_of_question
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
        self._pieces = WordPieces(vocabulary)

    def read(self, asked: Sequence[Asked]) -> list[Vectors]:
        """Return each text's vectors, in order. A text's own do not depend on its neighbours.

        A text of more than a window's tokens is read in several windows; their tokens are pooled together.
        """
        windows = [window for number, one in enumerate(asked) for window in self._windows(number, one)]
        states = [self._run(window) for window in windows]
        own: list[list[int]] = [[] for _ in asked]
        for place, window in enumerate(windows):
            own[window.text].append(place)
        return [
            _pooled([windows[place] for place in places], [states[place] for place in places], len(one.clauses))
            for one, places in zip(asked, own, strict=True)
        ]

    def _windows(self, number: int, asked: Asked) -> Iterator[_Window]:
        pieces = self._pieces
        question = pieces.read(asked.question[:400])[0][: self._most_of_question]
        head = [pieces.start, *question, pieces.end]
        tokens, starts = pieces.read(asked.text)
        clauses = clause_of_each(starts, asked.clauses)
        room = WINDOW - len(head) - 1
        for low, high in stretches(clauses, room):
            yield _Window(number, [*head, *tokens[low:high], pieces.end], len(head), clauses[low:high])

    def _run(self, window: _Window) -> np.ndarray:
        # One text at a time: the numbers are rounded by the largest in the batch, which must not be a neighbour's.
        tokens = np.array([window.tokens], dtype=np.int64)
        segments = (np.arange(len(window.tokens)) >= window.first).astype(np.int64)[np.newaxis]
        (states,) = self._session.run(["states"], {"tokens": tokens, "segments": segments})
        return np.asarray(states[0])


def clause_of_each(starts: Sequence[int], clauses: Sequence[tuple[int, int]]) -> list[int]:
    """Return the clause in which each place lies, -1 where in none."""
    found = []
    clause = 0
    for start in starts:
        while clause < len(clauses) - 1 and start >= clauses[clause][1]:
            clause += 1
        found.append(clause if clauses and clauses[clause][0] <= start < clauses[clause][1] else -1)
    return found


def stretches(clauses: Sequence[int], room: int) -> list[tuple[int, int]]:
    """Return stretches of tokens that fit a window, cut between clauses where one ends in the second half."""
    stretches = []
    low = 0
    while len(clauses) - low > room:
        ends = [place for place in range(low + room // 2, low + room) if clauses[place] != clauses[place + 1]]
        high = ends[-1] + 1 if ends else low + room
        stretches.append((low, high))
        low = high
    if low < len(clauses) or not stretches:
        stretches.append((low, len(clauses)))
    return stretches


def _pooled(windows: Sequence[_Window], states: Sequence[np.ndarray], clauses: int) -> Vectors:
    width = states[0].shape[1]
    sums, counts = np.zeros((clauses, width), dtype=np.float64), np.zeros(clauses)
    total, start, tokens = np.zeros(width), np.zeros(width), 0
    for window, state in zip(windows, states, strict=True):
        own = state[window.first :]  # the closing token counts for the whole, as it did in training
        weight = len(own)
        total += own.sum(axis=0, dtype=np.float64)
        start += weight * state[0]
        tokens += weight
        # Clauses by tokens, 1 where a token lies in the clause: one product sums them all.
        among = np.equal.outer(np.arange(clauses), np.array(window.clauses, dtype=np.int64)).astype(np.float64)
        sums += among @ own[: len(window.clauses)]
        counts += among.sum(axis=1)
    whole = np.concatenate([start / tokens, total / tokens])
    return Vectors(whole.astype(np.float32), (sums / np.maximum(counts, 1)[:, np.newaxis]).astype(np.float32))
