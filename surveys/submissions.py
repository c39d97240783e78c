"""Sending: a draft becomes a submission, its comments wait for analysis, its closed answers are counted."""

import secrets
from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import (
    LIVE,
    Answer,
    Collector,
    Comment,
    Draft,
    Organisation,
    Submission,
    Survey,
    SurveyVersion,
    now,
)
from surveys import drafts, routing
from surveys.definition import Definition
from surveys.errors import DraftNotFoundError, IncompleteError
from surveys.queries import definition_of
from tallies import Place, of_submission, post
from words import in_language

# Letters and figures that are mistaken for one another are left out: a reference is read aloud on the phone.
ALPHABET = "234679CDFGHJKLMNPQRTVWXYZ"
REFERENCE_LENGTH = 10


def new_reference() -> str:
    """Return a random reference for outsiders."""
    return "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LENGTH))


def sent_with(session: Session, token: str) -> Submission | None:
    """Return the submission that a token's draft became, if it was sent."""
    return session.scalar(select(Submission).where(Submission.token_hash == drafts.hash_of(token)))


def send(session: Session, *, token: str) -> Submission:
    """Complete the draft of a token. Sending twice gives the same one submission.

    Raises:
        IncompleteError: If a required question has no answer.
        DraftNotFoundError: If there is neither a draft nor a submission.
    """
    draft = drafts.find(session, token, lock=True)
    if draft is None:
        submission = sent_with(session, token)
        if submission is None:
            raise DraftNotFoundError
        return submission
    return complete(session, draft=draft)


def complete(session: Session, *, draft: Draft, partial: bool = False) -> Submission:
    """Turn a draft into a submission: answers, comments that wait, counts; the draft is gone.

    ``partial`` is for what somebody left: it was given when they last said something, not when this was noticed.

    Raises:
        IncompleteError: If a required question has no answer and ``partial`` was not said.
    """
    version = session.get_one(SurveyVersion, draft.survey_version_id)
    definition = definition_of(version)
    answers = drafts.opened(draft).answers
    missing = routing.first_missing(definition, answers)
    if missing is not None and not partial:
        raise IncompleteError(missing.key)
    submission = _submission(session, draft, partial=partial)
    session.add(submission)
    session.delete(draft)
    session.flush()
    _keep_answers(session, submission, definition, answers)
    return submission


def complete_left(session: Session, *, draft: Draft) -> Submission | None:
    """Keep what was answered before somebody left; where nothing was, there is nothing to keep."""
    if all(answer is None for answer in drafts.opened(draft).answers.values()):
        session.delete(draft)
        session.flush()
        return None
    return complete(session, draft=draft, partial=True)


def _submission(session: Session, draft: Draft, *, partial: bool) -> Submission:
    collector = session.get_one(Collector, draft.collector_id)
    version = session.get_one(SurveyVersion, draft.survey_version_id)
    organisation = session.get_one(Organisation, draft.organisation_id)
    survey = session.get_one(Survey, version.survey_id)
    sent_at = draft.touched_at if partial else now()
    return Submission(
        id=draft.submission_id,
        reference=new_reference(),
        token_hash=draft.token_hash,
        service_id=survey.service_id,
        unit_id=collector.unit_id,
        collector_id=collector.id,
        survey_version_id=version.id,
        mode=draft.mode,
        language=draft.language,
        partial=partial,
        submitted_at=sent_at,
        given_on=organisation.day_of(sent_at),
    )


def _keep_answers(session: Session, submission: Submission, definition: Definition, answers: Mapping[str, Any]) -> None:
    closed: dict[str, Any] = {}
    for question in definition.questions:
        answer = answers.get(question.key)
        if answer is None:
            continue
        if question.is_comment:
            session.add(
                waiting_comment(submission, question.key, in_language(question.text, submission.language), answer)
            )
        else:
            closed[question.key] = answer
            session.add(Answer(submission_id=submission.id, question=question.key, value=answer))
    session.flush()
    post(session, of_submission(Place.of(submission), mode=submission.mode, answers=closed))


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
