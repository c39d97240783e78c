"""/manage/targets/<key>: one target, its measure over time, its units, its evidence, and what is fixed about it."""

from io import StringIO

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

import jobs
from models import db
from sheets import CsvWriter
from targets import cascade, series
from web import access
from web.manage.frame import MAY_READ, frame
from web.manage.surveys.desk import download
from web.manage.targets import (
    auditing,
    caveats,
    differing,
    evidence,
    findings,
    late,
    pictures,
    rebases,
    words,
)
from web.manage.targets.desk import bp, over_time, target_at, whole_of
from web.manage.targets.sights import adjusts, sight_of
from web.manage.targets.standing import lines_of

COLUMNS = (
    "period", "figure", "low", "high", "numerator", "denominator", "n", "level_wanted", "signal", "revision", "locked",
    "source", "pipeline", "note_version", "revised_from", "revised_at",
)  # fmt: skip


@bp.get("/<key>")
@access.staff(*MAY_READ, owners=True)
def show(key: str) -> ResponseReturnValue:
    """Show one target."""
    sight = sight_of(target_at(key))
    node, found, units, means = sight.node, sight.found, sight.units, sight.means
    compared = units or means
    return render_template(
        "manage/targets/show.html",
        node=node,
        found=found,
        over_time=pictures.control(node, found) if found.latest else None,
        units=units,
        funnel=pictures.funnel(node, units, sight.names) if units else None,
        names_of=sight.names,
        apart=sight.apart,
        whole=whole_of(node),
        parts=lines_of(node.parts),
        between=sight.between,
        places=sight.places,
        means=means,
        mean_picture=differing.picture(node, means, sight.names) if means else None,
        differing=differing,
        gains={each.unit: each for each in compared.standard.gains} if compared and compared.standard else {},
        hidden_names=sight.hidden_names,
        adjusted=adjusts(),
        not_compared=sight.not_compared,
        caveats=caveats,
        owners=cascade.owners(db.session(), node.id),
        notes=cascade.notes(db.session(), node.measure.id),
        evidence=sight.evidence,
        evidence_sentence=evidence.sentence,
        found_kinds=[(kind, findings.kind(kind)) for kind in auditing.kinds_of(node)],
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
