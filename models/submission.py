"""Tables: one person's answers, while being given and once sent."""

import json
import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key, time_key
from models.sealing import Sealed, keyring
from models.tenancy import Tenant

MODES = ("page", "conversation", "api", "import")


class Draft(Tenant, Base):
    """Answers while being given: one sealed value, under a key of this draft's own.

    ``submission_id`` is the key that the submission will have, so that sending twice makes one. A draft made in a
    preview names the survey whose proposal it answers, and never becomes a submission.
    """

    __tablename__ = "draft"
    __table_args__ = (
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "survey_version_id"], ["survey_version.organisation_id", "survey_version.id"]
        ),
        ForeignKeyConstraint(["organisation_id", "preview_of"], ["survey.organisation_id", "survey.id"]),
        CheckConstraint("mode IN ('page', 'conversation')", name="known_mode"),
        CheckConstraint(
            "preview_of IS NOT NULL OR (collector_id IS NOT NULL AND survey_version_id IS NOT NULL)",
            name="of_a_version_or_a_preview",
        ),
        Index("ix_draft_organisation_id_touched_at", "organisation_id", "touched_at"),
    )

    submission_id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    # What is kept of the code that opens it on another device; None until somebody asks for one.
    code_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    collector_id: Mapped[int | None] = mapped_column(BigKey)
    survey_version_id: Mapped[int | None] = mapped_column(BigKey)
    preview_of: Mapped[int | None] = mapped_column(BigKey)
    mode: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    touched_at: Mapped[datetime]
    # The question that was to be asked next when it was last saved: where it was abandoned, if it is.
    reached: Mapped[str | None] = mapped_column(String(64))
    sealed: Mapped[bytes]

    def __init__(self, **columns: Any) -> None:
        # The key must be known before anything can be sealed under it.
        self.submission_id = columns.pop("submission_id", None) or time_key()
        super().__init__(**columns)

    @property
    def content(self) -> dict[str, Any]:
        """What was answered so far. Set it anew to change it."""
        opened: dict[str, Any] = json.loads(keyring.unseal(self.sealed, "draft", whose=str(self.submission_id)))
        return opened

    @content.setter
    def content(self, content: dict[str, Any]) -> None:
        self.sealed = keyring.seal(json.dumps(content).encode(), "draft", whose=str(self.submission_id))


class ResumeMail(Tenant, Base):
    """A link to a draft that somebody wants mailed; gone once it is sent."""

    __tablename__ = "resume_mail"
    __table_args__ = (UniqueConstraint("organisation_id", "id"),)

    id: Mapped[int] = big_key()
    submission_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("draft.submission_id", ondelete="CASCADE"))
    # {"to": address, "code": code, "language": language}
    letter: Mapped[dict[str, Any]] = mapped_column(Sealed("resume mail"))
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]


class Submission(Tenant, Base):
    """One person's answers once sent. ``unit_id`` is None where the unit is not known."""

    __tablename__ = "submission"
    __table_args__ = (
        UniqueConstraint("organisation_id", "id"),
        ForeignKeyConstraint(["organisation_id", "service_id"], ["service.organisation_id", "service.id"]),
        ForeignKeyConstraint(["organisation_id", "unit_id"], ["unit.organisation_id", "unit.id"]),
        ForeignKeyConstraint(["organisation_id", "collector_id"], ["collector.organisation_id", "collector.id"]),
        ForeignKeyConstraint(
            ["organisation_id", "survey_version_id"], ["survey_version.organisation_id", "survey_version.id"]
        ),
        CheckConstraint("mode IN ('page', 'conversation', 'api', 'import')", name="known_mode"),
        Index("ix_submission_organisation_id_service_id_given_on", "organisation_id", "service_id", "given_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    # What outsiders may call it: random, so that it tells neither when it was given nor what came before.
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    # The token of the draft it came from, so that a second sending is answered with the same thanks.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    service_id: Mapped[int] = mapped_column(BigKey)
    unit_id: Mapped[int | None] = mapped_column(BigKey)
    collector_id: Mapped[int] = mapped_column(BigKey)
    survey_version_id: Mapped[int] = mapped_column(BigKey)
    mode: Mapped[str] = mapped_column(String(12))
    language: Mapped[str] = mapped_column(String(12))
    partial: Mapped[bool] = mapped_column(default=False)
    # What the order of shuffled questions and options was made from; None where nothing was shuffled.
    seed: Mapped[int | None] = mapped_column(BigInteger)
    # The quota that was full when it was sent: it is kept, and left out of the figures of its questions.
    over_quota: Mapped[str | None] = mapped_column(String(40))
    # The page of a site's that the window stood in: without query and fragment, and only where it was told.
    page_url: Mapped[str | None] = mapped_column(String(500))
    page_title: Mapped[str | None] = mapped_column(String(200))
    # What is kept of an API call's body, so that one key is not used for two different submissions.
    body_hash: Mapped[str | None] = mapped_column(String(64))
    submitted_at: Mapped[datetime]
    # The day in the organisation's time zone, fixed when written.
    given_on: Mapped[date]


class Answer(Tenant, Base):
    """One closed answer of a submission. Free text is a comment."""

    __tablename__ = "answer"
    __table_args__ = (
        UniqueConstraint("organisation_id", "submission_id", "question"),
        ForeignKeyConstraint(["organisation_id", "submission_id"], ["submission.organisation_id", "submission.id"]),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    question: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(JSON)


class Contact(Tenant, Base):
    """What could tell who gave a submission (an address, a number, a full postcode): sealed, apart from its answers."""

    __tablename__ = "contact"
    __table_args__ = (
        UniqueConstraint("organisation_id", "submission_id", "question"),
        ForeignKeyConstraint(["organisation_id", "submission_id"], ["submission.organisation_id", "submission.id"]),
        Index("ix_contact_forget_on", "forget_on"),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    question: Mapped[str] = mapped_column(String(64))
    value: Mapped[Any] = mapped_column(Sealed("contact"))
    forget_on: Mapped[date]
