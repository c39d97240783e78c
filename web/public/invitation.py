"""The two links of an invitation: to the survey, and to no more invitations."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from models import db, transaction
from surveys import invitations
from surveys.invitations import AlreadyAnsweredError, FoundInvitation
from surveys.queries import survey_of_key
from web import access
from web.language import asked, choices, told

bp = Blueprint("invitation", __name__)

# In the browser's session, by survey: the invitation's token, the way in and the draft (web/public/survey.py).
INVITATIONS, WAYS, DRAFTS = "invitations", "ways", "drafts"


@bp.get("/i/<token>")
@access.public
def follow(token: str) -> ResponseReturnValue:
    """Lead to the survey, and remember by which invitation. Nothing is stored: mail scanners follow links too."""
    found = invitations.find(db.session(), token)
    if found.answered:
        raise AlreadyAnsweredError
    slug = survey_of_key(db.session(), found.collector_key).slug
    if session.get(INVITATIONS, {}).get(slug) != token:
        # What was begun before in this browser may be somebody else's.
        _remember(DRAFTS, slug, None)
    _remember(INVITATIONS, slug, token)
    _remember(WAYS, slug, found.collector_key)
    return redirect(url_for("public.start", slug=slug, lang=asked()))


@bp.route("/unsubscribe/<token>", methods=["GET", "POST"])
@access.public
def unsubscribe(token: str) -> ResponseReturnValue:
    """Show a button, and take its press: from a person, or from their mail program (RFC 8058), as often as it comes.

    There is no limit: one mail provider presses for many people. There is no token against forged requests either:
    whoever knows the address of this page may press.
    """
    found = invitations.find(db.session(), token)
    if request.method != "POST":
        return render_template("public/unsubscribe.html", **_frame(found))
    with transaction() as database:
        invitations.unsubscribe(database, token=token)
    # Not a redirect: a mail program follows none.
    return render_template("public/unsubscribed.html", **_frame(found))


def _frame(found: FoundInvitation) -> dict[str, object]:
    name = told(found.organisation)
    return {
        "organisation": name,
        "header_name": name,
        "demonstration": found.demonstration,
        "languages": choices(),
    }


def _remember(name: str, slug: str, value: str | None) -> None:
    kept = {key: each for key, each in session.get(name, {}).items() if key != slug}
    session[name] = kept if value is None else {**kept, slug: value}
