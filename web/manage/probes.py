"""/manage/probes: what conversations ask further about each theme, in the organisation's own words or the product's."""

from collections.abc import Mapping

import structlog
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from accounts.people import holds_over_all
from models import Organisation, db, organisation_of, transaction
from nlp.themes import THEMES
from surveys import probing
from surveys.errors import AnswerError
from surveys.probed import Polarity
from surveys.probing import POLARITIES, ThemeLine
from web import access
from web.language import LANGUAGES, in_reader_language, worded
from web.manage.frame import MAY_DESIGN, frame
from words import Message, Words
from words.languages import direction_of, own_name

log = structlog.get_logger()

bp = Blueprint("probes", __name__, url_prefix="/manage/probes")

NAMES = {
    "neg": Message("After blame"),
    "pos": Message("After praise"),
    "any": Message("After both, or neither"),
}


@bp.get("")
@access.staff(*MAY_DESIGN)
def index() -> ResponseReturnValue:
    """List what is asked further about each theme."""
    session = db.session()
    return render_template(
        "manage/probes.html",
        on=probing.is_on(session),
        lines=probing.lines(session),
        may_change=_may_change(),
        **_around(),
    )


@bp.post("")
@access.staff(*MAY_DESIGN)
def switch() -> ResponseReturnValue:
    """Ask further from now on, or no more, in all conversations of the organisation."""
    _check_may_change()
    on = request.form.get("on") == "yes"
    with transaction() as session:
        probing.switch(session, session.get_one(Organisation, organisation_of(session)), on=on)
    log.info("probing.chosen", on=on, by=access.person().id)
    flash(gettext("Conversations ask further.") if on else gettext("Conversations ask nothing further."))
    return redirect(url_for("probes.index"))


@bp.route("/<theme>", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def edit(theme: str) -> ResponseReturnValue:
    """Show what is asked about a theme in each language; keep what was written."""
    line = probing.line(db.session(), theme)
    _check_may_change()
    codes = list(dict.fromkeys([*LANGUAGES, *(code for texts in line.texts.values() for code in sorted(texts))]))
    if request.method == "GET":
        return _form(line, codes, line.texts, {})
    written = {
        polarity: {code: request.form.get(f"{polarity}.{code}", "") for code in codes} for polarity in POLARITIES
    }
    try:
        with transaction() as session:
            probing.write(session, theme=theme, texts=written)
    except AnswerError as error:
        field = error.question if "." in error.question else f"{error.question}.{codes[0]}"
        return _form(line, codes, written, {field: worded(error.message)}), 400
    log.info("probes.written", theme=theme, by=access.person().id)
    flash(gettext("Saved. From now on this is asked."))
    return redirect(url_for("probes.index", _anchor=theme))


@bp.post("/<theme>/reset")
@access.staff(*MAY_DESIGN)
def reset(theme: str) -> ResponseReturnValue:
    """Ask the product's own texts about a theme again."""
    _check_may_change()
    with transaction() as session:
        probing.reset(session, theme=theme)
    log.info("probes.reset", theme=theme, by=access.person().id)
    flash(gettext("The texts are the usual ones again."))
    return redirect(url_for("probes.index", _anchor=theme))


@bp.post("/<theme>/switch")
@access.staff(*MAY_DESIGN)
def switch_theme(theme: str) -> ResponseReturnValue:
    """Ask further about a theme from now on, or no more."""
    _check_may_change()
    on = request.form.get("on") == "yes"
    with transaction() as session:
        probing.switch_theme(session, theme=theme, on=on)
    log.info("probes.switched", theme=theme, on=on, by=access.person().id)
    flash(gettext("This theme is asked about.") if on else gettext("This theme is asked about no more."))
    return redirect(url_for("probes.index", _anchor=theme))


def _form(line: ThemeLine, codes: list[str], texts: Mapping[Polarity, Words], errors: dict[str, str]) -> str:
    return render_template(
        "manage/probe.html",
        line=line,
        name=in_reader_language(THEMES[line.theme]),
        languages=[{"code": code, "name": own_name(code), "direction": direction_of(code)} for code in codes],
        texts=texts,
        errors=errors,
        most=probing.LONGEST_PROBE,
        back_url=url_for("probes.index", _anchor=line.theme),
        **_around(),
    )


def _around() -> dict[str, object]:
    return {"polarities": POLARITIES, "names": NAMES, "themes": THEMES, **frame("probes")}


def _may_change() -> bool:
    """Whether the person may change what all the organisation's conversations ask."""
    return holds_over_all(access.person(), frozenset(MAY_DESIGN))


def _check_may_change() -> None:
    if not _may_change():
        abort(403)
