"""What the API refuses, and in which words: always a problem, never half a submission."""

import itertools
import json
from datetime import timedelta

import pytest
from flask import Flask

from app import LARGEST_BODY
from models import now, transaction
from surveys import publishing
from tests.factories import CHOICE, RATING, TEXT
from web import problems

ANSWERS = {"satisfaction": 4, "channel": "online"}
NUMBER = {"key": "visits", "type": "number", "text": {"en": "How many visits?"}, "required": False}
CHOICES = {
    "key": "problems",
    "type": "choices",
    "text": {"en": "What went wrong?"},
    "options": CHOICE["options"],
    "required": False,
    "at_least": 2,
}
WHERE = {
    "key": "where",
    "type": "short_text",
    "text": {"en": "Where?"},
    "required": False,
    "show_if": {"==": [{"answer": "channel"}, "phone"]},
}
SUBMISSIONS = "/api/v1/surveys/visit/submissions"
TOMORROW = (now() + timedelta(days=1)).isoformat()
DEEP = b'{"answers": ' + b"[" * 50_000 + b"]" * 50_000 + b"}"


# A body, the place that is wrong in it, and what is said of it.
WRONG = [
    ([], "#", "Send one JSON object"),
    (None, "#", "Send one JSON object"),
    ("answers", "#", "Send one JSON object"),
    ({}, "#/answers", "Give the answers as an object: the key of each question and its answer"),
    (
        {"answers": [ANSWERS]},
        "#/answers",
        "Give the answers as an object: the key of each question and its answer",
    ),
    ({"answers": ANSWERS, "colour": 1}, "#/colour", "There is no field with this name"),
    ({"answers": ANSWERS, "a/b~c é": 1}, "#/a~1b~0c%20%C3%A9", "There is no field with this name"),
    ({"answers": ANSWERS, "x" * 100: 1}, "#", "There is no field with this name"),
    ({"answers": {**ANSWERS, "satisfaction": 6}}, "#/answers/satisfaction", "Select one of the answers"),
    ({"answers": {**ANSWERS, "satisfaction": True}}, "#/answers/satisfaction", "Answer in words or figures"),
    ({"answers": {**ANSWERS, "satisfaction": 4.5}}, "#/answers/satisfaction", "Select one of the answers"),
    ({"answers": {**ANSWERS, "satisfaction": [4]}}, "#/answers/satisfaction", "Answer in words or figures"),
    ({"answers": {"channel": "online"}}, "#/answers/satisfaction", "Select one of the answers"),
    ({"answers": {**ANSWERS, "channel": "\ud800"}}, "#/answers/channel", "Select one of the answers"),
    ({"answers": {**ANSWERS, "channel": "pigeon"}}, "#/answers/channel", "Select one of the answers"),
    ({"answers": {**ANSWERS, "nobody": 1}}, "#/answers/nobody", "There is no question with this name"),
    ({"answers": {**ANSWERS, "\0": 1}}, "#/answers/%00", "There is no question with this name"),
    (
        {"answers": {**ANSWERS, "where": "Leeds"}},
        "#/answers/where",
        "This question is not asked, given your other answers",
    ),
    (
        {"answers": {**ANSWERS, "improve": "x" * 5_001}},
        "#/answers/improve",
        "Your comment must have 5,000 characters or fewer. It has 5,001",
    ),
    ({"answers": {**ANSWERS, "visits": 1e30}}, "#/answers/visits", "Enter a number that is 1,000,000,000,000 or less"),
    ({"answers": {**ANSWERS, "problems": ["phone"]}}, "#/answers/problems", "Select at least 2 answers"),
    *[
        (
            {"answers": {**ANSWERS, "channel": more}},
            "#/answers/channel",
            "There is more in this answer than the question takes",
        )
        for more in ({"chosen": "phone", "other": "words"}, {"chosen": "phone", "why": 1})
    ],
    ({"answers": ANSWERS, "language": "cy"}, "#/language", "Use one of the survey's languages: en"),
    ({"answers": ANSWERS, "language": "en-garbage"}, "#/language", "Use one of the survey's languages: en"),
    ({"answers": ANSWERS, "language": ["en"]}, "#/language", "Use one of the survey's languages: en"),
    ({"answers": ANSWERS, "unit": "york"}, "#/unit", "Use the short name of one of the service's units"),
    ({"answers": ANSWERS, "unit": {}}, "#/unit", "Use the short name of one of the service's units"),
    ({"answers": ANSWERS, "unit": "\0"}, "#/unit", "Use the short name of one of the service's units"),
    *[
        (
            {"answers": ANSWERS, "given_at": wrong},
            "#/given_at",
            "Write a moment as RFC 3339 has it, like 2026-03-27T14:30:00Z",
        )
        for wrong in (
            "yesterday", "2026-03-27", "2026-03-27T14:30:00", "2026-02-30T10:00:00Z", 1_774_621_800, "",
            "2026-03-27 14:30:00Z", "٢٠٢٦-03-27T14:30:00Z", "2026-03-27T14:30:60Z", "0001-01-01T00:00:00+23:59",
        )
    ],
    (
        {"answers": ANSWERS, "given_at": "1999-12-31T23:59:59Z"},
        "#/given_at",
        "The moment must be in the year 2000 or later",
    ),
    ({"answers": ANSWERS, "given_at": TOMORROW}, "#/given_at", "The moment must not be in the future"),
    (
        {"answers": ANSWERS, "given_at": "9999-12-31T23:59:59Z"},
        "#/given_at",
        "The moment must not be in the future",
    ),
]  # fmt: skip


