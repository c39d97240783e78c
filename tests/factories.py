"""Makers of the dull parts. What a test is about has no default."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any
from uuid import uuid4

from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy.orm import Session

from accounts import organisations, people
from articles import saving
from articles.saving import Reach, Written
from models import (
    Agreement,
    Answer,
    Article,
    Collector,
    Comment,
    Measure,
    Organisation,
    Person,
    Schedule,
    Service,
    Submission,
    Survey,
    SurveyVersion,
    Target,
    Unit,
    db,
    now,
    set_organisation,
    time_key,
    transaction,
)
from models import Message as StoredMessage
from surveys import publishing
from surveys.submissions import new_reference, waiting_comment
from tallies import Place, of_submission, of_way, post
from targets import agreeing, setting
from targets.terms import AgreementTerms, MeasureTerms, TargetTerms

PASSWORD = "correct horse battery staple"

RATING: dict[str, Any] = {
    "key": "satisfaction",
    "type": "rating",
    "text": {
        "en": "Overall, how did you feel about the service you received today?",
        "cy": "Sut oedd y gwasanaeth?",
    },
    "points": [
        {"en": "Very dissatisfied"},
        {"en": "Dissatisfied"},
        {"en": "Neither satisfied nor dissatisfied"},
        {"en": "Satisfied"},
        {"en": "Very satisfied"},
    ],
}
CHOICE: dict[str, Any] = {
    "key": "channel",
    "type": "choice",
    "text": {"en": "How did you use the service?"},
    "options": [
        {"value": "online", "label": {"en": "Online", "cy": "Ar-lein"}},
        {"value": "phone", "label": {"en": "By phone", "cy": "Dros y ffôn"}},
    ],
}
TEXT = {
    "key": "improve",
    "type": "text",
    "text": {"en": "How could we improve this service?", "cy": "Sut gallem ni wella'r gwasanaeth hwn?"},
    "required": False,
}

# The three, whole in Welsh.
IN_WELSH = (
    {
        **RATING,
        "points": [
            {**point, "cy": words}
            for point, words in zip(
                RATING["points"],
                ("Anfodlon iawn", "Anfodlon", "Y naill na'r llall", "Bodlon", "Bodlon iawn"),
                strict=True,
            )
        ],
    },
    {**CHOICE, "text": {**CHOICE["text"], "cy": "Sut wnaethoch chi ddefnyddio'r gwasanaeth?"}},
    TEXT,
)


def definition(
    *questions: Mapping[str, Any], title: str = "Your visit", languages: Sequence[str] = ("en",)
) -> dict[str, Any]:
    """Return a survey's definition; the three standard questions, in Welsh if it is to be, if none are given."""
    usual = IN_WELSH if "cy" in languages else (RATING, CHOICE, TEXT)
    return {
        "format": "yousaid-survey/1",
        "title": dict.fromkeys(languages, title),
        "questions": [dict(question) for question in questions or usual],
    }


