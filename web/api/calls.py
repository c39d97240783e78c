"""The calls that need a key: what a survey asks, and submissions to it."""

import re

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
from web import access, limits, problems
from web.api.describing import described
from web.api.reading import WRONG_SECRETS_PER_MINUTE, body_sent, rarely_enough, secret_sent, unauthorised
from web.headers import keep_privately
from web.language import worded
from web.limits import limiter
from web.problems import Fault, ProblemError
from words import Message

bp = Blueprint("api", __name__, url_prefix="/api/v1")

_IDEMPOTENCY_KEY = re.compile(r"[!-~](?:[ -~]{0,126}[!-~])?")


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
    key, body = _idempotency_key(), body_sent()
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
    return problems.answer(unauthorised(Message("This key opens nothing; it may have been renewed."), "invalid_token"))


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
    secret = secret_sent()
    if secret is None:
        raise unauthorised()
    try:
        return receiving.collector_of(db.session(), secret=secret, slug=slug)
    except UnknownSecretError:
        with limiter.limit(f"{WRONG_SECRETS_PER_MINUTE} per minute", key_func=limits.visitor):
            raise


def _idempotency_key() -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not _IDEMPOTENCY_KEY.fullmatch(key):
        raise ProblemError(problems.IDEMPOTENCY_KEY)
    return key
