"""/manage/surveys/<slug>/results: what was answered, question by question, on the page and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from insights.queries import units_of_service, with_units_below
from models import Unit, db
from sheets import CsvWriter
from surveys import managing
from surveys.counted import Filters
from surveys.managing import Way
from surveys.summaries import Part, Results, Summary, results
from surveys.translating import name_of
from tallies import Grouping
from web import access
from web.language import counted, in_reader_language, shown
from web.manage.frame import MAY_READ
from web.manage.periods import Bounds, asked_months
from web.manage.surveys.collectors import kind_names
from web.manage.surveys.desk import Desk, bp, desk, download, framed, page_of
from web.manage.surveys.wording import figure_of, headline_name, picture, said_of, why_hidden

Chosable = TypeVar("Chosable")

COLUMNS = (
    "compared_by",
    "group",
    "question",
    "text",
    "standard_wording",
    "versions",
    "answered",
    "figure",
    "answer",
    "label",
    "n",
    "value",
    "low",
    "high",
)


# What results can be compared by, as the address has it.
COMPARED: Mapping[str, Grouping] = {"unit": "unit", "way": "collector", "language": "language", "version": "version"}
# What stands in the file where no figure may.
HIDDEN = {"few": "fewer than 10", "others": "not shown", "shown": "fewer than 10"}


@dataclass(frozen=True)
class Compared:
    """One group in a question's comparison: its name, its figure in words, and how many answered ("": hidden)."""

    name: str
    figure: str
    interval: str
    n: str
    hidden: str


@dataclass(frozen=True)
class Chosen:
    """What the page is about, as the address says; None is all."""

    bounds: Bounds
    version: int | None
    language: str | None
    unit: Unit | None
    way: Way | None
    by: str | None
    # What may be chosen.
    versions: list[int]
    languages: list[str]
    units: list[Unit]
    ways: list[Way]

    @property
    def filters(self) -> Filters:
        """What is to be counted."""
        return Filters(
            since=self.bounds.since,
            until=self.bounds.until,
            version=self.version,
            languages=(self.language,) if self.language else None,
            unit_ids=with_units_below(self.units, self.unit.id) if self.unit else None,
            collector_ids=(self.way.collector.id,) if self.way else None,
        )

    @property
    def address(self) -> dict[str, object]:
        """The address's parameters."""
        asked = {
            "from": self.bounds.since,
            "to": self.bounds.until,
            "version": self.version,
            "language": self.language,
            "unit": self.unit.slug if self.unit else None,
            "way": self.way.collector.key if self.way else None,
            "by": self.by,
        }
        return {name: value for name, value in asked.items() if value is not None}

    @property
    def compared_by(self) -> dict[str, str]:
        """What the results may be compared by: of what there are several, and none is chosen."""
        names = {
            "unit": gettext("Unit"),
            "way": gettext("Way in"),
            "language": gettext("Language"),
            "version": gettext("Version"),
        }
        several = {
            "unit": not self.unit and len(self.units) > 1,
            "way": not self.way and len(self.ways) > 1,
            "language": not self.language and len(self.languages) > 1,
            "version": not self.version and len(self.versions) > 1,
        }
        return {by: name for by, name in names.items() if several[by] or by == self.by}

    def group_name(self, group: int | str) -> str:
        """Return what one of the groups compared is called."""
        names: dict[int | str, str]
        if self.by == "language":
            names = {str(group): name_of(str(group))}
        elif self.by == "version":
            names = {number: gettext("Version %(number)s", number=number) for number in self.versions}
        elif self.by == "way":
            names = {way.collector.id: way_name(way) for way in self.ways}
        else:
            names = {unit.id: in_reader_language(unit.name) for unit in self.units}
        return names.get(group) or str(gettext("not known"))


