"""Sending what waits: first invitations and reminders, each claimed, sent in no transaction, and recorded.

A mail goes out **at least once**: a worker that dies between the mail server's yes and the record leaves the
invitation claimed, and when the claim has run out it is sent again. The second copy has the same link, which counts
once, and the same Message-ID, by which mail programs know a copy. Every claim counts as an attempt, so there are never
more than ``MOST_ATTEMPTS``, whatever dies.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import chain, zip_longest
from urllib.parse import urlsplit

import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from delivery import DeliveryError, Kind, Mail, Post, send
from models import (
    Collector,
    Invitation,
    Organisation,
    SealBrokenError,
    Survey,
    acting_for,
    db,
    hash_of_token,
    keyring,
    now,
    set_organisation,
    transaction,
)
from surveys import letters
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.invitations import refuses, token_of
from surveys.queries import survey_of_key

log = structlog.get_logger()

# Longer than a job may take (jobs.queue.LONGEST_JOB_SECONDS): it ends before another may take its invitation.
CLAIM = timedelta(minutes=20)
SHORTEST_WAIT = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=6)
# With these waits, what is not taken is given up after four days and a half, as mail servers do (RFC 5321, 4.5.4.1).
MOST_ATTEMPTS = 24


class Outcome(Enum):
    """What became of one invitation."""

    SENT = "sent"
    NOT_SENT = "not sent"
    # The mail server is away, or the installation may not use it: nor will it take the next.
    NO_SERVER = "no server"


@dataclass(frozen=True, repr=False)
class _Claimed:
    """An invitation that this process alone may send, until ``until``."""

    organisation_id: int
    invitation_id: int
    collector_key: str
    until: datetime
    token: str
    message_id: str
    recipient: letters.Addressee
    reminder: bool


def due(session: Session, *, at: datetime, most: int) -> list[tuple[int, int]]:
    """Return (organisation, invitation) of at most ``most`` that are to be sent by now, taking turns by organisation.

    Only those to surveys and by ways in that are open: the others wait.
    """
    by_organisation = []
    for organisation_id in session.scalars(select(Organisation.id).order_by(Organisation.id)).all():
        with acting_for(session, organisation_id):
            waiting = (
                select(Invitation.id)
                .join(Collector, Collector.id == Invitation.collector_id)
                .join(Survey, Survey.id == Collector.survey_id)
                .where(
                    Invitation.state == "waiting",
                    Invitation.not_before <= at,
                    Invitation.recipient.is_not(None),
                    Survey.state == "open",
                    Collector.closed_on.is_(None),
                )
                .order_by(Invitation.not_before, Invitation.id)
                .limit(most)
            )
            by_organisation.append([(organisation_id, invitation_id) for invitation_id in session.scalars(waiting)])
    in_turn = chain.from_iterable(zip_longest(*by_organisation))
    return [each for each in in_turn if each is not None][:most]


def send_one(*, organisation_id: int, invitation_id: int, post: Post) -> Outcome:
    """Send one invitation or reminder, unless somebody else does, or nobody should any more."""
    if post.url is None:
        log.warning("invitation.no-mail-server", trouble="MAIL_URL is not set")
        return Outcome.NO_SERVER
    claimed = _claim(organisation_id, invitation_id, post)
    if claimed is None:
        return Outcome.NOT_SENT
    session: Session = db.session()
    set_organisation(session, organisation_id)
    try:
        mail = _mail(session, claimed, post)
        # A mail server may take its time. No transaction stays open over it.
        session.rollback()
        send(mail, url=post.url)
    except (SurveyClosedError, SurveyNotFoundError):
        # Closed a moment ago. It waits like the others of its survey.
        _put_back(claimed)
        return Outcome.NOT_SENT
    except DeliveryError as error:
        return _not_delivered(claimed, error)
    _record(claimed)
    return Outcome.SENT


def _claim(organisation_id: int, invitation_id: int, post: Post) -> _Claimed | None:
    """Claim an invitation; None where it does not wait, somebody has it, or it is not to be sent any more."""
    try:
        with transaction() as session:
            set_organisation(session, organisation_id)
            at, row = now(), _locked(session, invitation_id)
            if row is None or row.state != "waiting" or row.not_before > at or row.recipient is None:
                return None
            if refuses(session, row.address_hash):
                # Unsubscribed while this list was being added.
                row.state, row.recipient, row.remind = "unsubscribed", None, False
                return None
            if row.attempts >= MOST_ATTEMPTS:
                _give_up(row)
                return None
            row.attempts += 1
            row.not_before = at + CLAIM
            token = token_of(row.id, row.address_hash)
            # Before it is sent: the mail may be read before it is recorded.
            row.token_hash = hash_of_token(token)
            collector_key = session.get_one(Collector, row.collector_id).key
            return _Claimed(
                organisation_id=organisation_id,
                invitation_id=row.id,
                collector_key=collector_key,
                until=row.not_before,
                token=token,
                message_id=_message_id(row, token, post),
                recipient=letters.Addressee(row.recipient["address"], row.recipient["name"], row.language),
                reminder=row.remind,
            )
    except SealBrokenError:
        # It must not keep the others waiting, nor be lost: the operator may have given another key by mistake.
        log.error("invitation.seal-broken", invitation=invitation_id)
        with transaction() as session:
            set_organisation(session, organisation_id)
            later = update(Invitation).where(Invitation.id == invitation_id).values(not_before=now() + LONGEST_WAIT)
            session.execute(later.execution_options(synchronize_session=False))
        return None


def _mail(session: Session, claimed: _Claimed, post: Post) -> Mail:
    survey = survey_of_key(session, claimed.collector_key)
    letter = letters.Letter(
        organisation=survey.organisation,
        survey=survey.definition.title,
        answer_url=f"{post.public_url}/i/{claimed.token}",
        unsubscribe_url=f"{post.public_url}/unsubscribe/{claimed.token}",
        reminder=claimed.reminder,
    )
    return letters.write(letter, to=claimed.recipient, sender=post.sender, message_id=claimed.message_id)


def _message_id(row: Invitation, token: str, post: Post) -> str:
    """Return what is the same for each try of a mail, another for each reminder, and leads nobody to the token."""
    known_by = keyring.fingerprint("message id", f"{token} {row.reminders} {row.remind}")[:24]
    return f"<invitation-{known_by}@{urlsplit(post.public_url).hostname}>"


def _record(claimed: _Claimed) -> None:
    with transaction() as session:
        set_organisation(session, claimed.organisation_id)
        at, row = now(), _locked(session, claimed.invitation_id)
        if row is None:
            return
        row.sent_at = row.sent_at or at
        if claimed.reminder and row.remind:
            row.reminders, row.remind = row.reminders + 1, False
        if row.state == "waiting":
            # Else it was answered, or unsubscribed from, before this was written down.
            row.state, row.attempts, row.not_before = "sent", 0, at


def _not_delivered(claimed: _Claimed, error: DeliveryError) -> Outcome:
    """Put an invitation off, twice as long each time, or give it up."""
    with transaction() as session:
        set_organisation(session, claimed.organisation_id)
        row = _locked(session, claimed.invitation_id)
        if row is not None and _is_still(claimed, row):
            if error.permanent or row.attempts >= MOST_ATTEMPTS:
                _give_up(row)
            else:
                row.not_before = now() + min(LONGEST_WAIT, SHORTEST_WAIT * 2 ** (row.attempts - 1))
    log.warning("invitation.not-sent", invitation=claimed.invitation_id, trouble=str(error))
    # A refusal is about this mail, but for one of the sender, which is about the installation.
    about_this = error.permanent or (error.kind is Kind.REFUSED and (error.code or 0) < 500)
    return Outcome.NOT_SENT if about_this else Outcome.NO_SERVER


def _put_back(claimed: _Claimed) -> None:
    """Let an invitation wait as if this attempt had not been: nothing was sent."""
    with transaction() as session:
        set_organisation(session, claimed.organisation_id)
        row = _locked(session, claimed.invitation_id)
        if row is not None and _is_still(claimed, row):
            row.attempts -= 1
            row.not_before = now()


def _is_still(claimed: _Claimed, row: Invitation) -> bool:
    """Whether the claim still holds: else another has the invitation by now, or it was answered."""
    return row.state == "waiting" and row.not_before == claimed.until


def _give_up(row: Invitation) -> None:
    """Write to nobody again. Who got the first mail, and not the reminder, may still answer."""
    row.state, row.recipient, row.remind = "sent" if row.remind else "failed", None, False


def _locked(session: Session, invitation_id: int) -> Invitation | None:
    return session.scalar(select(Invitation).where(Invitation.id == invitation_id).with_for_update())
