"""Ready is a web server whose database has the tables that its code knows."""

import pytest

from models import db


class TestReadyz:
    def test_with_the_tables_of_this_code_it_is_ready(self, app, client):
        assert client.request("GET", "/readyz").status_code == 200

    @pytest.mark.parametrize(
        "sql",
        [
            "UPDATE alembic_version SET version_num = '0000'",
            "DELETE FROM alembic_version",
            "INSERT INTO alembic_version VALUES ('0000')",
            "DROP TABLE alembic_version",
        ],
    )
    def test_with_any_other_it_is_not(self, app, client, sql):
        with db.engine.begin() as connection:
            connection.exec_driver_sql(sql)

        assert client.request("GET", "/readyz").status_code == 503
