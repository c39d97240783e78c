"""Rules on targets that say the same twice: by the meaning of their measures' names, or by their words."""

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from targets.audit.finding import NEAR_DUPLICATE, Finding, Known, Limits, unit_of
from targets.nodes import MeasureNode, TargetNode
from words import Message, Words, in_language

Matrix = NDArray[np.float64]

_WORD = re.compile(r"[^\W_]+")
# They stand in most names and tell nothing of what is measured.
EMPTY = frozenset(("a", "an", "and", "by", "for", "from", "in", "is", "of", "on", "or", "the", "their", "to", "with"))
ADVICE = Message("Keep the one that says it better, and give up the other.")


def near_duplicates(known: Known, limits: Limits) -> Iterator[Finding]:
    """Find measures of one service with names that mean the same, and targets that were set twice.

    Where both names have a vector its cosine decides, else the share of words that they have in common.
    """
    targets: dict[int, list[TargetNode]] = {}
    measures: dict[int, dict[int, MeasureNode]] = {}
    for node in known.whole:
        targets.setdefault(node.measure.id, []).append(node)
        measures.setdefault(node.measure.service.id, {})[node.measure.id] = node.measure
    yield from _twice(known)
    for own in measures.values():
        for one, other, alike in _pairs(list(own.values()), known.vectors, limits):
            keys = tuple(node.key for node in (targets[one.id][0], targets[other.id][0]))
            yield Finding(NEAR_DUPLICATE, keys, {"alike": round(alike, 2)}, ADVICE)


def words_of(name: Words) -> frozenset[str]:
    """Return a name's words in small letters, without those that tell nothing and without plurals."""
    found = {word for word in _WORD.findall(in_language(name, "en").casefold()) if word not in EMPTY}
    return frozenset(word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word for word in found)


def _twice(known: Known) -> Iterator[Finding]:
    first: dict[tuple[object, ...], TargetNode] = {}
    for node in known.targets:
        same = first.setdefault((node.measure.id, unit_of(node), node.level, node.due), node)
        if same is not node:
            yield Finding(NEAR_DUPLICATE, (same.key, node.key), {"alike": 1.0}, ADVICE)


def _pairs(
    measures: Sequence[MeasureNode], vectors: Mapping[str, Sequence[float]], limits: Limits
) -> Iterator[tuple[MeasureNode, MeasureNode, float]]:
    """Yield each measure with the one before it that it is most like, if it is like enough; of equals the first."""
    # Of a vector of noughts there is no cosine.
    known = [place for place, each in enumerate(measures) if np.linalg.norm(vectors.get(each.key, ())) > 0]
    alike, by_meaning = np.zeros((len(measures),) * 2), np.zeros((len(measures),) * 2, dtype=bool)
    if len(known) < len(measures):
        alike = _in_common([words_of(each.name) for each in measures])
    if known:
        by_meaning[np.ix_(known, known)] = True
        alike[np.ix_(known, known)] = _cosines([vectors[measures[place].key] for place in known])
    enough = alike >= np.where(by_meaning, limits.alike, limits.same_words)
    # Only those before it: below the diagonal.
    scores = np.where(np.tril(enough, -1), alike, -np.inf)
    for place, best in enumerate(scores.argmax(axis=1).tolist()):
        if np.isfinite(scores[place, best]):
            yield measures[best], measures[place], float(scores[place, best])


def _cosines(vectors: Sequence[Sequence[float]]) -> Matrix:
    """Return the cosine of each two of some vectors, n x n."""
    stacked = np.asarray(vectors, dtype=float)
    stacked /= np.linalg.norm(stacked, axis=1, keepdims=True)
    # Two that are equally like a third one are not to be told apart by rounding.
    cosines: Matrix = np.round(stacked @ stacked.T, 9)
    return cosines


def _in_common(said: Sequence[frozenset[str]]) -> Matrix:
    """Return the share of words that each two names have in common (of all words of either), n x n, from 0 to 1."""
    places = {word: place for place, word in enumerate(sorted(frozenset().union(*said)))}
    holds = np.zeros((len(said), len(places)), dtype=np.float32)
    for row, words in enumerate(said):
        holds[row, [places[word] for word in words]] = 1
    both = np.asarray(holds @ holds.T, dtype=float)
    sizes = np.array([len(words) for words in said], dtype=float)
    either = sizes[:, None] + sizes[None, :] - both
    # Two names without a word have none in common.
    shares: Matrix = both / np.maximum(either, 1)
    return shares
