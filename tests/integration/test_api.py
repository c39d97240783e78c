"""Submissions from other systems: kept once, counted and analysed like all others."""

import json
from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from models import Answer, Collector, Comment, Contact, QuotaCount, Submission, Survey, db, transaction
from surveys import publishing
from tests.factories import CHOICE, RATING, TEXT
from tests.pages import InspectingClient

PLACE = {"key": "office", "type": "place", "text": {"en": "Which office?"}, "required": False}
EMAIL = {"key": "email", "type": "email", "text": {"en": "Your e-mail address"}, "required": False}
ANSWERS = {"satisfaction": 4, "channel": "online", "improve": "Open on Saturdays"}


class TestSending:
    def test_a_submission_is_kept_counted_and_analysed(self, send, analyse, counted_right):
        answer = send({"answers": ANSWERS, "language": "en"})

        assert answer.status_code == 201
        kept = submission()
        assert answer.get_json() == {
            "reference": kept.reference,
            "survey": "visit",
            "version": 1,
            "given_at": kept.submitted_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "over_quota": None,
        }
        assert (kept.mode, kept.language, kept.partial) == ("api", "en", False)
        assert {row.question: row.value for row in db.session.scalars(select(Answer))} == {
            "satisfaction": 4,
            "channel": "online",
        }
        assert analyse() == 1
        assert db.session.scalars(select(Comment.redacted)).one() == "Open on Saturdays"

    def test_its_comment_is_asked_to_be_analysed(self, send, run_jobs):
        send({"answers": ANSWERS})

        before = db.session.scalars(select(Comment.state)).one()
        run_jobs()

        assert (before, db.session.scalars(select(Comment.state)).one()) == ("waiting", "done")

    def test_the_receipt_is_where_the_location_says(self, send, call):
        answer = send({"answers": ANSWERS})

        receipt = call("GET", answer.headers["Location"])

        assert (receipt.status_code, receipt.get_json()) == (200, answer.get_json())

    def test_the_day_is_the_one_it_was_given_on(self, send):
        send({"answers": ANSWERS, "given_at": "2026-03-27T23:30:00-02:00"})

        kept = submission()
        assert kept.submitted_at == datetime(2026, 3, 28, 1, 30, tzinfo=UTC)
        assert kept.given_on.isoformat() == "2026-03-28"

    def test_a_unit_may_be_named(self, send, factories, service):
        unit = factories.unit(service=service, slug="leeds")

        send({"answers": ANSWERS, "unit": "leeds"})

        assert submission().unit_id == unit.id

    def test_the_units_of_the_key_is_the_submissions(self, send, factories, service, visit):
        unit = factories.unit(service=service, slug="leeds")
        with transaction() as session:
            secret = publishing.open_api(session, survey=visit, name="Front desk", unit=unit)[1]

        answer = send({"answers": ANSWERS}, secret=secret)
        named = send({"answers": ANSWERS, "unit": "leeds"}, secret=secret, key="2")

        assert (answer.status_code, submission().unit_id) == (201, unit.id)
        assert named.get_json()["errors"] == [
            {"pointer": "#/unit", "detail": "Leave this out: the key is for one place already"}
        ]

    def test_a_place_answered_is_the_unit(self, send, factories, service, publish):
        unit = factories.unit(service=service, slug="leeds")
        publish(RATING, PLACE)

        send({"answers": {"satisfaction": 5, "office": "leeds"}})

        assert submission().unit_id == unit.id

    def test_an_address_lies_sealed_and_apart(self, send, publish):
        publish(RATING, EMAIL)

        send({"answers": {"satisfaction": 5, "email": "pat@example.org"}})

        assert db.session.scalars(select(Contact.value)).one() == "pat@example.org"
        assert {row.question: row.value for row in db.session.scalars(select(Answer))} == {
            "satisfaction": 5,
            "email": True,
        }

    def test_a_full_quota_keeps_it_and_says_so(self, send, app, visit, counted_right):
        quota = {"key": "some", "if": {"==": [{"answer": "channel"}, "online"]}, "limit": 1, "message": {"en": "Full"}}
        asked = {"format": "yousaid-survey/1", "title": {"en": "Visit"}, "questions": [RATING, CHOICE, TEXT]}
        with transaction() as session:
            publishing.publish(session, survey=visit, definition=asked | {"quotas": [quota]})

        said = [send({"answers": ANSWERS}, key=key).get_json()["over_quota"] for key in ("1", "2")]

        assert said == [None, "some"]
        assert len(db.session.scalars(select(Submission)).all()) == 2

    def test_calls_at_once_for_a_quota_that_was_never_noted_count_it_once(
        self, app, visit, secret, at_once, counted_right
    ):
        quota = {"key": "some", "if": {">": [{"answer": "satisfaction"}, 0]}, "limit": 3, "message": {"en": "Full"}}
        asked = {"format": "yousaid-survey/1", "title": {"en": "Visit"}, "questions": [RATING]}
        with transaction() as session:
            publishing.publish(session, survey=visit, definition=asked | {"quotas": [quota]})
            # As it is with a version from before quotas were noted.
            session.execute(delete(QuotaCount))

        def call(key):
            headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": key}
            body, client = {"answers": {"satisfaction": 2}}, app.test_client()
            return lambda: client.post("/api/v1/surveys/visit/submissions", json=body, headers=headers).get_json()

        said = at_once(*(call(str(number)) for number in range(8)))

        assert sorted(each["over_quota"] or "" for each in said) == ["", "", "", *["some"] * 5]
        db.session.rollback()
        assert db.session.scalars(select(QuotaCount.n)).one() == 3


