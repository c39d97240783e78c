"""What may be shown of a table of groups, so that nobody finds a handful of people behind its figures."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import TypeVar

from tallies.figures import FEWEST_SHOWN

Group = TypeVar("Group", str, int)


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

    This holds within one table. ``tallies.views`` holds it over all tables of a survey that can be looked at.
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


def taken_along(
    sizes: Mapping[Group, int], hidden: Set[Group], *, fewest: int = FEWEST_SHOWN, whole_shown: bool = True
) -> set[Group]:
    """Return what must be hidden of a table beside what is hidden already.

    Args:
        sizes: Group -> how many of it answered; together they are the total.
        hidden: Which of them are hidden already.
        fewest: How many must have answered for a figure to be shown.
        whole_shown: Whether the total is shown; if not, it must not be the sum of what is.

    Returns:
        The next smallest groups (of one size those first in order), until more than one group and ``fewest`` people or
        more are hidden (``fewest`` people, where the total is hidden too). Nothing where all is shown.
    """
    found: set[Group] = set()
    if whole_shown and not hidden:
        return found
    count, people = len(hidden) + (not whole_shown), sum(sizes[group] for group in hidden)
    for n, group in sorted((n, group) for group, n in sizes.items() if n and group not in hidden):
        if count > 1 and people >= fewest:
            break
        found.add(group)
        count, people = count + 1, people + n
    return found


def _hidden(counts: Mapping[str, int], fewest: int) -> set[str]:
    small = {group for group, n in counts.items() if 0 < n < fewest}
    return small | taken_along(counts, small, fewest=fewest)
