"""``yousaid survey check``, ``export``, ``schema``: definitions as files."""

import json
from pathlib import Path
from typing import Any

import click
from flask import Flask
from sqlalchemy import select

from cli.installation import with_app
from cli.setup import ORGANISATION, SLUG
from models import Organisation, db, set_organisation
from surveys import managing
from surveys.checking import check as check_definition
from surveys.definition import json_of, read_definition
from surveys.errors import DefinitionError
from surveys.schema import definition_schema


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def check(file: Path) -> None:
    """Say what is wrong with a definition (docs/surveys.md), each fault with its place; change nothing."""
    try:
        definition = read_definition(json_of(file.read_bytes()))
        check_definition(definition)
    except DefinitionError as error:
        for fault in error.faults:
            click.echo(fault, err=True)
        count = len(error.faults)
        raise click.ClickException(
            f"{file} cannot be published: " + ("1 fault" if count == 1 else f"{count:,} faults")
        ) from error
    languages = ", ".join(definition.in_languages)
    click.echo(f"{file} can be published: {len(definition.questions)} questions in {languages}.")


@click.command()
@SLUG
@ORGANISATION
@click.option("--version", "number", type=click.IntRange(min=1), help="Which version; the newest if left out.")
@with_app
def export(app: Flask, slug: str, organisation: str, number: int | None) -> None:
    """Print a published definition as JSON."""
    organisation_id = db.session.scalar(select(Organisation.id).where(Organisation.slug == organisation))
    if organisation_id is None:
        raise click.ClickException(f"there is no organisation {organisation!r}")
    set_organisation(db.session(), organisation_id)
    survey = managing.survey_at(db.session(), slug)
    if survey is None:
        raise click.ClickException(f"there is no survey {slug!r}")
    published = managing.versions(db.session(), survey)
    if not published:
        raise click.ClickException(f"nothing of the survey {slug!r} is published yet")
    raw = managing.raw_version(db.session(), survey, number or published[0].number)
    if raw is None:
        raise click.ClickException(f"the survey {slug!r} has no version {number}; the newest is {published[0].number}")
    _print(raw)


@click.command()
def schema() -> None:
    """Print the JSON Schema of definitions."""
    _print(definition_schema())


def _print(raw: Any) -> None:
    click.echo(json.dumps(raw, ensure_ascii=False, indent=2))