class TestSendingTwice:
    def test_the_same_key_and_body_is_the_same_submission(self, send):
        first = send({"answers": ANSWERS, "language": "en"})
        again = send({"language": "en", "answers": dict(reversed(ANSWERS.items()))})

        assert (first.status_code, again.status_code) == (201, 200)
        assert first.get_json() == again.get_json() and "Location" not in again.headers
        assert submission().reference == again.get_json()["reference"]

    def test_the_same_key_with_another_body_is_refused(self, send):
        send({"answers": ANSWERS})
        other = send({"answers": {**ANSWERS, "satisfaction": 1}})

        assert (other.status_code, other.get_json()["type"]) == (422, "/api/v1/problems/key-reused")
        assert submission()

    def test_it_is_answered_the_same_when_the_survey_has_closed_since(self, send, visit):
        first = send({"answers": ANSWERS})
        with transaction() as session:
            publishing.close(session, survey=session.get_one(Survey, visit.id))

        assert send({"answers": ANSWERS}).get_json() == first.get_json()
        assert send({"answers": ANSWERS}, key="another").status_code == 410

    def test_two_at_once_make_one(self, app, secret, at_once):
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "first"}

        def send():
            place = "/api/v1/surveys/visit/submissions"
            return InspectingClient(app).request("POST", place, headers=headers, json={"answers": ANSWERS})

        answers = at_once(send, send, send, send)

        assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
        assert {answer.get_json()["reference"] for answer in answers} == {submission().reference}

    def test_keys_are_each_collectors_own(self, send, visit):
        with transaction() as session:
            secret = publishing.open_api(session, survey=visit, name="Another system")[1]

        answers = [send({"answers": ANSWERS}), send({"answers": ANSWERS}, secret=secret)]

        assert [answer.status_code for answer in answers] == [201, 201]


