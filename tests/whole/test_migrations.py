"""The migrations make the tables that the code describes, up and down, on both databases."""

import uuid

import pytest

from tests import servers
from tests.migrations_agree import differences


class TestMigrations:
    def test_they_agree_with_the_tables(self, empty_database, tmp_path):
        assert differences(empty_database, tmp_path) == []

    @pytest.fixture(params=["sqlite", "postgresql"])
    def empty_database(self, request, tmp_path):
        if request.param == "sqlite":
            yield f"sqlite:///{tmp_path / 'empty.db'}"
            return
        server, name = request.getfixturevalue("postgresql_server"), f"empty_{uuid.uuid4().hex[:12]}"
        yield servers.create_database(server, name).replace("postgresql://", "postgresql+psycopg://")
        servers.drop_database(server, name)
