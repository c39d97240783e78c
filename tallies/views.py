"""Which views of who answered may be shown, so that no few people are found by taking one view from another.

A view is what a filter leaves: a unit, a way in, a language, a version, some months, or several of these together. Two
views that a person can open tell of what lies in the one and not in the other. So it is not enough that ten answered
in a view: all views are decided together, from everything that was answered, and each always the same.
"""

import random
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import Literal, TypeAlias

from tallies.figures import FEWEST_SHOWN
from tallies.suppression import taken_along

# "few": fewer than may be shown answered. "others": of the few that this view leaves out, something could be told.
Decision = Literal["shown", "few", "others"]
Period: TypeAlias = tuple[int, ...]
# How time is parted, the finest first.
CALENDARS: Sequence[Callable[[date], Period]] = (
    lambda month: (month.year, (month.month - 1) // 3, month.month),
    lambda month: (month.year, (month.month - 1) // 3),
    lambda month: (month.year,),
)
# More of the finest groups than these take too long to decide over: time is then parted into quarters, or years.
MOST_GROUPS = 600
# A set of people as a number: the sum of numbers drawn for each of the finest groups. Two sets are never one number.
People: TypeAlias = int
Chain: TypeAlias = tuple[object, ...]


@dataclass(frozen=True, order=True)
class Cell:
    """The finest group of people that a view can tell from others (0: unit, or version, not known)."""

    unit: int
    collector: int
    language: str
    version: int


@dataclass(frozen=True)
class View:
    """What is looked at; None is all. ``since`` is the first day of a month, ``until`` the last of one."""

    units: Collection[int] | None = None
    collectors: Collection[int] | None = None
    languages: Collection[str] | None = None
    versions: Collection[int] | None = None
    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        for day in (self.since, self.until and self._after(self.until)):
            if day and day.day != 1:
                raise ValueError("a view is of whole months")

    def holds(self, cell: Cell) -> bool:
        """Return whether a cell belongs to it."""
        asked = (
            (self.units, cell.unit),
            (self.collectors, cell.collector),
            (self.languages, cell.language),
            (self.versions, cell.version),
        )
        return all(some is None or value in some for some, value in asked)

    def covers(self, month: date) -> bool:
        """Return whether a month (its first day) lies in its time."""
        return (self.since is None or month >= self.since) and (self.until is None or month <= self.until)

    @staticmethod
    def _after(day: date) -> date:
        return day + timedelta(days=1) if day < date.max else date.min


class Respondents:
    """Who answered something, over all time and all groups: decides of each view whether it may be shown.

    Args:
        counts: Cell -> first day of a month -> how many answered.
        parents: Unit -> the unit above it: a view of a unit has those below it.
        kinds: Way in -> the kind that it is of: all ways of a kind together are a view too.
        fewest: How many must have answered for a figure to be shown.
        most_groups: Over more of the finest groups than these, time is parted into quarters, or years, or not at all;
            ``MOST_GROUPS`` if not given.

    The views are all that can be made by choosing a unit, a way in or a kind of them, a language, a version and a year,
    quarter or month, each or none; and spans of time that are made of such periods. Of these are hidden:

    1. what fewer than ``fewest`` answered;
    2. where a view is parted (by unit, way in, language, version or time) and a part is hidden: the next smallest
       parts, until what is hidden is more than one part and ``fewest`` people (``taken_along``);
    3. where what is parted is hidden itself: the smallest parts, until what is hidden is ``fewest`` people;
    4. and so on, until nothing more is to be hidden.

    Views with the same people are one view. Then nothing hidden is the difference of what is shown along any one way of
    parting. By many steps over several ways a number may still be narrowed down, and who looks each day sees what the
    day brought.
    """

    def __init__(
        self,
        counts: Mapping[Cell, Mapping[date, int]],
        *,
        parents: Mapping[int, int] | None = None,
        kinds: Mapping[int, str] | None = None,
        fewest: int = FEWEST_SHOWN,
        most_groups: int | None = None,
    ) -> None:
        self.counts, self.fewest = counts, fewest
        self.parents = tuple(sorted((parents or {}).items()))
        self.kinds = tuple(sorted((kinds or {}).items()))
        groups = sorted((cell, month, n) for cell, months in counts.items() for month, n in months.items() if n)
        self.calendars = CALENDARS
        most = MOST_GROUPS if most_groups is None else most_groups
        # Coarser time makes fewer groups. Of a survey that is large even by years, no period is decided at all.
        while self.calendars and len({(cell, self.calendars[0](month)) for cell, month, _ in groups}) > most:
            self.calendars = self.calendars[1:]
        sums: dict[tuple[Cell, Period], int] = {}
        for cell, month, n in groups:
            key = (cell, self.calendars[0](month) if self.calendars else ())
            sums[key] = sums.get(key, 0) + n
        self._table = tuple((cell, period, n) for (cell, period), n in sums.items())

    def n(self, view: View) -> int:
        """Return how many answered in a view, shown or not."""
        return sum(
            n
            for cell, by_month in self.counts.items()
            if view.holds(cell)
            for month, n in by_month.items()
            if view.covers(month)
        )

    def decide(self, view: View) -> Decision:
        """Return whether a view may be shown, or why not. Where nobody answered, that may be shown."""
        n = self.n(view)
        if n < self.fewest:
            return "few" if n else "shown"
        periods = self._periods(view)
        if periods is None or not all(self._shows(view, period) for period in periods):
            return "others"
        return "shown"

    def _periods(self, view: View) -> list[Period] | None:
        """Return the longest periods that a view's months are made of; None where they are of none."""
        months = {month for by_month in self.counts.values() for month, n in by_month.items() if n}
        left = {month for month in months if view.covers(month)}
        if left == months:
            return [()]
        found = []
        for calendar in reversed(self.calendars):
            for period in sorted({calendar(month) for month in left}):
                inside = {month for month in months if calendar(month) == period}
                if inside <= left:
                    found.append(period)
                    left -= inside
        return None if left else found

    def _shows(self, view: View, period: Period) -> bool:
        """Return whether no rule hides a view in one period (all of time, if it is empty)."""
        asked = (
            number
            for number, (cell, each, _) in zip(_numbers(len(self._table)), self._table, strict=True)
            if each[: len(period)] == period and view.holds(cell)
        )
        people = sum(asked)
        return not people or people in _shown(self._table, self.parents, self.kinds, self.fewest)


@lru_cache(maxsize=16)
def _numbers(count: int) -> tuple[int, ...]:
    """Return as many numbers by chance, always the same."""
    drawn = random.Random(20)  # noqa: S311 - names of sets, no secret
    return tuple(drawn.getrandbits(96) for _ in range(count))


# Most questions of a survey are answered by the same people, and a page is looked at more than once.
@lru_cache(maxsize=128)
def _shown(
    table: tuple[tuple[Cell, Period, int], ...],
    parents: tuple[tuple[int, int], ...],
    kinds: tuple[tuple[int, str], ...],
    fewest: int,
) -> frozenset[People]:
    """Return the people of all views of a table that may be shown."""
    people: dict[int, People] = {}
    counts: dict[int, int] = {}
    # (view, way of parting) -> its parts
    lines: dict[tuple[int, int], set[int]] = {}
    chains = _as_numbers([*_chains(table, dict(parents), dict(kinds))])
    for (_, _, n), chain, number in zip(table, chains, _numbers(len(table)), strict=True):
        for steps in product(*chain):
            key = sum([here for here, _ in steps])
            if key in people:
                people[key] += number
                counts[key] += n
                continue
            people[key], counts[key] = number, n
            for way, (here, above) in enumerate(steps):
                if above is not None:
                    lines.setdefault((key - here + above, way), set()).add(key)
    sizes = {people[key]: n for key, n in counts.items()}
    if min(sizes.values(), default=fewest) >= fewest:
        return frozenset(sizes)
    parted = {
        (people[whole], tuple(sorted({people[part] for part in parts})))
        for (whole, _), parts in lines.items()
        if len(parts) > 1
    }
    return frozenset(sizes.keys() - _hidden(sizes, parted, fewest))


def _hidden(
    sizes: Mapping[People, int], lines: Collection[tuple[People, tuple[People, ...]]], fewest: int
) -> set[People]:
    hidden = {people for people, n in sizes.items() if n < fewest}
    # The widest first: what is hidden of them decides of what lies in them. The same table is always decided alike.
    in_order = sorted(lines, key=lambda line: (-sizes[line[0]], line))
    settled = False
    while not settled:
        before = len(hidden)
        for whole, parts in in_order:
            there, shown = hidden.intersection(parts), whole not in hidden
            if there or not shown:
                hidden |= taken_along({part: sizes[part] for part in parts}, there, fewest=fewest, whole_shown=shown)
        settled = len(hidden) == before
    return hidden


def _chains(
    table: Sequence[tuple[Cell, Period, int]], parents: Mapping[int, int], kinds: Mapping[int, str]
) -> Iterator[tuple[Chain, ...]]:
    """Yield for each of the finest groups, by way of parting, what it belongs to: from the narrowest to all (None).

    A way of parting with one group only parts nothing: all is then its one group.
    """
    names = ("unit", "collector", "language", "version")
    several = {name: len({getattr(cell, name) for cell, _, _ in table}) > 1 for name in names}
    periods = len({period for _, period, _ in table}) > 1
    units = {cell.unit: _upwards(cell.unit, parents) for cell, _, _ in table}
    ways = {cell.collector: _of_kind(cell.collector, kinds) for cell, _, _ in table}
    for cell, period, _ in table:
        yield (
            units[cell.unit] if several["unit"] else (None,),
            ways[cell.collector] if several["collector"] else (None,),
            *((getattr(cell, name), None) if several[name] else (None,) for name in names[2:]),
            (*(period[:length] for length in range(len(period), 0, -1)), None) if periods else (None,),
        )


def _of_kind(way: int, kinds: Mapping[int, str]) -> Chain:
    """Return the way in, all of its kind, and None."""
    return (way, ("kind", kinds[way]), None) if way in kinds else (way, None)


def _as_numbers(chains: Sequence[tuple[Chain, ...]]) -> list[list[list[tuple[int, int | None]]]]:
    """Return the chains with each link as (its number, that of the next): a view's number is the sum of its links'."""
    found: list[list[list[tuple[int, int | None]]]] = [[] for _ in chains]
    scale = 1
    for way in zip(*chains, strict=True):
        names = {name: place * scale for place, name in enumerate(dict.fromkeys(name for each in way for name in each))}
        scale *= max(1, len(names))
        for each, links in zip(way, found, strict=True):
            numbers = [names[name] for name in each]
            links.append(list(zip(numbers, [*numbers[1:], None], strict=True)))
    return found


def _upwards(unit: int, parents: Mapping[int, int]) -> Chain:
    """Return the unit alone, the unit with those below it, each unit above with those below it, and None."""
    above = [unit]
    while (parent := parents.get(above[-1])) is not None and parent not in above:
        above.append(parent)
    alone = [("alone", unit)] if unit in parents.values() else []
    return (*alone, *(("with", each) for each in above), None)
