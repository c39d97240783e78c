"""The OpenAPI document (3.1): what the addresses under /api/v1 take and answer."""

from functools import cache
from typing import Any

from surveys.questions import TYPES
from surveys.schema import DEFINITION_ID
from web import problems
from web.api import described_targets
from web.api.parts import LANGUAGE, object_of, ok, parameter, ref, refused
from web.api.samples import samples

VERSION = "1.0.0"

_BOUNDS = {"enum", "minimum", "maximum", "maxLength", "minLength", "minItems", "maxItems", "multipleOf"}
_KEYED = (problems.UNAUTHORISED, problems.FORBIDDEN, problems.NOT_FOUND, problems.CLOSED, problems.TOO_MANY)
_SLUG = {
    "name": "survey",
    "in": "path",
    "required": True,
    "description": "The survey's short name, as in its address /s/<name>.",
    "schema": {"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,62}$"},
}


@cache
def document() -> dict[str, Any]:
    """Return the document. Treat it as read-only."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "YouSaid",
            "version": VERSION,
            "summary": "Send submissions to surveys of public services, read targets, send figures of measures.",
            "description": "One definition stands behind page, conversation and this: the same answers count, and they "
            "are analysed and counted alike. Problems are RFC 9457 problem details.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": "/"}],
        "tags": [{"name": "surveys"}, {"name": "targets"}, {"name": "documents"}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret of one way into one survey. It is shown once, when it is made.",
                },
                "targets_key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The secret of a key for targets, which holds the scope targets:read or "
                    "figures:write, or both. It is shown once, when it is made.",
                },
            },
            "schemas": _schemas(),
        },
    }


def _paths() -> dict[str, Any]:
    return {
        "/api/v1/surveys/{survey}": {"parameters": [_SLUG, LANGUAGE], "get": _survey()},
        "/api/v1/surveys/{survey}/submissions": {"parameters": [_SLUG, LANGUAGE], "post": _send()},
        "/api/v1/surveys/{survey}/submissions/{reference}": {
            "parameters": [_SLUG, parameter("reference", "The submission's reference."), LANGUAGE],
            "get": _receipt(),
        },
        **described_targets.paths(),
        "/api/v1/openapi.json": {"get": _document("openapi", "This document", "OpenAPI 3.1.")},
        DEFINITION_ID: {
            "get": _document("definitionSchema", "The JSON Schema of survey definitions", "JSON Schema 2020-12.")
        },
        f"{problems.PROBLEMS}/{{problem}}": {
            "parameters": [parameter("problem", "The end of a problem's type."), LANGUAGE],
            "get": _document("problem", "What a kind of problem means", "Its title, its status and what to do.")
            | {"responses": {**ok("A kind of problem", "ProblemKind"), **refused(problems.NOT_FOUND)}},
        },
    }


def _survey() -> dict[str, Any]:
    etag = {"ETag": {"description": "Changes whenever the answer does.", "schema": {"type": "string"}}}
    answers = ok("The questions of the version that is asked now", "Survey")
    answers["200"]["headers"] = etag
    return {
        "operationId": "survey",
        "summary": "What a survey asks",
        "tags": ["surveys"],
        "security": [{"key": []}],
        "parameters": [{"name": "If-None-Match", "in": "header", "schema": {"type": "string"}}],
        "responses": {
            **answers,
            "304": {"description": "It is what it was.", "headers": etag},
            **refused(*_KEYED),
        },
    }


def _send() -> dict[str, Any]:
    location = {"description": "Where the receipt is.", "schema": {"type": "string", "format": "uri-reference"}}
    created = ok("Kept", "Receipt")["200"] | {"headers": {"Location": location}}
    kinds = (
        problems.BODY,
        problems.IDEMPOTENCY_KEY,
        *_KEYED,
        problems.TOO_LARGE,
        problems.MEDIA_TYPE,
        problems.ANSWERS,
        problems.KEY_REUSED,
    )
    return {
        "operationId": "send",
        "summary": "Send one submission",
        "description": "All of it is kept or nothing. The same key with the same body is the same submission, "
        "however often it is sent.",
        "tags": ["surveys"],
        "security": [{"key": []}],
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "description": "Your own name for this submission, different for each.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 128, "pattern": "^[!-~]([ -~]*[!-~])?$"},
            }
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref("Submission")}}},
        "responses": {
            "201": created,
            **ok("Kept before: the key came with the same body", "Receipt"),
            **refused(*kinds),
        },
    }


def _receipt() -> dict[str, Any]:
    return {
        "operationId": "receipt",
        "summary": "Whether a submission was kept",
        "description": "Only of submissions that came by the same key; nothing of their answers.",
        "tags": ["surveys"],
        "security": [{"key": []}],
        "responses": {**ok("It was", "Receipt"), **refused(*_KEYED)},
    }


def _document(name: str, summary: str, description: str) -> dict[str, Any]:
    answered = {"description": description, "content": {"application/json": {"schema": {"type": "object"}}}}
    return {
        "operationId": name,
        "summary": summary,
        "tags": ["documents"],
        "security": [],
        "responses": {"200": answered, **refused(problems.TOO_MANY)},
    }


def _schemas() -> dict[str, Any]:
    answers = _answers()
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    choice = {"type": "object", "properties": {"value": {"type": "string"}, "label": texts}}
    return {
        **answers,
        "Answer": {"anyOf": [ref(name) for name in answers]},
        "Submission": {
            "type": "object",
            "properties": {
                "answers": {
                    "type": "object",
                    "description": "An answer by the key of its question. What a survey takes exactly stands in "
                    "the member answers of the survey.",
                    "additionalProperties": ref("Answer"),
                },
                "language": {
                    "type": "string",
                    "description": "One of the survey's, or the same of another region; its first if left out.",
                },
                "unit": {"type": "string", "description": "The unit's short name, where the key has no unit."},
                "given_at": {"type": "string", "format": "date-time", "description": "Now if left out."},
            },
            "required": ["answers"],
            "additionalProperties": False,
        },
        "Receipt": object_of(
            reference={"type": "string", "description": "By which the submission may be spoken of."},
            survey={"type": "string"},
            version={"type": "integer"},
            given_at={"type": "string", "format": "date-time"},
            over_quota={"type": ["string", "null"], "description": "The quota that was full: it is kept, not counted."},
        ),
        "Survey": object_of(
            survey={"type": "string"},
            title=texts,
            languages={"type": "array", "items": {"type": "string"}},
            version={"type": "integer"},
            questions={"type": "array", "items": ref("Question")},
            answers={"type": "object", "description": "The JSON Schema of the answers."},
            units={"type": "array", "items": choice, "description": "The units that may be named."},
        ),
        "Question": object_of(
            key={"type": "string"},
            type={"enum": list(TYPES)},
            page={"type": "string"},
            required={"type": "boolean"},
            always_asked={"type": "boolean", "description": "False where other answers decide whether it is asked."},
            text={**texts, "description": "By language; {key} stands for the answer to an earlier question."},
            hint=texts,
            options={"type": "array", "items": choice},
        ),
        **described_targets.schemas(),
        "Problem": _problem(),
        "ProblemKind": object_of(
            type={"type": "string"}, title={"type": "string"}, status={"type": "integer"}, detail={"type": "string"}
        ),
    }


def _problem() -> dict[str, Any]:
    fault = object_of(
        pointer={"type": "string", "description": "JSON Pointer as a URI fragment: #/answers/satisfaction"},
        detail={"type": "string"},
    )
    return {
        "type": "object",
        "description": "RFC 9457 problem details.",
        "properties": {
            "type": {"type": "string", "format": "uri-reference"},
            "title": {"type": "string"},
            "status": {"type": "integer"},
            "detail": {"type": "string"},
            "errors": {"type": "array", "items": fault},
        },
        "required": ["type", "title", "status", "detail"],
    }


def _answers() -> dict[str, Any]:
    """Return what each type of question takes, without what a survey says of its own questions."""
    return {
        f"answer_{question.key}": {
            **_unbounded(question.api_schema()),
            "title": f"Answer to a question of type {question.key}",
            "description": (type(question).__doc__ or "").partition("\n")[0].replace("``", "`"),
        }
        for question in samples(list(TYPES)).questions
        if question.asks
    }


def _unbounded(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_unbounded(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: _unbounded(value) for name, value in schema.items() if name not in _BOUNDS}
