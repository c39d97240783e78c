"""What a lost connection to the database costs: nothing after a pause, one request in the middle of work."""

import psycopg
import pytest

from models import database, db


class TestALostConnection:
    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_after_a_pause_nobody_notices(self, client, lose_connections, monkeypatch):
        client.get_page("/")
        monkeypatch.setattr(database, "SURE_SECONDS", 0.0)
        lose_connections()

        client.get_page("/")

    @pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
    def test_in_the_middle_of_work_one_request_fails_and_the_next_does_not(self, app, client, lose_connections):
        app.testing = False
        client.get_page("/")
        lose_connections()

        assert [client.request("GET", "/").status_code for _ in range(3)] == [500, 200, 200]

    @pytest.fixture
    def lose_connections(self, database_url):
        def lose():
            db.session.remove()
            with psycopg.connect(database_url.replace("+psycopg", "")) as outsider:
                outsider.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )

        return lose
