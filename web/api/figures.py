"""The calls about targets: where each stands, one with its figures, and figures of measures that others send."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from models import ApiKey, Organisation, db, now, transaction
from targets import cascade, keys, series
from targets.interchange import FaultsError
from targets.keys import ScopeError, UnknownSecretError
from targets.nodes import TargetNode
from targets.uploads import Outcome, calls
from web import access, limits, problems
from web.api.reading import WRONG_SECRETS_PER_MINUTE, body_sent, rarely_enough, secret_sent, unauthorised
from web.api.standing import with_series, with_standing
from web.headers import keep_privately
from web.language import worded
from web.limits import limiter
from web.problems import Fault, ProblemError
from words import Message

bp = Blueprint("api_targets", __name__, url_prefix="/api/v1")

MOST_FAULTS = 100


@bp.get("/targets")
@access.public
@rarely_enough
def targets() -> Response:
    """Say where each target stands."""
    nodes = _known(_key("targets:read"))
    found = series.over_time(db.session(), nodes)
    keep_privately()
    return jsonify({"targets": [with_standing(node, found[node.key]) for node in nodes]})


@bp.get("/targets/<key>")
@access.public
@rarely_enough
def target(key: str) -> Response:
    """Say where a target stands, with its figures period by period."""
    node = next((each for each in _known(_key("targets:read")) if each.key == key), None)
    if node is None:
        raise ProblemError(problems.NOT_FOUND, Message("There is no target with the key %(key)s.", {"key": key[:64]}))
    keep_privately()
    return jsonify(with_series(node, series.over_time(db.session(), [node])[node.key]))


@bp.put("/figures")
@access.public
@rarely_enough
def record() -> ResponseReturnValue:
    """Record figures of measures, all of a call or nothing; what was the same before changes nothing."""
    key, body = _key("figures:write"), body_sent()
    service_id, today = key.service_id, db.session().get_one(Organisation, key.organisation_id).day_of(now())
    with transaction() as session:
        outcomes, dry_run = calls.record(session, body, today=today, service_id=service_id)
        if dry_run:
            # Everything was tried on the database itself; what is committed after this is nothing.
            session.rollback()
    return jsonify(_receipt(outcomes, dry_run=dry_run, reads="targets:read" in key.scopes))


@bp.errorhandler(ProblemError)
def _problem(error: ProblemError) -> Response:
    return problems.answer(error)


@bp.errorhandler(UnknownSecretError)
def _unknown_secret(error: UnknownSecretError) -> Response:
    return problems.answer(unauthorised(error.message, "invalid_token"))


@bp.errorhandler(ScopeError)
def _other_scope(error: ScopeError) -> Response:
    return problems.answer(ProblemError(problems.FORBIDDEN, error.message))


@bp.errorhandler(FaultsError)
def _wrong(error: FaultsError) -> Response:
    faults = [Fault(fault.place, worded(fault.message)) for fault in error.faults[:MOST_FAULTS]]
    return problems.answer(ProblemError(problems.ANSWERS, faults=faults))


def _key(scope: str) -> ApiKey:
    secret = secret_sent()
    if secret is None:
        raise unauthorised()
    try:
        return keys.key_of(db.session(), secret=secret, scope=scope)
    except UnknownSecretError:
        with limiter.limit(f"{WRONG_SECRETS_PER_MINUTE} per minute", key_func=limits.visitor):
            raise


def _known(key: ApiKey) -> list[TargetNode]:
    """Return the targets that a key may read, units' parts after each, in the order in which they were set."""
    nodes = cascade.every(db.session())
    return [node for node in nodes if key.service_id in {None, node.measure.service.id}]


def _receipt(outcomes: list[Outcome], *, dry_run: bool, reads: bool) -> dict[str, Any]:
    """Return what came of a call; what was there before is told to a key that may read."""
    return {
        "dry_run": dry_run,
        **{what: sum(each.what == what for each in outcomes) for what in ("new", "revised", "same")},
        "figures": [
            {
                "measure": each.measure,
                "unit": each.unit or None,
                "period": each.period_on.isoformat(),
                "what": each.what,
                "before": vars(each.before) if each.before and reads else None,
                "after": vars(each.after),
            }
            for each in outcomes
        ],
    }
