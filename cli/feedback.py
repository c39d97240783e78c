"""``yousaid import feedback`` and ``survey api-key``: feedback that was given elsewhere."""

import json
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from tqdm import tqdm

import jobs
from cli.installation import with_app
from cli.setup import ORGANISATION, SLUG
from jobs.analysis import analyse_waiting
from models import Collector, Organisation, Survey, Unit, db, set_organisation, transaction
from sheets import CsvRows, XlsxRows, read_sheet
from surveys import editions, importing, publishing
from surveys.errors import DefinitionError
from surveys.importing import Found, ImportedMeanwhileError, Mapping, MappingError, Plan
from surveys.importing.planning import published
from surveys.source import json_of

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("import")
def imports() -> None:
    """Bring in what was gathered elsewhere."""


@imports.command()
@click.argument("file", type=FILE, required=False)
@ORGANISATION
@click.option("--survey", "slug", required=True, help="Address of the survey that was answered.")
@click.option("--mapping", "mapping_file", type=FILE, help="JSON that says which column answers which question.")
@click.option("--name", help="What staff call this import; the file's name if left out. Again: only what is new.")
@click.option("--worksheet", help="Of an XLSX file; the first if left out.")
@click.option("--loose", is_flag=True, help="Take answers that the survey's own rules would not have asked for.")
@click.option("--dry-run", is_flag=True, help="Say what would be imported, and import nothing.")
@click.option("--template", is_flag=True, help="Print a mapping to be filled in.")
@with_app
def feedback(
    app: Flask,
    file: Path | None,
    organisation: str,
    slug: str,
    mapping_file: Path | None,
    name: str | None,
    worksheet: str | None,
    loose: bool,
    dry_run: bool,
    template: bool,
) -> None:
    """Import past feedback from a CSV or XLSX file: all of it, or nothing where a row is wrong."""
    session = db.session()
    survey = _survey(session, organisation, slug)
    if not published(session, survey=survey):
        raise click.ClickException(f"the survey {slug!r} was never published, so nothing can answer it")
    if template:
        definition = editions.definition_of(editions.latest(session, survey))
        click.echo(json.dumps(importing.template(definition), ensure_ascii=False, indent=2))
        return
    if file is None:
        raise click.UsageError("Name the file, or ask for --template.")
    rows = read_sheet(file, sheet=worksheet)
    mapping = _mapping(mapping_file) if mapping_file else None
    try:
        plan = importing.plan(
            session, survey=survey, columns=rows.columns, mapping=mapping, name=name or file.stem, loose=loose
        )
    except MappingError as error:
        raise click.ClickException("\n  ".join(["the columns do not fit:", *error.faults])) from error
    _say_what_is_left_out(rows, plan)
    _take(session, plan, rows, dry_run=dry_run)


def _take(session: Session, plan: Plan, rows: CsvRows | XlsxRows, *, dry_run: bool) -> None:
    with importing.Spool() as spool:
        read = tqdm(rows, desc="Reading", unit=" rows", disable=None, leave=False)
        found = importing.sift(session, plan=plan, rows=read, spool=None if dry_run else spool)
        _say_what_is_wrong(found)
        _say_what_was_found(found)
        if dry_run:
            click.echo("This was a dry run: nothing was imported.")
        if found.wrong:
            raise click.ClickException("nothing was imported, since some rows are wrong; mend them and try again")
        if dry_run or not found.ready:
            return
        try:
            kept = importing.load(
                plan=plan, batches=tqdm(spool, desc="Writing", unit=" batches", disable=None, leave=False)
            )
        except ImportedMeanwhileError as error:
            raise click.ClickException(str(error)) from error
    jobs.later(analyse_waiting)
    click.echo(
        f"Imported {_counted(kept.submissions, 'submission')} with {_counted(kept.comments, 'comment')} "
        f"as {plan.name!r}. Comments are analysed after those of people who write now."
    )


