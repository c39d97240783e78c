"""A migration that makes a table anew keeps the rows that refer to it."""

import shutil
from pathlib import Path

import flask_migrate
import pytest
from sqlalchemy import select, text

from jobs import later
from jobs.analysis import analyse_waiting
from models import InsightTheme, db, set_organisation

NEXT = """
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "0016"


def upgrade() -> None:
    with op.batch_alter_table("insight", recreate="always") as batch:
        batch.add_column(sa.Column("anew", sa.Integer(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("insight", recreate="always") as batch:
        batch.drop_column("anew")
"""


class TestABatchMigration:
    def test_it_loses_no_row(self, app, migrations, insights):
        flask_migrate.upgrade(directory=str(migrations))

        assert db.session.scalar(text("SELECT count(anew IS NULL) FROM insight")) == insights["insight"]
        assert db.session.scalar(text("SELECT count(*) FROM insight_theme")) == insights["insight_theme"] > 0

    def test_foreign_keys_hold_again_afterwards(self, app, migrations, insights):
        flask_migrate.upgrade(directory=str(migrations))

        assert db.session.scalar(text("PRAGMA foreign_keys")) == 1

    @pytest.fixture
    def insights(self, factories, run_jobs):
        organisation = factories.organisation()
        organisation_id = organisation.id
        set_organisation(db.session(), organisation_id)
        factories.submission(
            survey=factories.survey(service=factories.service()), comment="The staff were kind and friendly."
        )

        later(analyse_waiting)
        run_jobs()
        set_organisation(db.session(), organisation_id)
        assert db.session.scalars(select(InsightTheme)).all()
        counted = {
            name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in ("insight", "insight_theme")
        }
        db.session.remove()
        return counted

    @pytest.fixture
    def migrations(self, app, tmp_path):
        folder = tmp_path / "migrations"
        shutil.copytree(Path(app.root_path) / "migrations", folder)
        (folder / "versions" / "9999_next.py").write_text(NEXT)
        return folder

    @pytest.fixture(params=["sqlite"])
    def database_url(self, tmp_path, sqlite_template):
        shutil.copy(sqlite_template, tmp_path / "yousaid.db")
        return f"sqlite:///{tmp_path / 'yousaid.db'}"
