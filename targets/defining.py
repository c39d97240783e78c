"""Where figures are not comparable: from which period on a definition counts, and which figures are of a former one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from models import ALL_UNITS
from tallies import period_after
from targets.nodes import MeasureNode
from targets.readings import Reading

PIPELINE_CHANGED, NOTE_CHANGED = "pipeline", "note"


@dataclass(frozen=True)
class Changed:
    """Figures from the period at ``before`` on are not comparable with those before it, and why."""

    before: int
    why: str


@dataclass(frozen=True)
class Outdated:
    """Figures of the periods from ``first`` to ``last`` are still of one version of the note while another counts.

    ``locked`` is whether their periods take no other figure.
    """

    first: date
    last: date
    version: int
    counts: int
    locked: bool


@dataclass(frozen=True)
class Comparable:
    """The figures of units over at most twelve months, by one definition.

    ``until`` is the last period; ``defined_anew`` is whether the twelve months hold figures of another definition,
    which are left out.
    """

    since: date
    until: date
    by_unit: Mapping[int, Sequence[Reading]]
    defined_anew: bool


def in_force(measure: MeasureNode, period: date) -> int | None:
    """Return which version of a measure's technical note counts for a period; None before the first."""
    return sum(day <= period for day in measure.counts_from) or None


def changes(measure: MeasureNode, periods: Sequence[date], readings: Sequence[Reading | None]) -> tuple[Changed, ...]:
    """Return where figures are not comparable with those before: from where a version of the note counts, too.

    That is so also while the figures there are still of the former version: nobody compares over the day.
    """
    found: list[Changed] = []
    before: tuple[date, Reading] | None = None
    for place, (period, reading) in enumerate(zip(periods, readings, strict=True)):
        if reading is None:
            continue
        if before is not None and in_force(measure, period) != in_force(measure, before[0]):
            found.append(Changed(place, NOTE_CHANGED))
        elif before is not None and reading.pipeline != before[1].pipeline:
            found.append(Changed(place, PIPELINE_CHANGED))
        before = (period, reading)
    return tuple(found)


def outdated(measure: MeasureNode, readings: Sequence[Reading]) -> tuple[Outdated, ...]:
    """Return which figures are of a former version of the note, in order; what follows one another is one."""
    found: list[Outdated] = []
    for place, reading in enumerate(readings):
        counts, period = in_force(measure, reading.period_on), reading.period_on
        if counts is None or _version(reading) == counts:
            continue
        facts = (_version(reading), counts, reading.locked)
        last = found[-1] if found else None
        if last and last.last == readings[place - 1].period_on and (last.version, last.counts, last.locked) == facts:
            found[-1] = Outdated(last.first, period, *facts)
        else:
            found.append(Outdated(period, period, *facts))
    return tuple(found)


def comparable(readings: Mapping[int, Sequence[Reading]], cadence: str) -> Comparable | None:
    """Return the units' figures of the twelve months that end with the last figure of all together.

    Figures of another definition than that last one has, and all before them, are left out. None without any figure.
    """
    together = [each for each in readings.get(ALL_UNITS, ()) if each.value is not None]
    if not together:
        return None
    until, version = together[-1].period_on, _version(together[-1])
    year = year_to(until, cadence)
    other = [each.period_on for each in together if each.period_on >= year and _version(each) != version]
    since = period_after(other[-1], cadence) if other else year
    units = {unit_id: own for unit_id, own in readings.items() if unit_id != ALL_UNITS}
    lately = {
        unit_id: [each for each in own if since <= each.period_on <= until and _version(each) == version]
        for unit_id, own in units.items()
    }
    others = (each for own in units.values() for each in own if year <= each.period_on <= until)
    return Comparable(since, until, lately, bool(other) or any(_version(each) != version for each in others))


def year_to(period_on: date, cadence: str) -> date:
    """Return the first day of the twelve months that end with a period."""
    after = period_after(period_on, cadence)
    return date(after.year - 1, after.month, 1)


def _version(reading: Reading) -> int:
    """Return by which version a figure is; one from before a note was written down is by what became the first."""
    return reading.note_version or 1
