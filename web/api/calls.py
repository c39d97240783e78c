"""The calls that need a key: what a survey asks, and submissions to it."""

import hashlib
import json
import math
import re
from typing import Any, NoReturn

from flask import Blueprint, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from jobs import later
from jobs.analysis import analyse_waiting
from models import Collector, SurveyVersion, db, transaction
from surveys import receiving
from surveys.errors import SurveyClosedError, SurveyNotFoundError
from surveys.queries import survey_of_key, units_of
from surveys.receiving import KeyReusedError, OtherSurveyError, Received, UnknownSecretError, WrongCallError
from surveys.source import deeper_than
from web import access, limits, problems
from web.api.describing import described
from web.headers import keep_privately
from web.language import worded
from web.limits import limiter
from web.problems import Fault, ProblemError
from words import Message

bp = Blueprint("api", __name__, url_prefix="/api/v1")

CALLS_PER_MINUTE = 600
# Answers nest less; deeper JSON is made to hurt.
DEEPEST = 8
LONGEST_SECRET = 200

_IDEMPOTENCY_KEY = re.compile(r"[!-~](?:[ -~]{0,126}[!-~])?")


def _caller() -> str:
    """Return a name for the calling collector that does not tell its secret; for one without, the visitor's."""
    secret = _secret()
    return limits.visitor() if secret is None else "api " + hashlib.sha256(secret.encode()).hexdigest()[:24]


# Of one visitor: a secret that opens nothing was mistyped now and then, or somebody is guessing.
WRONG_SECRETS_PER_MINUTE = 30

rarely_enough = limiter.shared_limit(f"{CALLS_PER_MINUTE} per minute", scope="api", key_func=_caller)


@bp.get("/surveys/<slug>")
@access.public
@rarely_enough
def survey(slug: str) -> Response:
    """Say what the survey asks."""
    session = db.session()
    asked = survey_of_key(session, _collector(slug).key)
    version = session.get_one(SurveyVersion, asked.version_id).number
    response = jsonify(described(asked, version=version, units=units_of(session, asked.service_id)))
    response.add_etag()
    keep_privately()
    return response.make_conditional(request)


@bp.post("/surveys/<slug>/submissions")
@access.public
@rarely_enough
def send(slug: str) -> ResponseReturnValue:
    """Keep one submission."""
    collector = _collector(slug)
    key, body = _idempotency_key(), _body()
    earlier = receiving.received_before(db.session(), collector_id=collector.id, key=key, body=body)
    if earlier is not None:
        return _receipt(earlier)
    asked = survey_of_key(db.session(), collector.key)
    call = receiving.read_call(db.session(), survey=asked, body=body)
    with transaction() as session:
        received = receiving.take(session, survey=asked, call=call, key=key, body=body)
    later(analyse_waiting)
    return _receipt(received)


@bp.get("/surveys/<slug>/submissions/<reference>")
@access.public
@rarely_enough
def receipt(slug: str, reference: str) -> ResponseReturnValue:
    """Say that a submission was kept, and nothing of its answers."""
    received = receiving.with_reference(db.session(), collector=_collector(slug), reference=reference)
    if received is None:
        raise ProblemError(problems.NOT_FOUND, Message("No submission that came by this key has this reference."))
    return _receipt(received)


@bp.errorhandler(ProblemError)
def _problem(error: ProblemError) -> Response:
    return problems.answer(error)


@bp.errorhandler(UnknownSecretError)
def _unknown_secret(_error: UnknownSecretError) -> Response:
    return problems.answer(_unauthorised(Message("This key opens nothing; it may have been renewed."), "invalid_token"))


@bp.errorhandler(OtherSurveyError)
def _other_survey(_error: OtherSurveyError) -> Response:
    return problems.answer(ProblemError(problems.FORBIDDEN))


@bp.errorhandler(SurveyNotFoundError)
def _not_published(_error: SurveyNotFoundError) -> Response:
    return problems.answer(ProblemError(problems.NOT_FOUND, Message("The survey was not published yet.")))


@bp.errorhandler(SurveyClosedError)
def _closed(_error: SurveyClosedError) -> Response:
    return problems.answer(ProblemError(problems.CLOSED))


@bp.errorhandler(KeyReusedError)
def _reused(_error: KeyReusedError) -> Response:
    return problems.answer(ProblemError(problems.KEY_REUSED))


@bp.errorhandler(WrongCallError)
def _wrong(error: WrongCallError) -> Response:
    faults = [Fault(fault.pointer, worded(fault.message)) for fault in error.faults]
    return problems.answer(ProblemError(problems.ANSWERS, faults=faults))


def _receipt(received: Received) -> ResponseReturnValue:
    body = {
        "reference": received.reference,
        "survey": received.survey,
        "version": received.version,
        "given_at": received.given_at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "over_quota": received.over_quota,
    }
    if not received.new:
        return jsonify(body)
    place = url_for("api.receipt", slug=received.survey, reference=received.reference)
    return jsonify(body), 201, {"Location": place}


def _collector(slug: str) -> Collector:
    secret = _secret()
    if secret is None:
        raise _unauthorised()
    try:
        return receiving.collector_of(db.session(), secret=secret, slug=slug)
    except UnknownSecretError:
        with limiter.limit(f"{WRONG_SECRETS_PER_MINUTE} per minute", key_func=limits.visitor):
            raise


def _secret() -> str | None:
    """Return the secret in the header; it is taken from nowhere else, since addresses are logged."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    return secret if scheme.lower() == "bearer" and 0 < len(secret) <= LONGEST_SECRET else None


def _unauthorised(detail: Message | None = None, code: str = "") -> ProblemError:
    challenge = 'Bearer realm="YouSaid"' + (f', error="{code}"' if code else "")
    return ProblemError(problems.UNAUTHORISED, detail, headers={"WWW-Authenticate": challenge})


def _idempotency_key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ProblemError(problems.IDEMPOTENCY_KEY)
    return key


def _body() -> Any:
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
