"""``yousaid targets export`` and ``import``: aspirations, agreements, measures, notes and targets as one file.

``yousaid targets figures``: what was measured, a row a figure. ``yousaid targets feed``: what feedback gives, at once.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.installation import with_app
from cli.setup import ORGANISATION
from insights.queries import shown_pipeline
from jobs import later
from jobs.meanings import read_meanings
from jobs.targets import feed_measures_of
from models import Organisation, db, now, set_organisation, transaction
from targets import feeding, interchange, uploads
from targets.errors import TargetError
from targets.interchange import FaultsError, Outcome

FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
GIVEN = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
# One slip may be in every row.
MOST_SHOWN = 100


@click.group()
def targets() -> None:
    """Write and read agreements, measures and targets as one file, and take figures in (docs/targets.md)."""


@targets.command("export")
@FILE
@ORGANISATION
@with_app
def export(app: Flask, file: Path, organisation: str) -> None:
    """Write the whole cascade to FILE, as YAML or XLSX by what its name ends in."""
    session = db.session()
    act_for(session, organisation)
    count = interchange.export(session, file)
    click.echo(f"{file}: {_counted(count, 'target')}", err=True)


@targets.command("import")
@GIVEN
@ORGANISATION
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_app
def import_(app: Flask, file: Path, organisation: str, dry_run: bool) -> None:
    """Set and change what FILE says, all of it or nothing; what it does not name stays as it is."""
    try:
        said = interchange.read(file)
        with transaction() as session:
            found = act_for(session, organisation)
            organisation_id = found.id
            outcomes = interchange.apply(session, said, on=found.day_of(now()))
            if dry_run:
                # Everything was tried on the database itself; what is committed after this is nothing.
                session.rollback()
    except FaultsError as error:
        raise _refused(file, error, "imported") from error
    _say(outcomes)
    if dry_run:
        click.echo("This was a dry run: nothing was imported.")
        return
    # Whoever sets a measure looks at its page next, and not tomorrow.
    later(feed_measures_of, organisation_id=organisation_id)
    later(read_meanings)


@targets.command("figures")
@GIVEN
@ORGANISATION
@click.option("--dry-run", is_flag=True, help="Say what would be recorded, and record nothing.")
@with_app
def figures(app: Flask, file: Path, organisation: str, dry_run: bool) -> None:
    """Record the figures of measures in FILE (CSV or XLSX), all of them or none; what is other is a revision."""
    try:
        said = uploads.read(file)
        with transaction() as session:
            found = act_for(session, organisation)
            outcomes = uploads.apply(session, said, today=found.day_of(now()))
            if dry_run:
                session.rollback()
    except FaultsError as error:
        raise _refused(file, error, "recorded") from error
    for each in outcomes:
        if each.what == "revised" and each.before is not None:
            place = f"row {each.row}: {each.measure}, {each.unit or 'all together'}, {each.period_on}"
            click.echo(f"revised, {place}: {_written(each.before)} → {_written(each.after)}")
    counted = Counter(each.what for each in outcomes)
    click.echo(f"{counted['new']:,} new, {counted['revised']:,} revised, {counted['same']:,} the same.")
    if dry_run:
        click.echo("This was a dry run: nothing was recorded.")


@targets.command("feed")
@ORGANISATION
@with_app
def feed(app: Flask, organisation: str) -> None:
    """Record now what feedback gives each measure for the periods that are over, as every night."""
    organisation_id = act_for(db.session(), organisation).id
    own = [measure_id for of, measure_id in feeding.measures_fed(db.session()) if of == organisation_id]
    # Each measure is recorded in a transaction of its own.
    db.session.rollback()
    figures, wrong = 0, []
    for measure_id in own:
        try:
            with transaction() as session:
                figures += feeding.feed_until_today(
                    session, organisation_id=organisation_id, measure_id=measure_id, pipeline=shown_pipeline
                )
        except TargetError as error:
            wrong.append(str(error))
    click.echo(f"{_counted(len(own), 'measure')} that feedback feeds: {_counted(figures, 'figure')} new or revised.")
    if wrong:
        raise click.ClickException("; ".join(wrong))


def _refused(file: Path, error: FaultsError, done: str) -> click.ClickException:
    for fault in error.faults[:MOST_SHOWN]:
        click.echo(str(fault), err=True)
    if len(error.faults) > MOST_SHOWN:
        click.echo(f"and {_counted(len(error.faults) - MOST_SHOWN, 'more fault')}", err=True)
    return click.ClickException(f"nothing of {file.name} was {done}: {_counted(len(error.faults), 'fault')}")


def _written(figure: uploads.Amount) -> str:
    value = "none" if figure.value is None else f"{figure.value:,.10g}"
    parts = "" if figure.denominator is None else f" ({figure.numerator:,.10g} of {figure.denominator:,.10g})"
    return value + parts + ("" if figure.n is None else f", n {figure.n:,}")


def _say(outcomes: Sequence[Outcome]) -> None:
    for each in outcomes:
        if each.what != "same":
            click.echo(f"{each.what}: {each.kind} {each.key}")
        for change in each.changes:
            click.echo(f"  {change}")
    if all(each.what == "same" for each in outcomes):
        click.echo(f"Nothing is other than before ({_counted(len(outcomes), 'thing')} read).")
        return
    counted = Counter(each.what for each in outcomes)
    click.echo(f"{counted['added']:,} added, {counted['changed']:,} changed, {counted['same']:,} as before.")


def act_for(session: Session, slug: str) -> Organisation:
    """Let the session act for an organisation, named by its address."""
    found = session.scalar(select(Organisation).where(Organisation.slug == slug))
    if found is None:
        raise click.ClickException(f"there is no organisation {slug!r}")
    set_organisation(session, found.id)
    return found


def _counted(number: int, one: str) -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {one}s"