@click.command("api-key")
@SLUG
@ORGANISATION
@click.option("--name", default="", help="What staff call the system that will call.")
@click.option("--unit", help="Address of the unit that its feedback is about.")
@click.option("--renew", metavar="KEY", help="Give a way in a new secret; the former opens nothing from now on.")
@click.option("--close", "closed", metavar="KEY", help="Take no more calls by a way in.")
@with_app
def api_key(
    app: Flask, slug: str, organisation: str, name: str, unit: str | None, renew: str | None, closed: str | None
) -> None:
    """Open a way in for another system (docs/api.md), and print its secret, this once."""
    if renew and closed:
        raise click.UsageError("Either renew a key or close it.")
    with transaction() as session:
        survey = _survey(session, organisation, slug)
        if closed:
            publishing.close_api(session, collector=_api(session, survey, closed))
            secret = None
        elif renew:
            collector = _api(session, survey, renew)
            key, secret = collector.key, publishing.renew_secret(session, collector=collector)
        else:
            about = _unit(session, unit) if unit else None
            collector, secret = publishing.open_api(session, survey=survey, name=name, unit=about)
            key = collector.key
    if secret is None:
        click.echo(f"The key {closed} is closed.")
        return
    click.echo(f"Key: {key}")
    click.echo(f"Secret: {secret}")
    click.echo("Keep the secret where the other system can read it: it is not shown again.", err=True)


def _survey(session: Session, organisation: str, slug: str) -> Survey:
    found = session.scalar(select(Organisation.id).where(Organisation.slug == organisation))
    if found is None:
        raise click.ClickException(f"there is no organisation {organisation!r}")
    set_organisation(session, found)
    survey = session.scalar(select(Survey).where(Survey.slug == slug))
    if survey is None:
        raise click.ClickException(f"there is no survey {slug!r}")
    return survey


def _api(session: Session, survey: Survey, key: str) -> Collector:
    ways = select(Collector).where(Collector.survey_id == survey.id, Collector.kind == "api", Collector.key == key)
    found = session.scalar(ways)
    if found is None:
        raise click.ClickException(f"the survey {survey.slug!r} has no key {key!r}")
    return found


def _unit(session: Session, slug: str) -> Unit:
    found = session.scalar(select(Unit).where(Unit.slug == slug))
    if found is None:
        raise click.ClickException(f"there is no unit {slug!r}")
    return found


def _mapping(file: Path) -> Mapping:
    try:
        return importing.read_mapping(json_of(file.read_bytes()))
    except (DefinitionError, MappingError) as error:
        raise click.ClickException("\n  ".join([f"{file.name} is no mapping:", *error.faults])) from error


def _say_what_is_left_out(rows: CsvRows | XlsxRows, plan: Plan) -> None:
    if isinstance(rows, XlsxRows) and len(rows.sheets) > 1:
        others = ", ".join(name for name in rows.sheets if name != rows.sheet)
        click.echo(f"Worksheet read: {rows.sheet}. Left out: {others}.")
    if plan.left_out:
        click.echo(f"Columns left out: {', '.join(plan.left_out)}.")
    if plan.not_in_file:
        click.echo(f"Questions that no column answers: {', '.join(plan.not_in_file)}.")
    if plan.mapping.reference is None:
        click.echo("No column is a reference, so a row counts as imported before where all its cells are the same.")


def _say_what_is_wrong(found: Found) -> None:
    for fault in found.faults:
        click.echo(str(fault), err=True)
    if found.more_faults:
        click.echo(f"and {_counted(found.more_faults, 'fault')} more", err=True)


def _say_what_was_found(found: Found) -> None:
    days = f" given from {found.first_day} to {found.last_day}" if found.ready else ""
    said = [
        f"{_counted(found.ready, 'row')} to import with {_counted(found.comments, 'comment')}{days}",
        f"{found.already:,} imported before",
        f"{found.empty:,} without an answer",
        f"{found.wrong:,} wrong",
    ]
    click.echo("; ".join(said) + ".")
    if found.expired:
        lapsed = _counted(found.expired, "address or number", "addresses and numbers")
        click.echo(f"{lapsed} of people will not be kept, since the time to keep them is over.")


def _counted(number: int, one: str, many: str = "") -> str:
    return f"1 {one}" if number == 1 else f"{number:,} {many or one + 's'}"
