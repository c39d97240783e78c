"""Rules on targets that say the same twice: by the meaning of their measures' names, or by their words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

import numpy as np

from targets.audit.finding import NEAR_DUPLICATE, Finding, Known, Limits, unit_of
from targets.nodes import MeasureNode, TargetNode
from words import Message, Words, in_language

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
    """Yield each measure with the one before it that it is most like, if it is like enough."""
    with_vectors = [each for each in measures if any(vectors.get(each.key, ()))]
    found = {each.id: place for place, each in enumerate(with_vectors)}
    cosines = _cosines([vectors[each.key] for each in with_vectors])
    said = {each.id: words_of(each.name) for each in measures}
    best: dict[int, tuple[float, MeasureNode]] = {}
    for one, other in combinations(measures, 2):
        if one.id in found and other.id in found:
            alike, least = cosines[found[one.id]][found[other.id]], limits.alike
        else:
            alike, least = _in_common(said[one.id], said[other.id]), limits.same_words
        if alike >= least and (other.id not in best or alike > best[other.id][0]):
            best[other.id] = (alike, one)
    for other in measures:
        if other.id in best:
            yield best[other.id][1], other, best[other.id][0]


def _cosines(vectors: Sequence[Sequence[float]]) -> list[list[float]]:
    if not vectors:
        return []
    stacked = np.asarray(vectors, dtype=float)
    stacked /= np.linalg.norm(stacked, axis=1, keepdims=True)
    return [[float(value) for value in row] for row in (stacked @ stacked.T).tolist()]


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