class TestKeys:
    def test_only_a_hash_of_the_secret_is_kept(self, visit, secret):
        kept = db.session.scalars(select(Collector).where(Collector.kind == "api")).one()

        assert secret.startswith("yousaid_") and len(secret) == len("yousaid_") + 32
        assert secret not in json.dumps([kept.key, kept.name, kept.secret_hash])

    def test_a_renewed_key_opens_and_the_former_does_not(self, send, visit):
        with transaction() as session:
            collector = session.scalars(select(Collector).where(Collector.kind == "api")).one()
            renewed = publishing.renew_secret(session, collector=collector)

        assert send({"answers": ANSWERS}).status_code == 401
        assert send({"answers": ANSWERS}, secret=renewed).status_code == 201

    def test_a_closed_way_in_opens_nothing(self, send, visit):
        with transaction() as session:
            publishing.close_api(
                session, collector=session.scalars(select(Collector).where(Collector.kind == "api")).one()
            )

        assert send({"answers": ANSWERS}).status_code == 401

    def test_a_receipt_is_shown_to_its_own_key_only(self, send, call, visit):
        place = send({"answers": ANSWERS}).headers["Location"]
        with transaction() as session:
            other = publishing.open_api(session, survey=visit, name="Another system")[1]

        assert call("GET", place, secret=other).status_code == 404

    def test_calls_are_counted_for_each_key(self, call, visit, monkeypatch):
        with transaction() as session:
            other = publishing.open_api(session, survey=visit, name="Another system")[1]

        answers = [call("GET", "/api/v1/surveys/visit").status_code for _ in range(601)]
        last = call("GET", "/api/v1/surveys/visit")

        assert set(answers[:600]) == {200} and answers[600] == 429
        assert last.get_json()["type"] == "/api/v1/problems/too-many"
        assert 1 <= int(last.headers["Retry-After"]) <= 60
        assert call("GET", "/api/v1/surveys/visit", secret=other).status_code == 200

    def test_secrets_are_not_guessed(self, client, visit):
        answers = [
            client.request("GET", "/api/v1/surveys/visit", headers={"Authorization": f"Bearer yousaid_{number:040}"})
            for number in range(31)
        ]

        assert [answer.status_code for answer in answers] == [401] * 30 + [429]
        assert answers[-1].mimetype == "application/problem+json"
        assert int(answers[-1].headers["Retry-After"]) > 0


class TestWhatASurveyAsks:
    def test_it_is_told_in_order_with_the_schema_of_the_answers(self, call, factories, service, publish):
        factories.unit(service=service, slug="leeds", name={"en": "Leeds"})
        hidden = {**TEXT, "show_if": {"<": [{"answer": "satisfaction"}, 3]}, "required": True}
        publish(RATING, CHOICE, hidden)

        told = call("GET", "/api/v1/surveys/visit").get_json()

        assert (told["survey"], told["version"], told["languages"]) == ("visit", 2, ["en"])
        assert [(each["key"], each["type"], each["always_asked"]) for each in told["questions"]] == [
            ("satisfaction", "rating", True),
            ("channel", "choice", True),
            ("improve", "text", False),
        ]
        assert told["questions"][1]["options"][0] == {"value": "online", "label": {"en": "Online", "cy": "Ar-lein"}}
        assert told["answers"]["required"] == ["satisfaction", "channel"]
        assert told["answers"]["properties"]["satisfaction"] == {"type": "integer", "minimum": 1, "maximum": 5}
        assert told["units"] == [{"value": "leeds", "label": {"en": "Leeds"}}]

    def test_it_is_not_sent_again_while_it_is_the_same(self, call, publish):
        first = call("GET", "/api/v1/surveys/visit")
        etag = {"If-None-Match": first.headers["ETag"]}

        same = call("GET", "/api/v1/surveys/visit", headers=etag)
        publish(RATING)
        changed = call("GET", "/api/v1/surveys/visit", headers=etag)

        assert (same.status_code, changed.status_code) == (304, 200)
        assert first.headers["Cache-Control"] == "private, no-cache"


def submission():
    db.session.rollback()
    return db.session.scalars(select(Submission)).one()


@pytest.fixture
def visit(factories, service):
    return factories.survey(service=service, slug="visit")


@pytest.fixture
def secret(visit):
    with transaction() as session:
        return publishing.open_api(session, survey=visit, name="Booking system")[1]


@pytest.fixture
def publish(visit, secret):
    def publish(*questions):
        asked = {"format": "yousaid-survey/1", "title": {"en": "Your visit"}, "questions": list(questions)}
        with transaction() as session:
            publishing.publish(session, survey=session.get_one(Survey, visit.id), definition=asked)

    return publish


@pytest.fixture
def call(client, secret):
    own = secret

    def call(method, path, *, secret=None, headers=None, **more):
        given = {"Authorization": f"Bearer {secret or own}", **(headers or {})}
        answer = client.request(method, path, headers=given, **more)
        db.session.rollback()
        return answer

    return call


@pytest.fixture
def send(call):
    def send(body, *, key="first", **more):
        return call("POST", "/api/v1/surveys/visit/submissions", json=body, headers={"Idempotency-Key": key}, **more)

    return send
