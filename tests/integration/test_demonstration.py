"""The demonstration's surveys can be answered about a unit."""

from datetime import date

import pytest
from sqlalchemy import func, select

from demo import load as demonstration
from demo.organisation import ORGANISATION
from models import Collector, Submission, Survey, Unit, db, transaction
from targets import cascade


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
        assert (found.agreements, found.orphans) == ((), ())
        assert len(aspiration.agreements) == 3
        assert len(targets) == 9
        assert sorted(len(target.parts) for target in targets) == [0] * 7 + [4, 4]
        assert all(target.measure.note and target.baseline is not None and target.milestones for target in targets)
        assert cascade.without_value_for_money(db.session()) == []
        assert cascade.without_owner(db.session()) == []

    def of_unit(self, unit_id):
        return db.session.scalar(select(func.count()).select_from(Submission).where(Submission.unit_id == unit_id))

    @pytest.fixture
    def loaded(self, app):
        with transaction() as session:
            demonstration.load(session, seed=2026, until=date(2026, 5, 4), password_hash="none", submissions=100)
