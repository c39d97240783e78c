"""The demonstration's surveys can be answered about a unit."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from demo import load as demonstration
from demo.organisation import ORGANISATION
from demo.planted import CONTRADICTION, GAP, ORPHAN
from demo.story import generate_meant
from models import Collector, Service, Submission, Survey, Unit, db, transaction
from targets import cascade
from targets.audit import Complaints, audit, known_to
from targets.nodes import Place

# Of fewer most months would be of too few people to show.
TOLD: dict[str, Any] = {"seed": 2026, "until": date(2026, 5, 4), "submissions": 3_000}


class TestTheDemonstration:
    def test_each_unit_has_a_link_and_the_surveys_own_is_about_none(self, loaded):
        links = db.session.execute(
            select(Survey.slug, Unit.slug)
            .select_from(Collector)
            .join(Survey, Survey.id == Collector.survey_id)
            .outerjoin(Unit, Unit.id == Collector.unit_id)
            .where(Collector.kind == "link", Survey.slug != demonstration.SHOWCASE)
            .order_by(Collector.id)
        ).all()

        slugs = {service.key: service.survey.slug for service in ORGANISATION.services}
        about = {(slugs[unit.service], unit.key) for unit in ORGANISATION.units if unit.service}
        assert {(survey, unit) for survey, unit in links if unit} == about
        for slug in slugs.values():
            assert next(unit for survey, unit in links if survey == slug) is None

    def test_what_is_sent_by_a_units_link_is_about_it(self, client, loaded):
        unit = db.session.scalars(select(Unit).where(Unit.service_id.is_not(None)).order_by(Unit.id)).first()
        link = db.session.scalars(select(Collector).where(Collector.kind == "link", Collector.unit_id == unit.id)).one()
        unit_id = unit.id
        slug = db.session.get_one(Survey, link.survey_id).slug
        before = self.of_unit(unit_id)

        page = client.get_page(f"/s/{slug}?via={link.key}")
        for answer in ("4", "phone", ""):
            page = client.send(page, {"answer": answer})
        client.send(page)

        db.session.rollback()
        assert self.of_unit(unit_id) == before + 1

    def test_what_is_agreed_hangs_together(self, loaded):
        found = cascade.whole(db.session())

        (aspiration,) = found.aspirations
        targets = [target for agreement in aspiration.agreements for target in agreement.targets]
        assert found.agreements == ()
        assert [orphan.key for orphan in found.orphans] == [ORPHAN.key]
        assert len(aspiration.agreements) == 3
        assert len(targets) == 10
        assert sorted(len(target.parts) for target in targets) == [0] * 8 + [4, 4]
        assert all(target.measure.note and target.baseline is not None and target.milestones for target in targets)
        assert cascade.without_value_for_money(db.session()) == []
        assert all(node.owner.active for node in cascade.every(db.session()))

    def test_the_audit_finds_what_was_planted_and_nothing_else(self, app):
        with transaction() as session:
            demonstration.load(session, **TOLD, password_hash="none")
        facts = known_to(
            db.session(), sees=lambda node: True, service_ids=[], today=TOLD["until"], complaints=complained()
        )

        findings = audit(facts)

        contradiction, orphan, gap = findings
        assert (contradiction.kind, contradiction.facts["why"]) == ("contradiction", "apart")
        assert contradiction.targets == (CONTRADICTION.target.measure.key, CONTRADICTION.key)
        assert (orphan.kind, orphan.targets) == ("orphan", (ORPHAN.key,))
        assert (gap.kind, gap.facts["service"].slug, gap.facts["theme"]) == ("gap", *GAP)

    def of_unit(self, unit_id):
        return db.session.scalar(select(func.count()).select_from(Submission).where(Submission.unit_id == unit_id))

    @pytest.fixture
    def loaded(self, app):
        with transaction() as session:
            demonstration.load(session, seed=2026, until=date(2026, 5, 4), password_hash="none", submissions=100)


def complained():
    """How many comments of the last year complain of each theme, by what their writers meant."""
    negative: dict[str, Counter[str]] = {}
    for submission, meant in generate_meant(**TOLD):
        if meant is not None and submission.given_at.date() >= date(2025, 5, 1):
            blamed = [theme for theme, polarity in meant.themes.items() if polarity == "neg"]
            negative.setdefault(submission.service, Counter()).update(blamed)
    services = {service.slug: service for service in db.session.scalars(select(Service))}
    return [
        Complaints(Place(services[key].id, key, services[key].name), counts) for key, counts in sorted(negative.items())
    ]
