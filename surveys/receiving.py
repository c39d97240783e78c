"""Submissions that other systems send: who calls, what the call says, and the one submission that it becomes."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from models import (
    Collector,
    Submission,
    Survey,
    SurveyVersion,
    across_organisations,
    hash_of_token,
    keyring,
    now,
    set_organisation,
)
from surveys import queries, routing, submissions
from surveys.errors import SurveyError
from surveys.queries import OpenSurvey
from surveys.submissions import Given
from words import Message, Plural, Words
from words.languages import known, nearest

EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# Clocks of other systems go wrong by so much.
GRACE = timedelta(minutes=5)
MOST_FAULTS = 100
LONGEST_NAMED = 80
MORE = Message("There is more in this answer than the question takes")
FIELDS = ("answers", "language", "unit", "given_at")

# RFC 3339, 5.6
_MOMENT = re.compile(r"(?ai)\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:\d{2})")


class UnknownSecretError(SurveyError):
    """No way in for other systems has this secret."""

    def __init__(self) -> None:
        super().__init__("no collector has this secret")


class OtherSurveyError(SurveyError):
    """The secret is of another survey than the one that is asked for, which need not exist."""

    def __init__(self, slug: str) -> None:
        super().__init__(f"the secret is not for the survey {slug!r}")
        self.slug = slug


class KeyReusedError(SurveyError):
    """The key came before with another body."""

    def __init__(self) -> None:
        super().__init__("the key was used for another body")


@dataclass(frozen=True)
class CallFault:
    """What is wrong with a part of a call; ``pointer`` is its JSON Pointer as a URI fragment (RFC 6901, 6)."""

    pointer: str
    message: Message | Plural | Words


class WrongCallError(SurveyError):
    """A call cannot be taken; ``faults`` name every place."""

    def __init__(self, faults: list[CallFault]) -> None:
        # Neither what was given nor where stands in it: a name may be anything that the caller wrote.
        super().__init__(f"the call has {len(faults)} faults")
        self.faults = faults


@dataclass(frozen=True)
class Call:
    """A call that was understood."""

    way: routing.Route
    answers: Mapping[str, Any]
    language: str
    unit: str | None
    given_at: datetime | None


@dataclass(frozen=True)
class Received:
    """The submission that a call became, or had become before (``new`` is False)."""

    reference: str
    survey: str
    version: int
    given_at: datetime
    # The quota that was full: it is kept, and left out of the figures.
    over_quota: str | None
    new: bool


def collector_of(session: Session, *, secret: str, slug: str) -> Collector:
    """Return the way in that a secret opens, letting the session act for its organisation.

    Raises:
        UnknownSecretError: If there is none.
        OtherSurveyError: If it leads into another survey than the one at ``slug``.
    """
    secrets_of = select(Collector).where(Collector.secret_hash == hash_of_token(secret), Collector.kind == "api")
    with across_organisations(session, "api secret"):
        collector = session.scalar(secrets_of)
    if collector is None:
        raise UnknownSecretError
    set_organisation(session, collector.organisation_id)
    if session.get_one(Survey, collector.survey_id).slug != slug:
        raise OtherSurveyError(slug)
    return collector


def body_hash(body: Any) -> str:
    """Return what is kept of a body, which is the same however its JSON was written.

    It is keyed: a body may hold an address or a telephone number, which could be guessed from a plain hash.
    """
    return keyring.fingerprint("api body", json.dumps(body, sort_keys=True, separators=(",", ":")))


def received_before(session: Session, *, collector_id: int, key: str, body: Any) -> Received | None:
    """Return what a call with this key and body became, if it came before.

    Raises:
        KeyReusedError: If the key came with another body.
    """
    found = submissions.with_key(session, collector_id=collector_id, key=key)
    if found is None:
        return None
    if found.body_hash != body_hash(body):
        raise KeyReusedError
    return _received(session, found, new=False)


def with_reference(session: Session, *, collector: Collector, reference: str) -> Received | None:
    """Return the submission with this reference, if it came by this collector."""
    query = select(Submission).where(Submission.reference == reference, Submission.collector_id == collector.id)
    found = session.scalar(query)
    return _received(session, found, new=False) if found else None


def read_call(session: Session, *, survey: OpenSurvey, body: Any) -> Call:
    """Read a call's body, the value of its JSON.

    Raises:
        WrongCallError: If anything in it cannot be taken.
    """
    if not isinstance(body, dict):
        raise WrongCallError([CallFault("#", Message("Send one JSON object"))])
    faults = [
        CallFault(_pointer(name), Message("There is no field with this name")) for name in body if name not in FIELDS
    ]
    reader = _Reader(session, survey, body, faults)
    given_at = reader.given_at()
    language = reader.language()
    unit = reader.unit()
    call = reader.answers(language, unit, given_at)
    if faults:
        raise WrongCallError(faults[:MOST_FAULTS])
    return call


def take(session: Session, *, survey: OpenSurvey, call: Call, key: str, body: Any) -> Received:
    """Keep what a call says as one submission, however often and from wherever it comes with this key.

    Raises:
        KeyReusedError: If the key came with another body.
    """
    earlier = received_before(session, collector_id=survey.collector_id, key=key, body=body)
    if earlier is not None:
        return earlier
    given = Given(
        way=call.way,
        answers=call.answers,
        mode="api",
        language=call.language,
        key=key,
        body_hash=body_hash(body),
        given_at=call.given_at,
        unit=call.unit,
    )
    collector = session.get_one(Collector, survey.collector_id)
    version = session.get_one(SurveyVersion, survey.version_id)
    try:
        with session.begin_nested():
            kept = submissions.receive(session, collector=collector, version=version, given=given)
    except IntegrityError:
        # The same call came twice at once; whoever was first has made the submission.
        earlier = received_before(session, collector_id=survey.collector_id, key=key, body=body)
        if earlier is None:
            raise
        return earlier
    return _received(session, kept, new=True)


def _received(session: Session, kept: Submission, *, new: bool) -> Received:
    version = session.get_one(SurveyVersion, kept.survey_version_id)
    slug = session.get_one(Survey, version.survey_id).slug
    return Received(kept.reference, slug, version.number, kept.submitted_at, kept.over_quota, new)


class _Reader:
    """Reads the parts of a body; what is wrong is added to ``faults``."""

    def __init__(self, session: Session, survey: OpenSurvey, body: dict[str, Any], faults: list[CallFault]) -> None:
        self.session, self.survey, self.body, self.faults = session, survey, body, faults

    def language(self) -> str:
        offered = self.survey.definition.in_languages
        asked = self.body.get("language")
        if asked is None:
            return offered[0]
        found = nearest(asked, offered) if isinstance(asked, str) and known(asked) else None
        if found is None:
            said = Message("Use one of the survey's languages: %(codes)s", {"codes": ", ".join(offered)})
            self._wrong("#/language", said)
            return offered[0]
        return found

    def unit(self) -> str | None:
        asked = self.body.get("unit")
        if asked is None:
            return None
        if self.survey.unit_id is not None:
            self._wrong("#/unit", Message("Leave this out: the key is for one place already"))
            return None
        if asked not in [unit.value for unit in queries.units_of(self.session, self.survey.service_id)]:
            self._wrong("#/unit", Message("Use the short name of one of the service's units"))
            return None
        return str(asked)

    def given_at(self) -> datetime | None:
        asked = self.body.get("given_at")
        if asked is None:
            return None
        moment = _moment(asked)
        if moment is None:
            said = Message("Write a moment as RFC 3339 has it, like 2026-03-27T14:30:00Z")
        elif moment < EARLIEST:
            said = Message("The moment must be in the year 2000 or later")
        elif moment > now() + GRACE:
            said = Message("The moment must not be in the future")
        else:
            return moment
        self._wrong("#/given_at", said)
        return None

    def answers(self, language: str, unit: str | None, given_at: datetime | None) -> Call:
        given = self.body.get("answers")
        if not isinstance(given, dict):
            self._wrong("#/answers", Message("Give the answers as an object: the key of each question and its answer"))
            given = {}
        # A quota that is full is no fault of the answers: the submission is kept, and says so.
        setting = replace(self.survey.setting(language=language, mode="api", seed=0), full=frozenset())
        if given_at is not None:
            setting = replace(setting, today=given_at.astimezone(ZoneInfo(self.survey.time_zone)).date())
        answers, wrong = routing.take_all(self.survey.definition, given, setting)
        wrong |= {key: MORE for key, raw in given.items() if key not in wrong and _says_more(raw, answers.get(key))}
        if isinstance(self.body.get("answers"), dict):
            self.faults += [CallFault(_pointer("answers", key), message) for key, message in wrong.items()]
        way = routing.route(self.survey.definition, answers, setting)
        return Call(way, answers, language, unit, given_at)

    def _wrong(self, pointer: str, message: Message) -> None:
        self.faults.append(CallFault(pointer, message))


def _says_more(raw: object, answer: object) -> bool:
    """Whether an answer given as an object has parts that were not taken: a page's fields may, a program errs."""
    if not isinstance(raw, dict):
        return False
    taken = answer if isinstance(answer, dict) else {"chosen": answer}
    return any(name not in taken for name, part in raw.items() if part is not None)


def _moment(text: object) -> datetime | None:
    """Return the moment that an RFC 3339 text names, in UTC; None if it is none."""
    if not isinstance(text, str) or len(text) > LONGEST_NAMED or not _MOMENT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _pointer(*names: str) -> str:
    """Return a JSON Pointer as a URI fragment; a name too long to be one of ours is left out."""
    parts = [name.replace("~", "~0").replace("/", "~1") for name in names if len(name) <= LONGEST_NAMED]
    return "#" + "".join(f"/{quote(part.encode('utf-8', 'replace'))}" for part in parts)
