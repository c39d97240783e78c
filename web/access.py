"""Who may use a view: every one declares it, and one that does not is not served."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request, session, url_for
from flask_login import current_user, logout_user
from werkzeug.wrappers import Response

from models import ROLES, Person, db, set_organisation
from targets import owning

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True)
class Access:
    """Who may use a view: everybody, or staff with one of the roles (an administrator always).

    With ``owners``, so may staff without a role who answer for a target.
    """

    everybody: bool
    roles: frozenset[str] = frozenset()
    owners: bool = False

    def __str__(self) -> str:
        if self.everybody:
            return "everybody"
        return "staff: " + ", ".join(sorted(self.roles)) + ("; who owns a target" if self.owners else "")


# A machine left alone over lunch is still signed in; one left over night is not.
IDLE_SECONDS = 4 * 3600
SEEN = "seen"

EVERYBODY = Access(everybody=True)

# Views of libraries, which cannot carry a declaration of their own.
LIBRARY_VIEWS = {"security.login": EVERYBODY, "security.logout": EVERYBODY, "security.static": EVERYBODY}


class UndeclaredViewError(RuntimeError):
    """A view does not say who may use it."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(f"the view {endpoint!r} does not say who may use it")
        self.endpoint = endpoint


def public(view: View) -> View:
    """Declare that everybody may use a view."""
    view.access = EVERYBODY  # type: ignore[attr-defined]
    return view


def staff(*roles: str, owners: bool = False) -> Callable[[View], View]:
    """Declare that only staff with one of the roles may use a view; with ``owners`` also who answers for a target."""
    unknown = set(roles) - set(ROLES)
    if unknown or not roles:
        raise ValueError(f"no such roles: {sorted(unknown)}")

    def declare(view: View) -> View:
        view.access = Access(everybody=False, roles=frozenset(roles), owners=owners)  # type: ignore[attr-defined]
        return view

    return declare


def declared(app: Flask, endpoint: str) -> Access | None:
    """Return what a view declares, or None if it does not."""
    access: Access | None = getattr(app.view_functions[endpoint], "access", LIBRARY_VIEWS.get(endpoint))
    return access


def see() -> None:
    """Note that the person of this session is there now."""
    session[SEEN] = int(time.time())


def person() -> Person:
    """Return who is signed in; only for views that are declared for staff."""
    signed_in: Person = current_user._get_current_object()
    return signed_in


def holds(*roles: str) -> bool:
    """Whether who is signed in holds one of the roles, or the administrator's, over anything."""
    return bool({grant.name for grant in person().roles} & {*roles, "administrator"})


def register(app: Flask) -> None:
    """Check each request before its view runs."""
    app.before_request(_check)


def _check() -> Response | None:
    if request.endpoint is None:
        return None
    access = declared(current_app, request.endpoint)
    if access is None:
        raise UndeclaredViewError(request.endpoint)
    if access.everybody:
        return None
    if not current_user.is_authenticated:
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    at, seen = int(time.time()), session.get(SEEN)
    if seen is not None and at - int(seen) > IDLE_SECONDS:
        logout_user()
        session.pop(SEEN, None)
        return redirect(url_for("security.login", next=request.full_path.rstrip("?")))
    see()
    signed_in = person()
    set_organisation(db.session(), signed_in.organisation_id)
    if not holds(*access.roles) and not (access.owners and owning.owns_any(db.session(), person_id=signed_in.id)):
        abort(403)
    return None
