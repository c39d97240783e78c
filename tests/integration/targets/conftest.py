"""Fixtures of targets: one that is due in time, who owns and manages it, and figures of it month by month."""

from datetime import date

import pytest

from models import Measure, transaction
from targets import notes, observing
from targets.observing import Figure
from targets.terms import NoteTerms

NOTE = NoteTerms(
    source={"en": "The job list"}, numerator={"en": "Jobs done in time"}, minimum_n=10, valid_from=date(2025, 1, 1)
)
MONTHS = [date(2025 + at // 12, at % 12 + 1, 1) for at in range(15)]


@pytest.fixture
def manager(factories, service):
    return factories.person(roles=["manager"], service=service, email="m@example.org")


@pytest.fixture
def owner(factories, service):
    return factories.person(roles=["owner"], service=service, email="o@example.org", name="Head of Repairs")


@pytest.fixture
def measure(factories, service):
    made = factories.measure(service=service, key="in-time", name={"en": "Done in time"})
    with transaction() as session:
        notes.open_note(session, measure=session.merge(made), terms=NOTE)
    return made


@pytest.fixture
def target(factories, service, owner, measure):
    return factories.target(
        service=service,
        owner=owner,
        themes=["waiting"],
        measure=measure,
        key="in-time",
        baseline=70.0,
        baseline_on=date(2024, 12, 31),
    )


@pytest.fixture
def part(factories, service, owner, measure, target):
    unit = factories.unit(service=service, slug="north", name={"en": "North"})
    return factories.target(
        service=service,
        owner=owner,
        themes=[],
        measure=measure,
        agreement=target.agreement,
        key="in-time-north",
        unit=unit,
        parent=target,
    )


@pytest.fixture
def counts(measure):
    def upload(shares: list[tuple[int, int]], unit_id: int = 0) -> None:
        figures = [
            Figure(period_on=period, unit_id=unit_id, value=100 * n / of, numerator=n, denominator=of, n=of)
            for period, (n, of) in zip(MONTHS, shares, strict=False)
        ]
        with transaction() as session:
            observing.record(session, measure=session.get_one(Measure, measure.id), figures=figures, source="upload")

    return upload


@pytest.fixture
def by_unit(factories, service, counts):
    def upload(shares: dict[str, tuple[int, int]]) -> None:
        for slug, share in shares.items():
            unit = factories.unit(service=service, slug=slug, name={"en": slug.title()})
            counts([share], unit.id)
        counts([(sum(n for n, _ in shares.values()), sum(of for _, of in shares.values()))])

    return upload
