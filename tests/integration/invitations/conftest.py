"""Fixtures of invitations: a survey of one's own, a list, a mail server."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from sqlalchemy import select

import jobs
from delivery import Post
from jobs.invitations import send_invitations
from models import Collector, Invitation, Service, Survey, db, transaction
from surveys import invitations
from surveys.invitations import Figures, Invited
from surveys.recipients import Recipient
from tests.factories import Factories

PUBLIC_URL = "http://localhost"


@pytest.fixture
def survey(service: Service, factories: Factories) -> Survey:
    return factories.survey(service=service, slug="repairs", title="Your repair")


@pytest.fixture
def open_round(survey: Survey) -> Callable[[str], int]:
    """Open a collector of invitations; return its number, since workers end the session that knows its row."""
    survey_id = survey.id

    def open_(name: str) -> int:
        with transaction() as session:
            return invitations.round_of(session, survey=session.get_one(Survey, survey_id), name=name).id

    return open_


@pytest.fixture
def spring(open_round: Callable[[str], int]) -> int:
    return open_round("Spring")


@pytest.fixture
def add(spring: int) -> Callable[..., Invited]:
    """Add recipients, or bare addresses, to a collector."""

    def add(*recipients: Recipient | str, to: int = spring) -> Invited:
        with transaction() as session:
            people = [each if isinstance(each, Recipient) else Recipient(each) for each in recipients]
            return invitations.invite(session, collector=session.get_one(Collector, to), recipients=people)

    return add


@pytest.fixture
def counted(spring: int) -> Callable[[], Figures]:
    """Count the collector's invitations."""
    return lambda: invitations.figures(db.session(), spring)


@pytest.fixture
def post(mail_server: Any) -> Callable[..., Post]:
    """Return how to send, to the mail server if no other is named."""

    def post(url: str | None = mail_server.url) -> Post:
        return Post(url, "YouSaid <feedback@example.org>", PUBLIC_URL)

    return post


@pytest.fixture
def send_all(run_jobs: Callable[[], int], post: Callable[..., Post]) -> Callable[..., None]:
    """Let the workers send what waits."""

    def send(*url: str | None) -> None:
        jobs.give_post(post(*url))
        db.session.rollback()
        assert jobs.later(send_invitations)
        run_jobs()

    return send


class Tokens:
    """The token in the last mail to an address."""

    def __init__(self, mail_server: Any) -> None:
        self._server = mail_server

    def __getitem__(self, address: str) -> str:
        mails: list[EmailMessage] = [mail for mail in self._server.mails if mail["To"] == address]
        found = re.search(r"/i/([\w-]{43})", mails[-1].get_content())
        assert found, mails[-1].get_content()
        return found[1]


@pytest.fixture
def tokens(mail_server: Any) -> Tokens:
    return Tokens(mail_server)


@pytest.fixture
def age() -> Callable[..., None]:
    """Let so many days pass for the invitations, but for one address."""

    def age(*, days: float, but: str = "") -> None:
        with transaction() as session:
            spared = invitations.hash_of_address(but)
            for row in session.scalars(select(Invitation).where(Invitation.address_hash != spared)):
                row.not_before -= timedelta(days=days)
                row.sent_at = row.sent_at and row.sent_at - timedelta(days=days)

    return age


@pytest.fixture
def leave() -> Callable[[str], None]:
    """Unsubscribe with a token."""

    def leave(token: str) -> None:
        with transaction() as session:
            invitations.unsubscribe(session, token=token)

    return leave


@pytest.fixture
def ask(spring: int) -> Callable[..., int]:
    """Ask for reminders."""

    def ask(**more: Any) -> int:
        with transaction() as session:
            return invitations.ask_for_reminders(session, collector=session.get_one(Collector, spring), **more)

    return ask
