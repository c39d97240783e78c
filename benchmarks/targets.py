"""``python -m benchmarks.targets``: a target's page over five years and 200 units, and the audit of 1,000 targets."""

import logging
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from statistics import median

import structlog
from sqlalchemy import select, text

from benchmarks import auditing
from benchmarks.answering import product
from benchmarks.figures import Figure, print_all
from models import Measure, Observation, db, transaction
from targets import feeding, notes
from targets.terms import NoteTerms
from tests import servers
from tests.factories import PASSWORD, Factories
from tests.pages import InspectingClient

UNITS = 200
FIRST, TODAY = date(2021, 4, 1), date(2026, 4, 1)
TIMES = 9
TARGET_MS = 300
# Of one core, the page's own part among it: beyond this a paper would belong into a job.
PAPER_MS = 500
NOTE = NoteTerms(source={"en": "The survey"}, numerator={"en": "Satisfied"}, minimum_n=10, valid_from=FIRST)

# Of each unit and day two or three people, most of them satisfied: a million in five years.
_TALLIES = text("""
    INSERT INTO tally (organisation_id, service_id, unit_id, collector_id, language, version, day, pipeline, subject,
                       value, n)
    SELECT :organisation, :service, unit.id, 1, 'en', 1, day::date, '', 'question:satisfaction', value, n
    FROM unit, generate_series(:first, CAST(:last AS date) - 1, interval '1 day') AS day,
         LATERAL (VALUES ('5', 1 + (unit.id + extract(day FROM day)::int) % 2),
                         (CASE WHEN (unit.id * 7 + extract(doy FROM day)::int) % 3 = 0 THEN '2' ELSE '4' END,
                          1 + CASE WHEN (unit.id * 3 + extract(doy FROM day)::int) % 4 = 0 THEN 1 ELSE 0 END))
         AS given (value, n)
    WHERE unit.organisation_id = :organisation
""")


def figures(folder: Path) -> Iterator[Figure]:
    """Measure on PostgreSQL, in a database of its own."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with servers.postgresql() as server, servers.queue_server() as queue:
        app = product(servers.create_database(server, f"targets_{uuid.uuid4().hex[:8]}"), queue, folder)
        with app.app_context():
            measure_id, submissions = _given(Factories(app))
            fed = _seconds(lambda: _feed(measure_id))
            yield Figure(f"a measure of {UNITS} units fed with 60 months, {submissions:,} submissions", fed, "s")
            client = InspectingClient(app)
            client.send(client.get_page("/manage/targets"), {"email": "m@example.org", "password": PASSWORD})
            page = 1000 * median(_seconds(lambda: client.request("GET", "/manage/targets/one")) for _ in range(TIMES))
            bare = 1000 * median(_seconds(lambda: _bare(measure_id)) for _ in range(TIMES))
            yield Figure("the target's page, server time", page, "ms", bare, "the bare query", target=TARGET_MS)
            paper = 1000 * _seconds(
                lambda: client.request("GET", "/manage/targets/one/report.pdf"), clock=time.process_time
            )
            yield Figure("its paper (PDF), processor time", paper, "ms", target=PAPER_MS)
            yield from auditing.figures(app)
            db.session.remove()
            db.engine.dispose()


def _given(factories: Factories) -> tuple[int, int]:
    """Make an organisation with its units, its counts and a target; return the measure, and how many submissions."""
    organisation = factories.organisation()
    db.session().info["organisation_id"] = organisation.id
    service = factories.service(slug="repairs")
    for _ in range(UNITS):
        factories.unit(service=service)
    factories.person(roles=["manager"], email="m@example.org")
    parameters = {"question": "satisfaction"}
    measure = factories.measure(service=service, formula="share_satisfied", parameters=parameters)
    owner = factories.person(roles=["owner"])
    factories.target(
        service=service, owner=owner, themes=["waiting"], measure=measure, key="one", baseline=60.0, baseline_on=FIRST
    )
    with transaction() as session:
        notes.open_note(session, measure=session.get_one(Measure, measure.id), terms=NOTE)
        facts = {"organisation": organisation.id, "service": service.id, "first": FIRST, "last": TODAY}
        session.execute(_TALLIES, facts)
        (submissions,) = session.execute(text("SELECT sum(n) FROM tally")).one()
    db.session().connection().execute(text("ANALYZE"))
    db.session.rollback()
    return measure.id, int(submissions)


def _feed(measure_id: int) -> None:
    with transaction() as session:
        feeding.feed(session, measure=session.get_one(Measure, measure_id), today=TODAY, pipeline="")


def _bare(measure_id: int) -> None:
    db.session.execute(
        select(Observation.unit_id, Observation.period_on, Observation.value, Observation.n)
        .where(Observation.measure_id == measure_id)
        .order_by(Observation.unit_id, Observation.period_on)
    ).all()
    db.session.rollback()


def _seconds(do: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    began = clock()
    do()
    return clock() - began


def main() -> None:
    """Print the figures; exit status 1 where the target is missed."""
    with tempfile.TemporaryDirectory(prefix="yousaid-targets-") as name:
        print_all(figures(Path(name)))


if __name__ == "__main__":
    main()
