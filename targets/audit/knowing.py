"""Reading what an audit goes by: the targets that somebody may see, where they flow from, and their last figures."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from models import ALL_UNITS, Observation, TechnicalNote
from targets import cascade, feeding
from targets.audit.finding import Complaints, Known, above_each, agreements_of
from targets.nodes import AgreementNode, TargetNode, flat, unit_of


def known_to(
    session: Session,
    *,
    sees: Callable[[TargetNode], bool],
    service_ids: Collection[int],
    today: date,
    complaints: Iterable[Complaints] = (),
    vectors: Mapping[str, Sequence[float]] | None = None,
    questions: Mapping[int, frozenset[str]] | None = None,
) -> Known:
    """Return what an audit goes by of the targets that somebody may see.

    Args:
        session: Acts for the organisation.
        sees: Whether they may see a target.
        service_ids: The services of which they may see everything.
        today: The day that the audit is of, in the organisation's time zone.
        complaints: Of services whose comments they may see.
        vectors: Measure's key -> vector of its name's meaning, all of one length.
        questions: Service's id -> keys of what its surveys ask.

    Returns:
        Agreements are those that the targets flow from, and those on the services. They have every target of theirs,
        so that an agreement is not said to lack what this person merely cannot see.
    """
    found = cascade.whole(session)
    agreements = agreements_of(found)
    each_target = flat([*(target for agreement in agreements for target in agreement.targets), *found.orphans])
    targets = tuple(node for node in each_target if sees(node))
    from_them = {node.agreement.id for node in targets if node.agreement}

    def concerns(agreement: AgreementNode) -> bool:
        service = agreement.line.service
        return agreement.line.id in from_them or (service is not None and service.id in service_ids)

    return Known(
        targets=targets,
        agreements=tuple(filter(concerns, agreements)),
        today=today,
        latest=latest_shown(session, targets),
        complaints=tuple(complaints),
        vectors=vectors or {},
        above=above_each(agreements),
        unfed=frozenset(feeding.never_fed(session, (node.measure.id for node in targets))),
        questions=questions or {},
    )


def latest_shown(session: Session, nodes: Collection[TargetNode]) -> dict[tuple[int, int], date]:
    """Return the first day of the last period with a figure that may be shown, by measure and unit (0: all together).

    The newest revision of a period counts. A figure may be shown as pages show it: not of fewer than the technical
    note in force wants, nor where few people's answers would follow from it.
    """
    of, later = Observation, aliased(Observation)
    same_period = (
        later.organisation_id == of.organisation_id,
        later.measure_id == of.measure_id,
        later.unit_id == of.unit_id,
        later.period_on == of.period_on,
    )
    query = (
        select(of.measure_id, of.unit_id, func.max(of.period_on))
        .outerjoin(
            TechnicalNote,
            and_(
                TechnicalNote.organisation_id == of.organisation_id,
                TechnicalNote.measure_id == of.measure_id,
                TechnicalNote.version == of.note_version,
            ),
        )
        .where(
            of.measure_id.in_({node.measure.id for node in nodes}),
            of.unit_id.in_({ALL_UNITS, *map(unit_of, nodes)}),
            of.value.is_not(None),
            of.shown.is_(True),
            or_(of.n.is_(None), of.n >= func.coalesce(TechnicalNote.minimum_n, 0)),
            ~exists().where(*same_period, later.revision > of.revision),
        )
        .group_by(of.measure_id, of.unit_id)
        .order_by(of.measure_id, of.unit_id)
    )
    return {(measure_id, unit_id): period_on for measure_id, unit_id, period_on in session.execute(query)}
