"""Jobs: having feedback feed the measures of what services answer for, and suggesting which themes bear on them."""

from collections.abc import Iterable

import structlog

from insights import queries
from jobs.queue import job
from models import acting_for, db, transaction
from targets import feeding, suggesting
from targets.errors import TargetError

log = structlog.get_logger()

# Of a service's comments, the part that may wait to be analysed while what they say is compared with figures.
MOST_WAITING = 0.02


@job("analysis")
def feed_measures() -> None:
    """Record what feedback gives each measure for the periods that are over. Safe to run twice."""
    _feed(feeding.measures_fed(db.session()))


@job("analysis")
def feed_measures_of(*, organisation_id: int) -> None:
    """Record the same for one organisation, such as after its measures were set. Safe to run twice."""
    _feed(pair for pair in feeding.measures_fed(db.session()) if pair[0] == organisation_id)


@job("analysis")
def suggest_links() -> None:
    """Suggest to whoever decides which themes are evidence for which targets. Safe to run twice.

    Each target is a transaction of its own, so that nobody who decides meanwhile waits for long.
    """
    for organisation_id in suggesting.organisations_with_targets(db.session()):
        # What is read takes a while, and nobody who writes is to wait for it.
        try:
            with acting_for(db.session(), organisation_id):
                pipeline = queries.shown_pipeline(db.session()) or ""
                found = suggesting.find(db.session(), pipeline=pipeline, is_settled=_is_settled)
        except Exception:
            # The others have nothing to do with it.
            log.exception("links.not-suggested", organisation=organisation_id)
            continue
        finally:
            db.session.rollback()
        for target, reasons in found.items():
            with transaction() as session, acting_for(session, organisation_id):
                suggesting.suggest(session, key=target, reasons=reasons)


def _is_settled(service_id: int) -> bool:
    """Whether nearly all comments of a service are analysed: there is always somebody who has just sent one."""
    progress = queries.progress(db.session(), service_id)
    return progress.waiting <= MOST_WAITING * (progress.waiting + progress.done)


def _feed(measures: Iterable[tuple[int, int]]) -> None:
    """Feed measures, each in a transaction of its own.

    One whose question was changed to another scale is left as it is, and named in the log: others go on.
    """
    for organisation_id, measure_id in measures:
        try:
            with transaction() as session:
                feeding.feed_until_today(
                    session, organisation_id=organisation_id, measure_id=measure_id, pipeline=queries.shown_pipeline
                )
        except TargetError as error:
            log.warning("measure.not-fed", measure=measure_id, reason=str(error))
