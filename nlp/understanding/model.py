"""What was learnt of messages: an encoder's three heads, and words as a second opinion on what a person wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import log_softmax, softmax

from nlp.encoder.session import Asked as Reading
from nlp.encoder.session import Encoder, Vectors
from nlp.understanding import Asked, Said, Value
from nlp.understanding.evidence import Evidence
from nlp.understanding.posed import for_intent, for_options, for_yes_no, parts


@dataclass(frozen=True)
class Heads:
    """What was learnt on top of the encoder, whose text is W numbers: start token and mean.

    Attributes:
        intent, intent_bias: 25 x W and 25, in the order of `INTENTS`.
        yes_no, yes_no_bias: 3 x W and 3: yes, no, neither.
        option, option_bias: 1 x D and 1, the score of an option from its own tokens' mean, D numbers.
        none, none_bias: 1 x W and 1, the score of none of them.
    """

    intent: np.ndarray
    intent_bias: np.ndarray
    yes_no: np.ndarray
    yes_no_bias: np.ndarray
    option: np.ndarray
    option_bias: np.ndarray
    none: np.ndarray
    none_bias: np.ndarray


@dataclass(frozen=True)
class Words:
    """A logistic regression on `Evidence`: 25 x F and 25; and how much it counts beside the encoder's."""

    word_intent: np.ndarray
    word_intent_bias: np.ndarray
    word_weight: np.ndarray


class Model:
    """A trained understanding's arithmetic."""

    def __init__(self, encoder: Encoder, heads: Heads, evidence: Evidence, words: Words) -> None:
        self._encoder = encoder
        self.heads = heads
        self._evidence = evidence
        self._words = words

    def intents(self, messages: Sequence[Said], values: Sequence[dict[str, Value]]) -> np.ndarray:
        """Return each message's probabilities of the 25 intents, given what it answers."""
        vectors = self._vectors([for_intent(message.said, message.asked) for message in messages])
        read = log_softmax(vectors @ self.heads.intent.T + self.heads.intent_bias, axis=1)
        rows = self._evidence.rows(messages, values)
        words = log_softmax(rows @ self._words.word_intent.T + self._words.word_intent_bias, axis=1)
        return np.asarray(softmax(read + float(self._words.word_weight[0]) * words, axis=1))

    def options(self, said: str, question: Asked, *, is_asked: bool) -> np.ndarray:
        """Return the probability that the words mean each option, and last that they mean none."""
        readings = [for_options(part, question, is_asked=is_asked) for part in parts(said)]
        found = [self._options(vectors) for vectors in self._encoder.read(readings)]
        # Of several parts the one that says most.
        return min(found, key=lambda chances: float(chances[-1]))

    def _options(self, vectors: Vectors) -> np.ndarray:
        heads = self.heads
        scores = vectors.clauses @ heads.option[0] + heads.option_bias[0]
        none = vectors.whole.ravel() @ heads.none[0] + heads.none_bias[0]
        return np.asarray(softmax(np.append(scores, none)))

    def yes_no(self, said: str, question: Asked, *, is_asked: bool) -> np.ndarray:
        """Return the probabilities that the words mean yes, no, and neither."""
        vectors = self._vectors([for_yes_no(part, question, is_asked=is_asked) for part in parts(said)])
        found = softmax(vectors @ self.heads.yes_no.T + self.heads.yes_no_bias, axis=1)
        return np.asarray(found[found[:, 2].argmin()])

    def knows(self, plain: str) -> bool:
        """Whether any word of a message in its plain form was in what it learnt from, or is no word at all."""
        return self._evidence.knows(plain)

    def _vectors(self, readings: Sequence[Reading]) -> np.ndarray:
        return np.array([one.whole.ravel() for one in self._encoder.read(readings)], dtype=np.float32)
