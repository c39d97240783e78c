"""Commands that need the installation: its settings, its database, its tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

import click
import flask_migrate
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

import logs
import settings as settings_module
from accounts.errors import AccountError
from app import create_app
from embedded import environment
from exports.errors import ExportError
from models import answers, db, is_ready
from settings import SettingsError
from sheets import SheetError
from targets.errors import TargetError

HERE = Path(__file__).parent.parent


class TablesError(Exception):
    """The tables of the database are missing, or those of another version."""

    def __init__(self) -> None:
        super().__init__("the database does not have the tables of this version; run `yousaid upgrade` first")


# What an operator can mend: shown as one sentence, without a traceback.
MENDABLE = (SettingsError, SheetError, ExportError, AccountError, TargetError, TablesError)


def with_app(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the application as its first argument, inside its context."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> None:
        with speaking_plainly():
            logs.configure()
            app = create_app()
            with app.app_context(), _naming_missing_tables(app):
                command(app, *args, **kwargs)

    return run


@contextmanager
def _naming_missing_tables(app: Flask) -> Iterator[None]:
    """Say that the tables are not those of this version where that is why the database refused something."""
    try:
        yield
    except (OperationalError, ProgrammingError) as error:
        db.session.rollback()
        # A database that is away is another matter.
        if answers() and not is_ready(app.extensions["tables"]):
            raise TablesError from error
        raise


class speaking_plainly:  # noqa: N801 - reads as a verb
    """Turn errors that an operator can mend into one sentence and exit status 1."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, MENDABLE):
            raise click.ClickException(str(error)) from error


def settings() -> settings_module.Settings:
    """Return the settings, those of the embedded shape where none are given."""
    return settings_module.read(environment())


def bring_tables_up_to_date() -> None:
    """Run the migrations that the database has not seen."""
    flask_migrate.upgrade(directory=str(HERE / "migrations"))
