"""Two versions side by side, or a version and the proposal: what differs, and which results may be read across."""

from dataclasses import dataclass

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import db
from surveys import managing
from surveys.comparing import Change, Comparison, compare
from surveys.definition import Definition
from surveys.translating import name_of
from web import access
from web.manage.frame import MAY_READ
from web.manage.surveys.desk import Desk, bp, desk, framed, page_of
from words.languages import direction_of

PROPOSAL = "proposal"


@dataclass(frozen=True)
class Side:
    """One of the two: "3" or "proposal", its name, and its definition."""

    value: str
    name: str
    definition: Definition


@bp.get("/<slug>/compare", endpoint="compare")
@access.staff(*MAY_READ)
def compare_page(slug: str) -> ResponseReturnValue:
    """Show what differs between two versions."""
    found = desk(slug)
    given = framed(found, "compare")
    offered = _offered(found)
    before, after = (_asked(found, offered, name, usual) for name, usual in (("from", 1), ("to", 0)))
    return render_template(
        "manage/surveys/compare.html",
        offered=offered,
        before=before,
        after=after,
        comparison=compare(before.definition, after.definition) if before and after else None,
        back_url=page_of(found, "overview"),
        **PARTS,
        **given,
    )


def compared(found: Desk, definition: Definition) -> Comparison | None:
    """Return what differs between what is published and a definition; None where nothing is published."""
    published = managing.versions(db.session(), found.survey)
    before = managing.version(db.session(), found.survey, published[0].number) if published else None
    return compare(before, definition) if before else None


def what_changed(change: Change) -> str:
    """Return the name of what changed, in words where there are any for it."""
    names = {
        "text": gettext("Wording"),
        "title": gettext("Title"),
        "hint": gettext("Hint"),
        "required": gettext("Must be answered"),
        "required_if": gettext("Must be answered if"),
        "show_if": gettext("Shown if"),
        "valid_if": gettext("Right if"),
        "if": gettext("Counts if"),
        "value": gettext("Calculated as"),
        "limit": gettext("Most submissions"),
        "message": gettext("Message"),
        "type": gettext("Type"),
        "options": gettext("Order of answers"),
        "points": gettext("Number of points"),
        "shuffle": gettext("Order by chance"),
        "languages": gettext("Languages"),
        "questions": gettext("Questions"),
        "jumps": gettext("Jumps"),
        "other": gettext("Answer of one's own"),
        "wording": gettext("Standard wording"),
        "label": gettext("Label"),
        "exclusive": gettext("Chosen alone"),
        "max_length": gettext("Longest answer"),
    }
    first, *rest = change.what.split(".")
    if first == "options" and rest:
        return str(
            gettext("Answer “%(value)s”", value=rest[0]) + (f": {names.get(rest[1], rest[1])}" if rest[1:] else "")
        )
    if first == "points" and rest:
        return str(gettext("Point %(number)s", number=int(rest[0]) + 1))
    if first == "checks" and rest:
        return str(gettext("Check %(number)s", number=int(rest[0]) + 1) + f": {names.get(rest[-1], rest[-1])}")
    return str(names.get(change.what, change.what))


PARTS = {"what_changed": what_changed, "name_of": name_of, "direction_of": direction_of}


def _offered(found: Desk) -> list[tuple[str, str]]:
    """Return what can be compared, the newest first."""
    proposed = managing.proposal(db.session(), found.survey)
    readable = proposed is not None and managing.readable(proposed.raw) is not None
    numbers = [str(each.number) for each in managing.versions(db.session(), found.survey)]
    return [
        *([(PROPOSAL, gettext("Proposal"))] if readable else []),
        *((number, gettext("Version %(number)s", number=number)) for number in numbers),
    ]


def _asked(found: Desk, offered: list[tuple[str, str]], name: str, usual: int) -> Side | None:
    if len(offered) < 2:
        return None
    asked = request.args.get(name, offered[usual][0])
    names = dict(offered)
    if asked not in names:
        abort(404)
    if asked == PROPOSAL:
        proposed = managing.proposal(db.session(), found.survey)
        definition = managing.readable(proposed.raw) if proposed else None
    else:
        definition = managing.version(db.session(), found.survey, int(asked))
    if definition is None:
        abort(404)
    return Side(asked, names[asked], definition)
