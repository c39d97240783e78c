"""Targets and figures by the API: the same as page and file, all of a call or nothing, and only what a key may."""

import csv
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import select

from models import Observation, Organisation, db, now, set_organisation, transaction
from targets import keys, notes, observing
from targets.observing import Figure
from targets.terms import NoteTerms

NOTE = NoteTerms(
    source={"en": "The job list"}, numerator={"en": "Jobs done in time"}, minimum_n=10, valid_from=date(2025, 1, 1)
)
MONTHS = [date(2025, month, 1) for month in range(1, 13)]
SHARE = {"measure": "in-time", "period": "2025-04", "numerator": 70, "denominator": 100}


class TestSendingFigures:
    def test_a_figure_is_recorded_as_one_that_came_by_the_api(self, send):
        answer = send([SHARE])

        assert answer.status_code == 200
        assert answer.get_json() == {
            "dry_run": False,
            "new": 1,
            "revised": 0,
            "same": 0,
            "figures": [
                {
                    "measure": "in-time",
                    "unit": None,
                    "period": "2025-04-01",
                    "what": "new",
                    "before": None,
                    "after": {"value": 70.0, "numerator": 70.0, "denominator": 100.0, "n": 100},
                }
            ],
        }
        (row,) = kept()
        assert (row.source, row.value, row.revision, row.note_version) == ("api", 70.0, 1, 1)

    def test_the_same_again_changes_nothing_and_another_is_a_revision(self, send):
        send([SHARE])

        again, other = send([SHARE]).get_json(), send([SHARE | {"numerator": 80}]).get_json()

        assert (again["same"], other["revised"]) == (1, 1)
        assert [(row.value, row.revision) for row in kept()] == [(70.0, 1), (80.0, 2)]

    def test_what_was_there_before_is_told_to_a_key_that_may_read(self, call, send, measure):
        send([SHARE])
        with transaction() as session:
            both = keys.open_key(session, name="Both", scopes=["figures:write", "targets:read"])[1]
        other = {"figures": [SHARE | {"numerator": 80}], "dry_run": True}

        (told,) = call("PUT", "/api/v1/figures", both, json=other).get_json()["figures"]
        (hidden,) = send(other["figures"], dry_run=True).get_json()["figures"]

        assert (told["before"]["value"], hidden["what"], hidden["before"]) == (70.0, "revised", None)

    def test_a_dry_run_says_the_same_and_records_nothing(self, send):
        answer = send([SHARE], dry_run=True)

        assert (answer.get_json()["new"], answer.get_json()["dry_run"], kept()) == (1, True, [])

    def test_a_unit_is_named_by_its_address(self, send, north):
        send([SHARE | {"unit": "north"}])

        assert [row.unit_id for row in kept()] == [north]

    def test_all_is_recorded_or_nothing_and_every_place_is_named(self, send, fed):
        wrong = [
            SHARE,
            SHARE | {"period": "2025-13"},
            SHARE | {"measure": "none"},
            SHARE | {"measure": "fed"},
            SHARE | {"unit": "nowhere"},
            SHARE | {"numerator": 120, "period": "2025-05"},
            {"measure": "in-time", "period": "2025-06"},
            SHARE | {"period": "2025-07", "n": 1.5},
            SHARE | {"colour": "red"},
            SHARE | {"value": True},
            SHARE,
            "70",
        ]
        answer = send(wrong)

        assert answer.status_code == 422
        assert answer.content_type == "application/problem+json"
        assert answer.get_json()["type"] == "/api/v1/problems/answers"
        assert [each["pointer"] for each in answer.get_json()["errors"]] == [
            "#/figures/1/period",
            "#/figures/2/measure",
            "#/figures/3/measure",
            "#/figures/4/unit",
            "#/figures/5/numerator",
            "#/figures/6",
            "#/figures/7/n",
            "#/figures/8",
            "#/figures/9/value",
            "#/figures/10",
            "#/figures/11",
        ]
        assert "#/figures/0" in answer.get_json()["errors"][9]["detail"]
        assert kept() == []

    def test_a_locked_period_takes_no_other_figure(self, send, measure):
        send([SHARE])
        with transaction() as session:
            observing.lock(session, measure=session.merge(measure), before=date(2026, 1, 1))

        same, other = send([SHARE]), send([SHARE | {"numerator": 71}])

        assert (same.status_code, other.status_code) == (200, 422)
        assert [each["pointer"] for each in other.get_json()["errors"]] == ["#/figures/0/period"]
        assert len(kept()) == 1

    @pytest.mark.parametrize(
        ("body", "pointer"),
        [
            ([], "#"),
            ({}, "#/figures"),
            ({"figures": []}, "#/figures"),
            ({"figures": {}}, "#/figures"),
            ({"figures": [SHARE], "dry_run": "yes"}, "#/dry_run"),
            ({"figures": [SHARE], "more": 1}, "#"),
        ],
    )
    def test_a_body_of_another_shape_is_refused(self, call, writer, body, pointer):
        answer = call("PUT", "/api/v1/figures", writer, json=body)

        assert answer.status_code == 422
        assert [each["pointer"] for each in answer.get_json()["errors"]] == [pointer]


