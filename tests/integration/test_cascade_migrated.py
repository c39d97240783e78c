"""Agreements, measures and targets of before keep what they say when the cascade's tables come."""

from datetime import date
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import select, text

from models import Agreement, Measure, Target, TargetTheme, db, set_organisation

SERVICE = "INSERT INTO service (organisation_id, id, slug, name) VALUES (:o, 1, 'repairs', '{}')"
PERSON = (
    "INSERT INTO person (organisation_id, id, name, email, active, fs_uniquifier)"
    " VALUES (:o, 1, 'Head', 'head@example.org', true, 'x')"
)
MEASURE = (
    "INSERT INTO measure (organisation_id, id, service_id, name, unit_of_measure, better)"
    " VALUES (:o, 8, 1, '{\"en\": \"Mended\"}', '%', 'higher')"
)
TARGET = (
    "INSERT INTO target (organisation_id, id, agreement_id, measure_id, owner_id, level, due)"
    " VALUES (:o, 9, 7, 8, 1, 90, '2027-03-31')"
)
BEFORE = (
    SERVICE,
    PERSON,
    "INSERT INTO agreement (organisation_id, id, service_id, kind, aim) VALUES (:o, 7, 1, 'psa', '{\"en\": \"Mend\"}')",
    MEASURE,
    TARGET,
    "INSERT INTO target_theme (organisation_id, target_id, theme) VALUES (:o, 9, 'waiting')",
)


class TestTheRowsOfBefore:
    def test_they_keep_what_they_say(self, app, folder, of_before):
        flask_migrate.upgrade(directory=folder)

        set_organisation(db.session(), of_before)
        target = db.session.scalars(select(Target)).one()
        assert (target.key, target.level, target.due) == ("target-9", 90.0, date(2027, 3, 31))
        assert (target.owner.name, target.owner_since, target.milestones, target.set_by) == ("Head", None, [], {})
        assert target.evidence() == ("waiting",)
        assert (target.measure.key, target.measure.source, target.measure.cadence) == ("measure-8", "figures", "month")
        assert target.agreement.key == "agreement-7"
        assert target.agreement.title == target.agreement.aim == {"en": "Mend"}

    def test_the_way_back_keeps_them_too(self, app, folder, of_before):
        flask_migrate.upgrade(directory=folder)
        flask_migrate.downgrade(directory=folder, revision="0011")

        assert db.session.execute(text("SELECT level, due FROM target")).one()[0] == 90
        assert db.session.execute(text("SELECT target_id, theme FROM target_theme")).all() == [(9, "waiting")]

    def test_of_a_link_only_its_newest_word_goes_back(self, app, folder, of_before):
        flask_migrate.upgrade(directory=folder)
        with db.engine.begin() as connection:
            connection.execute(
                TargetTheme.__table__.insert(),
                [
                    {"organisation_id": of_before, "target_id": 9, "weight": 1.0, **more}
                    for more in (
                        {"theme": "waiting", "version": 2, "state": "rejected"},
                        {"theme": "outcome", "version": 1, "state": "suggested"},
                        {"theme": "outcome", "version": 2, "state": "confirmed"},
                        {"theme": "cost", "version": 1, "state": "suggested"},
                    )
                ],
            )
        flask_migrate.downgrade(directory=folder, revision="0011")

        assert db.session.execute(text("SELECT theme FROM target_theme")).scalars().all() == ["outcome"]

    def test_the_way_back_refuses_where_a_target_flows_from_no_agreement(self, app, folder, of_before, caplog):
        flask_migrate.upgrade(directory=folder)
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE target SET agreement_id = NULL"))

        with pytest.raises(SystemExit):
            flask_migrate.downgrade(directory=folder, revision="0011")
        assert "targets that flow from no agreement" in caplog.text

    def test_the_tables_know_the_rules_anew(self, app, folder, of_before):
        flask_migrate.upgrade(directory=folder)

        set_organisation(db.session(), of_before)
        db.session.add(Agreement(key="agreement-7", kind="psa", title={}, aim={}))
        with pytest.raises(Exception, match=r"(?i)unique"):
            db.session.flush()
        db.session.rollback()
        assert db.session.query(Measure).count() == 1

    @pytest.fixture
    def folder(self, app):
        return str(Path(app.root_path) / "migrations")

    @pytest.fixture
    def of_before(self, app, folder, factories):
        organisation_id = factories.organisation().id
        db.session.remove()
        flask_migrate.downgrade(directory=folder, revision="0011")
        with db.engine.begin() as connection:
            for statement in BEFORE:
                connection.execute(text(statement), {"o": organisation_id})
        return organisation_id
