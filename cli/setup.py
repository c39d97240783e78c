"""``yousaid upgrade``, ``organisation``, ``service``, ``unit``, ``survey``: setting up an installation of one's own."""

import re
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts import organisations
from cli.installation import bring_tables_up_to_date, with_app
from models import (
    Collector,
    Organisation,
    Service,
    Survey,
    Unit,
    across_organisations,
    db,
    organisation_of,
    set_organisation,
    transaction,
)
from surveys import publishing
from surveys.definition import json_of
from surveys.errors import DefinitionError

Row = TypeVar("Row")


def _address(_context: click.Context, _parameter: click.Parameter, value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,62}", value):
        raise click.BadParameter("use small letters, figures and hyphens only, as it will stand in links")
    return value


SLUG = click.argument("slug", callback=_address)
NAMES = click.option("--name", required=True, help="Its name in English.")
WELSH = click.option("--name-cy", help="Its name in Welsh.")
ORGANISATION = click.option("--organisation", required=True, help="Address of the organisation.")


@click.command()
@with_app
def upgrade(app: Flask) -> None:
    """Bring the tables of the database up to date. `yousaid run` does it by itself."""
    bring_tables_up_to_date()
    click.echo("The tables are up to date.")


@click.command("organisation")
@SLUG
@NAMES
@WELSH
@click.option("--time-zone", default="Europe/London", show_default=True)
@with_app
def add_organisation(app: Flask, slug: str, name: str, name_cy: str | None, time_zone: str) -> None:
    """Add an organisation: the public body whose services these are."""
    if db.session.scalar(select(Organisation.id).where(Organisation.slug == slug)):
        raise click.ClickException(f"there is an organisation {slug!r} already")
    with transaction() as session:
        organisations.create(session, slug=slug, name=_words(name, name_cy), time_zone=time_zone)
    click.echo(f"Added the organisation {slug}.")


@click.command("service")
@SLUG
@ORGANISATION
@NAMES
@WELSH
@with_app
def add_service(app: Flask, slug: str, organisation: str, name: str, name_cy: str | None) -> None:
    """Add a service that an organisation offers."""
    with transaction() as session:
        _act_for(session, organisation)
        if session.scalar(select(Service.id).where(Service.slug == slug)):
            raise click.ClickException(f"there is a service {slug!r} already")
        organisations.add_service(session, slug=slug, name=_words(name, name_cy))
    click.echo(f"Added the service {slug}.")


@click.command("unit")
@SLUG
@ORGANISATION
@click.option("--service", help="Address of the service that it delivers; none for a region.")
@click.option("--parent", help="Address of the region that it lies in.")
@NAMES
@WELSH
@with_app
def add_unit(
    app: Flask,
    slug: str,
    organisation: str,
    service: str | None,
    parent: str | None,
    name: str,
    name_cy: str | None,
) -> None:
    """Add a unit: a place or team that delivers a service, or a region of them."""
    with transaction() as session:
        _act_for(session, organisation)
        if session.scalar(select(Unit.id).where(Unit.slug == slug)):
            raise click.ClickException(f"there is a unit {slug!r} already")
        organisations.add_unit(
            session,
            slug=slug,
            name=_words(name, name_cy),
            service=_service(session, service) if service else None,
            parent=_unit(session, parent) if parent else None,
        )
    click.echo(f"Added the unit {slug}.")


@click.group()
def survey() -> None:
    """Publish surveys and open ways into them."""


@survey.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@ORGANISATION
@click.option("--service", required=True, help="Address of the service that it is about.")
@click.option("--slug", required=True, callback=_address, help="Its public address: /s/SLUG.")
@with_app
def publish(app: Flask, file: Path, organisation: str, service: str, slug: str) -> None:
    """Publish a definition (docs/surveys.md) as a new survey, or as the next version of one."""
    try:
        definition = json_of(file.read_bytes())
        with transaction() as session:
            _act_for(session, organisation)
            about = _service(session, service)
            found = _own_survey(session, slug)
            if found is not None and found.service_id != about.id:
                raise click.ClickException(f"the survey {slug!r} is about another service")
            if found is None:
                found = publishing.create(session, service=about, slug=slug)
                publishing.collect(session, survey=found, kind="link")
            number = publishing.publish(session, survey=found, definition=definition).number
    except DefinitionError as error:
        raise click.ClickException(f"{file} cannot be published: {error}") from error
    click.echo(f"Version {number} is open at {app.config['PUBLIC_URL']}/s/{slug}")


@survey.command()
@SLUG
@ORGANISATION
@click.option(
    "--origin", "origins", multiple=True, required=True, help="Site that may embed it: https://www.example.org"
)
@click.option("--unit", help="Address of the unit that its feedback is about.")
@with_app
def window(app: Flask, slug: str, organisation: str, origins: tuple[str, ...], unit: str | None) -> None:
    """Open a conversation window into a survey, and print the line to paste."""
    exact = [_origin(each) for each in origins]
    with transaction() as session:
        _act_for(session, organisation)
        found = _survey(session, slug)
        way: Collector = publishing.collect(
            session, survey=found, kind="widget", origins=exact, unit=_unit(session, unit) if unit else None
        )
        key = way.key
    click.echo(f'<script src="{app.config["PUBLIC_URL"]}/embed/v1.js" data-key="{key}" async></script>')


@survey.command()
@SLUG
@ORGANISATION
@with_app
def close(app: Flask, slug: str, organisation: str) -> None:
    """Take no more answers. Conversations under way are kept."""
    with transaction() as session:
        _act_for(session, organisation)
        publishing.close(session, survey=_survey(session, slug))
    click.echo(f"The survey {slug} is closed.")


def _own_survey(session: Session, slug: str) -> Survey | None:
    """Return the organisation's survey with this address; None if nobody has it yet."""
    with across_organisations(session, "slug"):
        found = session.scalar(select(Survey).where(Survey.slug == slug))
    if found is not None and found.organisation_id != organisation_of(session):
        raise click.ClickException(f"the address {slug!r} is taken; choose another")
    return found


def _words(english: str, welsh: str | None) -> dict[str, str]:
    return {"en": english} | ({"cy": welsh} if welsh else {})


def _act_for(session: Session, slug: str) -> None:
    organisation_id = session.scalar(select(Organisation.id).where(Organisation.slug == slug))
    if organisation_id is None:
        raise click.ClickException(f"there is no organisation {slug!r}")
    set_organisation(session, organisation_id)


def _service(session: Session, slug: str) -> Service:
    return _found(session.scalar(select(Service).where(Service.slug == slug)), "service", slug)


def _unit(session: Session, slug: str) -> Unit:
    return _found(session.scalar(select(Unit).where(Unit.slug == slug)), "unit", slug)


def _survey(session: Session, slug: str) -> Survey:
    return _found(session.scalar(select(Survey).where(Survey.slug == slug)), "survey", slug)


def _found(row: Row | None, what: str, slug: str) -> Row:
    if row is None:
        raise click.ClickException(f"there is no {what} {slug!r}")
    return row


def _origin(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise click.ClickException(f"{text!r} is no origin: give scheme and host only, as https://www.example.org")
    return f"{parts.scheme}://{parts.netloc}".lower()