class TestReadingTargets:
    def test_page_file_and_api_say_the_same(self, call, reader, target, counts, client, sign_in, factories):
        counts([(60 + at, 100) for at in range(11)] + [(5, 8)])
        factories.person(roles=["manager"], email="m@example.org")
        page = sign_in("m@example.org", "/manage/targets/in-time")
        sent = client.request("GET", "/manage/targets/in-time/figures.csv").get_data(as_text=True)

        told = call("GET", "/api/v1/targets/in-time", reader).get_json()

        rows = list(csv.DictReader(StringIO(sent.removeprefix("\ufeff"))))
        assert [row["period"] for row in rows] == [each["period"] for each in told["figures"]]
        for row, each in zip(rows[:-1], told["figures"], strict=False):
            for column in ("figure", "numerator", "denominator", "n", "level_wanted", "revision", "note_version"):
                assert float(row[column]) == each[column]
            assert (row["signal"] or None, row["source"]) == (each["signal"], each["source"])
            assert (row["locked"] == "yes") == each["locked"]
            assert f"{each['figure']:.1f}%" in page.text
        hidden = told["figures"][-1]
        assert (rows[-1]["figure"], rows[-1]["n"], hidden["figure"], hidden["n"]) == ("", "too few to show", None, None)
        assert hidden["hidden"] and hidden["numerator"] is None
        assert told["latest"] == told["figures"][-2]

    def test_the_list_says_where_each_stands(self, call, reader, target, counts):
        counts([(60 + at, 100) for at in range(12)])

        (told,) = call("GET", "/api/v1/targets", reader).get_json()["targets"]

        assert (told["target"], told["measure"], told["service"]) == ("in-time", "in-time", "repairs")
        assert (told["latest"]["figure"], told["variation"]) == (71.0, "improvement_high")

    def test_what_was_sent_of_the_period_under_way_is_not_told_yet(self, call, send, reader, target):
        under_way = f"{db.session().query(Organisation).one().day_of(now()):%Y-%m}"
        send([SHARE, SHARE | {"period": under_way, "numerator": 5}])

        told = call("GET", "/api/v1/targets/in-time", reader).get_json()

        assert [each["period"] for each in told["figures"]] == ["2025-04-01"]
        assert told["latest"]["figure"] == 70.0

    def test_what_was_sent_is_read(self, call, send, reader, target):
        send([SHARE])

        (row,) = call("GET", "/api/v1/targets/in-time", reader).get_json()["figures"]

        assert (row["figure"], row["source"], row["revision"]) == (70.0, "api", 1)

    def test_there_is_none_of_another_name(self, call, reader):
        assert call("GET", "/api/v1/targets/none", reader).status_code == 404


