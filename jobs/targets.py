"""Jobs: having feedback feed the measures of what services answer for."""

import structlog

from insights import queries
from jobs.queue import job
from models import db, transaction
from targets import feeding
from targets.errors import TargetError

log = structlog.get_logger()


@job("analysis")
def feed_measures() -> None:
    """Record what feedback gives each measure for the periods that are over. Safe to run twice.

    One whose question was changed to another scale is left as it is, and named in the log: others go on.
    """
    for organisation_id, measure_id in feeding.measures_fed(db.session()):
        try:
            with transaction() as session:
                measure, today = feeding.measure_of(session, organisation_id=organisation_id, measure_id=measure_id)
                feeding.feed(session, measure=measure, today=today, pipeline=queries.shown_pipeline(session) or "")
        except TargetError as error:
            log.warning("measure.not-fed", measure=measure_id, reason=str(error))
