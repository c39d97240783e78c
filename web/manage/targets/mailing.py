"""/manage/targets/<key>/mail: the same page, mailed to whoever is signed in, and to nobody else."""

from dataclasses import dataclass

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm

import jobs
from exports import papers
from exports.papers import mailing
from exports.papers.mailing import Letter, TooManyWaitingError
from jobs import later
from jobs.papers import send_paper
from models import Person, transaction
from web import access
from web.limits import limiter, signed_in
from web.manage.frame import MAY_READ
from web.manage.pictures import Picture
from web.manage.targets import differing, pictures, words
from web.manage.targets.desk import bp, target_at
from web.manage.targets.papers import paper_of, standing
from web.manage.targets.sights import Sight, adjusts, sight_of

# Each is some hundred kilobytes; whoever prepares a meeting wants those of a dozen targets.
PAPERS_TO_A_MAILBOX = "30 per hour; 100 per day"


@dataclass(frozen=True)
class Shown:
    """A chart in a mail: under which name its picture goes, and what it is."""

    name: str
    heading: str
    picture: Picture


@bp.post("/<key>/mail")
@access.staff(*MAY_READ, owners=True)
@limiter.limit(PAPERS_TO_A_MAILBOX, key_func=signed_in)
def mail(key: str) -> ResponseReturnValue:
    """Mail a target's page to the person who asks for it, and say so on the page."""
    if not FlaskForm().validate_on_submit():
        abort(400)
    sight = sight_of(target_at(key))
    page = url_for("targets.show", key=key, adjusted=1 if adjusts() else None)
    if jobs.post().url is None:
        flash(gettext("Nothing was sent: mail is not set up here."), "error")
        return redirect(page)
    letter, address = _letter(sight, jobs.post().public_url + page), access.person().email
    try:
        with transaction() as session:
            wanted = mailing.ask(session, person=session.get_one(Person, access.person().id), letter=letter)
            ids = {"organisation_id": wanted.organisation_id, "mail_id": wanted.id}
    except TooManyWaitingError:
        flash(gettext("Nothing more was sent: the mail server has not yet taken what you asked for before."), "error")
        return redirect(page)
    later(send_paper, **ids)
    flash(gettext("It is on its way to %(address)s.", address=address))
    return redirect(page)


def _letter(sight: Sight, page: str) -> Letter:
    title, (line, said), shown = words.name(sight.node), standing(sight), _shown(sight)
    given = {"title": title, "line": line, "said": said, "shown": shown, "page": page}
    return Letter(
        # A name may have several lines, a subject has one.
        subject=" ".join("".join(filter(_stands, gettext("Where it stands: %(target)s", target=title))).split()),
        text=render_template("manage/targets/mail.txt", **given),
        html=render_template("manage/targets/mail.html", **given),
        pictures=tuple(mailing.Picture(each.name, papers.png(each.picture.svg)) for each in shown),
        file_name=f"{sight.node.key}.pdf",
        paper=papers.pdf(paper_of(sight)),
    )


def _stands(character: str) -> bool:
    return character.isspace() or character.isprintable()


def _shown(sight: Sight) -> list[Shown]:
    shown = []
    if sight.found.latest is not None:
        shown.append(Shown("over-time", gettext("Over time"), pictures.control(sight.node, sight.found)))
    if sight.units is not None:
        funnel = pictures.funnel(sight.node, sight.units, sight.names)
        shown.append(Shown("unit-by-unit", gettext("Unit by unit"), funnel))
    if sight.means is not None:
        means = differing.picture(sight.node, sight.means, sight.names)
        shown.append(Shown("unit-by-unit", gettext("Unit by unit"), means))
    return shown
