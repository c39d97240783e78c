"""Mailing a paper to whoever of the staff asked for it: kept sealed until it is sent, to their own address only."""

from base64 import b64decode, b64encode
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from delivery import Attachment, DeliveryError, Mail, Post, send
from models import (
    PaperMail,
    Person,
    SealBrokenError,
    across_organisations,
    now,
    set_organisation,
    transaction,
)

log = structlog.get_logger()

# Longer than a job may take: it ends before another may take its mail.
CLAIM = timedelta(minutes=20)
# Two hours. Whoever still wants it then asks for figures that are newer.
MOST_ATTEMPTS = 6
MOST_WAITING = 10


@dataclass(frozen=True)
class Picture:
    """A PNG that stands in the HTML part, where ``cid:NAME`` is its address."""

    name: str
    png: bytes


@dataclass(frozen=True)
class Letter:
    """What a mail with a paper says. ``html`` names its pictures by ``cid:NAME``."""

    subject: str
    text: str
    html: str
    pictures: tuple[Picture, ...]
    file_name: str
    paper: bytes


class TooManyWaitingError(Exception):
    """The mail server has taken none of somebody's papers for a while; more of them would help nobody."""

    def __init__(self, waiting: int) -> None:
        super().__init__(f"{waiting} papers of one person wait to be mailed")
        self.waiting = waiting


def ask(session: Session, *, person: Person, letter: Letter) -> PaperMail:
    """Note that a paper is to be mailed to a person.

    Raises:
        TooManyWaitingError: If ``MOST_WAITING`` of theirs wait already.
    """
    waiting = len(session.scalars(select(PaperMail.id).where(PaperMail.person_id == person.id)).all())
    if waiting >= MOST_WAITING:
        raise TooManyWaitingError(waiting)
    wanted = PaperMail(person_id=person.id, letter=_kept(letter), not_before=now())
    session.add(wanted)
    session.flush()
    return wanted


def due(session: Session, *, at: datetime) -> list[tuple[int, int]]:
    """Return (organisation, mail) of the papers that are to be sent by now, oldest first."""
    query = select(PaperMail.organisation_id, PaperMail.id).where(PaperMail.not_before <= at)
    with across_organisations(session, "timetable"):
        rows = session.execute(query.order_by(PaperMail.not_before, PaperMail.id))
    return [(organisation_id, mail_id) for organisation_id, mail_id in rows]


def send_one(*, organisation_id: int, mail_id: int, post: Post) -> bool:
    """Send one paper, unless somebody else does; return whether it went out.

    It is claimed in one transaction, sent in none, forgotten in another: a crash in between sends it again, under the
    same message id. What the server does not take is tried again; what it refuses for good is forgotten.
    """
    mail = _claim(organisation_id, mail_id, post)
    if mail is None:
        return False
    if post.url is None:
        log.warning("paper.no-mail-server", trouble="MAIL_URL is not set")
        return False
    try:
        send(mail, url=post.url)
    except DeliveryError as error:
        log.warning("paper.not-sent", mail=mail_id, trouble=str(error))
        if error.permanent:
            _forget(organisation_id, mail_id)
        return False
    _forget(organisation_id, mail_id)
    return True


def _claim(organisation_id: int, mail_id: int, post: Post) -> Mail | None:
    try:
        with transaction() as session:
            set_organisation(session, organisation_id)
            wanted = session.scalar(select(PaperMail).where(PaperMail.id == mail_id).with_for_update())
            if wanted is None or wanted.not_before > now():
                return None
            # Nothing is mailed to somebody who has left meanwhile.
            if wanted.attempts >= MOST_ATTEMPTS or not wanted.person.active:
                log.warning("paper.given-up", mail=mail_id, attempts=wanted.attempts)
                session.delete(wanted)
                return None
            wanted.attempts += 1
            wanted.not_before = now() + CLAIM
            return _mail(wanted, post)
    except SealBrokenError:
        log.error("paper.seal-broken", mail=mail_id)
        _forget(organisation_id, mail_id)
        return None


def _forget(organisation_id: int, mail_id: int) -> None:
    with transaction() as session:
        set_organisation(session, organisation_id)
        # It is not read: its seal may be what is broken.
        session.execute(delete(PaperMail).where(PaperMail.id == mail_id))


def _mail(wanted: PaperMail, post: Post) -> Mail:
    letter = _letter(wanted.letter)
    paper = Attachment(letter.file_name, "application/pdf", letter.paper)
    return Mail(
        to=wanted.person.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        attachments=(paper,),
        pictures=tuple(Attachment(picture.name, "image/png", picture.png) for picture in letter.pictures),
        message_id=f"<paper-{wanted.reference}@{urlsplit(post.public_url).hostname}>",
        sender=post.sender,
    )


def _kept(letter: Letter) -> dict[str, Any]:
    """Return a letter as JSON's values."""
    pictures = [{"name": each.name, "png": b64encode(each.png).decode()} for each in letter.pictures]
    return asdict(letter) | {"pictures": pictures, "paper": b64encode(letter.paper).decode()}


def _letter(kept: dict[str, Any]) -> Letter:
    pictures = tuple(Picture(each["name"], b64decode(each["png"])) for each in kept["pictures"])
    return Letter(**{**kept, "pictures": pictures, "paper": b64decode(kept["paper"])})
