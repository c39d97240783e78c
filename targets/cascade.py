"""Reading the cascade: the whole, and what of it is a person's, an agreement's, a unit's or a service's.

Each read costs the same few queries, however many targets there are.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.orm import Session, selectinload

from models import (
    Agreement,
    Aspiration,
    FormerOwner,
    Measure,
    Service,
    Target,
    TechnicalNote,
    Unit,
)
from targets.nodes import (
    AgreementLine,
    AgreementNode,
    AspirationNode,
    Cascade,
    Link,
    MeasureNode,
    Note,
    Owner,
    Ownership,
    Place,
    Responsibility,
    TargetNode,
    flat,
)
from targets.notes import terms_of
from targets.terms import Milestone

ORPHANS = None


def whole(session: Session) -> Cascade:
    """Return the whole cascade, everything in the order in which it was set, units' parts in order of unit."""
    agreements = _agreements(session)
    targets: dict[int | None, list[TargetNode]] = {}
    for node in _tree(_nodes(session)):
        targets.setdefault(node.agreement.id if node.agreement else ORPHANS, []).append(node)
    below: dict[int | None, list[Agreement]] = {}
    for agreement in agreements.values():
        below.setdefault(agreement.parent_id, []).append(agreement)
    services = _services(session)

    def node_of(agreement: Agreement) -> AgreementNode:
        return AgreementNode(
            line=_line(agreement, services),
            aim=agreement.aim,
            objectives=tuple(objective.text for objective in agreement.objectives),
            responsible=agreement.responsible,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
            targets=tuple(targets.get(agreement.id, ())),
            delivered_by=tuple(node_of(each) for each in below.get(agreement.id, ())),
        )

    roots = [(agreement.aspiration_id, node_of(agreement)) for agreement in below.get(None, ())]
    aspirations = session.scalars(select(Aspiration).order_by(Aspiration.id))
    return Cascade(
        aspirations=tuple(
            AspirationNode(each.id, each.key, each.text, tuple(node for serves, node in roots if serves == each.id))
            for each in aspirations
        ),
        agreements=tuple(node for serves, node in roots if serves is None),
        orphans=tuple(targets.get(ORPHANS, ())),
    )


def every(session: Session) -> list[TargetNode]:
    """Return every target and unit's part, each without its parts, in the order in which they were set."""
    return _nodes(session)


def answered_for(session: Session, person_id: int) -> list[TargetNode]:
    """Return the targets that a person is accountable for with their parts, in the order in which they were set.

    A part of one that is there stands in it alone.
    """
    own = set(session.scalars(select(Target.id).where(Target.owner_id == person_id)))
    found = _with_parts(_nodes(session, Target.id.in_(_with_below(session, own))))
    below = {part.id for node in found for part in flat(node.parts)}
    return [node for node in found if node.id in own and node.id not in below]


def of_unit(session: Session, unit_id: int) -> list[TargetNode]:
    """Return a unit's parts of targets, those due first first."""
    return sorted(_nodes(session, Target.unit_id == unit_id), key=_by_due)


def beside(session: Session, node: TargetNode) -> list[TargetNode]:
    """Return the targets on a target's measure and unit, itself among them, in the order in which they were set."""
    of_unit = Target.unit_id == node.unit.id if node.unit else Target.unit_id.is_(None)
    ids = list(session.scalars(select(Target.id).where(Target.measure_id == node.measure.id, of_unit)))
    # Nearly always it is alone, and known already.
    return [node] if ids == [node.id] else _nodes(session, Target.id.in_(ids))


def of_services(session: Session, service_ids: Collection[int]) -> list[TargetNode]:
    """Return the targets on the measures of some services with their parts, in the order in which they were set."""
    return _tree(_nodes(session, Target.measure_id.in_(select(Measure.id).where(Measure.service_id.in_(service_ids)))))


def one(session: Session, key: str) -> TargetNode | None:
    """Return the target with a key and its parts; None if there is none."""
    found = _with_below(session, set(session.scalars(select(Target.id).where(Target.key == key))))
    return next((node for node in _with_parts(_nodes(session, Target.id.in_(found))) if node.key == key), None)


def responsibilities(session: Session) -> list[Responsibility]:
    """Return who sets, owns, delivers and reviews each target, agreement by agreement. It holds no addresses."""
    agreements = _agreements(session)
    rows: list[tuple[tuple[bool, int, int], Responsibility]] = []
    for node in flat(_tree(_nodes(session))):
        agreement = agreements.get(node.agreement.id) if node.agreement else None
        order = (agreement is None, agreement.id if agreement else 0, len(rows))
        row = Responsibility(
            agreement=agreement.title if agreement else {},
            target=node.key,
            measure=node.measure.name,
            unit=node.unit.name if node.unit else {},
            set_by=node.set_by,
            owner=node.owner.name if node.owner.active else "",
            delivered_by=node.delivered_by,
            reviewed_by=node.reviewed_by,
        )
        rows.append((order, row))
    return [row for _, row in sorted(rows, key=lambda pair: pair[0])]


def without_value_for_money(session: Session) -> list[AgreementLine]:
    """Return the Public Service Agreements that have no target for value for money, in the order of their setting."""
    has_one = exists().where(and_(Target.agreement_id == Agreement.id, Target.value_for_money.is_(True)))
    query = select(Agreement).where(Agreement.kind == "psa", ~has_one).order_by(Agreement.id)
    services = _services(session)
    return [_line(agreement, services) for agreement in session.scalars(query)]


