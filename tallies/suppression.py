"""What may be shown of a table of groups, so that nobody finds a handful of people behind its figures."""

from collections.abc import Mapping
from dataclasses import dataclass

from tallies.figures import FEWEST_SHOWN


@dataclass(frozen=True)
class Suppressed:
    """A table of groups (units, languages, versions) without what is too small to show.

    ``total`` is how many answered in all groups; None where they are too few for any figure of this table.
    ``counts`` are the groups that may be shown, each with how many answered, in the order given.
    ``hidden`` are the groups of which neither number nor answers may be shown, in the order given.
    """

    total: int | None
    counts: dict[str, int]
    hidden: tuple[str, ...]

    @property
    def shown(self) -> bool:
        """Whether anything of the table may be shown."""
        return self.total is not None


def suppressed(counts: Mapping[str, int], *, fewest: int = FEWEST_SHOWN) -> Suppressed:
    """Decide which groups of a table may be shown beside its total.

    Args:
        counts: Group -> how many of it answered.
        fewest: How many must have answered for a figure to be shown.

    Raises:
        ValueError: If a group has fewer than no answers, or ``fewest`` is less than 1.

    Where fewer than ``fewest`` answered in all, nothing is shown. Else hidden are first the groups of fewer than
    ``fewest`` (a group of nobody has nothing to hide, and its 0 is shown). What is hidden could then be worked out
    together, as the total less all that is shown, for the number and for every answer. So the next smallest groups are
    hidden as well until what is hidden is more than one group and ``fewest`` people or more. Two small groups of three
    and four people are therefore not enough: their seven answers could be read off.

    This holds within one table, for what can be worked out by adding and taking away. Two tables that differ by a day
    or a filter can still be taken from one another, and who knows this rule may narrow how many the hidden groups have.
    """
    if fewest < 1:
        raise ValueError(f"at least 1 must have answered, not {fewest}")
    for group, n in counts.items():
        if n < 0:
            raise ValueError(f"{group} has {n} answers")
    total = sum(counts.values())
    if total < fewest:
        return Suppressed(None, {}, tuple(counts))
    hidden = _hidden(counts, fewest)
    shown = {group: n for group, n in counts.items() if group not in hidden}
    return Suppressed(total, shown, tuple(group for group in counts if group in hidden))


def _hidden(counts: Mapping[str, int], fewest: int) -> set[str]:
    # Of groups of one size the one that comes first by name, so that the same table is always shown the same.
    by_size = sorted((n, group) for group, n in counts.items() if n)
    hidden: set[str] = set()
    people = 0
    for n, group in by_size:
        enough = not hidden or (len(hidden) > 1 and people >= fewest)
        if n >= fewest and enough:
            break
        hidden.add(group)
        people += n
    return hidden
