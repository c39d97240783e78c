"""What the OpenAPI document says of targets and their figures, with samples."""

from typing import Any, get_args

from targets.uploads.calls import LONGEST_TEXT, MOST_FIGURES
from targets.variation import Assurance, Cause, Course, Variation
from web import problems
from web.api.parts import LANGUAGE, object_of, ok, parameter, ref, refused

_KEYED = (problems.UNAUTHORISED, problems.FORBIDDEN, problems.TOO_MANY)
_SECURITY: list[dict[str, list[str]]] = [{"targets_key": []}]
_NUMBER: dict[str, Any] = {"type": ["number", "null"]}
_TEXT: dict[str, Any] = {"type": ["string", "null"]}
_DAY = {"type": "string", "format": "date"}
SENT = {
    "figures": [
        {"measure": "repairs-in-20-days", "unit": "repairs-quayside", "period": "2026-04",
         "numerator": 150, "denominator": 210},
        {"measure": "counter-wait", "period": "2026-04", "value": 12.5, "n": 480},
    ],
    "dry_run": True,
}  # fmt: skip


def paths() -> dict[str, Any]:
    """Return the addresses."""
    return {
        "/api/v1/targets": {"parameters": [LANGUAGE], "get": _targets()},
        "/api/v1/targets/{target}": {
            "parameters": [parameter("target", "The target's key, as in /manage/targets/<key>."), LANGUAGE],
            "get": _target(),
        },
        "/api/v1/figures": {"parameters": [LANGUAGE], "put": _record()},
    }


def schemas() -> dict[str, Any]:
    """Return what is sent and answered."""
    amount = object_of(value=_NUMBER, numerator=_NUMBER, denominator=_NUMBER, n={"type": ["integer", "null"]})
    standing = _standing()
    return {
        "Targets": object_of(targets={"type": "array", "items": object_of(**standing)}),
        "Target": object_of(**standing, figures={"type": "array", "items": ref("PeriodFigure")}),
        "PeriodFigure": _period_figure(),
        "Figures": _figures(),
        "FiguresReceipt": object_of(
            dry_run={"type": "boolean", "description": "True: nothing was recorded."},
            new={"type": "integer"},
            revised={"type": "integer"},
            same={"type": "integer"},
            figures={
                "type": "array",
                "items": object_of(
                    measure={"type": "string"},
                    unit=_TEXT,
                    period=_DAY,
                    what={"enum": ["new", "revised", "same"]},
                    before={"anyOf": [amount, {"type": "null"}]},
                    after=amount,
                ),
            },
        ),
    }


def _targets() -> dict[str, Any]:
    return {
        "operationId": "targets",
        "summary": "Where each target stands",
        "description": "Of the service that the key is for, or of all; units' parts of targets among them. The key "
        "holds the scope targets:read.",
        "tags": ["targets"],
        "security": _SECURITY,
        "responses": {**ok("In the order in which they were set", "Targets"), **refused(*_KEYED)},
    }


def _target() -> dict[str, Any]:
    return {
        "operationId": "target",
        "summary": "A target with its figures",
        "description": "The same figures as its page and its file show: those of too few people are hidden. The key "
        "holds the scope targets:read.",
        "tags": ["targets"],
        "security": _SECURITY,
        "responses": {
            **ok("Its figures, the first period first", "Target"),
            **refused(*_KEYED, problems.NOT_FOUND),
        },
    }


def _record() -> dict[str, Any]:
    kinds = (problems.BODY, *_KEYED, problems.TOO_LARGE, problems.MEDIA_TYPE, problems.ANSWERS)
    content = {"schema": ref("Figures"), "examples": {"two": {"value": SENT}}}
    return {
        "operationId": "recordFigures",
        "summary": "Record figures of measures",
        "description": "All of a call is recorded or nothing. A figure that is other than before becomes a revision, "
        "one that is the same changes nothing: a call may be repeated. Locked periods take no other figure, measures "
        "that feedback feeds none. The key holds the scope figures:write.",
        "tags": ["targets"],
        "security": _SECURITY,
        "requestBody": {"required": True, "content": {"application/json": content}},
        "responses": {**ok("What came of each figure, in order", "FiguresReceipt"), **refused(*kinds)},
    }


def _standing() -> dict[str, Any]:
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    return {
        "target": {"type": "string"},
        "measure": {"type": "string"},
        "name": texts,
        "service": {"type": "string"},
        "unit": {**_TEXT, "description": "The unit whose part of a target it is; null: of all together."},
        "part_of": _TEXT,
        "agreement": _TEXT,
        "unit_of_measure": {"type": "string"},
        "better": {"enum": ["higher", "lower", "neutral"]},
        "cadence": {"enum": ["month", "quarter"]},
        "source": {"enum": ["feedback", "figures"]},
        "level": {"type": "number"},
        "stretch": _NUMBER,
        "baseline": _NUMBER,
        "baseline_on": {"type": ["string", "null"], "format": "date"},
        "due": _DAY,
        "latest": {"anyOf": [ref("PeriodFigure"), {"type": "null"}]},
        "course": {"enum": [*get_args(Course), None]},
        "variation": {"enum": list(get_args(Variation))},
        "assurance": {"enum": list(get_args(Assurance))},
    }


def _period_figure() -> dict[str, Any]:
    return object_of(
        period={**_DAY, "description": "The first day of the month or quarter."},
        level_wanted={**_NUMBER, "description": "Where the target wants the measure at the period's end."},
        hidden={"type": "boolean", "description": "True: too few people are behind the figure, and it is not told."},
        figure=_NUMBER,
        low={**_NUMBER, "description": "The ends of its 95 % interval."},
        high=_NUMBER,
        numerator=_NUMBER,
        denominator=_NUMBER,
        n={"type": ["integer", "null"], "description": "Of how many it is; null: not said."},
        signal={"enum": [*get_args(Cause), None], "description": "By which rule it is more than chance."},
        revision={"type": ["integer", "null"]},
        locked={"type": ["boolean", "null"]},
        source={"enum": ["feedback", "upload", "api", None]},
        pipeline=_TEXT,
        note_version={"type": ["integer", "null"]},
    )


def _figures() -> dict[str, Any]:
    text = {"type": "string", "minLength": 1, "maxLength": LONGEST_TEXT}
    figure = {
        "type": "object",
        "properties": {
            "measure": {**text, "description": "The measure's key."},
            "unit": {"type": ["string", "null"], "maxLength": LONGEST_TEXT, "description": "Null: all together."},
            "period": {**text, "description": "2026-04, 2026-Q2, or the first day: 2026-04-01."},
            "value": {**_NUMBER, "description": "In the measure's own unit of measure."},
            "numerator": {**_NUMBER, "description": "With the denominator, instead of the value or beside it."},
            "denominator": _NUMBER,
            "n": {"type": ["integer", "null"], "description": "Of how many it is."},
        },
        "required": ["measure", "period"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {
            "figures": {"type": "array", "minItems": 1, "maxItems": MOST_FIGURES, "items": figure},
            "dry_run": {"type": "boolean", "default": False, "description": "Try everything, and record nothing."},
        },
        "required": ["figures"],
        "additionalProperties": False,
    }