def owners(session: Session, target_id: int) -> list[Ownership]:
    """Return who is accountable for a target, and who was, the latest first."""
    target = session.scalars(select(Target).where(Target.id == target_id).options(selectinload(Target.owner))).one()
    query = (
        select(FormerOwner)
        .where(FormerOwner.target_id == target_id)
        .order_by(FormerOwner.id.desc())
        .options(selectinload(FormerOwner.person))
    )
    before = [Ownership(each.person.name, each.since, each.until) for each in session.scalars(query)]
    return [Ownership(target.owner.name, target.owner_since, None), *before]


def notes(session: Session, measure_id: int) -> list[Note]:
    """Return every version of a measure's technical note, the newest first."""
    query = select(TechnicalNote).where(TechnicalNote.measure_id == measure_id)
    return [_note(note) for note in session.scalars(query.order_by(TechnicalNote.version.desc()))]


def _with_below(session: Session, target_ids: set[int]) -> set[int]:
    """Return the keys of targets and of all parts of them."""
    found, last = set(target_ids), set(target_ids)
    while last:
        last = set(session.scalars(select(Target.id).where(Target.parent_id.in_(last)))) - found
        found |= last
    return found


def _agreements(session: Session) -> dict[int, Agreement]:
    query = select(Agreement).order_by(Agreement.id).options(selectinload(Agreement.objectives))
    return {agreement.id: agreement for agreement in session.scalars(query)}


def _services(session: Session) -> dict[int, Place]:
    return {each.id: _place(each) for each in session.scalars(select(Service).order_by(Service.id))}


def _nodes(session: Session, *conditions: ColumnElement[bool]) -> list[TargetNode]:
    """Return targets without their parts, in the order in which they were set."""
    query = (
        select(Target)
        .where(*conditions)
        .order_by(Target.id)
        .options(
            selectinload(Target.agreement),
            selectinload(Target.measure).selectinload(Measure.notes),
            selectinload(Target.owner),
            selectinload(Target.unit),
            selectinload(Target.themes),
        )
    )
    targets = list(session.scalars(query))
    services = _services(session)
    # What a part does not say is said by the whole, which may not be among those asked for.
    above = _above(session, targets)
    return [_node(target, above, services) for target in targets]


def _above(session: Session, targets: Sequence[Target]) -> dict[int, Target]:
    known = {target.id: target for target in targets}
    missing = {target.parent_id for target in targets if target.parent_id is not None} - known.keys()
    while missing:
        found = session.scalars(select(Target).where(Target.id.in_(missing)).order_by(Target.id)).all()
        known |= {target.id: target for target in found}
        missing = {target.parent_id for target in found if target.parent_id is not None} - known.keys()
    return known


def _node(target: Target, above: Mapping[int, Target], services: Mapping[int, Place]) -> TargetNode:
    parent = above[target.parent_id] if target.parent_id is not None else None
    return TargetNode(
        id=target.id,
        key=target.key,
        agreement=_line(target.agreement, services) if target.agreement else None,
        measure=_measure(target.measure, services),
        unit=_place(target.unit) if target.unit else None,
        parent=parent.key if parent else None,
        level=target.level,
        stretch=target.stretch,
        baseline=target.baseline,
        baseline_on=target.baseline_on,
        milestones=tuple(Milestone(date.fromisoformat(each["on"]), each["level"]) for each in target.milestones),
        due=target.due,
        value_for_money=target.value_for_money,
        owner=Owner(
            target.owner.id, target.owner.name, target.owner.email, target.owner.active, since=target.owner_since
        ),
        links=tuple(Link(each.theme, each.version, each.state, each.weight) for each in target.links().values()),
        **_posts(target, above),
    )


def _posts(target: Target, above: Mapping[int, Target]) -> dict[str, Any]:
    said: dict[str, Any] = {name: getattr(target, name) for name in ("set_by", "delivered_by", "reviewed_by")}
    if target.parent_id is None:
        return said
    return {name: said[name] or words for name, words in _posts(above[target.parent_id], above).items()}


def _measure(measure: Measure, services: Mapping[int, Place]) -> MeasureNode:
    return MeasureNode(
        id=measure.id,
        key=measure.key,
        service=services[measure.service_id],
        name=measure.name,
        unit_of_measure=measure.unit_of_measure,
        better=measure.better,
        cadence=measure.cadence,
        source=measure.source,
        formula=measure.formula,
        parameters=measure.parameters,
        note=_note(measure.notes[-1]) if measure.notes else None,
        counts_from=tuple(note.valid_from for note in measure.notes),
    )


def _note(note: TechnicalNote) -> Note:
    return Note(note.version, terms_of(note), note.locked_at)


def _line(agreement: Agreement, services: Mapping[int, Place]) -> AgreementLine:
    service = services[agreement.service_id] if agreement.service_id is not None else None
    return AgreementLine(agreement.id, agreement.key, agreement.kind, agreement.title, service)


def _place(row: Service | Unit) -> Place:
    return Place(row.id, row.slug, row.name)


def _with_parts(nodes: Iterable[TargetNode]) -> list[TargetNode]:
    """Return the same targets, each with its parts."""
    below: dict[str, list[TargetNode]] = {}
    known = list(nodes)
    for node in known:
        if node.parent is not None:
            below.setdefault(node.parent, []).append(node)

    def filled(node: TargetNode) -> TargetNode:
        parts = sorted(below.get(node.key, ()), key=lambda part: (part.unit.slug if part.unit else "", part.id))
        return replace(node, parts=tuple(filled(part) for part in parts))

    return [filled(node) for node in known]


def _tree(nodes: Iterable[TargetNode]) -> list[TargetNode]:
    """Return the whole targets with their parts in them."""
    return [node for node in _with_parts(nodes) if node.parent is None]


def _by_due(node: TargetNode) -> tuple[date, int]:
    return (node.due, node.id)
