"""What of a target's figures is not final: the period under way, those that may change, those that were revised."""

from dataclasses import replace
from typing import Any

from flask_babel import gettext

from insights.queries import shown_pipeline
from models import db, now
from tallies import period_of
from targets import feeding, revisions
from targets.nodes import TargetNode, unit_of
from targets.revisions import Revision
from targets.viewing import OverTime
from web.manage.surveys.desk import day_of
from web.manage.targets import words


def with_so_far(node: TargetNode, found: OverTime) -> OverTime:
    """Return a target's measure over time with the period under way, where feedback feeds it."""
    if node.measure.formula is None:
        return found
    session = db.session()
    reading = revisions.so_far(
        session,
        measure_id=node.measure.id,
        unit_id=unit_of(node),
        today=day_of(now()),
        pipeline=shown_pipeline(session) or "",
    )
    if reading is None or (found.periods and reading.period_on <= found.periods[-1]):
        return found
    return replace(found, so_far=reading)


def awaited(node: TargetNode) -> str:
    """Say when there is a figure where feedback was never counted for a measure; empty where it was."""
    if not feeding.never_fed(db.session(), [node.measure.id]):
        return ""
    cadence, today = node.measure.cadence, day_of(now())
    begins = period_of(node.measure.note.terms.valid_from if node.measure.note else today, cadence)
    if node.measure.note and begins >= period_of(today, cadence):
        first = words.period(begins, cadence)
        return str(gettext("Feedback feeds it: the first figure is of %(period)s, once that is over.", period=first))
    return str(gettext("Feedback feeds it: its figures of the periods that are over are recorded tonight."))


def revised(node: TargetNode) -> list[Revision]:
    """Return what became of a target's figures, the latest first."""
    return revisions.revisions(db.session(), measure_id=node.measure.id, unit_id=unit_of(node))


def facts(node: TargetNode, found: OverTime) -> dict[str, Any]:
    """Return what the page says of late feedback."""
    open_ones = [
        reading.period_on
        for place, reading in enumerate(found.readings)
        if reading is not None and reading.source == "feedback" and not reading.locked and place not in found.hidden
    ]
    return {
        "awaited": awaited(node) if found.latest is None else "",
        "kept_back": kept_back(),
        "changing": [words.period(period, node.measure.cadence) for period in open_ones],
        "revised": [each for each in revised(node) if not _hidden(found, each)],
    }


def kept_back() -> str:
    """Say why of some revisions it is not shown what was there before."""
    return str(
        gettext(
            "What feedback had made of a period before is not shown where fewer than ten people made the difference, "
            "nor where units have figures of their own: it would tell what a few people said."
        )
    )


def _hidden(found: OverTime, revision: Revision) -> bool:
    """Whether a period of a revision is not shown itself."""
    if found.so_far is not None and revision.period_on == found.so_far.period_on:
        return False
    return revision.period_on not in found.periods or found.periods.index(revision.period_on) in found.hidden