class Factories:
    """Makes rows in an application's database, each in a transaction of its own."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._numbers = count(1)

    def organisation(self, **more: Any) -> Organisation:
        number = next(self._numbers)
        with transaction() as session:
            set_organisation(session, None)
            made = organisations.create(
                session, **{"slug": f"council-{number}", "name": {"en": f"Council {number}"}, **more}
            )
            made_id = made.id
        return db.session.get_one(Organisation, made_id)

    def service(self, **more: Any) -> Service:
        number = next(self._numbers)
        with transaction() as session:
            return organisations.add_service(
                session, **{"slug": f"service-{number}", "name": {"en": f"Service {number}"}, **more}
            )

    def unit(self, *, service: Service | None, **more: Any) -> Unit:
        number = next(self._numbers)
        with transaction() as session:
            known = {"slug": f"unit-{number}", "name": {"en": f"Unit {number}"}, "service": service}
            return organisations.add_unit(session, **{**known, **more})

    def person(
        self, *, roles: Sequence[str], service: Service | None = None, unit: Unit | None = None, **more: Any
    ) -> Person:
        number = next(self._numbers)
        with transaction() as session:
            known = {
                "name": f"Post {number}",
                "email": f"post-{number}@example.org",
                "password_hash": hash_password(PASSWORD),
            }
            person = people.add(session, **{**known, **more})
            for role in roles:
                people.grant(session, person=person, role=role, service=service, unit=unit)
            return person

    def survey(
        self,
        *,
        service: Service,
        questions: Sequence[Mapping[str, Any]] = (),
        title: str = "Your visit",
        languages: Sequence[str] = ("en",),
        **more: Any,
    ) -> Survey:
        number = next(self._numbers)
        with transaction() as session:
            survey = publishing.create(session, service=service, **{"slug": f"survey-{number}", **more})
            publishing.publish(
                session, survey=survey, definition=definition(*questions, title=title, languages=languages)
            )
            publishing.collect(session, survey=survey, kind="link")
            return survey

    def window(self, *, survey: Survey, origins: Sequence[str] = (), unit: Unit | None = None) -> Collector:
        with transaction() as session:
            return publishing.collect(session, survey=survey, kind="widget", origins=origins, unit=unit)

    def submission(
        self,
        *,
        survey: Survey,
        comment: str | None = None,
        answers: Mapping[str, Any] | None = None,
        unit: Unit | None = None,
        given_on: date = date(2026, 5, 4),
        language: str = "en",
        priority: int = 0,
    ) -> Submission:
        at = datetime(given_on.year, given_on.month, given_on.day, 12, tzinfo=UTC)
        with transaction() as session:
            found = session.query(Collector).filter_by(survey_id=survey.id).order_by(Collector.id).first()
            assert found is not None
            versions = session.query(SurveyVersion).filter_by(survey_id=survey.id)
            version = max(versions, key=lambda each: each.number)
            made = Submission(
                id=time_key(at),
                organisation_id=survey.organisation_id,
                reference=new_reference(),
                token_hash=uuid4().hex,
                service_id=survey.service_id,
                unit_id=unit.id if unit else None,
                collector_id=found.id,
                survey_version_id=version.id,
                mode="page",
                language=language,
                submitted_at=at,
                given_on=given_on,
            )
            session.add(made)
            session.flush()
            for key, value in (answers or {}).items():
                session.add(Answer(submission_id=made.id, question=key, value=value))
            written = [] if comment is None else ["improve"]
            counted = of_submission(
                Place.of(made), mode="page", answers=answers or {}, comments=written, version=version.number
            )
            post(session, counted)
            if comment is not None:
                asked = "How could we improve this service?"
                session.add(waiting_comment(made, "improve", asked, comment, priority=priority))
            return made

    def conversation(
        self,
        *,
        window: Collector,
        said: Sequence[Mapping[str, Any]] = (),
        answers: Mapping[str, Any] | None = None,
        ending: str = "sent",
        given_on: date | None = None,
        language: str = "en",
    ) -> Submission:
        """Make a conversation that is cleaned: of each ``asked`` what the window asked and what the person ``said``."""
        day = given_on or now().date()
        at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        with transaction() as session:
            survey = session.get_one(Survey, window.survey_id)
            version = max(session.query(SurveyVersion).filter_by(survey_id=survey.id), key=lambda each: each.number)
            made = Submission(
                id=time_key(at),
                organisation_id=survey.organisation_id,
                reference=new_reference(),
                token_hash=uuid4().hex,
                service_id=survey.service_id,
                collector_id=window.id,
                survey_version_id=version.id,
                mode="conversation",
                language=language,
                partial=ending != "sent",
                submitted_at=at,
                given_on=day,
            )
            session.add(made)
            session.flush()
            for key, value in (answers or {}).items():
                session.add(Answer(submission_id=made.id, question=key, value=value))
            numbers = count(1)
            for turn, each in enumerate(said):
                extra = {"said": None, **each}
                words = extra.pop("said")
                service = self._message(made, next(numbers), f"{turn - 1}", "service", asked=each["asked"])
                session.add(service)
                if words is not None:
                    person = self._message(made, next(numbers), f"{turn}", "person", redacted=words, **extra)
                    session.add(person)
            if ending in {"sent", "stopped"}:
                session.add(self._message(made, next(numbers), "end", "service", asked=None, redacted="Thank you."))
            place = Place.of(made)
            counted = of_submission(place, mode="conversation", answers=answers or {}, version=version.number)
            last = next((each["asked"] for each in reversed(said)), None)
            end = of_way(place, "completed") if ending == "sent" else of_way(place, "abandoned", last)
            post(session, [*counted, *of_way(place, "started"), *end])
            return made

    @staticmethod
    def _message(submission: Submission, number: int, turn: str, who: str, **more: Any) -> StoredMessage:
        known = {"redacted": f"Asked: {more['asked']}", "language": submission.language, "at": submission.submitted_at}
        return StoredMessage(submission_id=submission.id, number=number, turn=turn, who=who, **{**known, **more})

    def comment(self, *, survey: Survey, text: str, **more: Any) -> Comment:
        submission = self.submission(survey=survey, comment=text, **more)
        return db.session.query(Comment).filter_by(submission_id=submission.id).one()

    def target(self, *, service: Service, owner: Person, themes: Sequence[str], **more: Any) -> Target:
        with transaction() as session:
            # None that is given stays none: such a target flows from no agreement.
            agreement = more.pop("agreement") if "agreement" in more else self._agreement(session, service=service)
            name = more.pop("name", {"en": "Seen within 20 minutes"})
            measure = more.pop("measure", None) or self._measure(session, service=service, name=name)
            known = {"key": f"target-{next(self._numbers)}", "level": 90.0, "due": date(2027, 3, 31)}
            since = more.pop("since", None)
            terms = TargetTerms(measure=measure, agreement=agreement, **{**known, **more})
            return setting.set_target(session, terms=terms, owner=owner, themes=themes, since=since)

    def agreement(self, *, service: Service | None, **more: Any) -> Agreement:
        with transaction() as session:
            return self._agreement(session, service=service, **more)

    def _agreement(self, session: Session, *, service: Service | None, **more: Any) -> Agreement:
        words = {"en": "Serve people well"}
        known = {"key": f"agreement-{next(self._numbers)}", "kind": "psa", "title": words, "aim": words}
        return agreeing.set_agreement(session, terms=AgreementTerms(service=service, **{**known, **more}))

    def measure(self, *, service: Service, **more: Any) -> Measure:
        with transaction() as session:
            return self._measure(session, service=service, **more)

    def _measure(self, session: Session, *, service: Service, **more: Any) -> Measure:
        number = next(self._numbers)
        known = {"key": f"measure-{number}", "name": {"en": f"Measure {number}"}, "unit_of_measure": "%"}
        terms = MeasureTerms(service=service, **{**known, "better": "higher", **more})
        return setting.set_measure(session, terms=terms)

    def article(self, *, title: str, body: str, service: Service | None = None, **more: Any) -> Article:
        texts = {
            "title": {"en": title, **more.pop("title_more", {})},
            "body": {"en": body, **more.pop("body_more", {})},
        }
        with transaction() as session:
            reach = Reach(frozenset({service.id} if service else ()), whole=True)
            known = {"source": "https://council.example.org/page", "published": True, **more}
            written = Written.of(service.id if service else None, texts["title"], texts["body"], known["source"])
            made = saving.write(session, written=written, reach=reach, by=None)
            return saving.publish(session, article_id=made.id, on=known["published"], reach=reach, by=None)

    def schedule(self, *, target: Target, starts_on: date, period: str = "month", kind: str = "csv") -> Schedule:
        with transaction() as session:
            made = Schedule(target_id=target.id, starts_on=starts_on, period=period, format=kind)
            session.add(made)
            session.flush()
            return made
