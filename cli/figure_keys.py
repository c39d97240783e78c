"""``yousaid targets api-key``: keys of other systems that read targets or send figures."""

import click
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from cli.cascade import act_for
from cli.installation import with_app
from cli.setup import ORGANISATION
from models import SCOPES, ApiKey, Service, transaction
from targets import keys


@click.command("api-key")
@ORGANISATION
@click.option("--name", default="", help="What staff call the system that will call.")
@click.option("--service", help="Address of the only service that it is for; all, if left out.")
@click.option("--scope", "scopes", multiple=True, type=click.Choice(SCOPES), help="What it may; more than once.")
@click.option("--renew", metavar="KEY", help="Give a key a new secret; the former opens nothing from now on.")
@click.option("--close", "closed", metavar="KEY", help="Let a key open nothing from now on.")
@with_app
def api_key(
    app: Flask,
    organisation: str,
    name: str,
    service: str | None,
    scopes: tuple[str, ...],
    renew: str | None,
    closed: str | None,
) -> None:
    """Make a key for another system (docs/api.md), and print its secret, this once."""
    if renew and closed:
        raise click.UsageError("Either renew a key or close it.")
    if not (renew or closed or scopes):
        raise click.UsageError("Say with --scope what the key may.")
    with transaction() as session:
        act_for(session, organisation)
        if closed:
            keys.close(session, key=_key(session, closed))
            click.echo(f"The key {closed} is closed.")
            return
        if renew:
            key = _key(session, renew)
            public, secret = key.key, keys.renew(session, key=key)
        else:
            about = _service(session, service) if service else None
            made, secret = keys.open_key(session, name=name, scopes=scopes, service=about)
            public = made.key
    click.echo(f"Key: {public}")
    click.echo(f"Secret: {secret}")
    click.echo("Keep the secret where the other system can read it: it is not shown again.", err=True)


def _key(session: Session, key: str) -> ApiKey:
    found = session.scalar(select(ApiKey).where(ApiKey.key == key))
    if found is None:
        raise click.ClickException(f"there is no key {key!r} for targets")
    return found


def _service(session: Session, slug: str) -> Service:
    found = session.scalar(select(Service).where(Service.slug == slug))
    if found is None:
        raise click.ClickException(f"there is no service {slug!r}")
    return found
