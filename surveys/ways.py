"""How many open a survey, start it, complete it, and where the others leave it: for each way in, each on its own.

Opened is counted when a person opens the survey or the window, never when a site loads the window's script; started
with the first answer kept; completed when all is sent; abandoned at the question that was to be asked next, when a
conversation fell silent or a draft expired. Whom it was offered to, only invitations and a site's owner know.
"""

from typing import TYPE_CHECKING, Literal

from sqlalchemy.orm import Session

from models import UNIT_NOT_KNOWN, Collector, Draft, Organisation, Survey, now
from tallies import Change, Place, of_way, post

if TYPE_CHECKING:
    from surveys.queries import OpenSurvey


def count(
    session: Session, *, survey: "OpenSurvey", event: Literal["opened", "started", "completed"], language: str
) -> None:
    """Count that somebody opened, started or completed a survey by its way in."""
    unit_id = survey.unit_id or UNIT_NOT_KNOWN
    place = Place(survey.service_id, unit_id, survey.collector_id, language, survey.day_of(now()))
    post(session, of_way(place, event))


def completed(place: Place) -> list[Change]:
    """Return what counts that somebody completed a survey, to be posted with the submission's own counts."""
    return of_way(place, "completed")


def count_abandoned(session: Session, *, draft: Draft) -> None:
    """Count where somebody left a survey; a preview is not counted."""
    if draft.collector_id is None:
        return
    collector = session.get_one(Collector, draft.collector_id)
    service_id = session.get_one(Survey, collector.survey_id).service_id
    organisation = session.get_one(Organisation, draft.organisation_id)
    day = organisation.day_of(draft.touched_at)
    place = Place(service_id, collector.unit_id or UNIT_NOT_KNOWN, collector.id, draft.language, day)
    post(session, of_way(place, "abandoned", draft.reached))
