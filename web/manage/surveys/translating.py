"""/manage/surveys/<slug>/translate: every text in one language beside another."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import structlog
from flask import abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from models import db, transaction
from surveys import managing, proposing, translating
from surveys.definition import Definition
from surveys.proposing import ProposalError, fingerprint
from surveys.translating import Line
from web import access
from web.language import worded
from web.manage.surveys.desk import MAY_DESIGN, Desk, again, bp, by, desk, framed, page_of
from words import Plural
from words.languages import direction_of

log = structlog.get_logger()

LINES_A_PAGE = 50
# The names of the fields of a translation are its place after this.
FIELD = "to."


@dataclass(frozen=True)
class Work:
    """What is translated into which language. ``seen`` is the fingerprint of the proposal, "" where there is none."""

    desk: Desk
    definition: Definition
    to: str
    seen: str

    @cached_property
    def table(self) -> list[Line]:
        """Every text, those missing first."""
        return translating.missing_first(translating.lines(self.definition, self.to))


@bp.route("/<slug>/translate", methods=["GET", "POST"])
@access.staff(*MAY_DESIGN)
def translate(slug: str) -> ResponseReturnValue:
    """Choose a language; show its texts, those missing first; keep what was written."""
    found = desk(slug, *MAY_DESIGN)
    definition, _ = basis(found)
    if request.method == "GET" and (definition is None or "to" not in request.args):
        return _choose(found, definition)
    work = work_on(found, request.args.get("to", ""))
    if request.method == "GET":
        return show(work, {}), 200
    given = {
        name.removeprefix(FIELD): text.replace("\r\n", "\n").strip()
        for name, text in request.form.items()
        if name.startswith(FIELD)
    }
    errors = _faults(work.table, given)
    if not errors:
        try:
            return save(work, given)
        except ProposalError as error:
            errors["page"] = worded(error.message)
    return show(work, errors, given=given), 400


@bp.post("/<slug>/translate/language")
@access.staff(*MAY_DESIGN)
def add_language(slug: str) -> ResponseReturnValue:
    """Offer the survey in one language more."""
    found = desk(slug, *MAY_DESIGN)
    definition, seen = basis(found)
    code = request.form.get("language", "")
    if definition is None:
        return redirect(page_of(found, "translate"))
    if code not in translating.languages():
        return _choose(found, definition, {"language": gettext("Select a language")}), 400
    if code not in definition.in_languages:
        try:
            _propose(found, translating.with_language(definition, code), seen)
        except ProposalError as error:
            return _choose(found, definition, {"language": worded(error.message)}), 400
    return redirect(page_of(found, "translate", to=code))


def basis(found: Desk) -> tuple[Definition | None, str]:
    """Return the definition that is translated, and the fingerprint of the proposal ("" where there is none)."""
    proposed = managing.proposal(db.session(), found.survey)
    if proposed is not None:
        return managing.readable(proposed.raw), fingerprint(proposed.raw)
    published = managing.versions(db.session(), found.survey)
    return (managing.version(db.session(), found.survey, published[0].number) if published else None), ""


def work_on(found: Desk, to: str) -> Work:
    """Return what is to be translated into a language; what the survey is not in is not found."""
    definition, seen = basis(found)
    if definition is None or to not in definition.in_languages or to == translating.source_language(definition):
        abort(404)
    return Work(found, definition, to, seen)


def save(work: Work, given: dict[str, str]) -> ResponseReturnValue:
    """Keep those translations (place -> text) that are others than before.

    Raises:
        ProposalError: If the texts of the form are not those of the proposal any more.
    """
    before = {line.place: line.translation.strip() for line in work.table}
    changed = {place: text for place, text in given.items() if text != before[place]}
    if changed:
        raw = translating.put_in(work.definition, work.to, changed)
        _propose(work.desk, raw, request.form.get("seen", ""))
        said = worded(
            Plural("A text is saved in the proposal.", "%(count)s texts are saved in the proposal.", len(changed))
        )
    else:
        said = gettext("Nothing was changed.")
    flash(said)
    return redirect(page_of(work.desk, "translate", to=work.to))


def show(
    work: Work, errors: dict[str, str], *, given: dict[str, str] | None = None, faults: list[str] | None = None
) -> str:
    """Return the page of a language: the texts that were written just now, else those of the page asked for."""
    written, last = given or {}, -(-len(work.table) // LINES_A_PAGE) or 1
    number = min(max(1, request.args.get("page", 1, type=int)), last)
    source = translating.source_language(work.definition)
    shown = [line for line in work.table if line.place in written]
    return render_template(
        "manage/surveys/translate.html",
        to=work.to,
        to_name=translating.name_of(work.to),
        to_direction=direction_of(work.to),
        source=source,
        source_direction=direction_of(source),
        lines=shown or work.table[(number - 1) * LINES_A_PAGE : number * LINES_A_PAGE],
        given=written,
        missing=sum(line.missing for line in work.table),
        total=len(work.table),
        number=number,
        last=last,
        seen=work.seen,
        field=FIELD,
        errors=errors,
        faults=faults or [],
        back_url=page_of(work.desk, "translate"),
        **framed(work.desk, "translate"),
    )


def _choose(found: Desk, definition: Definition | None, errors: dict[str, str] | None = None) -> str:
    present = definition.in_languages if definition else ()
    counts = []
    for code in present:
        if definition is not None and code != translating.source_language(definition):
            table = translating.lines(definition, code)
            counts.append((code, translating.name_of(code), sum(line.missing for line in table), len(table)))
    return render_template(
        "manage/surveys/languages.html",
        definition=definition,
        counts=counts,
        others={code: name for code, name in translating.languages().items() if code not in present},
        errors=errors or {},
        back_url=page_of(found, "overview"),
        **framed(found, "translate"),
    )


def _faults(table: list[Line], given: dict[str, str]) -> dict[str, str]:
    sources = {line.place: line.source for line in table}
    errors = {}
    for place, text in given.items():
        if place not in sources:
            return {"page": gettext("A text is not there any more. Open this page again before you go on.")}
        message = translating.fault_of(sources[place], text)
        if message is not None:
            errors[FIELD + place] = worded(message)
    return errors


def _propose(found: Desk, raw: Any, seen: str) -> None:
    with transaction() as session:
        proposing.propose(session, survey=again(session, found), definition=raw, by=by(session), seen=seen)
    log.info("proposal.translated", survey=found.survey.id, by=access.person().id)