class TestBodies:
    def test_what_is_wrong_in_it_is_named_with_its_place(self, post, row_counts):
        problems = [post(json.dumps(body), status=422) for body, _, _ in WRONG]

        assert {problem["type"] for problem in problems} == {"/api/v1/problems/answers"}
        assert [(body, problem["errors"]) for (body, _, _), problem in zip(WRONG, problems, strict=True)] == [
            (body, [{"pointer": pointer, "detail": detail}]) for body, pointer, detail in WRONG
        ]
        assert sum(row_counts().values()) == 0

    def test_everything_wrong_is_named_at_once(self, post):
        problem = post('{"answers": {"channel": "x"}, "language": "xx", "more": 1}', status=422)

        assert {error["pointer"] for error in problem["errors"]} == {
            "#/more",
            "#/language",
            "#/answers/satisfaction",
            "#/answers/channel",
        }

    def test_what_cannot_be_read_is_said_so(self, post, row_counts):
        unreadable = (
            b"",
            b"{",
            b"\xff",
            b'{"answers": {}, "answers": {}}',
            b'{"answers": {"a": NaN}}',
            b'{"a": ' + b"9" * 5_000 + b"}",
            b'{"answers": {"a": 1e999}}',
            DEEP,
            b'{"answers": [[[[[[[[[[[]]]]]]]]]]]}',
            b'"\\u12"',
        )

        assert {post(body, status=400)["type"] for body in unreadable} == {"/api/v1/problems/body"}
        assert sum(row_counts().values()) == 0

    def test_a_body_that_is_too_large_is_refused(self, post):
        assert post(b'{"answers": "' + b"x" * LARGEST_BODY + b'"}', status=413)["type"] == "/api/v1/problems/too-large"

    def test_another_kind_of_content_is_refused(self, post):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "", "application/jsonx"):
            assert post(b"{}", content_type=kind, status=415)["type"] == "/api/v1/problems/media-type"

    def test_many_faults_are_cut_short(self, post):
        answers = {f"q{number}": 1 for number in range(5_000)}

        assert len(post(json.dumps({"answers": answers}), status=422)["errors"]) == 100


