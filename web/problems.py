"""What other systems are told when something went wrong: problem details (RFC 9457), each kind with an address."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask import jsonify, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from web.language import language, worded
from web.limits import limiter
from words import Message

API = "/api/"
PROBLEMS = "/api/v1/problems"


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        name: The end of its address.
        title: The same each time it happens.
        detail: What to do, unless whoever raises it knows better.
    """

    name: str
    status: int
    title: Message
    detail: Message

    @property
    def type(self) -> str:
        """The address that names and describes it, relative to the installation's."""
        return f"{PROBLEMS}/{self.name}"


BODY = Kind(
    "body",
    400,
    Message("What you sent cannot be read"),
    Message("The body is not JSON, or it has a name twice in one object."),
)
IDEMPOTENCY_KEY = Kind(
    "idempotency-key",
    400,
    Message("The Idempotency-Key header is missing or wrong"),
    Message("Send a value of your own for each submission, of 1 to 128 printable ASCII characters."),
)
UNAUTHORISED = Kind(
    "unauthorised",
    401,
    Message("The key is missing or wrong"),
    Message("Send the header Authorization: Bearer, followed by your key."),
)
FORBIDDEN = Kind(
    "forbidden", 403, Message("The key is not for this"), Message("This key is not for a survey at this address.")
)
NOT_FOUND = Kind(
    "not-found",
    404,
    Message("There is nothing at this address"),
    Message("Look at /api/v1/openapi.json for the addresses that there are."),
)
METHOD = Kind(
    "method",
    405,
    Message("This address does not take this method"),
    Message("The Allow header names the methods that it takes."),
)
CLOSED = Kind(
    "closed",
    410,
    Message("The survey takes no more answers"),
    Message("Nothing was kept of what you sent."),
)
TOO_LARGE = Kind("too-large", 413, Message("What you sent is too large"), Message("Send 256 kB at most."))
MEDIA_TYPE = Kind(
    "media-type",
    415,
    Message("This kind of content is not taken here"),
    Message("Send JSON with the header Content-Type: application/json."),
)
ANSWERS = Kind(
    "answers",
    422,
    Message("Some of what you sent cannot be taken"),
    Message("Nothing was kept. Each entry of errors names a place and says what is wrong there."),
)
KEY_REUSED = Kind(
    "key-reused",
    422,
    Message("The Idempotency-Key was used for something else"),
    Message("It came before with another body. Use a new one for each submission."),
)
TOO_MANY = Kind(
    "too-many",
    429,
    Message("Too many calls"),
    Message("Wait as many seconds as the Retry-After header says, and then try again."),
)
OURS = Kind(
    "ours",
    500,
    Message("Something went wrong here"),
    Message("It is not your doing. Try again later with the same Idempotency-Key: nothing is kept twice."),
)

KINDS = {
    kind.name: kind
    for kind in (
        BODY,
        IDEMPOTENCY_KEY,
        UNAUTHORISED,
        FORBIDDEN,
        NOT_FOUND,
        METHOD,
        CLOSED,
        TOO_LARGE,
        MEDIA_TYPE,
        ANSWERS,
        KEY_REUSED,
        TOO_MANY,
        OURS,
    )
}
# For what the framework refuses before a view sees it.
_OF_STATUS = {kind.status: kind for kind in (FORBIDDEN, NOT_FOUND, METHOD, TOO_LARGE, MEDIA_TYPE, TOO_MANY)}
_NO_REQUEST = Message("Send a request that follows HTTP.")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one part of a body; ``pointer`` is its JSON Pointer as a URI fragment."""

    pointer: str
    detail: str


class ProblemError(Exception):
    """A call that is answered with a problem; ``detail`` is for whoever made the call."""

    def __init__(
        self,
        kind: Kind,
        detail: Message | None = None,
        *,
        faults: Iterable[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(kind.name)
        self.kind, self.detail = kind, detail or kind.detail
        self.faults, self.headers = tuple(faults), headers or {}


def in_api() -> bool:
    """Whether another system asks, which reads problems and no pages."""
    return request.path.startswith(API)


def in_its_language(response: Response) -> Response:
    """Say of an answer for a program in which language its sentences are, and that another may be asked for."""
    response.headers["Content-Language"] = language()
    response.vary.add("Accept-Language")
    return response


def answer(error: ProblemError) -> Response:
    """Return the answer for a problem."""
    body = {
        "type": error.kind.type,
        "title": worded(error.kind.title),
        "status": error.kind.status,
        "detail": worded(error.detail),
    }
    faults = [{"pointer": fault.pointer, "detail": fault.detail} for fault in error.faults]
    response = jsonify(body | ({"errors": faults} if faults else {}))
    response.status_code = error.kind.status
    response.content_type = "application/problem+json"
    response.headers.extend(error.headers)
    return in_its_language(response)


def of_status(error: HTTPException) -> Response:
    """Return the answer for what the framework refused."""
    status = error.code or 500
    headers = {name: value for name, value in error.get_headers() if name == "Allow"}
    if status == TOO_MANY.status:
        headers["Retry-After"] = _seconds_to_wait()
    if status >= OURS.status:
        return answer(ProblemError(OURS, headers=headers))
    kind = _OF_STATUS.get(status)
    return answer(ProblemError(kind, headers=headers) if kind else ProblemError(BODY, _NO_REQUEST))


def _seconds_to_wait() -> str:
    breached = limiter.current_limit
    return str(max(1, round(breached.reset_at - time.time()))) if breached else "60"
