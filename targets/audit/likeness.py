"""Rules on targets that say the same twice: by the meaning of their measures' names, or by their words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from math import dist, hypot, sqrt

from targets.audit.finding import NEAR_DUPLICATE, Finding, Known, Limits
from targets.nodes import MeasureNode, TargetNode, unit_of
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
    """Yield each measure with the one before it that it is most like, if it is like enough; of equals the first."""
    directions = [_direction(vectors.get(each.key, ())) for each in measures]
    # Two whose first halves are further apart than that are too far apart altogether: most are told by them alone.
    halves, reach = [each[: len(each) // 2] for each in directions], sqrt(max(0.0, 2 - 2 * limits.alike)) + 1e-6
    said = [words_of(each.name) for each in measures]
    meant: list[int] = []
    bare: list[int] = []
    for place, other in enumerate(measures):
        here = directions[place]
        likely = []
        if here:
            # The loop over the distances runs in the library: with a thousand measures there are half a million.
            apart = map(dist, [halves[before] for before in meant], repeat(halves[place]))
            near = (before for before, far in zip(meant, apart, strict=True) if far <= reach)
            cosines = ((_cosine(directions[before], here), -before) for before in near)
            likely = [pair for pair in cosines if pair[0] >= limits.alike]
        by_words = ((_in_common(said[before], said[place]), -before) for before in (bare if here else range(place)))
        likely += [pair for pair in by_words if pair[0] >= limits.same_words]
        if likely:
            most, before = max(likely)
            yield measures[-before], other, most
        (meant if here else bare).append(place)


def _direction(vector: Sequence[float]) -> tuple[float, ...]:
    """Return a vector at the length of 1; nothing of one of noughts, which has no direction."""
    length = hypot(*vector)
    return tuple(each / length for each in vector) if length > 0 else ()


def _cosine(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    """Return the cosine of two vectors of length 1.

    By their distance, which the standard library measures a hundred times as fast as Python adds up products: the web
    process loads no NumPy. Two that are equally like a third one are not to be told apart by rounding.
    """
    return round(1 - dist(one, other) ** 2 / 2, 9)


def _in_common(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of words that two names have in common, of all words of either."""
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0
