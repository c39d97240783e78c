"""Sending: a draft becomes a submission, its comments wait for analysis, its closed answers are counted."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    LIVE,
    Answer,
    Case,
    Collector,
    Comment,
    Contact,
    Draft,
    Organisation,
    Submission,
    Survey,
    SurveyVersion,
    Unit,
    hash_of_token,
    keyring,
    now,
    time_key,
)
from surveys import drafts, invitations, keeping, queries, quotas, routing, transcripts, ways
from surveys.drafts import ALPHABET
from surveys.errors import DraftNotFoundError, IncompleteError
from surveys.queries import OpenSurvey
from surveys.questions import PlaceQuestion, Question
from surveys.routing import Route
from tallies import Change, Place, of_submission, post

REFERENCE_LENGTH = 10


@dataclass(frozen=True)
class Given:
    """Answers that came all at once, by the API or in a file: whole, and right."""

    way: Route
    answers: Mapping[str, Any]
    mode: Literal["api", "import"]
    language: str
    # Unique within the collector: the same key is the same submission.
    key: str
    body_hash: str | None = None
    given_at: datetime | None = None
    # The unit's short name; None where the collector or an answer says it, or nobody knows.
    unit: str | None = None
    priority: int = LIVE


def new_reference() -> str:
    """Return a random reference for outsiders."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def sent_with(session: Session, token: str) -> Submission | None:
    """Return the submission that a token's draft became, if it was sent."""
    return session.scalar(select(Submission).where(Submission.token_hash == hash_of_token(token)))


def send(session: Session, *, token: str, language: str | None = None) -> Submission:
    """Complete the draft of a token. Sending twice gives the same one submission.

    ``language`` is the one that the answers were read over in before they were sent: conditions may speak of it.

    Raises:
        IncompleteError: If a required question has no answer, or an answer no longer fits.
        DraftNotFoundError: If there is neither a draft nor a submission.
        AlreadyAnsweredError: If it came by an invitation that was answered meanwhile.
    """
    draft = drafts.find(session, token, lock=True)
    if draft is None:
        submission = sent_with(session, token)
        if submission is None:
            raise DraftNotFoundError
        return submission
    draft.language = language or draft.language
    return complete(session, draft=draft)


def discard(session: Session, *, token: str) -> None:
    """Forget a preview's answers, as sending it does.

    Raises:
        DraftNotFoundError: If there is none.
    """
    draft = drafts.find(session, token, lock=True)
    if draft is None or draft.preview_of is None:
        raise DraftNotFoundError
    drafts.forget(session, [draft.submission_id])


def complete(session: Session, *, draft: Draft, partial: bool = False) -> Submission:
    """Turn a draft into a submission: answers, comments that wait, counts; the draft is gone.

    ``partial`` is for what somebody left: it was given when they last said something, not when this was noticed.

    Raises:
        IncompleteError: If a required question has no answer, or one that no longer fits, and it is not partial.
        AlreadyAnsweredError: If it came by an invitation that was answered meanwhile.
    """
    survey = queries.survey_of_draft(session, draft)
    content = drafts.opened(draft)
    # Whoever was let through while a quota was open is not sent back from the end.
    way = _way(survey, draft, content, full=frozenset())
    wanting = _wanting(way, content)
    if wanting is not None and not partial:
        # Whom a full quota stopped has said all that they were asked.
        full = quotas.full(session, survey.survey_id, survey.definition)
        way = _way(survey, draft, content, full=full)
        if way.full is None or _wanting(way, content) is not None:
            raise IncompleteError(wanting.key)
    answers = way.kept(content.answers)
    submission = _of_draft(draft, survey, content, partial=partial)
    submission.unit_id = submission.unit_id or _unit_of(session, way, answers)
    if content.invitation:
        invitations.answered(session, token=content.invitation)
    elif survey.kind == "invitation":
        # Sent with the invitation's link a moment ago, and once more without.
        raise invitations.AlreadyAnsweredError
    if partial:
        ways.count_abandoned(session, draft=draft)
    transcripts.withhold(session, submission_id=draft.submission_id, definition=survey.definition)
    session.delete(draft)
    session.add(submission)
    completed = [] if partial else ways.completed(Place.of(submission))
    _keep(session, submission, survey.version, survey.survey_id, way, answers, also=completed)
    return submission


def complete_left(session: Session, *, draft: Draft) -> Submission | None:
    """Keep what was answered before somebody left; where nothing was, there is nothing to keep but a case."""
    has_case = session.scalar(select(Case.id).where(Case.submission_id == draft.submission_id)) is not None
    if not has_case and all(answer is None for answer in drafts.opened(draft).answers.values()):
        forget(session, draft=draft)
        return None
    return complete(session, draft=draft, partial=True)


def forget(session: Session, *, draft: Draft) -> None:
    """Delete a draft, what was said in it and the case that was opened in it, counting where it was left."""
    ways.count_abandoned(session, draft=draft)
    drafts.forget(session, [draft.submission_id])