@bp.get("/<slug>/results", endpoint="results")
@access.staff(*MAY_READ)
def results_page(slug: str) -> ResponseReturnValue:
    """Show what was answered to each question."""
    found = desk(slug)
    chosen = _chosen(found)
    counted = _counted(found, chosen)
    page = render_template(
        "manage/surveys/results.html",
        chosen=chosen,
        counted=counted,
        lines=[(each, said_of(each), picture(each), _compared(each, chosen)) for each in counted.summaries],
        shown=shown,
        headline_name=headline_name,
        way_name=way_name,
        name_of=name_of,
        back_url=page_of(found, "overview"),
        **framed(found, "results"),
    )
    return page, (400 if chosen.bounds.fault else 200)


@bp.get("/<slug>/results.csv")
@access.staff(*MAY_READ)
def results_file(slug: str) -> ResponseReturnValue:
    """Send the same figures as a file."""
    found = desk(slug)
    chosen = _chosen(found)
    if chosen.bounds.fault:
        abort(400)
    stream = StringIO(newline="")
    writer = CsvWriter(stream, COLUMNS)
    for summary in _counted(found, chosen).summaries:
        for row in _rows(summary):
            writer.write(row)
        for part in summary.parts:
            for row in _rows(summary, part):
                writer.write(row | {"compared_by": chosen.by, "group": chosen.group_name(part.group)})
    return download(stream.getvalue().encode("utf-8-sig"), f"{slug}-results.csv", "text/csv")


def _counted(found: Desk, chosen: Chosen) -> Results:
    by = COMPARED[chosen.by] if chosen.by else None
    return results(db.session(), survey=found.survey, filters=chosen.filters, by=by)


def way_name(way: Way) -> str:
    """Return what a way in is called, with its unit."""
    name = way.collector.name or kind_names()[way.collector.kind]
    return f"{name}, {in_reader_language(way.unit)}" if way.unit else name


def _compared(summary: Summary, chosen: Chosen) -> list[Compared]:
    """Return a question's figure in each of the groups compared."""
    found = []
    for part in summary.parts:
        value, interval = figure_of(summary, summary.headline(part))
        hidden = "" if part.shown else why_hidden(part.decision)
        found.append(Compared(chosen.group_name(part.group), value, interval, counted(part.n), hidden))
    return found


def _chosen(found: Desk) -> Chosen:
    """Return what the address asks for; what there is not is not found."""
    session = db.session()
    versions = [each.number for each in managing.versions(session, found.survey)]
    definitions = [managing.version(session, found.survey, number) for number in versions]
    languages = list(dict.fromkeys(code for each in definitions if each for code in each.in_languages))
    units = list(units_of_service(session, found.service.id))
    ways = managing.ways_in(session, found.survey)
    return Chosen(
        asked_months(),
        _one("version", {str(number): number for number in versions}),
        _one("language", {code: code for code in languages}),
        _one("unit", {unit.slug: unit for unit in units}),
        _one("way", {way.collector.key: way for way in ways}),
        _one("by", {by: by for by in COMPARED}),
        versions,
        languages,
        units,
        ways,
    )


def _one(name: str, offered: Mapping[str, Chosable]) -> Chosable | None:
    asked = request.args.get(name)
    if asked and asked not in offered:
        abort(404)
    return offered[asked] if asked else None


def _rows(summary: Summary, part: Part | None = None) -> list[dict[str, object]]:
    """Return the rows of a question or a part of it: its score, then each answer; one where no figure may be shown."""
    found = part or summary
    start: dict[str, object] = dict.fromkeys(COLUMNS)
    start |= {
        "question": summary.key,
        "text": in_reader_language(summary.text),
        "standard_wording": summary.wording,
        "versions": " ".join(str(number) for number in summary.versions),
    }
    if not found.shown:
        return [start | {"answered": HIDDEN[found.decision]}]
    start["answered"] = found.n
    score = found.score
    rows = []
    if score is not None and score.shown:
        rows.append(
            start | {"figure": summary.kind, "n": score.n, "value": score.value, "low": score.low, "high": score.high}
        )
    for row in found.rows:
        share = row.share
        one = {"figure": "share", "answer": row.value, "label": shown(row.label), "n": share.n}
        rows.append(start | one | {"value": share.value, "low": share.low, "high": share.high})
    return rows or [start]
