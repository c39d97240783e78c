"""Figures that the invented council uploads, by month and unit: made by chance from where things stood."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import agreements, measuring, planted
from models import Measure, Unit
from tallies import period_of, periods_between
from targets import feeding, observing
from targets.observing import Figure

# How far of the way to the level a measure has come at the end, and how much it moves by itself from month to month.
COME = 0.55
SHAKE = 0.035
# About so many repairs, enquiries or loans a month at one unit, or at all together where units are not told apart.
A_MONTH = 210


@dataclass(frozen=True)
class _Way:
    """From where a measure stood to where it stands at the end."""

    first: float
    last: float

    def at(self, part: float) -> float:
        return self.first + (self.last - self.first) * part


def load(session: Session, units: Mapping[str, Unit], *, seed: int, until: date) -> None:
    """Record the figures of every measure up to the last period that is over; those of feedback come of feedback."""
    measures = {each.key: each for each in session.scalars(select(Measure).order_by(Measure.id))}
    agreed = [planned for agreement in agreements.AGREEMENTS for planned in agreement.targets]
    for planned in (*agreed, planted.ORPHAN.target):
        measure = measures[planned.measure.key]
        if measure.formula is not None:
            feeding.feed(session, measure=measure, today=until, pipeline="")
            continue
        chance = random.Random(f"{seed} {measure.key}")
        periods = _periods(measure, until)
        made = list(_figures(planned, measure, periods, units, chance))
        observing.record(session, measure=measure, figures=made, source="upload")


def _periods(measure: Measure, until: date) -> list[date]:
    first = min(note.valid_from for note in measure.notes)
    return periods_between(first, period_of(until, measure.cadence) - timedelta(days=1), measure.cadence)


def _figures(
    planned: agreements.Target, measure: Measure, periods: list[date], units: Mapping[str, Unit], chance: random.Random
) -> Iterator[Figure]:
    parts = measuring.PARTS.get(measure.key, {})
    for place, period in enumerate(periods):
        part = place / max(1, len(periods) - 1)
        if measure.unit_of_measure != "%":
            ways = {key: _Way(each.baseline, _come(each.baseline, each.level)) for key, each in parts.items()}
            for key, way in ways.items():
                yield Figure(period_on=period, unit_id=units[key].id, value=_shaken(way.at(part), chance))
            whole = _Way(planned.baseline, _come(planned.baseline, planned.level))
            yield Figure(period_on=period, value=_shaken(whole.at(part), chance))
            continue
        counts = [
            (key, *_counted(_Way(each.baseline, _come(each.baseline, each.level)).at(part), A_MONTH, chance))
            for key, each in parts.items()
        ] or [("", *_counted(_Way(planned.baseline, _come(planned.baseline, planned.level)).at(part), 900, chance))]
        for key, n, of in counts if parts else ():
            yield _share(period, units[key].id, n, of)
        yield _share(period, 0, sum(n for _, n, _ in counts), sum(of for _, _, of in counts))


def _come(baseline: float, level: float) -> float:
    return baseline + COME * (level - baseline)


def _shaken(value: float, chance: random.Random) -> float:
    return round(value * (1 + chance.gauss(0, SHAKE)), 2)


def _counted(percent: float, about: int, chance: random.Random) -> tuple[int, int]:
    of = round(about * chance.uniform(0.85, 1.15))
    return sum(chance.random() < percent / 100 for _ in range(of)), of


def _share(period: date, unit_id: int, n: int, of: int) -> Figure:
    return Figure(period_on=period, unit_id=unit_id, value=round(100 * n / of, 2), numerator=n, denominator=of, n=of)
