"""``yousaid nlp examples``: what staff said that words of conversations mean, as the understanding learns from it."""

from pathlib import Path

import click
from flask import Flask
from sqlalchemy import select

import sheets
from cli.installation import with_app
from cli.json_lines import line_of
from models import Organisation, across_organisations, db, set_organisation
from surveys.conversations import teaching


@click.command()
@click.argument("file", metavar="OUT.jsonl", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--organisation", help="Address of the organisation, where there are several.")
@with_app
def examples(app: Flask, file: Path, organisation: str | None) -> None:
    """Write the examples that an organisation's staff made of conversations, cleaned of personal data.

    "yousaid nlp train-understanding --messages OUT.jsonl" learns from them, beside the messages that are shipped.
    """
    session, written = db.session(), 0
    set_organisation(session, _organisation(organisation))
    with sheets.replacing(file) as unfinished, unfinished.open("wb") as stream:
        for row in teaching.lines(session):
            stream.write(line_of(row))
            written += 1
    click.echo(f"{file}: {written:,} examples", err=True)


def _organisation(slug: str | None) -> int:
    with across_organisations(db.session(), "operator"):
        found = db.session.execute(select(Organisation.id, Organisation.slug).order_by(Organisation.slug)).all()
    named = [key for key, each in found if slug in {None, each}]
    if len(named) != 1:
        known = ", ".join(each for _, each in found)
        raise click.ClickException(f"Name one organisation with --organisation. There are: {known or 'none'}.")
    return int(named[0])
