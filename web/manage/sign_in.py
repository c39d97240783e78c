"""Signing in and out: Flask-Security, with our people, our page and our limits."""

from datetime import timedelta
from typing import Any

from flask import Flask
from flask_login import user_logged_in, user_logged_out
from flask_security import LoginForm, MailUtil, Security, SQLAlchemyUserDatastore, UserMixin

from accounts import people
from models import Person, RoleGrant, across_organisations, db, set_organisation, transaction
from web import access
from web.limits import account, limiter

# Far below what the hashing takes, whatever the normal form makes of it.
LONGEST_PASSWORD = 1_000

TRIES = "10 per minute;100 per day"
# From wherever: enough for a forgetful person, far too few to guess with.
TRIES_AT_AN_ACCOUNT = "50 per hour"


class People(SQLAlchemyUserDatastore):
    """Finds staff over all organisations: who signs in has not said yet for whom."""

    def find_user(self, case_insensitive: bool = False, **kwargs: Any) -> UserMixin | None:
        """Return the person with this e-mail address or identifier."""
        if any("\0" in str(value) for value in kwargs.values()):
            return None  # PostgreSQL cannot even look for a NUL character
        with across_organisations(db.session(), "sign-in"):
            person = super().find_user(case_insensitive=case_insensitive, **kwargs)
            if isinstance(person, Person):
                # Their roles are read now: later reads are narrowed to their organisation, which is not set yet.
                _ = [grant.name for grant in person.roles]
            return person

    def put(self, model: Any) -> Any:
        """Save what signing in changes of a person (a password hashed anew), acting for their organisation."""
        if isinstance(model, Person):
            set_organisation(db.session(), model.organisation_id)
        return super().put(model)  # type: ignore[no-untyped-call]


class Addresses(MailUtil):
    """Takes every address that an administrator may have given somebody, those of an inner network too."""

    def normalize(self, email: str) -> str:
        """Return the address as accounts keep it."""
        return email.strip().lower()

    def validate(self, email: str) -> str:
        """Return the address as accounts keep it; whether it is somebody's, the accounts know."""
        return self.normalize(email)


class SignInForm(LoginForm):
    """Takes an e-mail address and a password, however long what is sent for one."""

    def validate(self, **kwargs: Any) -> bool:
        """Say whether they are somebody's. A password longer than any can be is as good as none.

        Nobody is remembered beyond the browser's session, whatever is sent.
        """
        self.remember.data = False
        if len(self.password.data or "") > LONGEST_PASSWORD:
            self.password.data = ""
        return bool(super().validate(**kwargs))


def register(app: Flask) -> None:
    """Set up passwords (Argon2), sessions and the sign-in page."""
    app.config.update(
        SECURITY_URL_PREFIX="/manage",
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/manage/",
        SECURITY_POST_LOGOUT_VIEW="/manage/sign-in",
        SECURITY_LOGIN_USER_TEMPLATE="manage/sign_in.html",
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 - the name of a scheme
        SECURITY_PASSWORD_SCHEMES=["argon2"],
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_DEPRECATED_PASSWORD_SCHEMES=[],
        SECURITY_PASSWORD_SALT=None,
        # The same answer whether the address or the password was wrong.
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_JOIN_USER_ROLES=False,
        # No second asking of the password: that page would be served without being used.
        SECURITY_FRESHNESS=timedelta(minutes=-1),
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"email": {"mapper": _address, "case_insensitive": True}}],
        SECURITY_REDIRECT_ALLOW_SUBDOMAINS=False,
        REMEMBER_COOKIE_HTTPONLY=True,
        REMEMBER_COOKIE_SECURE=app.config["HTTPS"],
        REMEMBER_COOKIE_SAMESITE="Lax",
    )
    Security(
        app, People(db, Person, RoleGrant), register_blueprint=True, mail_util_cls=Addresses, login_form=SignInForm
    )
    # Staff are known by their session's cookie alone: no token in an address, a header or a body stands for it.
    app.login_manager.request_loader(lambda _request: None)  # type: ignore[attr-defined]
    user_logged_out.connect(_signed_out, app)
    user_logged_in.connect(_signed_in, app)
    by_visitor = limiter.limit(TRIES, methods=["POST"])
    by_account = limiter.limit(TRIES_AT_AN_ACCOUNT, key_func=account, methods=["POST"])
    limited = by_account(by_visitor(app.view_functions["security.login"]))
    app.view_functions["security.login"] = limited  # type: ignore[assignment]


def _signed_out(_app: Flask, user: object, **_more: object) -> None:
    """Signing out ends every session of the person: a cookie copied before must not open a page after."""
    if isinstance(user, Person):
        set_organisation(db.session(), user.organisation_id)
        with transaction() as session:
            people.end_sessions(session, person=user)


def _signed_in(_app: Flask, **_more: object) -> None:
    """The session begins now: when the one before it in this browser was seen last is nobody's business."""
    access.see()


def _address(identity: str) -> str | None:
    return identity.strip().lower() if "@" in identity else None
