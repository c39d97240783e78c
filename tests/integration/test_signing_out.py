"""Signing out ends every session of a person."""

import time

import pytest

from models import db, set_organisation
from tests.factories import PASSWORD
from tests.pages import InspectingClient
from web import access


class TestSigningOut:
    def test_a_copied_cookie_opens_nothing_afterwards(self, app, client, signed_in):
        copied = InspectingClient(app)
        cookie = signed_in.flask.get_cookie(app.config["SESSION_COOKIE_NAME"])
        copied.flask.set_cookie(app.config["SESSION_COOKIE_NAME"], cookie.value)
        assert copied.get_page("/manage/insights").heading.startswith("What people say")

        page = signed_in.get_page("/manage/insights")
        token = page.one("form[action='/manage/sign-out'] input[name=csrf_token]")["value"]
        signed_in.request("POST", "/manage/sign-out", data={"csrf_token": token})

        assert copied.get_page("/manage/insights").heading == "Sign in"

    def test_the_person_can_sign_in_again(self, client, signed_in):
        page = signed_in.get_page("/manage/insights")
        token = page.one("form[action='/manage/sign-out'] input[name=csrf_token]")["value"]
        signed_in.request("POST", "/manage/sign-out", data={"csrf_token": token})

        page = signed_in.send(signed_in.get_page("/manage/sign-in"), {"email": "m@example.org", "password": PASSWORD})

        assert page.heading.startswith("What people say")

    def test_who_left_the_machine_alone_is_asked_again(self, signed_in, monkeypatch):
        assert signed_in.get_page("/manage/insights").heading.startswith("What people say")
        monkeypatch.setattr(access, "IDLE_SECONDS", -1)

        assert signed_in.get_page("/manage/insights").heading == "Sign in"

    def test_who_signs_in_again_long_after_signing_out_stays_signed_in(self, signed_in, monkeypatch):
        page = signed_in.get_page("/manage/insights")
        token = page.one("form[action='/manage/sign-out'] input[name=csrf_token]")["value"]
        signed_in.request("POST", "/manage/sign-out", data={"csrf_token": token})
        real = time.time
        monkeypatch.setattr(access.time, "time", lambda: real() + 5 * 3600)

        page = signed_in.send(signed_in.get_page("/manage/sign-in"), {"email": "m@example.org", "password": PASSWORD})

        assert page.heading.startswith("What people say")
        assert signed_in.get_page("/manage/insights").heading.startswith("What people say")

    def test_nobody_is_remembered_whatever_is_sent(self, app, client, factories):
        set_organisation(db.session(), factories.organisation().id)
        factories.service()
        factories.person(roles=["manager"], email="r@example.org")

        form = {"email": "r@example.org", "password": PASSWORD, "remember": "y"}
        assert client.send(client.get_page("/manage/sign-in"), form).heading.startswith("What people say")

        assert client.flask.get_cookie("remember_token") is None
        client.flask.delete_cookie(app.config["SESSION_COOKIE_NAME"])
        assert client.get_page("/manage/insights").heading == "Sign in"

    def test_an_account_is_not_guessed_at_from_many_addresses(self, client):
        token = client.get_page("/manage/sign-in").csrf_token
        tries = {"csrf_token": token, "email": "m@example.org", "password": "guess"}

        statuses = [
            client.request(
                "POST", "/manage/sign-in", data=tries, environ_base={"REMOTE_ADDR": f"203.0.113.{number}"}
            ).status_code
            for number in range(51)
        ]

        assert statuses == [200] * 50 + [429]

    @pytest.fixture
    def signed_in(self, client, factories):
        set_organisation(db.session(), factories.organisation().id)
        factories.service()
        factories.person(roles=["manager"], email="m@example.org")
        client.send(client.get_page("/manage/sign-in"), {"email": "m@example.org", "password": PASSWORD})
        return client
