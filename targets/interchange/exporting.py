"""What is set of the cascade, as a document."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from models import Agreement, Aspiration, Measure, Service, Target, TargetTheme, TechnicalNote, Unit
from targets.interchange import document as doc


def document_of(session: Session) -> doc.Document:
    """Return the organisation's whole cascade in the order in which it was set, with all versions of the notes.

    Of links and owners what counts now. Measured values are no part of it.
    """
    services = {each.id: each.slug for each in session.scalars(select(Service))}
    units = {each.id: each.slug for each in session.scalars(select(Unit))}
    aspirations = list(session.scalars(select(Aspiration).order_by(Aspiration.id)))
    agreements = list(
        session.scalars(select(Agreement).order_by(Agreement.id).options(selectinload(Agreement.objectives)))
    )
    measures = list(session.scalars(select(Measure).order_by(Measure.id).options(selectinload(Measure.notes))))
    wanted = (selectinload(Target.owner), selectinload(Target.themes))
    targets = list(session.scalars(select(Target).order_by(Target.id).options(*wanted)))
    keys = {kind: {row.id: row.key for row in rows} for kind, rows in _by_kind(aspirations, agreements, targets)}
    of_measures = {measure.id: measure.key for measure in measures}
    return doc.Document(
        format=doc.FORMAT,
        aspirations=[doc.Aspiration(key=each.key, text=each.text) for each in aspirations],
        agreements=[_agreement(each, keys, services) for each in agreements],
        measures=[_measure(each, services) for each in measures],
        targets=[_target(each, keys, of_measures, units) for each in targets],
    )


def note_of(note: TechnicalNote) -> doc.Note:
    """Return what a version of a technical note says."""
    return doc.Note(
        source=note.source,
        numerator=note.numerator,
        denominator=note.denominator,
        exclusions=note.exclusions,
        minimum_n=note.minimum_n,
        valid_from=note.valid_from,
        reason=note.reason,
    )


def _by_kind(
    aspirations: list[Aspiration], agreements: list[Agreement], targets: list[Target]
) -> tuple[tuple[str, Any], ...]:
    return (("aspiration", aspirations), ("agreement", agreements), ("target", targets))


def _agreement(agreement: Agreement, keys: dict[str, dict[int, str]], services: dict[int, str]) -> doc.Agreement:
    return doc.Agreement.model_validate(
        {
            "key": agreement.key,
            "kind": agreement.kind,
            "aspiration": _named(agreement.aspiration_id, keys["aspiration"]),
            "delivers": _named(agreement.parent_id, keys["agreement"]),
            "service": _named(agreement.service_id, services),
            "title": agreement.title,
            "aim": agreement.aim,
            "objectives": [objective.text for objective in agreement.objectives],
            "responsible": agreement.responsible,
            "starts_on": agreement.starts_on,
            "ends_on": agreement.ends_on,
        }
    )


def _measure(measure: Measure, services: dict[int, str]) -> doc.Measure:
    return doc.Measure.model_validate(
        {
            "key": measure.key,
            "service": services[measure.service_id],
            "name": measure.name,
            "unit_of_measure": measure.unit_of_measure,
            "better": measure.better,
            "cadence": measure.cadence,
            "formula": measure.formula,
            "parameters": measure.parameters,
            "notes": [note_of(note) for note in measure.notes],
        }
    )


def _target(
    target: Target, keys: dict[str, dict[int, str]], measures: dict[int, str], units: dict[int, str]
) -> doc.Target:
    part = target.parent_id is not None
    return doc.Target.model_validate(
        {
            "key": target.key,
            # A part has those of the whole.
            "agreement": None if part else _named(target.agreement_id, keys["agreement"]),
            "measure": None if part else measures[target.measure_id],
            "unit": _named(target.unit_id, units),
            "part_of": _named(target.parent_id, keys["target"]),
            "level": target.level,
            "stretch": target.stretch,
            "baseline": target.baseline,
            "baseline_on": target.baseline_on,
            "due": target.due,
            "milestones": target.milestones,
            "value_for_money": target.value_for_money,
            "owner": target.owner.email,
            "set_by": target.set_by,
            "delivered_by": target.delivered_by,
            "reviewed_by": target.reviewed_by,
            "themes": [_theme(link) for link in target.links().values()],
        }
    )


def _theme(link: TargetTheme) -> dict[str, object]:
    return {"theme": link.theme, "state": link.state, "weight": link.weight}


def _named(key: int | None, names: dict[int, str]) -> str | None:
    return None if key is None else names[key]
