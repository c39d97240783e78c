"""Jobs: analysing what citizens wrote, and completing what they left."""

import time

import structlog

from followup import cases
from insights import analysis, praise, transcripts
from jobs.queue import LONGEST_JOB_SECONDS, analyser, job, later, stopping
from models import SealBrokenError, db, now, transaction
from surveys import drafts, forgetting, submissions
from surveys.errors import DraftNotFoundError
from surveys.invitations import AlreadyAnsweredError

log = structlog.get_logger()


@job("analysis")
def analyse_waiting() -> None:
    """Analyse what waits, for at most half of a job's time; ask again where some is left. Safe to run twice."""
    end = time.monotonic() + LONGEST_JOB_SECONDS / 2

    def enough() -> bool:
        return stopping() or time.monotonic() > end

    analysis.drain(analyser(), stop=enough)
    if enough():
        later(analyse_waiting)


@job("analysis")
def redact_transcripts() -> None:
    """Clean what was said in conversations that are sent, for at most half of a job's time. Safe to run twice."""
    end = time.monotonic() + LONGEST_JOB_SECONDS / 2

    def enough() -> bool:
        return stopping() or time.monotonic() > end

    transcripts.redact(analyser(), stop=enough)
    if enough():
        later(redact_transcripts)


@job("mail")
def complete_silent_conversations() -> None:
    """Keep what people said in conversations that they left. Safe to run twice."""
    at = now()
    for organisation_id, draft_id in drafts.silent(db.session(), at=at):
        try:
            with transaction() as session:
                draft = drafts.get_silent(session, organisation_id=organisation_id, draft_id=draft_id, at=at)
                submissions.complete_left(session, draft=draft)
        except (DraftNotFoundError, AlreadyAnsweredError):
            continue
        except SealBrokenError:
            # One that does not open must not keep the others waiting.
            log.error("draft.seal-broken", draft=str(draft_id))
    later(analyse_waiting)
    later(redact_transcripts)


@job("mail")
def forget_expired() -> None:
    """Delete drafts that nobody sent, whom nobody will write to, and contacts, transcripts and praise past their time.

    Safe to run twice.
    """
    with transaction() as session:
        forgetting.forget_recipients(session, at=now())
    with transaction() as session:
        forgetting.forget_contacts(session, at=now())
        cases.forget_contacts(session, at=now())
        forgetting.forget_transcripts(session, at=now())
        praise.forget_expired(session, at=now())
        drafts.forget_deleted(session, at=now())
        drafts.forget_expired(session, at=now())
