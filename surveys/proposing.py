"""What a survey is to be next: worked on, asked about, returned or published. What is approved is what was seen."""

import hashlib
import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Person, Proposal, Survey, SurveyVersion, now
from surveys import publishing
from surveys.breaking import Break, breaks
from surveys.checking import check
from surveys.definition import Definition, dumped, read_definition
from surveys.editions import definition_of
from surveys.errors import SurveyError
from words import Message

LONGEST_REMARK = 2_000


class ProposalError(SurveyError):
    """Something cannot be done with a proposal; ``message`` says what and why."""

    def __init__(self, message: Message) -> None:
        super().__init__(str(message))
        self.message = message


class ChangedMeanwhileError(ProposalError):
    """The proposal is not the one that was looked at."""

    def __init__(self) -> None:
        super().__init__(
            Message("Somebody changed the proposal after you opened this page. Look at it again before you go on.")
        )


class NoProposalError(ProposalError):
    """There is nothing to ask about, to return or to publish."""

    def __init__(self) -> None:
        super().__init__(Message("There is no proposal any more. Somebody has published or discarded it."))


class BreaksError(ProposalError):
    """Results could not be read on, and nobody has said that this is meant; ``breaks`` say where."""

    def __init__(self, found: list[Break]) -> None:
        super().__init__(Message("Tick the box to say that results may end where this list says"))
        self.breaks = found


def starter(title: str, language: str = "en") -> dict[str, Any]:
    """Return a definition to begin with: how satisfied somebody is, and how to improve, in the standard wording."""
    raw = {
        "format": "yousaid-survey/1",
        "title": {language: title},
        "questions": [{"instrument": "gds-satisfaction"}],
    }
    return dumped(read_definition(raw))


def fingerprint(definition: Any) -> str:
    """Return what tells one definition from another: the SHA-256 of its JSON with names in order, in hexadecimal."""
    written = json.dumps(definition, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def propose(
    session: Session, *, survey: Survey, definition: Any, by: Person | None, seen: str | None = None
) -> Proposal:
    """Keep a JSON value as the survey's proposal, faults and all; what was asked or returned is worked on again.

    Args:
        session: Acts for the organisation, in a transaction.
        survey: Whose.
        definition: Any JSON value.
        by: Who changes it.
        seen: The fingerprint of the proposal that it takes the place of ("" for none); None takes the place of any.

    Raises:
        ChangedMeanwhileError: If the proposal is another than was seen.
        ProposalError: If a text has what no database keeps.
    """
    if not _can_be_kept(definition):
        raise ProposalError(Message("A text has a NUL character, or half of one. Write it again without."))
    proposal = _locked(session, survey)
    if seen is not None and seen != (fingerprint(proposal.definition) if proposal else ""):
        raise ChangedMeanwhileError
    if proposal is None:
        proposal = Proposal(survey_id=survey.id)
        session.add(proposal)
    # Why it was returned stays to be read until it is asked again.
    proposal.definition, proposal.state, proposal.asked_by = definition, "working", None
    proposal.changed_at, proposal.changed_by = now(), by.id if by else None
    session.flush()
    return proposal


def ask(session: Session, *, survey: Survey, by: Person, seen: str) -> Proposal:
    """Ask the publishers for approval of the proposal as it was seen.

    Raises:
        ChangedMeanwhileError: If it was changed meanwhile.
        DefinitionError: If it has faults.
    """
    proposal = _seen(session, survey, seen)
    check(read_definition(proposal.definition))
    proposal.state, proposal.asked_by, proposal.remark = "asked", by.id, ""
    session.flush()
    return proposal


def give_back(session: Session, *, survey: Survey, seen: str, remark: str) -> Proposal:
    """Return a proposal to whoever asked, with what is to be changed.

    Raises:
        ChangedMeanwhileError: If it was changed meanwhile.
        ProposalError: If nobody asked, or the remark says nothing or too much.
    """
    proposal = _seen(session, survey, seen)
    remark = remark.replace("\r\n", "\n").strip()
    if proposal.state != "asked":
        raise ProposalError(Message("Nobody asks for approval of this proposal any more"))
    if not remark:
        raise ProposalError(Message("Say what is to be changed"))
    if len(remark) > LONGEST_REMARK:
        raise ProposalError(
            Message("What is to be changed must have %(most)s characters or fewer", {"most": f"{LONGEST_REMARK:,}"})
        )
    proposal.state, proposal.remark = "returned", remark
    session.flush()
    return proposal


def approve(session: Session, *, survey: Survey, by: Person, seen: str, breaks_meant: bool = False) -> SurveyVersion:
    """Publish the proposal as it was seen, and open the survey.

    Raises:
        ChangedMeanwhileError: If it was changed meanwhile.
        DefinitionError: If it has faults.
        BreaksError: If results could not be read on, and ``breaks_meant`` does not say that this is meant.
    """
    proposal = _seen(session, survey, seen)
    found = breaks_of(session, survey, read_definition(proposal.definition))
    if found and not breaks_meant:
        raise BreaksError(found)
    return publishing.publish(
        session, survey=survey, definition=proposal.definition, published_by=by, asked_by=proposal.asked_by
    )


def discard(session: Session, *, survey: Survey, seen: str) -> None:
    """Delete the proposal that was seen; what is published stays.

    Raises:
        ChangedMeanwhileError: If it was changed meanwhile.
    """
    session.delete(_seen(session, survey, seen))
    session.flush()


def breaks_of(session: Session, survey: Survey, definition: Definition) -> list[Break]:
    """Return where the results of what is published now could not be read on in a definition."""
    versions = select(SurveyVersion).where(SurveyVersion.survey_id == survey.id)
    version = session.scalars(versions.order_by(SurveyVersion.number.desc()).limit(1)).one_or_none()
    return breaks(definition_of(version), definition) if version else []


def _seen(session: Session, survey: Survey, seen: str) -> Proposal:
    proposal = _locked(session, survey)
    if proposal is None:
        raise NoProposalError
    if fingerprint(proposal.definition) != seen:
        raise ChangedMeanwhileError
    return proposal


def _locked(session: Session, survey: Survey) -> Proposal | None:
    """Return the proposal, and let nobody else change it until the transaction ends; the survey's row stands for it."""
    session.execute(select(Survey.id).where(Survey.id == survey.id).with_for_update())
    return session.scalar(
        select(Proposal).where(Proposal.survey_id == survey.id).execution_options(populate_existing=True)
    )


def _can_be_kept(raw: Any) -> bool:
    """Whether every text of a JSON value can be written to a database and to a page."""
    if isinstance(raw, str):
        return "\0" not in raw and raw.encode("utf-8", "replace").decode() == raw
    if isinstance(raw, dict):
        return all(_can_be_kept(name) and _can_be_kept(value) for name, value in raw.items())
    return all(_can_be_kept(value) for value in raw) if isinstance(raw, list) else True
