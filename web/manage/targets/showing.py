"""/manage/targets/<key>: one target, its measure over time, its units, its evidence, and what is fixed about it."""

from collections.abc import Mapping
from datetime import date
from io import StringIO

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

import jobs
from models import ALL_UNITS, db
from sheets import CsvWriter
from targets import cascade, series, viewing
from targets.means import means_by_unit
from targets.nodes import TargetNode
from targets.queries import units_with_figures
from targets.readings import Reading, readings
from web import access
from web.language import in_reader_language
from web.manage.frame import MAY_READ, frame
from web.manage.surveys.desk import download
from web.manage.targets import differing, evidence, late, pictures, rebases, words
from web.manage.targets.desk import bp, over_time, target_at

COLUMNS = (
    "period", "figure", "low", "high", "numerator", "denominator", "n", "level_wanted", "signal", "revision", "locked",
    "source", "pipeline", "note_version", "revised_from", "revised_at",
)  # fmt: skip


@bp.get("/<key>")
@access.staff(*MAY_READ, owners=True)
def show(key: str) -> ResponseReturnValue:
    """Show one target."""
    node = target_at(key)
    found = late.with_so_far(node, over_time([node])[node.key])
    names = units_with_figures(db.session(), node.measure.id)
    names_of = {unit_id: in_reader_language(name) for unit_id, name in names.items()}
    by_unit = {} if node.unit or found.latest is None else figures_by_unit(node, names_of, found.latest.period_on)
    units = viewing.by_unit(node, by_unit, adjust="adjusted" in request.args)
    mean_units = means_by_unit(node, by_unit)
    of_units = units or mean_units
    return render_template(
        "manage/targets/show.html",
        node=node,
        found=found,
        over_time=pictures.control(node, found) if found.latest else None,
        units=units,
        funnel=pictures.funnel(node, units, names_of) if units else None,
        names_of=names_of,
        **differing.of_shares(node, units),
        means=mean_units,
        mean_picture=differing.picture(node, mean_units, names_of) if mean_units else None,
        differing=differing,
        gains={each.unit: each for each in of_units.standard.gains} if of_units and of_units.standard else {},
        hidden_names=[names_of[unit_id] for unit_id in of_units.hidden] if of_units else [],
        adjusted="adjusted" in request.args,
        owners=cascade.owners(db.session(), node.id),
        notes=cascade.notes(db.session(), node.measure.id),
        evidence=evidence.of(node, found),
        words=words,
        **late.facts(node, found),
        may_rebase=rebases.may_rebase(node),
        rules=rules(),
        can_mail=jobs.post().url is not None,
        **frame("targets"),
    )


@bp.get("/<key>/figures.csv")
@access.staff(*MAY_READ, owners=True)
def figures(key: str) -> ResponseReturnValue:
    """Send a target's figures as a file: the same as its page shows."""
    node = target_at(key)
    found = late.with_so_far(node, over_time([node])[node.key])
    stream = StringIO(newline="")
    writer = CsvWriter(stream, COLUMNS)
    for row in series.rows(found, late.revised(node)):
        writer.write(dict.fromkeys(COLUMNS) | _cells(row))
    return download(stream.getvalue().encode("utf-8-sig"), f"{node.key}.csv", "text/csv")


def figures_by_unit(node: TargetNode, names_of: Mapping[int, str], latest: date) -> dict[int, list[Reading]]:
    """Return the last year's figures of all together and of the units that hold no other one with figures."""
    since = viewing.year_to(latest, node.measure.cadence)
    found = readings(db.session(), measure_ids=[node.measure.id], unit_ids=[ALL_UNITS, *names_of], since=since)
    return {unit_id: own for (_, unit_id), own in found.items()}


def _cells(row: series.Row) -> dict[str, object]:
    if row.hidden:
        return {"period": row.period, "level_wanted": row.level_wanted, "n": "too few to show"}
    locked = "so far" if row.so_far else {None: None, True: "yes", False: "no"}[row.locked]
    return {column: getattr(row, column) for column in COLUMNS} | {"locked": locked}


def rules() -> str:
    """Return by which rules a point is told from chance."""
    return str(
        gettext(
            "A figure says more than chance where it lies outside the limits, or seven in a row rise, fall or lie on "
            "one side of the average, or two of three lie near a limit. Limits are the average and 2.66 times the "
            "mean step from one figure to the next, both of the first 24 figures; steps of 3.267 times the mean are "
            "left out once."
        )
    )
