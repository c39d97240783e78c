"""Answers while being given: sealed, unread, found only with the token that the person's browser holds, or a code."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import and_, bindparam, delete, exists, or_, select
from sqlalchemy.orm import Session

from models import (
    Case,
    DeletedDraft,
    Draft,
    Message,
    across_organisations,
    hash_of_token,
    insert_or_nothing,
    keyring,
    now,
    organisation_of,
    set_organisation,
)
from surveys import ways
from surveys.errors import DraftNotFoundError
from surveys.queries import OpenSurvey

PAGE_LIFE = timedelta(days=7)
SILENCE = timedelta(minutes=30)
# What somebody waits to be answered for is kept when its life is over; only what does not open is deleted after that.
CASE_GRACE = timedelta(days=1)
# For how long it is known that what was said with a token was deleted: longer than any ticket lives.
DELETED_LIFE = timedelta(days=1)

# Letters and figures that are mistaken for one another are left out: codes are read aloud on the phone.
ALPHABET = "234679CDFGHJKLMNPQRTVWXYZ"
CODE_LENGTH = 8


@dataclass(frozen=True)
class Page:
    """The page of a site's that a conversation window stands in; the address has no query and no fragment."""

    url: str
    title: str


@dataclass(frozen=True)
class Content:
    """What is sealed: the answers by question (None: passed over), and what going on elsewhere needs."""

    answers: Mapping[str, Any]
    # The last turn of a conversation.
    turn: str | None = None
    # What every order by chance is made from.
    seed: int = 0
    # The token and the code that open the draft, so that another device may take it up.
    token: str | None = None
    code: str | None = None
    # The invitation that brought the person here.
    invitation: str | None = None
    # How many links to it were asked for by mail.
    links: int = 0
    # What a conversation remembers besides the answers.
    memory: Mapping[str, Any] = field(default_factory=dict)
    # The page that the window stands in, as ``Page`` has it.
    page: Mapping[str, str] | None = None
    # What a conversation asked further, as ``surveys.probed`` keeps it; pages go on with it.
    probes: Sequence[Mapping[str, Any]] = ()

    def with_answers(self, answers: Mapping[str, Any]) -> "Content":
        """Return the content with more answers."""
        return replace(self, answers={**self.answers, **answers})

    def as_json(self) -> dict[str, Any]:
        """Return the content as it is sealed."""
        return {**vars(self), "answers": dict(self.answers), "memory": dict(self.memory), "probes": list(self.probes)}


def seed_of(token: str) -> int:
    """Return what every order by chance is made from for the draft of this token: 0 to 2^53 - 1."""
    return int.from_bytes(hashlib.sha256(b"seed " + token.encode("utf-8", "replace")).digest()[:8], "big") >> 11


def find(session: Session, token: str, *, lock: bool = False) -> Draft | None:
    """Return the draft that a token opens, within the session's organisation."""
    return session.scalar(_LOCKED_OF_TOKEN if lock else _OF_TOKEN, {"token_hash": hash_of_token(token)})


def get(session: Session, token: str) -> Draft:
    """Return the draft that a token opens, locked.

    Raises:
        DraftNotFoundError: If there is none.
    """
    draft = find(session, token, lock=True)
    if draft is None:
        raise DraftNotFoundError
    return draft


def opened(draft: Draft | None) -> Content:
    """Return what a draft holds; nothing where there is no draft yet."""
    return Content(**draft.content) if draft else Content({})


def save(
    session: Session,
    *,
    draft: Draft | None,
    token: str,
    survey: OpenSurvey,
    mode: str,
    language: str,
    content: Content,
    reached: str | None = None,
) -> None:
    """Keep the answers given so far; the draft, None before the first of them, is made with those.

    ``reached`` is the question that is to be asked next: where the draft was abandoned, if it is.
    """
    sealed = replace(content, token=token, seed=content.seed or seed_of(token)).as_json()
    if draft is None:
        new = _new(token, survey, mode, language, reached)
        new.content = sealed
        if _begin(session, new, survey):
            return
        # The same first message came twice at once; whoever was first has made the draft.
        draft = session.scalars(_LOCKED_OF_TOKEN, {"token_hash": hash_of_token(token)}).one()
    draft.mode, draft.language, draft.touched_at, draft.reached = mode, language, now(), reached
    draft.content = sealed
    session.flush()


def begin(session: Session, *, token: str, survey: OpenSurvey, mode: str, language: str, reached: str | None) -> Draft:
    """Return the draft of a token, locked; where there is none yet, it is made, with no answer in it."""
    new = _new(token, survey, mode, language, reached)
    new.content = Content({}, token=token, seed=seed_of(token)).as_json()
    _begin(session, new, survey)
    return session.scalars(_LOCKED_OF_TOKEN, {"token_hash": hash_of_token(token)}).one()


def _new(token: str, survey: OpenSurvey, mode: str, language: str, reached: str | None) -> Draft:
    return Draft(
        token_hash=hash_of_token(token),
        collector_id=None if survey.preview else survey.collector_id,
        survey_version_id=None if survey.preview else survey.version_id,
        preview_of=survey.survey_id if survey.preview else None,
        mode=mode,
        language=language,
        touched_at=now(),
        reached=reached,
    )


