"""``yousaid export``, ``schedule`` and ``tallies``: evidence as files, on time, and counted right."""

from datetime import datetime
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select
from tqdm import tqdm

import jobs
import tallies as counts
from cli.installation import with_app
from exports import files, insights, runs
from exports.errors import (
    AmbiguousServiceError,
    BackwardsPeriodError,
    NothingAnalysedError,
    UnknownServiceError,
)
from insights.queries import shown_pipeline
from models import (
    ExportRun,
    Organisation,
    Schedule,
    Service,
    across_organisations,
    db,
    now,
    set_organisation,
    transaction,
)
from words import in_language

DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group()
def export() -> None:
    """Write a table as a file."""


@export.command("insights")
@click.option("--service", "slug", required=True, help="Address of the service, as in its pages' links.")
@click.option("--organisation", help="Address of the organisation, where several have such a service.")
@click.option("--from", "since", type=DAY, required=True, help="First day, as 2026-01-31.")
@click.option("--to", "until", type=DAY, required=True, help="Last day, as 2026-01-31.")
@click.option("--format", "format_", type=click.Choice(files.FORMATS), default="csv", show_default=True)
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_app
def export_insights(
    app: Flask,
    slug: str,
    organisation: str | None,
    since: datetime,
    until: datetime,
    format_: str,
    output: Path,
) -> None:
    """Write a service's insights: one row a comment and theme, cleaned of personal data."""
    if until < since:
        raise BackwardsPeriodError
    service = _service(slug, organisation)
    session = db.session()
    set_organisation(session, service.organisation_id)
    pipeline = shown_pipeline(session)
    if pipeline is None:
        raise NothingAnalysedError
    chosen = insights.Chosen(service, since.date(), until.date(), pipeline)
    waiting = insights.waiting(session, chosen)
    rows = tqdm(insights.rows(session, chosen), unit=" rows", disable=None)
    written = files.write(output, kind=format_, columns=insights.COLUMNS, rows=rows, title="Insights")
    click.echo(f"{output}: {written.rows:,} rows, SHA-256 {written.checksum}", err=True)
    if waiting:
        click.echo(f"{waiting:,} comments of the period are still to be analysed and are not in it.", err=True)


@click.group()
def schedule() -> None:
    """List and send what goes out by itself."""


@schedule.command("list")
@with_app
def list_schedules(app: Flask) -> None:
    """List each schedule with its latest run, and the earlier ones that were refused for good."""
    session = db.session()
    with across_organisations(session, "operator"):
        found = session.scalars(select(Schedule).order_by(Schedule.organisation_id, Schedule.id)).all()
        for each in found:
            latest = session.scalar(
                select(ExportRun)
                .where(ExportRun.schedule_id == each.id)
                .order_by(ExportRun.period_from.desc())
                .limit(1)
            )
            name = in_language(each.target.measure.name, "en")
            click.echo(f"{each.id}  every {each.period}  {name}  {_run_in_words(latest)}")
            refused = session.scalars(
                select(ExportRun)
                .where(ExportRun.schedule_id == each.id, ExportRun.state == "failed")
                .order_by(ExportRun.period_from)
            )
            for run in refused:
                if run is not latest:
                    click.echo(f"    {_run_in_words(run)}")


@schedule.command("run")
@click.option("--failed", "again", is_flag=True, help="Also try again what mail servers have refused for good.")
@with_app
def run_schedules(app: Flask, again: bool) -> None:
    """Send what is due now, without waiting for the timetable."""
    with transaction() as session:
        runs.note_due(session, at=now())
        if again:
            runs.owe_again(session)
    sent, left = 0, []
    for organisation_id, run_id in runs.owed(db.session(), at=now(), at_once=True):
        db.session.remove()
        if runs.send_run(organisation_id=organisation_id, run_id=run_id, post=jobs.post()):
            sent += 1
        else:
            left.append(run_id)
    with across_organisations(db.session(), "operator"):
        refused = [run for run in left if db.session.get_one(ExportRun, run).state == "failed"]
    click.echo(f"{sent} sent, {len(left) - len(refused)} still owed" + _refused_in_words(len(refused)))
    if left:
        raise click.exceptions.Exit(1)


@click.group()
def tallies() -> None:
    """Check the kept counts."""


@tallies.command()
@with_app
def check(app: Flask) -> None:
    """Count anew from the rows, and name each kept count that differs."""
    session = db.session()
    wrong = 0
    for organisation in session.scalars(select(Organisation).order_by(Organisation.id)).all():
        set_organisation(session, organisation.id)
        for difference in counts.differences(session):
            wrong += 1
            change = difference.change
            click.echo(
                f"{organisation.slug} {change.place.day} {change.subject} {change.value}: "
                f"kept {difference.kept}, counted {difference.counted}",
                err=True,
            )
    if wrong:
        raise click.ClickException(f"{wrong} counts are not what the rows say")
    click.echo("Every count is what the rows say.")


def _service(slug: str, organisation: str | None) -> Service:
    session = db.session()
    with across_organisations(session, "operator"):
        found = session.execute(
            select(Service, Organisation.slug)
            .join(Organisation, Organisation.id == Service.organisation_id)
            .order_by(Organisation.slug, Service.slug)
        ).all()
    named = [(service, owner) for service, owner in found if organisation in {None, owner}]
    services = [(service, owner) for service, owner in named if service.slug == slug]
    if not services:
        raise UnknownServiceError(slug, [service.slug for service, _ in named])
    if len(services) > 1:
        raise AmbiguousServiceError(slug, [owner for _, owner in services])
    return services[0][0]


def _refused_in_words(count: int) -> str:
    return f", {count} refused for good (`yousaid schedule list` says why)" if count else ""


def _run_in_words(run: ExportRun | None) -> str:
    if run is None:
        return "nothing due yet"
    period = f"{run.period_from:%d %b %Y} to {run.period_to:%d %b %Y}"
    if run.state == "sent":
        return f"{period}: sent, {run.rows} rows"
    return f"{period}: {run.state}" + (f" ({run.trouble})" if run.trouble else "")
