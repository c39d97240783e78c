"""What every call begins with: its secret, how often it may come, and the value of its body."""

import hashlib
import json
import math
from typing import Any, NoReturn

from flask import request

from surveys.source import deeper_than
from web import limits, problems
from web.limits import limiter
from web.problems import ProblemError
from words import Message

CALLS_PER_MINUTE = 600
# Of one visitor: a secret that opens nothing was mistyped now and then, or somebody is guessing.
WRONG_SECRETS_PER_MINUTE = 30
# What is sent nests less; deeper JSON is made to hurt.
DEEPEST = 8
LONGEST_SECRET = 200


def secret_sent() -> str | None:
    """Return the secret in the header; it is taken from nowhere else, since addresses are logged."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    return secret if scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_SECRET else None


def unauthorised(detail: Message | None = None, code: str = "") -> ProblemError:
    """Return the problem of a call without a key, or with one that opens nothing."""
    challenge = 'Bearer realm="YouSaid"' + (f', error="{code}"' if code else "")
    return ProblemError(problems.UNAUTHORISED, detail, headers={"WWW-Authenticate": challenge})


def body_sent() -> Any:
    """Return the value of the body's JSON."""
    if request.mimetype != "application/json":
        raise ProblemError(problems.MEDIA_TYPE)
    try:
        text = request.get_data().decode("utf-8")
        body = json.loads(text, object_pairs_hook=_named_once, parse_constant=_no_constant, parse_float=_finite)
    except UnicodeDecodeError as error:
        raise ProblemError(problems.BODY, Message("The body is not UTF-8.")) from error
    # RecursionError: nested thousands of times over. ValueError: no JSON, a name twice, a number without end.
    except (ValueError, RecursionError) as error:
        raise ProblemError(problems.BODY) from error
    if deeper_than(body, DEEPEST):
        raise ProblemError(problems.BODY, Message("The body is nested too deep."))
    return body


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a name stands twice in one object")
    return named


def _finite(figures: str) -> float:
    number = float(figures)
    if math.isinf(number):
        raise ValueError("a number is too large to read")
    return number


def _no_constant(_name: str) -> NoReturn:
    raise ValueError("NaN and Infinity are no JSON")


def _caller() -> str:
    """Return a name for the calling key that does not tell its secret; for a call without one, the visitor's."""
    secret = secret_sent()
    return limits.visitor() if secret is None else "api " + hashlib.sha256(secret.encode()).hexdigest()[:24]


rarely_enough = limiter.shared_limit(f"{CALLS_PER_MINUTE} per minute", scope="api", key_func=_caller)
