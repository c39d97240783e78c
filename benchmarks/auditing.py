"""The audit of a thousand targets, part of ``python -m benchmarks.targets``."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from statistics import median
from unittest.mock import patch

from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from accounts import people
from benchmarks.figures import Figure
from models import (
    Agreement,
    Measure,
    Observation,
    Organisation,
    Person,
    Service,
    Tally,
    Target,
    TargetTheme,
    TechnicalNote,
    Unit,
    db,
    now,
    set_organisation,
    transaction,
)
from nlp.themes import THEME_KEYS
from targets import agreeing, notes, setting
from targets.terms import AgreementTerms, MeasureTerms, NoteTerms, TargetTerms
from tests.factories import PASSWORD, Factories
from tests.pages import InspectingClient
from web.manage.targets import auditing

TARGETS, SERVICES, UNITS = 1000, 10, 5
MONTHS, LENGTH = 60, 384
TIMES = 5
TARGET_SECONDS = 2
PIPELINE = "example-1"
BEGAN = date(2021, 4, 1)
# Most names are like no other.
WORDS = [f"{first}{second}" for first in ("bel", "cor", "dun", "fal", "gor", "hen", "kel", "lor") for second in "aeiou"]
NOTE = NoteTerms(source={"en": "The list"}, numerator={"en": "Done"}, minimum_n=10, valid_from=BEGAN)

_OBSERVATIONS = text("""
    INSERT INTO observation (organisation_id, measure_id, unit_id, period_on, cadence, revision, value, n, shown,
                             pipeline, note_version, source, recorded_at)
    SELECT :organisation, id, 0, month::date, 'month', 1, 70 + id % 20, 200, true, '', 1, 'upload', now()
    FROM measure, generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 month') AS month
    WHERE organisation_id = :organisation
""")
_TALLIES = text("""
    INSERT INTO tally (organisation_id, service_id, unit_id, collector_id, language, version, day, pipeline, subject,
                       value, n)
    SELECT :organisation, unit.service_id, unit.id, 1, 'en', 1, day::date, pipeline, subject, value, n
    FROM unit, generate_series(CAST(:first AS date), CAST(:last AS date), interval '1 day') AS day,
         LATERAL (SELECT '' AS pipeline, 'submissions' AS subject, '' AS value, 12 AS n
                  UNION ALL
                  SELECT :pipeline, 'theme:' || theme, 'neg', 1 + length(theme) % 4
                  FROM unnest(CAST(:themes AS text[])) AS theme) AS given
    WHERE unit.organisation_id = :organisation
""")


def figures(app: Flask) -> Iterator[Figure]:
    """Measure the page of an audit: reading cascade and last figures, every rule, the shorter list, all in words."""
    factories = Factories(app)
    organisation = factories.organisation(slug="audited")
    set_organisation(db.session(), organisation.id)
    services = [factories.service(slug=f"service-{number}") for number in range(SERVICES)]
    for service in services:
        for _ in range(UNITS):
            factories.unit(service=service)
    factories.person(roles=["administrator"], email="a@example.org")
    with transaction() as session:
        vectors = _given(session, organisation.id, services)
    db.session().connection().execute(text("ANALYZE"))
    db.session.rollback()
    client = InspectingClient(app)
    client.send(client.get_page("/manage/targets"), {"email": "a@example.org", "password": PASSWORD})
    with patch.object(auditing, "measure_vectors", lambda session: vectors):
        page = median(_seconds(lambda: client.request("GET", "/manage/targets/audit")) for _ in range(TIMES))
    bare = median(_seconds(_bare) for _ in range(TIMES))
    name = f"an audit of {TARGETS:,} targets with vectors of {LENGTH}, server time of its page"
    yield Figure(name, page, "s", bare, "the bare queries", target=TARGET_SECONDS)


def _given(session: Session, organisation_id: int, services: list[Service]) -> dict[str, list[float]]:
    """Make the cascade, its figures and what citizens complain of; return the vectors of the measures' names."""
    chance = random.Random(2026)
    agreements = [_agreement(session, session.merge(service), number) for number, service in enumerate(services)]
    # Without passwords, whose hashes would take a minute.
    owners = [
        people.add(session, name=f"Head {number}", email=f"head-{number}@example.org", password_hash=None)
        for number in range(TARGETS // 5)
    ]
    vectors: dict[str, list[float]] = {}
    for number in range(TARGETS):
        service = session.merge(services[number % SERVICES])
        name = " ".join(chance.sample(WORDS, 5))
        terms = MeasureTerms(
            key=f"measure-{number}", service=service, name={"en": name}, unit_of_measure="%", better="higher"
        )
        measure = setting.set_measure(session, terms=terms)
        notes.open_note(session, measure=measure, terms=NOTE)
        vectors[measure.key] = [chance.gauss(0, 1) for _ in range(LENGTH)]
        _target(session, measure, agreements[number % SERVICES], owners[number // 5], number)
    session.flush()
    today = now().date()
    facts = {"organisation": organisation_id, "last": today.replace(day=1) - timedelta(days=1)}
    session.execute(_OBSERVATIONS, facts | {"first": BEGAN})
    told = {"first": today - timedelta(days=365), "pipeline": PIPELINE, "themes": list(THEME_KEYS)}
    session.execute(_TALLIES, facts | told)
    session.get_one(Organisation, organisation_id).shown_pipeline = PIPELINE
    return vectors


def _agreement(session: Session, service: Service, number: int) -> Agreement:
    words = {"en": f"Agreement {number}"}
    terms = AgreementTerms(
        key=f"agreement-{number}", kind="psa", title=words, aim=words, service=service, objectives=(words,)
    )
    return agreeing.set_agreement(session, terms=terms)


def _target(session: Session, measure: Measure, agreement: Agreement, owner: Person, number: int) -> None:
    terms = TargetTerms(
        key=measure.key,
        measure=measure,
        # One in ten flows from none, one in ten has no baseline, one of each agreement is for value for money.
        agreement=agreement if number % 10 or number < SERVICES else None,
        level=90.0,
        due=date(2031, 3, 31),
        baseline=70.0 if number % 11 else None,
        baseline_on=BEGAN - timedelta(days=1) if number % 11 else None,
        value_for_money=number < SERVICES,
        reviewed_by={"en": "Board"},
    )
    setting.set_target(session, terms=terms, owner=owner, themes=[THEME_KEYS[number % 4]])


def _bare() -> None:
    """Read the same rows with nothing made of them."""
    for table in (Target, TargetTheme, Measure, TechnicalNote, Agreement, Service, Person, Unit):
        db.session.execute(select(*table.__table__.columns)).all()
    since = now().date() - timedelta(days=365)
    counted = select(Tally.service_id, Tally.subject, Tally.value, func.sum(Tally.n)).where(Tally.pipeline == PIPELINE)
    of_year = counted.where(Tally.day >= since).group_by(Tally.service_id, Tally.subject, Tally.value)
    db.session.execute(of_year).all()
    last = select(Observation.measure_id, Observation.unit_id, func.max(Observation.period_on))
    db.session.execute(last.group_by(Observation.measure_id, Observation.unit_id)).all()
    db.session.rollback()


def _seconds(do: Callable[[], object]) -> float:
    began = time.perf_counter()
    do()
    return time.perf_counter() - began
