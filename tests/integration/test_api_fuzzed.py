"""The API does what its OpenAPI document says, whatever is sent to it. A small fixed sample, the same each time."""

import copy
from contextvars import Context
from itertools import count

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from sqlalchemy import func, select

from models import SCOPES, Submission, db, transaction
from surveys import publishing
from surveys.definition import read_definition
from surveys.schema import answers_schema
from targets import keys
from tests.factories import CHOICE, RATING, TEXT, definition
from web.api.openapi import document

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 20
OPERATIONS = [
    (method.upper(), path)
    for path, item in document()["paths"].items()
    for method in ("get", "post", "put")
    if method in item
]

# What takes nothing, or any text at all, cannot be given anything wrong.
MODES = [(GenerationMode.POSITIVE, *each) for each in OPERATIONS] + [
    (GenerationMode.NEGATIVE, *each) for each in OPERATIONS if "{survey}" in each[1] or "figures" in each[1]
]

bounded = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
class TestTheApi:
    @pytest.mark.parametrize(("mode", "method", "path"), MODES)
    def test_it_answers_as_its_document_says(self, ask, mode, method, path):
        ask(document(), method, path, mode, CHECKS)

    def test_it_takes_what_fits_the_schema_of_a_survey(self, ask, own):
        keys = ({"Idempotency-Key": str(number)} for number in count())
        post = ("POST", "/api/v1/surveys/{survey}/submissions")

        ask(own, *post, GenerationMode.POSITIVE, [positive_data_acceptance], keys)

        assert db.session.scalar(select(func.count()).select_from(Submission)) > EXAMPLES / 2

    @pytest.fixture
    def ask(self, app, secret, targets_secret):
        def ask(described, method, path, mode, checks, more=None):
            operation = schemathesis.openapi.from_dict(copy.deepcopy(described))[path][method]
            operation.schema.app = app
            fixed = {"survey": "visit"} if "{survey}" in path else {"target": "one"} if "{target}" in path else None
            of_targets = "target" in path or "figures" in path

            @bounded
            @given(case=operation.as_strategy(mode, path_parameters=fixed))
            def answered(case):
                own = {
                    "Authorization": f"Bearer {targets_secret if of_targets else secret}",
                    **(next(more) if more else {}),
                }
                answer = Context().run(case.call, app=app, headers=own)
                case.validate_response(answer, checks=checks)

            answered()
            db.session.rollback()

        return ask

    @pytest.fixture
    def targets_secret(self, factories, service):
        owner = factories.person(roles=["owner"])
        factories.target(service=service, owner=owner, themes=[], key="one")
        with transaction() as session:
            return keys.open_key(session, name="Job list", scopes=SCOPES)[1]

    @pytest.fixture
    def own(self):
        """The document with what this one survey takes."""
        described = copy.deepcopy(document())
        properties = described["components"]["schemas"]["Submission"]["properties"]
        properties["answers"] = answers_schema(read_definition(definition(RATING, CHOICE, TEXT)))
        properties["language"] = {"enum": ["en"]}
        del properties["given_at"], properties["unit"]
        return described

    @pytest.fixture
    def secret(self, factories, service):
        survey = factories.survey(service=service, slug="visit", questions=(RATING, CHOICE, TEXT))
        with transaction() as session:
            return publishing.open_api(session, survey=survey, name="Anything at all")[1]
