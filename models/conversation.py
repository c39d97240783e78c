"""Table: what was said in a conversation, by the person and by the service."""

import json
import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, time_key
from models.sealing import keyring
from models.tenancy import Tenant


class Message(Tenant, Base):
    """One thing that a person said, or all that the window said to it.

    ``submission_id`` is the draft's key, which is the submission's once it is sent: neither table can be named as the
    other's, so whoever deletes one deletes its messages. What was said lies sealed under the draft's own key;
    ``redacted`` is what is kept of it after sending.
    """

    __tablename__ = "message"
    __table_args__ = (
        # A message that the window sends again is the same one.
        UniqueConstraint("organisation_id", "submission_id", "turn", "who"),
        CheckConstraint("who IN ('person', 'service')", name="known_who"),
        # The few that are not redacted yet are found without looking at the many that are.
        Index(
            "ix_message_said", "id", postgresql_where=text("said IS NOT NULL"), sqlite_where=text("said IS NOT NULL")
        ),
    )

    id: Mapped[uuid.UUID] = mapped_column(primary_key=True, default=time_key)
    submission_id: Mapped[uuid.UUID]
    # Its place in the conversation, from 1.
    number: Mapped[int]
    # What the window calls the turn; the person's message and the service's replies to it share one.
    turn: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(10))
    # The question that a person's message answers, or that the service's replies end with.
    asked: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str] = mapped_column(String(12))
    sealed_said: Mapped[bytes | None] = mapped_column("said")
    redacted: Mapped[str | None] = mapped_column(Text)
    sealed_meaning: Mapped[bytes | None] = mapped_column("meaning")
    sealed_found: Mapped[bytes | None] = mapped_column("found")
    # Of what was understood, what holds no words: kept once the rest is cleaned. None where nobody was asked.
    intent: Mapped[str | None] = mapped_column(String(20))
    confidence: Mapped[float | None]
    # Of a person's message: the questions whose answers it gave or changed, None where there are none; and whether it
    # was no answer that could be read, so that the question was asked again.
    filled: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    repaired: Mapped[bool] = mapped_column(default=False, server_default=false())
    sealed_opinions: Mapped[bytes | None] = mapped_column("opinions")
    at: Mapped[datetime]

    @property
    def said(self) -> str | None:
        """The words as they were said. None once they are redacted."""
        return None if self.sealed_said is None else str(self._opened(self.sealed_said, "message"))

    @said.setter
    def said(self, said: str | None) -> None:
        self.sealed_said = None if said is None else self._sealed(said, "message")

    @property
    def meaning(self) -> dict[str, Any] | None:
        """What the words mean, as JSON; None where nobody has understood them. Set it anew to change it."""
        return None if self.sealed_meaning is None else dict(self._opened(self.sealed_meaning, "meaning"))

    @meaning.setter
    def meaning(self, meaning: dict[str, Any] | None) -> None:
        self.sealed_meaning = None if meaning is None else self._sealed(meaning, "meaning")

    @property
    def found(self) -> dict[str, Any] | None:
        """Which article was found for the words, as JSON; None where none was. Set it anew to change it."""
        return None if self.sealed_found is None else dict(self._opened(self.sealed_found, "found"))

    @found.setter
    def found(self, found: dict[str, Any] | None) -> None:
        self.sealed_found = None if found is None else self._sealed(found, "found")

    @property
    def opinions(self) -> list[dict[str, Any]] | None:
        """Which themes the words raise, as JSON; None where nobody looked. Set it anew to change it."""
        return None if self.sealed_opinions is None else list(self._opened(self.sealed_opinions, "opinions"))

    @opinions.setter
    def opinions(self, opinions: list[dict[str, Any]] | None) -> None:
        self.sealed_opinions = None if opinions is None else self._sealed(opinions, "opinions")

    def _sealed(self, value: Any, purpose: str) -> bytes:
        return keyring.seal(json.dumps(value).encode(), purpose, whose=str(self.submission_id))

    def _opened(self, sealed: bytes, purpose: str) -> Any:
        return json.loads(keyring.unseal(sealed, purpose, whose=str(self.submission_id)))
