"""/manage/surveys/<slug>/results: what was answered, question by question, on the page and as a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import TypeVar

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from insights.queries import units_of_service, with_units_below
from models import Unit, db
from sheets import CsvWriter
from surveys import managing
from surveys.managing import Way
from surveys.summaries import Filters, Results, Summary, results
from surveys.translating import name_of
from web import access
from web.language import in_reader_language, shown
from web.manage.frame import MAY_READ
from web.manage.periods import Bounds, asked_bounds
from web.manage.surveys.collectors import kind_names
from web.manage.surveys.desk import Desk, bp, desk, download, framed, page_of
from web.manage.surveys.wording import picture, said_of

Chosable = TypeVar("Chosable")

COLUMNS = (
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


@dataclass(frozen=True)
class Chosen:
    """What the page is about, as the address says; None is all."""

    bounds: Bounds
    version: int | None
    language: str | None
    unit: Unit | None
    way: Way | None
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
        }
        return {name: value for name, value in asked.items() if value is not None}


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
        lines=[(each, said_of(each), picture(each)) for each in counted.summaries],
        kind_names=kind_names(),
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
    return download(stream.getvalue().encode("utf-8-sig"), f"{slug}-results.csv", "text/csv")


def _counted(found: Desk, chosen: Chosen) -> Results:
    return results(db.session(), survey=found.survey, filters=chosen.filters)


def _chosen(found: Desk) -> Chosen:
    """Return what the address asks for; what there is not is not found."""
    session = db.session()
    versions = [each.number for each in managing.versions(session, found.survey)]
    definitions = [managing.version(session, found.survey, number) for number in versions]
    languages = list(dict.fromkeys(code for each in definitions if each for code in each.in_languages))
    units = list(units_of_service(session, found.service.id))
    ways = managing.ways_in(session, found.survey)
    return Chosen(
        asked_bounds(),
        _one("version", {str(number): number for number in versions}),
        _one("language", {code: code for code in languages}),
        _one("unit", {unit.slug: unit for unit in units}),
        _one("way", {way.collector.key: way for way in ways}),
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


def _rows(summary: Summary) -> list[dict[str, object]]:
    """Return the rows of a question: its score, then each answer; one without figures where too few answered."""
    start: dict[str, object] = dict.fromkeys(COLUMNS)
    start |= {
        "question": summary.key,
        "text": in_reader_language(summary.text),
        "standard_wording": summary.wording,
        "versions": " ".join(str(number) for number in summary.versions),
    }
    if not summary.shown:
        return [start | {"answered": "fewer than 10"}]
    start["answered"] = summary.n
    score = summary.score
    rows = []
    if score is not None and score.shown:
        rows.append(
            start | {"figure": summary.kind, "n": score.n, "value": score.value, "low": score.low, "high": score.high}
        )
    for row in summary.rows:
        share = row.share
        one = {"figure": "share", "answer": row.value, "label": shown(row.label), "n": share.n}
        rows.append(start | one | {"value": share.value, "low": share.low, "high": share.high})
    return rows or [start]
