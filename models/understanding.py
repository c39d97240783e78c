"""Table: messages of conversations that staff have said the meaning of, for the understanding to learn from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigKey, big_key
from models.tenancy import Tenant


class UnderstandingExample(Tenant, Base):
    """What somebody says that words, cleaned of personal data, mean under a question.

    It names no conversation: it outlives the messages that it was made from. The question stands as it was asked, so
    that the example stays true when the survey is changed.
    """

    __tablename__ = "understanding_example"
    __table_args__ = (
        # What has been taught is taught anew, not twice. The fingerprint stands for words that are too long for a key.
        UniqueConstraint("organisation_id", "survey_id", "asked", "said_hash", name="uq_understanding_example_said"),
        ForeignKeyConstraint(["organisation_id", "survey_id"], ["survey.organisation_id", "survey.id"]),
        ForeignKeyConstraint(["organisation_id", "made_by"], ["person.organisation_id", "person.id"]),
    )

    id: Mapped[int] = big_key()
    survey_id: Mapped[int] = mapped_column(BigKey)
    # The question's key, its type as the understanding knows it, its wording, and the exact labels to choose from.
    asked: Mapped[str] = mapped_column(String(64))
    asked_type: Mapped[str] = mapped_column(String(20))
    asked_text: Mapped[str] = mapped_column(Text)
    options: Mapped[list[str]] = mapped_column(JSON, default=list)
    said: Mapped[str] = mapped_column(Text)
    said_hash: Mapped[str] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    intent: Mapped[str] = mapped_column(String(20))
    # The option's label, or yes or no; None where the words are no answer, or the question offers nothing to choose.
    value: Mapped[Any | None] = mapped_column(JSON(none_as_null=True))
    made_at: Mapped[datetime]
    made_by: Mapped[int] = mapped_column(BigKey)
