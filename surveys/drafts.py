"""Answers while being given: sealed, unread, found only with the token that the person's browser holds."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import Draft, across_organisations, now, set_organisation
from surveys.errors import DraftNotFoundError
from surveys.queries import OpenSurvey

PAGE_LIFE = timedelta(days=7)
SILENCE = timedelta(minutes=30)


@dataclass(frozen=True)
class Content:
    """What is sealed: the answers by question (None: passed over), and the last turn of a conversation."""

    answers: Mapping[str, Any]
    turn: str | None = None

    def with_answer(self, key: str, answer: Any) -> "Content":
        """Return the content with one answer more."""
        return replace(self, answers={**self.answers, key: answer})


def new_token() -> str:
    """Return a token for a draft that does not exist until something is answered."""
    return secrets.token_urlsafe(24)


def hash_of(token: str) -> str:
    """Return what is kept of a token: enough to find the draft, not to open it."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def find(session: Session, token: str, *, lock: bool = False) -> Draft | None:
    """Return the draft that a token opens, within the session's organisation."""
    query = select(Draft).where(Draft.token_hash == hash_of(token))
    return session.scalar(query.with_for_update() if lock else query)


def opened(draft: Draft | None) -> Content:
    """Return what a draft holds; nothing where there is no draft yet."""
    return Content(**draft.content) if draft else Content({})


def save(session: Session, *, token: str, survey: OpenSurvey, mode: str, language: str, content: Content) -> Draft:
    """Keep the answers given so far; the draft is made with the first of them."""
    draft = find(session, token, lock=True) or _begin(session, token, survey, mode, language)
    draft.mode, draft.language, draft.touched_at = mode, language, now()
    draft.content = {"answers": dict(content.answers), "turn": content.turn}
    session.flush()
    return draft


def _begin(session: Session, token: str, survey: OpenSurvey, mode: str, language: str) -> Draft:
    draft = Draft(
        token_hash=hash_of(token),
        collector_id=survey.collector_id,
        survey_version_id=survey.version_id,
        mode=mode,
        language=language,
        touched_at=now(),
        content={"answers": {}},
    )
    try:
        with session.begin_nested():
            session.add(draft)
    except IntegrityError:
        # The same first message came twice at once; whoever was first has made the draft.
        return session.scalars(select(Draft).where(Draft.token_hash == hash_of(token)).with_for_update()).one()
    return draft


def forget_expired(session: Session, *, at: datetime) -> int:
    """Delete the drafts that nobody sent within their life; return how many, over all organisations.

    A conversation was completed long before, unless its seal does not open.
    """
    with across_organisations(session, "timetable"):
        result = session.execute(
            delete(Draft).where(Draft.touched_at < at - PAGE_LIFE),
            execution_options={"synchronize_session": False},
        )
    return int(result.rowcount)  # type: ignore[attr-defined]


def silent(session: Session, *, at: datetime) -> list[tuple[int, UUID]]:
    """Return (organisation, draft) of the conversations in which nothing was said for a while, oldest first."""
    with across_organisations(session, "timetable"):
        rows = session.execute(
            select(Draft.organisation_id, Draft.submission_id)
            .where(Draft.mode == "conversation", Draft.touched_at < at - SILENCE)
            .order_by(Draft.touched_at, Draft.submission_id)
        )
    return [(organisation_id, draft_id) for organisation_id, draft_id in rows]


def get_silent(session: Session, *, organisation_id: int, draft_id: UUID, at: datetime) -> Draft:
    """Return a silent conversation's draft by its key, letting the session act for its organisation.

    Raises:
        DraftNotFoundError: If it was sent or forgotten meanwhile, or went on.
    """
    set_organisation(session, organisation_id)
    still = select(Draft).where(Draft.submission_id == draft_id, Draft.touched_at < at - SILENCE)
    draft = session.scalar(still.with_for_update())
    if draft is None:
        raise DraftNotFoundError
    return draft