def _begin(session: Session, draft: Draft, survey: OpenSurvey) -> bool:
    """Keep a new draft and count it as started; False where its token has one already."""
    columns = {column.key: getattr(draft, column.key) for column in Draft.__table__.columns}
    columns["organisation_id"] = organisation_of(session)
    made: Any = session.execute(insert_or_nothing(session, Draft), columns)
    if made.rowcount and not survey.preview:
        ways.count(session, survey=survey, event="started", language=draft.language)
    return bool(made.rowcount)


_OF_TOKEN = select(Draft).where(Draft.token_hash == bindparam("token_hash"))
_LOCKED_OF_TOKEN = _OF_TOKEN.with_for_update()


def expires_at(draft: Draft) -> datetime:
    """Return when a draft of pages is forgotten unless it is sent, or touched, before."""
    return draft.touched_at + PAGE_LIFE


def touch(session: Session, *, draft: Draft) -> None:
    """Let a draft's life begin anew."""
    draft.touched_at = now()
    session.flush()


def give_code(session: Session, *, draft: Draft) -> str:
    """Return the code that opens the draft on another device, as it is read aloud: two groups of four."""
    content = opened(draft)
    if content.code is None:
        code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
        draft.code_hash = _hash_of_code(code)
        draft.content = replace(content, code=code).as_json()
        session.flush()
        return _grouped(code)
    return _grouped(content.code)


def of_code(session: Session, code: str) -> Draft:
    """Return the draft that a code opens, letting the session act for its organisation.

    Case, spaces and hyphens do not matter.

    Raises:
        DraftNotFoundError: If no draft has this code: it was sent, forgotten, or never was.
    """
    plain = "".join(character for character in code.upper() if character.isalnum())
    with across_organisations(session, "resume code"):
        draft = session.scalar(select(Draft).where(Draft.code_hash == _hash_of_code(plain)))
    if draft is None or len(plain) != CODE_LENGTH:
        raise DraftNotFoundError
    set_organisation(session, draft.organisation_id)
    return draft


def _hash_of_code(code: str) -> str:
    return keyring.fingerprint("resume code", code)


def _grouped(code: str) -> str:
    return f"{code[:4]}-{code[4:]}"


def forget_expired(session: Session, *, at: datetime) -> int:
    """Delete the drafts that nobody sent within their life; return how many, over all organisations.

    Each is counted where it was abandoned. A conversation was completed long before, and what has a case is, unless its
    seal does not open.
    """
    over = or_(and_(Draft.touched_at < at - PAGE_LIFE, ~_HAS_CASE), Draft.touched_at < at - PAGE_LIFE - CASE_GRACE)
    with across_organisations(session, "timetable"):
        expired = list(session.scalars(select(Draft).where(over).order_by(Draft.submission_id).with_for_update()))
    for draft in expired:
        set_organisation(session, draft.organisation_id)
        ways.count_abandoned(session, draft=draft)
    with across_organisations(session, "timetable"):
        forget(session, [draft.submission_id for draft in expired])
    set_organisation(session, None)
    return len(expired)


def note_deleted(session: Session, token: str) -> None:
    """Note that what was said with a token is deleted as the person wished: nothing comes back under it."""
    row = {"organisation_id": organisation_of(session), "token_hash": hash_of_token(token), "deleted_at": now()}
    session.execute(insert_or_nothing(session, DeletedDraft), row)


def was_deleted(session: Session, token: str) -> bool:
    """Whether what was said with a token was deleted lately as the person wished."""
    return (
        session.scalar(select(DeletedDraft.token_hash).where(DeletedDraft.token_hash == hash_of_token(token)))
        is not None
    )


def forget_deleted(session: Session, *, at: datetime) -> None:
    """Forget which drafts were deleted, over all organisations, once nothing can come under their tokens any more."""
    with across_organisations(session, "timetable"):
        gone = delete(DeletedDraft).where(DeletedDraft.deleted_at < at - DELETED_LIFE)
        session.execute(gone, execution_options={"synchronize_session": False})


def forget(session: Session, draft_ids: Sequence[UUID]) -> None:
    """Delete drafts that become no submission, what was said in them, and the cases that were opened in them."""
    for table in (Message, Case, Draft):
        gone = delete(table).where(table.submission_id.in_(draft_ids))
        session.execute(gone, execution_options={"synchronize_session": False})


def silent(session: Session, *, at: datetime) -> list[tuple[int, UUID]]:
    """Return (organisation, draft) of what is to be kept as it was left, oldest first.

    That is each conversation in which nothing was said for a while, and each form that nobody sent in its life but
    somebody waits to be answered for.
    """
    left = or_(
        and_(Draft.mode == "conversation", Draft.touched_at < at - SILENCE),
        and_(_HAS_CASE, Draft.touched_at < at - PAGE_LIFE),
    )
    with across_organisations(session, "timetable"):
        rows = session.execute(
            select(Draft.organisation_id, Draft.submission_id)
            .where(left, Draft.preview_of.is_(None))
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


_HAS_CASE = exists().where(Case.organisation_id == Draft.organisation_id, Case.submission_id == Draft.submission_id)
