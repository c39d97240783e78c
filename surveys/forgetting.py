"""Deleting what could tell who answered, when its time is over."""

from datetime import datetime, timedelta

from sqlalchemy import case, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from models import Collector, Contact, Invitation, Message, Submission, Survey, across_organisations
from surveys.invitations import MOST_REMINDERS, RECIPIENTS_KEPT_DAYS

# From the day on which a conversation was sent. By then its survey was changed by what was said, or never is.
TRANSCRIPTS_KEPT_DAYS = 365


def forget_transcripts(session: Session, *, at: datetime) -> int:
    """Delete what was said in conversations sent ``TRANSCRIPTS_KEPT_DAYS`` ago or earlier; return how many messages.

    Over all organisations. What is not sent yet is its draft's, and goes with that. Answers, comments and counts stay.
    """
    sent = exists().where(
        Submission.organisation_id == Message.organisation_id,
        Submission.id == Message.submission_id,
        Submission.submitted_at <= at - timedelta(days=TRANSCRIPTS_KEPT_DAYS),
    )
    with across_organisations(session, "timetable"):
        result = session.execute(delete(Message).where(sent), execution_options={"synchronize_session": False})
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_contacts(session: Session, *, at: datetime) -> int:
    """Delete the contact details that are kept no longer, over all organisations; return how many."""
    with across_organisations(session, "timetable"):
        result = session.execute(
            delete(Contact).where(Contact.forget_on <= at.date()),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]


def forget_recipients(session: Session, *, at: datetime) -> int:
    """Forget whom invitations were to that nobody is to be sent again, over all organisations; return how many.

    That is so once a survey or its way in is closed, once the last reminder has gone out, and ``RECIPIENTS_KEPT_DAYS``
    after the last mail, or after it was to go out and could not. Addresses and names go. The keyed fingerprint stays,
    by which nobody is invited twice and whoever unsubscribes is known, and so do state and counts. A mail that is
    being sent, or is to be tried again, is left for the next time.
    """
    ended = (
        select(Collector.id)
        .join(Survey, Survey.id == Collector.survey_id)
        .where(Collector.kind == "invitation", or_(Survey.state == "closed", Collector.closed_on.is_not(None)))
    )
    with across_organisations(session, "timetable"):
        # In one order, as whoever unsubscribes locks them.
        over = (
            select(Invitation.id)
            .where(
                Invitation.recipient.is_not(None),
                Invitation.not_before <= at,
                or_(
                    Invitation.not_before <= at - timedelta(days=RECIPIENTS_KEPT_DAYS),
                    Invitation.collector_id.in_(ended),
                    (Invitation.state == "sent") & (Invitation.reminders >= MOST_REMINDERS),
                ),
            )
            .order_by(Invitation.id)
            .with_for_update()
        )
        result = session.execute(
            update(Invitation)
            .where(Invitation.id.in_(over))
            # A reminder that did not go out leaves what was sent before.
            .values(recipient=None, remind=False, state=case((Invitation.remind, "sent"), else_=Invitation.state)),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]
