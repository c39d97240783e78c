"""Invitations by e-mail: whom a survey was sent to, that it was answered, and who wants no more.

**Nothing says who gave which answers.** An invitation has a state and no time of answering; a submission has no
invitation. When a submission is sent, ``answered`` only sets the state and forgets the recipient, in the same
transaction, so that a link counts once. (Whoever may read the database's own files could still see that two rows were
written together; docs/surveys.md says so.)

The token in a link is made from the invitation and the data key. So a reminder carries the same link as the first
mail, and only the token's hash lies in the database. An address lies sealed and is found by its keyed fingerprint.

What a row's columns mean while it waits and after: ``state`` is "waiting" whenever a mail is to go out, the first or a
reminder (``remind``); ``not_before`` is then when to try, or until when somebody is trying. While it is "sent",
``not_before`` is when its last mail went out. ``sent_at`` is when its first did: from then on it was offered.
"""

import base64
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, Row, func, insert, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from models import (
    Collector,
    Invitation,
    Organisation,
    Survey,
    Unit,
    Unsubscribed,
    across_organisations,
    hash_of_token,
    keyring,
    now,
    set_organisation,
)
from surveys import publishing
from surveys.errors import SurveyError, SurveyNotFoundError
from surveys.recipients import Recipient
from words import Message, Words

MOST_REMINDERS = 2
REMIND_AFTER_DAYS = 7
# For so long after the last mail another may be asked for; then whom it went to is forgotten (surveys.forgetting).
RECIPIENTS_KEPT_DAYS = 60
LOOKED_UP_AT_ONCE = 500
LONGEST_ROUND_NAME = 200


class InvitationNotFoundError(SurveyNotFoundError):
    """No invitation has this token."""

    def __init__(self) -> None:
        super().__init__("of this invitation")


class AlreadyAnsweredError(SurveyError):
    """The invitation was answered before."""

    def __init__(self) -> None:
        super().__init__("the invitation was answered before")


class WrongCollectorError(SurveyError):
    """This way into the survey is not one for which that can be done; ``message`` says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True)
class Invited:
    """What became of a list. The four together are its rows.

    Attributes:
        added: Will be sent an invitation.
        already: Were invited through this collector before, and are not again.
        unsubscribed: Want no invitations from this organisation.
        repeated: Stand in the list a second time; the first counts.
    """

    added: int
    already: int
    unsubscribed: int
    repeated: int


@dataclass(frozen=True)
class Figures:
    """The invitations of one collector, counted; each in as many lines as are true of it.

    Attributes:
        invited: All of them.
        waiting: Not sent yet.
        sent: Sent at least once: the survey was offered to so many.
        answered: Used to send answers.
        failed: Could not be sent.
        unsubscribed: Not answered, and no more are wanted.
        reminded: Sent a reminder, or two.
    """

    invited: int
    waiting: int
    sent: int
    answered: int
    failed: int
    unsubscribed: int
    reminded: int


@dataclass(frozen=True)
class FoundInvitation:
    """What a link stands for."""

    collector_key: str
    organisation: Words
    demonstration: bool
    answered: bool


def round_of(session: Session, *, survey: Survey, name: str = "", unit: Unit | None = None) -> Collector:
    """Return the survey's invitation collector of this name, and open it if there is none.

    Raises:
        WrongCollectorError: There is one, about another unit; or the name is too long.
    """
    if len(name) > LONGEST_ROUND_NAME:
        raise WrongCollectorError(
            Message("the name may have %(most)s characters at most", {"most": LONGEST_ROUND_NAME})
        )
    query = select(Collector).where(
        Collector.survey_id == survey.id, Collector.kind == "invitation", Collector.name == name
    )
    found = session.scalar(query.order_by(Collector.id).limit(1))
    if found is None:
        found = publishing.collect(session, survey=survey, kind="invitation", unit=unit)
        found.name = name
        session.flush()
    elif found.unit_id != (unit.id if unit else None):
        raise WrongCollectorError(Message("the invitations of this name are about another unit; choose another name"))
    return found


def invite(session: Session, *, collector: Collector, recipients: Iterable[Recipient]) -> Invited:
    """Add recipients to an invitation collector; they are written to by ``jobs.invitations.send_invitations``.

    Raises:
        WrongCollectorError: The collector is of another kind.
    """
    _lock_invitations(session, collector)
    given = [(hash_of_address(recipient.address), recipient) for recipient in recipients]
    wanted: dict[str, Recipient] = {}
    for address_hash, recipient in given:
        wanted.setdefault(address_hash, recipient)
    hashes = list(wanted)
    refusing = _among(session, Unsubscribed.address_hash, hashes)
    here = Invitation.collector_id == collector.id
    at = now()
    forgotten = (Invitation.state == "waiting", Invitation.recipient.is_(None))
    anew = _among(session, Invitation.address_hash, hashes, here, *forgotten) - refusing
    for address_hash in anew:
        # It was forgotten before it could be sent: nobody was invited yet.
        recipient = wanted[address_hash]
        session.execute(
            update(Invitation)
            .where(here, Invitation.address_hash == address_hash)
            .values(recipient=_named(recipient), language=recipient.language, not_before=at, attempts=0)
            .execution_options(synchronize_session=False)
        )
    already = _among(session, Invitation.address_hash, hashes, here) - refusing
    rows = [
        {
            "organisation_id": collector.organisation_id,
            "collector_id": collector.id,
            "address_hash": address_hash,
            "recipient": _named(recipient),
            "language": recipient.language,
            "not_before": at,
        }
        for address_hash, recipient in wanted.items()
        if address_hash not in refusing | already
    ]
    if rows:
        session.execute(insert(Invitation), rows)
    return Invited(len(rows) + len(anew), len(already - anew), len(refusing), len(given) - len(wanted))


def ask_for_reminders(session: Session, *, collector: Collector, days_since: int = REMIND_AFTER_DAYS) -> int:
    """Let those be reminded who have not answered, whose last mail went out at least ``days_since`` days ago.

    Returns how many. Nobody is reminded more than ``MOST_REMINDERS`` times, nor who has unsubscribed, nor whose
    address was refused.

    Raises:
        WrongCollectorError: The collector is of another kind.
    """
    _lock_invitations(session, collector)
    at = now()
    asked = session.scalars(
        update(Invitation)
        .where(
            Invitation.collector_id == collector.id,
            Invitation.state == "sent",
            Invitation.recipient.is_not(None),
            Invitation.reminders < MOST_REMINDERS,
            Invitation.not_before <= at - timedelta(days=days_since),
        )
        .values(state="waiting", remind=True, not_before=at, attempts=0)
        .returning(Invitation.id)
        .execution_options(synchronize_session=False)
    )
    return len(asked.all())


def figures(session: Session, collector_id: int) -> Figures:
    """Count the invitations of a collector."""

    def count(*true: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(*true)

    columns = (
        func.count(),
        count(Invitation.state == "waiting", Invitation.sent_at.is_(None)),
        count(Invitation.sent_at.is_not(None)),
        count(Invitation.state == "answered"),
        count(Invitation.state == "failed"),
        count(Invitation.state == "unsubscribed"),
        count(Invitation.reminders > 0),
    )
    return Figures(*session.execute(select(*columns).where(Invitation.collector_id == collector_id)).one())


def find(session: Session, token: str) -> FoundInvitation:
    """Find the invitation of a link and let the session act for its organisation.

    Raises:
        InvitationNotFoundError: There is none.
    """
    row = _row_of(session, token)
    collector = session.get_one(Collector, row.collector_id)
    organisation = session.get_one(Organisation, row.organisation_id)
    return FoundInvitation(collector.key, organisation.name, organisation.demonstration, row.state == "answered")


def answered(session: Session, *, token: str) -> None:
    """Note that an invitation was answered, in the transaction that keeps the answers; forget the recipient.

    Raises:
        InvitationNotFoundError: There is none.
        AlreadyAnsweredError: It was answered before. What the transaction was to keep must not be kept.
    """
    row = _row_of(session, token, lock=True)
    if row.state == "answered":
        raise AlreadyAnsweredError
    _forget(session, Invitation.id == row.id, state="answered")


def unsubscribe(session: Session, *, token: str) -> None:
    """Send no more invitations of this organisation to whom a link was sent. Once is as good as twice.

    Raises:
        InvitationNotFoundError: There is no invitation with this token.
    """
    row = _row_of(session, token)
    theirs = Invitation.address_hash == row.address_hash
    # In one order, so that two links to the same address, pressed at the same moment, wait for one another.
    session.execute(select(Invitation.id).where(theirs).order_by(Invitation.id).with_for_update())
    if not refuses(session, row.address_hash):
        today = session.get_one(Organisation, row.organisation_id).day_of(now())
        session.add(Unsubscribed(address_hash=row.address_hash, since=today))
        session.flush()
    _forget(session, theirs, Invitation.state.in_(("waiting", "sent")), state="unsubscribed")


def refuses(session: Session, address_hash: str) -> bool:
    """Whether an address wants no invitations from the session's organisation."""
    query = select(Unsubscribed.id).where(Unsubscribed.address_hash == address_hash)
    return session.scalar(query) is not None


