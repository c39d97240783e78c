"""``yousaid survey invite``, ``remind``, ``volumes``: asking people by e-mail, and how many were asked elsewhere."""

from pathlib import Path
from typing import TypeVar

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

import jobs
from cli.installation import with_app
from cli.setup import ORGANISATION, SLUG
from jobs.invitations import send_invitations
from models import Collector, Organisation, Survey, Unit, set_organisation, transaction
from sheets import CsvRows, XlsxRows, read_sheet
from surveys import invitations, volumes
from surveys.errors import SurveyError
from surveys.invitations import Invited
from surveys.recipients import read_recipients
from surveys.rows import RowsError

Found = TypeVar("Found")

LIST = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


class DryRunError(Exception):
    """Ends the transaction with nothing kept."""


@click.command()
@SLUG
@LIST
@ORGANISATION
@click.option("--name", default="", help="What staff call these invitations, as Spring round.")
@click.option("--unit", help="Address of the unit that the feedback is about.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@with_app
def invite(app: Flask, slug: str, file: Path, organisation: str, name: str, unit: str | None, dry_run: bool) -> None:
    """Invite the people of a list by e-mail: a CSV or XLSX with the columns address and, if wanted, name, language."""
    try:
        recipients = read_recipients(_rows(file))
        with transaction() as session:
            survey = _survey(session, organisation, slug)
            about = _found(session.scalar(select(Unit).where(Unit.slug == unit)), "unit", unit) if unit else None
            collector = invitations.round_of(session, survey=survey, name=name, unit=about)
            invited = invitations.invite(session, collector=collector, recipients=recipients)
            waits = survey.state != "open"
            if dry_run:
                raise DryRunError
    except DryRunError:
        click.echo(_said(invited, "would be invited"))
        return
    except SurveyError as error:
        raise click.ClickException(_plainly(file, error)) from error
    click.echo(_said(invited, "will be invited"))
    if waits:
        click.echo(f"Nothing is sent before the survey {slug} is open.")
    if app.extensions["settings"].mail_url is None:
        click.echo("Nothing is sent before MAIL_URL names a mail server.")
    jobs.later(send_invitations)


@click.command()
@SLUG
@ORGANISATION
@click.option(
    "--days",
    type=click.IntRange(min=1),
    default=invitations.REMIND_AFTER_DAYS,
    show_default=True,
    help="Remind those whose last mail is at least so many days old.",
)
@with_app
def remind(app: Flask, slug: str, organisation: str, days: int) -> None:
    """Remind those who were invited and have not answered."""
    with transaction() as session:
        survey = _survey(session, organisation, slug)
        rounds = select(Collector).where(Collector.survey_id == survey.id, Collector.kind == "invitation")
        count = sum(
            invitations.ask_for_reminders(session, collector=collector, days_since=days)
            for collector in session.scalars(rounds.order_by(Collector.id)).all()
        )
    click.echo(f"{_people(count)} will be reminded.")
    jobs.later(send_invitations)


@click.command("volumes")
@SLUG
@LIST
@ORGANISATION
@click.option("--collector", "key", required=True, help="Key of the way in, as in data-key of its line to paste.")
@with_app
def state_volumes(app: Flask, slug: str, file: Path, organisation: str, key: str) -> None:
    """State how many people were offered a survey: a CSV or XLSX with the columns since, until and offered."""
    try:
        with transaction() as session:
            survey = _survey(session, organisation, slug)
            ways = select(Collector).where(Collector.survey_id == survey.id, Collector.key == key)
            collector = _found(session.scalar(ways), "way into this survey with the key", key)
            count = volumes.state_volumes(session, collector=collector, rows=_rows(file))
    except SurveyError as error:
        raise click.ClickException(_plainly(file, error)) from error
    click.echo("1 period is stated." if count == 1 else f"{count:,} periods are stated.")


def _rows(file: Path) -> CsvRows | XlsxRows:
    return read_sheet(file)


def _survey(session: Session, organisation: str, slug: str) -> Survey:
    found = _found(
        session.scalar(select(Organisation.id).where(Organisation.slug == organisation)), "organisation", organisation
    )
    set_organisation(session, found)
    return _found(session.scalar(select(Survey).where(Survey.slug == slug)), "survey", slug)


def _found(row: Found | None, what: str, slug: str | None) -> Found:
    if row is None:
        raise click.ClickException(f"there is no {what} {slug!r}")
    return row


def _plainly(file: Path, error: SurveyError) -> str:
    return f"{file.name}: {error}" if isinstance(error, RowsError | volumes.OverlappingError) else str(error)


def _said(invited: Invited, what: str) -> str:
    left_out = [
        (invited.already, "invited before"),
        (invited.unsubscribed, "unsubscribed"),
        (invited.repeated, "twice in the list"),
    ]
    named = ", ".join(f"{count:,} {why}" for count, why in left_out if count)
    return f"{_people(invited.added)} {what}." + (f" Left out: {named}." if named else "")


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