def key_hash(collector_id: int, key: str) -> str:
    """Return what is kept of the key of a submission that came all at once.

    It is keyed: a caller's own key may be the number of a case, which could be guessed from a plain hash.
    """
    return keyring.fingerprint("submission key", f"{collector_id} {key}")


def with_key(session: Session, *, collector_id: int, key: str) -> Submission | None:
    """Return the submission that came by this collector with this key, if one did."""
    return session.scalar(select(Submission).where(Submission.token_hash == key_hash(collector_id, key)))


def receive(session: Session, *, collector: Collector, version: SurveyVersion, given: Given) -> Submission:
    """Keep a submission that came all at once. Whether its key is new, the caller has looked (``with_key``)."""
    survey = session.get_one(Survey, version.survey_id)
    organisation = session.get_one(Organisation, survey.organisation_id)
    given_at = given.given_at or now()
    unit_id = collector.unit_id or _unit_named(session, given.unit) or _unit_of(session, given.way, given.answers)
    submission = Submission(
        id=time_key(given_at),
        organisation_id=survey.organisation_id,
        reference=new_reference(),
        token_hash=key_hash(collector.id, given.key),
        body_hash=given.body_hash,
        service_id=survey.service_id,
        unit_id=unit_id,
        collector_id=collector.id,
        survey_version_id=version.id,
        mode=given.mode,
        language=given.language,
        submitted_at=given_at,
        given_on=organisation.day_of(given_at),
    )
    session.add(submission)
    answers = given.way.kept(given.answers)
    _keep(session, submission, version.number, survey.id, given.way, answers, priority=given.priority)
    return submission


def _wanting(way: Route, content: drafts.Content) -> Question | None:
    return way.first_missing(content.answers) or way.first_wrong(content.answers)


def _way(survey: OpenSurvey, draft: Draft, content: drafts.Content, *, full: frozenset[str]) -> Route:
    setting = survey.setting(language=draft.language, mode=draft.mode, seed=content.seed)
    return routing.route(survey.definition, content.answers, replace(setting, full=full))


def _of_draft(draft: Draft, survey: OpenSurvey, content: drafts.Content, *, partial: bool) -> Submission:
    sent_at = draft.touched_at if partial else now()
    return Submission(
        id=draft.submission_id,
        organisation_id=draft.organisation_id,
        reference=new_reference(),
        token_hash=draft.token_hash,
        service_id=survey.service_id,
        unit_id=survey.unit_id,
        collector_id=survey.collector_id,
        survey_version_id=draft.survey_version_id,
        mode=draft.mode,
        language=draft.language,
        partial=partial,
        seed=content.seed if survey.definition.shuffles else None,
        page_url=content.page["url"] if content.page else None,
        page_title=content.page["title"] if content.page else None,
        submitted_at=sent_at,
        given_on=survey.day_of(sent_at),
    )


def _unit_of(session: Session, way: Route, answers: Mapping[str, Any]) -> int | None:
    """Return the unit that an answer about the place names."""
    for question in way.questions:
        if isinstance(question, PlaceQuestion) and answers.get(question.key) is not None:
            return _unit_named(session, answers[question.key])
    return None


def _unit_named(session: Session, slug: str | None) -> int | None:
    return session.scalar(select(Unit.id).where(Unit.slug == slug)) if slug else None


def _keep(
    session: Session,
    submission: Submission,
    version: int,
    survey_id: int,
    way: Route,
    answers: Mapping[str, Any],
    *,
    priority: int = LIVE,
    also: Iterable[Change] = (),
) -> None:
    submission.over_quota = quotas.count(session, survey_id, way)
    # Before what refers to it.
    session.flush()
    kept = keeping.kept(way, answers, submission.language)
    for question, value in kept.closed.items():
        session.add(Answer(submission_id=submission.id, question=question, value=value))
    for contact in kept.contacts:
        forget_on = submission.given_on + timedelta(days=contact.days)
        session.add(
            Contact(submission_id=submission.id, question=contact.question, value=contact.value, forget_on=forget_on)
        )
    for said in kept.said:
        session.add(waiting_comment(submission, said.key, said.asked, said.text, priority=priority))
    session.flush()
    over = submission.over_quota is not None
    counted = of_submission(
        Place.of(submission),
        mode=submission.mode,
        answers={} if over else kept.closed,
        comments=[] if over else [said.key for said in kept.said],
        version=version,
    )
    post(session, [*counted, *also])


def waiting_comment(submission: Submission, question: str, asked: str, text: str, *, priority: int = LIVE) -> Comment:
    """Return the comment row of a submission, waiting to be analysed."""
    return Comment(
        organisation_id=submission.organisation_id,
        submission_id=submission.id,
        service_id=submission.service_id,
        unit_id=submission.unit_id,
        collector_id=submission.collector_id,
        given_on=submission.given_on,
        question=question,
        asked=asked,
        language=submission.language,
        text=text,
        priority=priority,
    )
