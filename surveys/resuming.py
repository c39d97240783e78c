"""Mailing the link that opens a draft on another device. The address is used once and kept only until then, sealed."""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from delivery import DeliveryError, Mail, Post, send
from models import (
    Draft,
    ResumeMail,
    SealBrokenError,
    across_organisations,
    keyring,
    now,
    set_organisation,
    transaction,
)
from surveys import drafts
from surveys.errors import AnswerError
from surveys.questions import EmailQuestion
from words import Message
from words.catalogue import worded

log = structlog.get_logger()

# Longer than a job may take: it ends before another may take its mail.
CLAIM = timedelta(minutes=20)
# Links to one draft, to whatever addresses: a form that mails anyone anything is a nuisance to others.
MOST_LINKS = 3
# Whoever waits for a link waits at a screen: after some hours it is of no use.
MOST_ATTEMPTS = 6

ADDRESS = EmailQuestion(key="address", type="email", text={"en": "Email address"})


def ask(session: Session, *, draft: Draft, address: str, language: str) -> ResumeMail:
    """Note that a link to a draft is to be mailed.

    Raises:
        AnswerError: If the address is none, or was sent as many links as anyone needs; nothing is noted then.
    """
    letter = {"to": ADDRESS.parse(address), "code": drafts.give_code(session, draft=draft), "language": language}
    content = drafts.opened(draft)
    if content.links >= MOST_LINKS:
        raise AnswerError(ADDRESS.key, Message("We have sent as many links as we can. Keep the code instead."))
    draft.content = replace(content, links=content.links + 1).as_json()
    wanted = ResumeMail(submission_id=draft.submission_id, letter=letter, not_before=now())
    session.add(wanted)
    session.flush()
    return wanted


def due(session: Session, *, at: datetime) -> list[tuple[int, int]]:
    """Return (organisation, mail) of the links that are to be sent by now, oldest first."""
    with across_organisations(session, "timetable"):
        rows = session.execute(
            select(ResumeMail.organisation_id, ResumeMail.id)
            .where(ResumeMail.not_before <= at)
            .order_by(ResumeMail.not_before, ResumeMail.id)
        )
    return [(organisation_id, mail_id) for organisation_id, mail_id in rows]


def send_one(*, organisation_id: int, mail_id: int, post: Post) -> None:
    """Send one link, unless somebody else does. A copy is sent where a worker dies between sending and recording."""
    mail = _claim(organisation_id, mail_id, post)
    if mail is None:
        return
    if post.url is None:
        log.warning("resume-mail.no-mail-server", trouble="MAIL_URL is not set")
        return
    try:
        send(mail, url=post.url)
    except DeliveryError as error:
        log.warning("resume-mail.not-sent", mail=mail_id, trouble=str(error))
        if not error.permanent:
            return
    _forget(organisation_id, mail_id)


def _claim(organisation_id: int, mail_id: int, post: Post) -> Mail | None:
    try:
        with transaction() as session:
            set_organisation(session, organisation_id)
            wanted = session.scalar(select(ResumeMail).where(ResumeMail.id == mail_id).with_for_update())
            if wanted is None or wanted.not_before > now():
                return None
            if wanted.attempts >= MOST_ATTEMPTS:
                session.delete(wanted)
                return None
            wanted.attempts += 1
            wanted.not_before = now() + CLAIM
            draft = session.get_one(Draft, wanted.submission_id)
            return _mail(wanted, drafts.expires_at(draft), post)
    except SealBrokenError:
        log.error("resume-mail.seal-broken", mail=mail_id)
        _forget(organisation_id, mail_id)
        return None


def _forget(organisation_id: int, mail_id: int) -> None:
    with transaction() as session:
        set_organisation(session, organisation_id)
        wanted = session.get(ResumeMail, mail_id)
        if wanted is not None:
            session.delete(wanted)


def _mail(wanted: ResumeMail, expires: datetime, post: Post) -> Mail:
    letter, language = wanted.letter, str(wanted.letter["language"])
    link = f"{post.public_url}/resume?{urlencode({'code': letter['code'], 'lang': language})}"
    paragraphs = (
        Message("Hello,"),
        Message("You asked for a link to go on with your answers: %(link)s", {"link": link}),
        Message("Or open %(page)s and enter this code: %(code)s", {"page": f"{post.public_url}/resume", **letter}),
        Message("We keep what you have answered until %(day)s.", {"day": expires.date().isoformat()}),
        Message("If you did not ask for this, you need not do anything. We do not keep your address."),
    )
    return Mail(
        to=letter["to"],
        subject=worded(Message("Your link to go on with your answers"), language),
        text="\n\n".join(worded(paragraph, language) for paragraph in paragraphs) + "\n",
        html=None,
        attachments=(),
        message_id=_message_id(wanted.submission_id, wanted.id, post),
        sender=post.sender,
    )


def _message_id(draft_id: UUID, mail_id: int, post: Post) -> str:
    known_by = keyring.fingerprint("message id", f"{draft_id} {mail_id}")[:24]
    return f"<resume-{known_by}@{urlsplit(post.public_url).hostname}>"
