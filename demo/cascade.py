"""Loads what the invented council has agreed to: aspiration, agreements, measures, notes, targets, units' parts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from demo import agreements, measuring, planted
from demo.organisation import Words
from models import Agreement, Aspiration, Measure, Person, Schedule, Service, Target, Unit
from targets import agreeing, notes, setting
from targets.terms import AgreementTerms, MeasureTerms, Milestone, NoteTerms, TargetTerms

# What of the way to the level lies behind at half of the time.
HALF_WAY = 0.45


@dataclass(frozen=True)
class Known:
    """What is there already when agreements are set."""

    services: Mapping[str, Service]
    units: Mapping[str, Unit]
    owners: Mapping[str, Person]
    until: date

    @property
    def began_on(self) -> date:
        """The first day of the financial year before the demonstration's last day: what is agreed begins then."""
        return date(self.until.year - (1 if self.until >= date(self.until.year, 4, 1) else 2), 4, 1)


def load(session: Session, services: Mapping[str, Service], units: Mapping[str, Unit], until: date) -> None:
    """Set everything that the council has agreed to, and when the evidence for it goes to the owners."""
    owners = {person.email: person for person in session.scalars(select(Person))}
    known = Known(services, units, owners, until)
    aspiration = agreeing.set_aspiration(session, key=agreements.ASPIRATION.key, text=agreements.ASPIRATION.text)
    last_month = (until.replace(day=1) - timedelta(days=1)).replace(day=1)
    set_: dict[str, Agreement] = {}
    measures: dict[str, Measure] = {}
    for each in agreements.AGREEMENTS:
        agreement = set_[each.key] = _agreement(session, each, aspiration, known)
        for planned in each.targets:
            measure = _measure(session, planned.measure, known.services[each.service], known.began_on)
            measures[measure.key] = measure
            target = _target(session, planned, agreement, measure, known)
            session.add(Schedule(target_id=target.id, period="month", starts_on=last_month))
            for unit, part in measuring.PARTS.get(planned.measure.key, {}).items():
                _part(session, target, known.units[unit], part)
    _plant(session, set_, measures, known)
    session.flush()


def _plant(session: Session, set_: Mapping[str, Agreement], measures: Mapping[str, Measure], known: Known) -> None:
    """Set the targets that the audit is to find."""
    for each in planted.PLANTED:
        measure = measures.get(each.target.measure.key) or _measure(
            session, each.target.measure, known.services[each.service], known.began_on
        )
        agreement = set_[each.agreement] if each.agreement else None
        _target(session, each.target, agreement, measure, known, key=each.key, set_by=each.set_by)


def _agreement(session: Session, each: agreements.Agreement, aspiration: Aspiration, known: Known) -> Agreement:
    terms = AgreementTerms(
        key=each.key,
        kind=each.kind.lower(),
        title=each.title,
        aim=each.aim,
        service=known.services[each.service],
        objectives=each.objectives,
        responsible=each.targets[0].owner.role,
        aspiration=aspiration,
        starts_on=known.began_on,
        ends_on=max(planned.due(known.until) for planned in each.targets),
    )
    return agreeing.set_agreement(session, terms=terms)


def _measure(session: Session, planned: agreements.Measure, service: Service, began_on: date) -> Measure:
    fed = planned.source == "survey"
    terms = MeasureTerms(
        key=planned.key,
        service=service,
        name=planned.name,
        unit_of_measure=planned.unit,
        better=planned.better,
        cadence="quarter" if planned.unit == "£" else "month",
        formula="share_satisfied" if fed else None,
        parameters={"question": "satisfaction"} if fed else {},
    )
    measure = setting.set_measure(session, terms=terms)
    note = measuring.NOTES[planned.key]
    notes.open_note(session, measure=measure, terms=NoteTerms(**vars(note), valid_from=began_on))
    return measure


def _target(
    session: Session,
    planned: agreements.Target,
    agreement: Agreement | None,
    measure: Measure,
    known: Known,
    *,
    key: str | None = None,
    set_by: Words = agreements.SET_BY,
) -> Target:
    baseline_on, due = known.began_on - timedelta(days=1), planned.due(known.until)
    half = baseline_on + (due - baseline_on) / 2
    way = planned.level - planned.baseline
    terms = TargetTerms(
        key=key or measure.key,
        measure=measure,
        agreement=agreement,
        level=planned.level,
        due=due,
        stretch=round(planned.level + way / 4, 2) if planned.value_for_money else None,
        baseline=planned.baseline,
        baseline_on=baseline_on,
        milestones=(Milestone(half, round(planned.baseline + way * HALF_WAY, 2)),),
        value_for_money=planned.value_for_money,
        set_by=set_by,
        delivered_by=agreements.DELIVERED_BY,
        reviewed_by=agreements.REVIEWED_BY,
    )
    owner = known.owners[planned.owner.email]
    return setting.set_target(session, terms=terms, owner=owner, since=known.began_on, themes=planned.evidence)


def _part(session: Session, target: Target, unit: Unit, part: measuring.Part) -> None:
    terms = TargetTerms(
        key=f"{target.key}-{unit.slug}",
        measure=target.measure,
        agreement=target.agreement,
        unit=unit,
        parent=target,
        level=part.level,
        due=target.due,
        baseline=part.baseline,
        baseline_on=target.baseline_on,
    )
    setting.set_target(session, terms=terms, owner=target.owner, since=target.owner_since)