class TestHeaders:
    def test_a_wrong_idempotency_key_is_refused(self, post, row_counts):
        for key in ("", " ", "x" * 129, "é", "a\tb", None):
            problem = post(json.dumps({"answers": ANSWERS}), key=key, status=400)
            assert problem["type"] == "/api/v1/problems/idempotency-key"
        assert sum(row_counts().values()) == 0

    def test_without_the_key_nothing_opens(self, client, visit, row_counts):
        wrong = (
            None,
            "",
            "Bearer",
            "Bearer ",
            "Basic eDp5",
            "Bearer yousaid_wrong",
            "Bearer é",
            "Bearer " + "x" * 5_000,
        )
        calls = (("GET", "/api/v1/surveys/visit"), ("POST", SUBMISSIONS), ("GET", f"{SUBMISSIONS}/2ABC"))

        for authorization, (method, path) in itertools.product(wrong, calls):
            headers = {"Idempotency-Key": "1"} | ({} if authorization is None else {"Authorization": authorization})
            answer = client.request(method, path, headers=headers)
            assert (answer.status_code, answer.get_json()["type"]) == (401, "/api/v1/problems/unauthorised")
            assert answer.headers["WWW-Authenticate"].startswith('Bearer realm="YouSaid"')
        assert sum(row_counts().values()) == 0

    def test_the_key_counts_in_the_header_only(self, client, secret):
        answers = [
            client.request("GET", f"/api/v1/surveys/visit?access_token={secret}&key={secret}"),
            client.request("POST", SUBMISSIONS, data={"access_token": secret}),
        ]

        assert [answer.status_code for answer in answers] == [401, 401]

    @pytest.mark.parametrize(
        ("accepted", "language", "title", "detail"),
        [
            ("cy", "cy", "Ni ellir derbyn rhywfaint o'r hyn a anfonwyd gennych", "Anfonwch un gwrthrych JSON"),
            ("ar-EG, en;q=0.5", "ar", "لا يمكن قبول بعض ما أرسلته", "أرسل كائن JSON واحدًا"),
            ("pl, cy;q=0", "en", "Some of what you sent cannot be taken", "Send one JSON object"),
        ],
    )
    def test_problems_are_in_the_language_asked_for(self, client, secret, accepted, language, title, detail):
        headers = {"Authorization": f"Bearer {secret}", "Idempotency-Key": "1", "Accept-Language": accepted}

        answer = client.request("POST", SUBMISSIONS, data=b"[]", content_type="application/json", headers=headers)

        assert (answer.status_code, answer.headers["Content-Language"]) == (422, language)
        assert "Accept-Language" in answer.headers["Vary"]
        problem = answer.get_json()
        assert (problem["type"], problem["title"]) == ("/api/v1/problems/answers", title)
        assert problem["errors"] == [{"pointer": "#", "detail": detail}]

    def test_what_is_wrong_with_an_answer_is_too(self, post):
        body = json.dumps({"answers": {"channel": "x"}})

        problem = post(body, status=422, headers={"Accept-Language": "cy"})

        assert {each["detail"] for each in problem["errors"]} == {"Dewiswch un o'r atebion"}

    @pytest.mark.parametrize("name", problems.KINDS)
    def test_each_kind_is_explained_in_it(self, client, name):
        told = {}
        for code in ("en", "cy", "ar"):
            answer = client.request("GET", f"/api/v1/problems/{name}", headers={"Accept-Language": code})
            assert answer.headers["Content-Language"] == code
            told[code] = answer.get_json()

        assert len({each["title"] for each in told.values()}) == len({each["detail"] for each in told.values()}) == 3
        assert {(each["type"], each["status"]) for each in told.values()} == {
            (f"/api/v1/problems/{name}", problems.KINDS[name].status)
        }

    def test_the_framework_s_own_refusals_are_too(self, client):
        answer = client.request("GET", "/api/v1/nothing", headers={"Accept-Language": "ar"})

        assert (answer.status_code, answer.headers["Content-Language"]) == (404, "ar")
        assert answer.get_json()["title"] == "لا يوجد شيء في هذا العنوان"