def token_of(invitation_id: int, address_hash: str) -> str:
    """Return the token in an invitation's link: 43 letters, figures, ``-`` and ``_``, the same each time.

    The address is in it since numbers begin anew in a new database: an old link must not open another's invitation.
    """
    digest = bytes.fromhex(keyring.fingerprint("invitation", f"{invitation_id} {address_hash}"))
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of_address(address: str) -> str:
    """Return what finds an address again, however its letters are written."""
    return keyring.fingerprint("address", address.lower())


def _named(recipient: Recipient) -> dict[str, str]:
    return {"address": recipient.address, "name": recipient.name}


def _lock_invitations(session: Session, collector: Collector) -> None:
    """Let nobody else add to the collector meanwhile, so that no address is in it twice."""
    if collector.kind != "invitation":
        raise WrongCollectorError(Message("this way into the survey is not for invitations"))
    session.execute(select(Collector.id).where(Collector.id == collector.id).with_for_update())


def _among(
    session: Session, column: InstrumentedAttribute[str], hashes: Sequence[str], *which: ColumnElement[bool]
) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(hashes), LOOKED_UP_AT_ONCE):
        some = hashes[start : start + LOOKED_UP_AT_ONCE]
        found.update(session.scalars(select(column).where(column.in_(some), *which)))
    return found


def _row_of(session: Session, token: str, *, lock: bool = False) -> Row[int, int, int, str, str]:
    """Return what is needed of an invitation, which leaves its recipient sealed."""
    query = select(
        Invitation.id, Invitation.organisation_id, Invitation.collector_id, Invitation.address_hash, Invitation.state
    ).where(Invitation.token_hash == hash_of_token(token))
    with across_organisations(session, "invitation"):
        row = session.execute(query.with_for_update() if lock else query).one_or_none()
    if row is None:
        raise InvitationNotFoundError
    set_organisation(session, row.organisation_id)
    return row


def _forget(session: Session, *which: ColumnElement[bool], state: str) -> None:
    query = update(Invitation).where(*which).values(state=state, recipient=None, remind=False)
    session.execute(query.execution_options(synchronize_session=False))