class TestKeys:
    def test_without_one_nothing_is_told(self, client):
        answer = client.request("GET", "/api/v1/targets")

        assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="YouSaid"')

    def test_one_that_opens_nothing_is_refused(self, call):
        assert call("GET", "/api/v1/targets", "yousaid_nothing").status_code == 401

    def test_each_may_what_its_scopes_say(self, call, reader, writer):
        assert call("GET", "/api/v1/targets", writer).status_code == 403
        assert call("PUT", "/api/v1/figures", reader, json={"figures": [SHARE]}).status_code == 403

    def test_one_of_another_service_finds_neither_target_nor_measure(self, call, factories, target):
        other = factories.service(slug="other")
        with transaction() as session:
            _, secret = keys.open_key(
                session, name="Other", scopes=["targets:read", "figures:write"], service=session.merge(other)
            )

        assert call("GET", "/api/v1/targets", secret).get_json() == {"targets": []}
        assert call("GET", "/api/v1/targets/in-time", secret).status_code == 404
        assert call("PUT", "/api/v1/figures", secret, json={"figures": [SHARE]}).status_code == 422

    def test_one_of_another_organisation_finds_nothing(self, call, factories, organisation, target):
        other = factories.organisation()
        set_organisation(db.session(), other.id)
        with transaction() as session:
            _, secret = keys.open_key(session, name="Other", scopes=["targets:read"])

        assert call("GET", "/api/v1/targets", secret).get_json() == {"targets": []}

    def test_renewed_or_closed_the_former_secret_opens_nothing(self, call, organisation):
        with transaction() as session:
            key, first = keys.open_key(session, name="Job list", scopes=["targets:read"])
            second = keys.renew(session, key=key)
        before = [call("GET", "/api/v1/targets", secret).status_code for secret in (first, second)]
        set_organisation(db.session(), organisation.id)
        with transaction() as session:
            keys.close(session, key=session.merge(key))

        assert before == [401, 200]
        assert call("GET", "/api/v1/targets", second).status_code == 401

    def test_the_command_makes_renews_and_closes_one(self, call, invoke, organisation, target):
        made = invoke("targets", "api-key", "--organisation", organisation.slug, "--scope", "targets:read")
        key, secret = (line.partition(": ")[2] for line in made.stdout.splitlines())

        assert call("GET", "/api/v1/targets", secret).status_code == 200
        closed = invoke("targets", "api-key", "--organisation", organisation.slug, "--close", key)
        assert closed.output == f"The key {key} is closed.\n"
        assert call("GET", "/api/v1/targets", secret).status_code == 401


def kept():
    db.session.rollback()
    return list(db.session.scalars(select(Observation).order_by(Observation.id)))


@pytest.fixture
def call(client, organisation):
    organisation_id = organisation.id

    def call(method, path, secret, **more):
        answer = client.request(method, path, headers={"Authorization": f"Bearer {secret}"}, **more)
        set_organisation(db.session(), organisation_id)
        return answer

    return call


@pytest.fixture
def send(call, writer, measure):
    def send(figures, **more):
        return call("PUT", "/api/v1/figures", writer, json={"figures": figures, **more})

    return send


@pytest.fixture
def writer(organisation):
    with transaction() as session:
        return keys.open_key(session, name="Job list", scopes=["figures:write"])[1]


@pytest.fixture
def reader(organisation):
    with transaction() as session:
        return keys.open_key(session, name="Job list", scopes=["targets:read"])[1]


@pytest.fixture
def measure(factories, service):
    made = factories.measure(service=service, key="in-time", name={"en": "Done in time"})
    with transaction() as session:
        notes.open_note(session, measure=session.merge(made), terms=NOTE)
    return made


@pytest.fixture
def fed(factories, service):
    return factories.measure(
        service=service, key="fed", formula="share_satisfied", parameters={"question": "satisfaction"}
    )


@pytest.fixture
def north(factories, service):
    return factories.unit(service=service, slug="north").id


@pytest.fixture
def target(factories, service, measure):
    return factories.target(
        service=service,
        owner=factories.person(roles=["owner"]),
        themes=[],
        measure=measure,
        key="in-time",
        baseline=60.0,
        baseline_on=date(2024, 12, 31),
    )


@pytest.fixture
def counts(measure):
    def upload(shares):
        figures = [
            Figure(period_on=period, value=100 * n / of, numerator=n, denominator=of, n=of)
            for period, (n, of) in zip(MONTHS, shares, strict=False)
        ]
        with transaction() as session:
            observing.record(session, measure=session.merge(measure), figures=figures, source="upload")

    return upload


@pytest.fixture
def invoke(commands, organisation):
    organisation_id = organisation.id

    def run(*arguments):
        result = commands(*arguments)
        db.session.rollback()
        set_organisation(db.session(), organisation_id)
        return result

    return run
