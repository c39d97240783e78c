"""``yousaid run``, ``worker``, ``timetable`` and ``demo``."""

import sys
from datetime import datetime

import click
from flask import Flask
from tqdm import tqdm

import jobs
import worker as worker_module
from cli import demonstration
from cli.installation import bring_tables_up_to_date, settings, speaking_plainly, with_app
from embedded import environment
from insights import analysis, reanalysis
from jobs.analysis import analyse_waiting
from models import db, transaction
from nlp import loading
from nlp.errors import LanguageError
from settings import Settings
from supervisor import StartError, Supervisor, be_the_only_one, port_is_free


@click.command()
@click.option("--demo", "with_demo", is_flag=True, help="Load the demonstration first, unless it is there.")
def run(with_demo: bool) -> None:
    """Run everything on this machine: queue server, worker, timetable and web server. Ctrl-C stops it."""
    with speaking_plainly():
        chosen = settings()
    try:
        _run(chosen, with_demo)
    except StartError as error:
        raise click.ClickException(str(error)) from error
    click.echo("Stopped.")


def _run(chosen: Settings, with_demo: bool) -> None:
    lock = be_the_only_one(chosen.instance)
    if not port_is_free(chosen.port):
        raise StartError(f"port {chosen.port} is in use; choose another with PORT=8001 make run")
    said = _prepare(with_demo)

    def tell() -> None:
        click.echo(f"\nYouSaid is running at {chosen.public_url}")
        for line in said:
            click.echo(line)
        click.echo("Press Ctrl-C to stop.")

    Supervisor(chosen, environment(), lock).run(tell)


def _queues(_context: click.Context, _parameter: click.Parameter, names: str) -> tuple[str, ...]:
    queues = tuple(dict.fromkeys(name.strip() for name in names.split(",")))
    unknown = [name for name in queues if name not in (*jobs.QUEUES, jobs.TURNS)]
    if unknown:
        raise click.BadParameter(f"there is no queue {unknown[0]!r}; known are {', '.join((*jobs.QUEUES, jobs.TURNS))}")
    if jobs.TURNS in queues and len(queues) > 1:
        raise click.BadParameter(f"{jobs.TURNS} needs a worker of its own, since somebody waits for it")
    return queues


@click.command()
@click.option("--burst", is_flag=True, help="Stop when nothing is left to do.")
@click.option(
    "--queues",
    default=",".join(jobs.QUEUES),
    show_default=True,
    callback=_queues,
    help=f"Which queues to work at, first things first; {jobs.TURNS} alone to understand conversations.",
)
@with_app
def worker(app: Flask, burst: bool, queues: tuple[str, ...]) -> None:
    """Do the jobs that are asked for: analysis, mail; or understand what people say in conversations."""
    if jobs.TURNS not in queues:
        worker_module.work(app, burst=burst, queues=queues)
        return
    try:
        worker_module.understand_turns(app, burst=burst)
    except LanguageError as error:
        raise click.ClickException(str(error)) from error


@click.command("retry-failed")
@with_app
def retry_failed(app: Flask) -> None:
    """Analyse once more what could not be analysed, when its cause is mended."""
    with transaction() as session:
        waiting = analysis.wait_again(session)
    jobs.later(analyse_waiting)
    click.echo(f"{waiting:,} comments wait to be analysed again.")


@click.command()
@click.option("--promote", is_flag=True, help="Show what came of it, in every organisation.")
@with_app
def reanalyse(app: Flask, promote: bool) -> None:
    """Analyse with the pipeline of this version what an earlier one has analysed; both are kept beside one another."""
    analyser = loading.load()
    with transaction() as session:
        left = reanalysis.wanting(session, analyser.pipeline)
    with tqdm(total=left, unit=" comments", disable=None, file=sys.stderr) as bar:
        stored = reanalysis.reanalyse(analyser, report=bar.update)
    click.echo(f"{stored:,} comments were analysed with {analyser.pipeline}.")
    if promote:
        with transaction() as session:
            changed = reanalysis.promote(session, pipeline=analyser.pipeline)
        click.echo(f"{analyser.pipeline} is now shown; in {changed:,} organisations that is new.")


@click.command()
@with_app
def timetable(app: Flask) -> None:
    """Ask for jobs by the clock."""
    worker_module.keep_time(app)


@click.command()
@click.option(
    "--seed",
    type=int,
    default=demonstration.SEED,
    show_default=True,
    help="Another seed gives another 18 months.",
)
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the 18 months; today if not given.")
@with_app
def demo(app: Flask, seed: int, until: datetime | None) -> None:
    """Load the demonstration: an invented council, its services, and 18 months of feedback."""
    bring_tables_up_to_date()
    instance = app.extensions["settings"].instance
    for line in demonstration.load(instance=instance, seed=seed, until=until.date() if until else None):
        click.echo(line)
    jobs.later(analyse_waiting)


def _prepare(with_demo: bool) -> list[str]:
    """Bring the tables up to date and load what is asked for; return the lines to print when all runs."""
    said: list[str] = []

    @with_app
    def prepare(app: Flask) -> None:
        bring_tables_up_to_date()
        if with_demo:
            said.extend(demonstration.load(instance=app.extensions["settings"].instance))
        # The processes to come must not share this one's connections.
        db.session.remove()
        db.engine.dispose()

    prepare()
    return said
