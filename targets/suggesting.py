"""Suggesting which themes are evidence for which targets: by what their names mean, and by what moves together.

A suggestion counts for nothing until a person has confirmed it. What a person has decided is never suggested anew, and
what was suggested is not withdrawn by a program.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import ALL_UNITS, Measure, Organisation, Target, across_organisations, now, organisation_of
from nlp.themes import THEMES
from tallies import FEWEST_SHOWN, SUBMISSIONS, ByPeriod, by_period, first_counted, period_of, theme_subject
from targets import linking, meanings
from targets.comoving import Movement, moving_together
from targets.formulas import fed
from targets.readings import Reading, readings
from targets.viewing import may_show

# From this cosine on a theme is suggested. Chosen on the names of measures beside the tests, where 17 of the 20 themes
# above it are right, and 15 of the 20 measures that touch a theme have one.
NEAR = 0.4
# From which cosine, and which correlation, how much a theme is taken to say of a target.
WEIGHTS_BY_MEANING = ((0.6, 1.0), (0.5, 0.6), (0.0, 0.3))
WEIGHTS_BY_MOVEMENT = ((0.8, 1.0), (0.65, 0.6), (0.0, 0.3))
# Steps of what lies further back say little of today's service.
LOOKED_BACK = timedelta(days=5 * 366)

# Theme -> first day of a period -> negative comments about it, per 100 submissions.
Rates = dict[str, dict[date, float]]


@dataclass(frozen=True)
class Reason:
    """Why a theme is suggested: how near it is to the measure's name, or how the two move; None where they do not."""

    meaning: float | None = None
    movement: Movement | None = None

    @property
    def weight(self) -> float:
        """How much the theme is taken to say of the target, until a person decides."""
        weights = []
        if self.meaning is not None:
            weights.append(_weight(self.meaning, WEIGHTS_BY_MEANING))
        if self.movement is not None:
            weights.append(_weight(abs(self.movement.correlation), WEIGHTS_BY_MOVEMENT))
        return max(weights)

    def as_json(self) -> dict[str, Any]:
        """Return it as it is kept with the link."""
        found: dict[str, Any] = {}
        if self.meaning is not None:
            found["meaning"] = round(self.meaning, 3)
        if self.movement is not None:
            found["movement"] = {name: round(value, 4) for name, value in asdict(self.movement).items()}
        return found


def reason_of(why: Mapping[str, Any]) -> Reason:
    """Return the reason that is kept with a link; an empty one where none is."""
    movement = why.get("movement")
    return Reason(why.get("meaning"), Movement(**movement) if movement else None)


def organisations_with_targets(session: Session) -> list[int]:
    """Return the organisations that have targets, in order."""
    with across_organisations(session, "timetable"):
        query = select(Target.organisation_id).distinct().order_by(Target.organisation_id)
        return list(session.scalars(query))


def find(
    session: Session, *, pipeline: str, is_settled: Callable[[int], bool] = lambda _service_id: True
) -> dict[str, dict[str, Reason]]:
    """Return what could be suggested: target's key -> theme -> why, for whole targets; parts have theirs by the whole.

    Args:
        session: Acts for the organisation.
        pipeline: Whose findings count; empty where none has found anything: then nothing moves.
        is_settled: Whether a service's comments are analysed. Where they are not, nothing moves either: some months
            would have their findings and others not.
    """
    query = select(Target).where(Target.unit_id.is_(None)).options(selectinload(Target.measure)).order_by(Target.id)
    targets = session.scalars(query).all()
    measures = {target.measure_id: target.measure for target in targets}
    themes, names = meanings.theme_vectors(session), meanings.measure_vectors(session)
    figures = readings(session, measure_ids=list(measures), unit_ids=[ALL_UNITS])
    rates: dict[tuple[int, str], Rates] = {}
    by_measure: dict[int, dict[str, Reason]] = {}
    for measure in measures.values():
        place = (measure.service_id, measure.cadence)
        if place not in rates:
            found = pipeline if is_settled(measure.service_id) else ""
            rates[place] = theme_rates(session, service_id=place[0], cadence=place[1], pipeline=found)
        near = near_themes(names[measure.key], themes) if measure.key in names else {}
        moving = moving_with(measure, rates[place], figures.get((measure.id, ALL_UNITS), []))
        by_measure[measure.id] = {
            theme: Reason(near.get(theme), moving.get(theme)) for theme in THEMES if theme in near or theme in moving
        }
    return {target.key: by_measure[target.measure_id] for target in targets if by_measure[target.measure_id]}


