"""``yousaid user``: staff who may sign in."""

import click
from flask import Flask
from flask_security.utils import hash_password
from sqlalchemy import select

from accounts import people
from cli.installation import with_app
from models import ROLES, Organisation, db, set_organisation, transaction

# Of who owns targets and is nothing else.
NO_ROLE = "none"


@click.group()
def user() -> None:
    """Staff who may sign in."""


@user.command()
@click.argument("email")
@click.option("--name", required=True, help="How the person is shown.")
@click.option("--organisation", "slug", required=True, help="Address of the organisation, as in its links.")
@click.option(
    "--role",
    type=click.Choice((*ROLES, NO_ROLE)),
    default="viewer",
    show_default=True,
    help="What the person may do; with none, only see the targets that they own.",
)
@click.password_option(help="Asked for if not given; visible in the process list if given.")
@with_app
def add(app: Flask, email: str, name: str, slug: str, role: str, password: str) -> None:
    """Add a member of staff."""
    if len(password) < 12:
        raise click.ClickException("the password must have at least 12 characters")
    organisation = db.session.scalar(select(Organisation).where(Organisation.slug == slug))
    if organisation is None:
        raise click.ClickException(f"there is no organisation {slug!r}")
    organisation_id = organisation.id
    with transaction() as session:
        set_organisation(session, organisation_id)
        # In the form that signing in brings it to, so that an accent is one from every keyboard.
        hashed = hash_password(app.extensions["security"].password_util.normalize(password))
        person = people.add(session, name=name, email=email, password_hash=hashed)
        if role != NO_ROLE:
            people.grant(session, person=person, role=role)
    click.echo(f"{email} can sign in{'' if role == NO_ROLE else f' as {role}'}.")