class TestAddresses:
    def test_a_key_of_another_survey_is_refused(self, client, factories, service, secret):
        factories.survey(service=service, slug="other")

        for slug in ("other", "nobody", "Visit"):
            answer = client.request("GET", f"/api/v1/surveys/{slug}", headers={"Authorization": f"Bearer {secret}"})
            assert (answer.status_code, answer.get_json()["type"]) == (403, "/api/v1/problems/forbidden")

    def test_a_closed_survey_takes_nothing(self, client, post, visit, secret):
        with transaction() as session:
            publishing.close(session, survey=session.merge(visit))

        problem = post(json.dumps({"answers": ANSWERS}), status=410)
        asked = client.request("GET", "/api/v1/surveys/visit", headers={"Authorization": f"Bearer {secret}"})

        assert (problem["type"], asked.status_code) == ("/api/v1/problems/closed", 410)

    def test_a_survey_that_was_never_published_is_not_there(self, client, factories, service):
        with transaction() as session:
            survey = publishing.create(session, service=service, slug="draft")
            secret = publishing.open_api(session, survey=survey, name="Early")[1]

        answer = client.request("GET", "/api/v1/surveys/draft", headers={"Authorization": f"Bearer {secret}"})

        assert (answer.status_code, answer.get_json()["type"]) == (404, "/api/v1/problems/not-found")

    @pytest.mark.parametrize(
        ("method", "path", "status", "name"),
        [
            ("GET", "/api/", 404, "not-found"),
            ("GET", "/api/v1/nothing", 404, "not-found"),
            ("GET", "/api/v2/surveys/visit", 404, "not-found"),
            ("GET", "/api/v1/problems/nothing", 404, "not-found"),
            ("GET", "/api/v1/surveys/%00", 404, "not-found"),
            ("DELETE", SUBMISSIONS, 405, "method"),
            ("PUT", "/api/v1/surveys/visit", 405, "method"),
            ("POST", "/api/v1/openapi.json", 405, "method"),
        ],
    )
    def test_every_refusal_is_a_problem(self, client, visit, method, path, status, name):
        answer = client.request(method, path, headers={"Accept": "text/html"})

        assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
        assert answer.get_json()["type"] == f"/api/v1/problems/{name}"
        assert status != 405 or answer.headers["Allow"]

    def test_a_fault_of_ours_says_nothing_of_itself(self, app, client, secret, monkeypatch):
        def broken(*_given, **_named):
            raise RuntimeError("a secret of ours")

        monkeypatch.setitem(app.view_functions, "api.survey", _allowed(broken, app))

        answer = client.request("GET", "/api/v1/surveys/visit")

        assert (answer.status_code, answer.get_json()["type"]) == (500, "/api/v1/problems/ours")
        assert "secret" not in answer.get_data(as_text=True)

    def test_no_other_site_may_call_from_a_browser(self, client, secret):
        headers = {"Authorization": f"Bearer {secret}", "Origin": "https://www.example.org"}

        answers = [client.request(method, SUBMISSIONS, headers=headers) for method in ("OPTIONS", "POST")]

        assert all("Access-Control-Allow-Origin" not in answer.headers for answer in answers)

    def test_no_answer_sets_a_cookie(self, client, secret):
        answer = client.request("GET", "/api/v1/surveys/visit?lang=cy", headers={"Authorization": f"Bearer {secret}"})

        assert (answer.status_code, answer.headers.get("Set-Cookie")) == (200, None)


class TestPrivacy:
    def test_neither_key_nor_answers_are_logged(self, post, secret, capsys):
        post(json.dumps({"answers": {**ANSWERS, "improve": "Mrs Smith of Leeds"}}), status=201)
        post(json.dumps({"answers": {**ANSWERS, "improve": 7.5, "Mrs Smith": 1}}), key="2", status=422)

        said = capsys.readouterr()
        assert "Smith" not in said.out + said.err
        assert secret not in said.out + said.err


def _allowed(view, app: Flask):
    view.access = app.view_functions["api.survey"].access
    return view


@pytest.fixture
def visit(factories, service):
    return factories.survey(service=service, slug="visit", questions=(RATING, CHOICE, WHERE, {**TEXT}, NUMBER, CHOICES))


@pytest.fixture
def secret(visit):
    with transaction() as session:
        return publishing.open_api(session, survey=visit, name="Booking system")[1]


@pytest.fixture
def post(client, secret):
    def post(body, *, status, key="first", content_type="application/json", headers=None):
        given = {"Authorization": f"Bearer {secret}", **(headers or {})}
        if key is not None:
            given["Idempotency-Key"] = key
        answer = client.request("POST", SUBMISSIONS, data=body, content_type=content_type, headers=given)
        assert answer.status_code == status, answer.get_data(as_text=True)[:1000]
        problem = answer.get_json()
        if status >= 400:
            assert answer.mimetype == "application/problem+json"
            assert problem["status"] == status and problem["title"] and problem["detail"]
        return problem

    return post