def suggest(session: Session, *, key: str, reasons: Mapping[str, Reason]) -> int:
    """Suggest themes for the target with a key; return how many links are new, or have a reason that is new."""
    target = linking.locked(session, key)
    before = len(target.themes)
    known = target.links()
    for theme, reason in reasons.items():
        link = known.get(theme)
        why = reason.as_json()
        if link is None:
            linking.suggest(session, target=target, theme=theme, weight=reason.weight, why=why)
        elif link.state == "suggested" and not why.keys() <= (link.why or {}).keys():
            # What it was suggested by before stays as it was found then.
            both = why | (link.why or {})
            weight = max(link.weight, reason.weight)
            linking.suggest(session, target=target, theme=theme, weight=weight, why=both)
    return len(target.themes) - before


def near_themes(name: list[float], themes: Mapping[str, list[float]]) -> dict[str, float]:
    """Return the themes whose meaning is near to a name's, with the cosine; vectors have length 1."""
    cosines = {theme: sum(a * b for a, b in zip(name, vector, strict=True)) for theme, vector in themes.items()}
    return {theme: cosine for theme, cosine in cosines.items() if cosine >= NEAR}


def moving_with(measure: Measure, rates: Rates, found: list[Reading]) -> dict[str, Movement]:
    """Return the themes that move together with a measure's figures by more than chance.

    Of a measure that a theme makes itself that theme is left out, and all where all themes make it.
    """
    if measure.formula == "net_sentiment":
        return {}
    own = measure.parameters.get("theme") if measure.formula == "theme_rate" else None
    shown = [each for each in found if may_show(each) and each.value is not None]
    breaks = [
        later.period_on
        for before, later in pairwise(shown)
        if (before.note_version, before.pipeline) != (later.note_version, later.pipeline)
    ]
    return moving_together(
        {theme: series for theme, series in rates.items() if theme != own},
        {each.period_on: each.value for each in shown if each.value is not None},
        cadence=measure.cadence,
        breaks=breaks,
    )


def theme_rates(session: Session, *, service_id: int, cadence: str, pipeline: str) -> Rates:
    """Return how often each theme was spoken of and blamed, per 100 submissions of a service, by period.

    Of periods that are over, as the formula ``theme_rate`` has it; of those in which fewer people gave feedback than
    figures are shown of, there is none.
    """
    first = first_counted(session, service_id=service_id)
    today = session.get_one(Organisation, organisation_of(session)).day_of(now())
    last = period_of(today, cadence) - timedelta(days=1)
    if first is None or not pipeline or last < first:
        return {}
    counted = by_period(
        session,
        service_id=service_id,
        subjects=[SUBMISSIONS, *map(theme_subject, THEMES)],
        since=period_of(max(first, today - LOOKED_BACK), cadence),
        until=last,
        pipeline=pipeline,
        cadence=cadence,
    )
    rates: Rates = {theme: {} for theme in THEMES}
    for period, counts in _together(counted).items():
        for theme in THEMES:
            figure = fed("theme_rate", counts, {"theme": theme, "polarity": "neg"})
            if figure.n >= FEWEST_SHOWN and figure.value is not None:
                rates[theme][period] = figure.value
    return rates


def _together(counted: ByPeriod) -> dict[date, dict[str, dict[str, int]]]:
    """Return the counts of all units together, by period."""
    together: dict[date, dict[str, dict[str, int]]] = {}
    for (_, period), counts in counted.items():
        for subject, values in counts.items():
            of = together.setdefault(period, {}).setdefault(subject, {})
            for value, n in values.items():
                of[value] = of.get(value, 0) + n
    return together


def _weight(strength: float, steps: tuple[tuple[float, float], ...]) -> float:
    return next(weight for least, weight in steps if strength >= least)
