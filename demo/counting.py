"""The counts of the invented council's feedback alone, without words: for trying what the charts find in it."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate, pairwise
from random import Random

from demo.hours import day_weights, days_between, months_before
from demo.rates import RATES
from demo.story import MONTHS, STORIES, channel_weights, effects_at_work, felt_by, satisfaction_weights


@dataclass(frozen=True, order=True)
class Cell:
    """Submissions of a unit in the month that begins on ``month``, with one of the five points of satisfaction."""

    unit: str
    month: date
    satisfaction: int


def counts(*, seed: int, until: date, submissions: int = 10_500) -> Mapping[Cell, int]:
    """Return how many submissions each cell has, over the 18 months that end the day before ``until``.

    They are drawn from the chances that the submissions of ``story.generate`` have, all at once, so that a seed takes
    some milliseconds; of the same seed they are other ones. The same arguments always give the same counts. A cell of
    none is left out.
    """
    chances = cell_chances(until)
    rng = Random(f"{seed} counts")
    return Counter(rng.choices(list(chances), cum_weights=list(accumulate(chances.values())), k=submissions))


@cache
def cell_chances(until: date) -> Mapping[Cell, float]:
    """Return the chance that one submission falls into each cell; they sum to 1, and are in order of cell."""
    everywhere = sum(weight for rates in RATES.values() for weight in rates.units.values())
    found: dict[Cell, float] = {}
    for service, rates in RATES.items():
        for unit, weight in rates.units.items():
            for day, chance in _days(service, until):
                for points, part in enumerate(_satisfaction(service, unit, day, until), start=1):
                    cell = Cell(unit, day.replace(day=1), points)
                    found[cell] = found.get(cell, 0.0) + weight / everywhere * chance * part
    return {cell: found[cell] for cell in sorted(found)}


def planted_step() -> tuple[str, int]:
    """Return the unit at which satisfaction steps up, and how many days before the end."""
    story = next(story for story in STORIES if story.key == "market-square-letters")
    assert story.starts is not None
    return story.units[0], story.starts


def planted_bad_unit() -> tuple[str, str]:
    """Return the service of the unit that is worse all along, and the unit."""
    unit = next(story for story in STORIES if story.key == "quayside-waits").units[0]
    return next(service for service, rates in RATES.items() if unit in rates.units), unit


def _days(service: str, until: date) -> Iterator[tuple[date, float]]:
    """Yield each day, and the chance that a submission to the service is of that day."""
    days = days_between(months_before(until, MONTHS), until)
    sums = day_weights(days, RATES[service])
    for day, (before, after) in zip(days, pairwise([0.0, *sums]), strict=True):
        yield day, (after - before) / sums[-1]


def _satisfaction(service: str, unit: str, day: date, until: date) -> list[float]:
    """Return the chances of the five points on a day, worst first, over all channels."""
    at_work = effects_at_work(unit, day, until)
    shut = RATES[service].hours[day.weekday()] is None
    channels = {"online": 1.0} if shut else channel_weights(service, at_work)
    chances = [0.0] * 5
    for channel, weight in channels.items():
        weights = satisfaction_weights(service, unit, felt_by(at_work, channel))
        for place, each in enumerate(weights):
            chances[place] += weight / sum(channels.values()) * each / sum(weights)
    return chances
