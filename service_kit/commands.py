"""Groups of `flask` commands that work on a service's database."""

from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from service_kit.migrations import is_migrated

SAME_SETTINGS = "Give this command the same settings as the services, in .env or in the environment."


class DatabaseCommands(AppGroup):
    """Commands that end with a clear message if the database is missing or not migrated, and never create one."""

    def command(self, *args: Any, **kwargs: Any) -> Callable[[Callable[..., Any]], click.Command]:  # type: ignore[override]
        register = super().command(*args, **kwargs)

        def decorate(function: Callable[..., Any]) -> click.Command:
            @wraps(function)
            def checked(*values: Any, **options: Any) -> Any:
                _require_database()
                return function(*values, **options)

            return register(checked)

        return decorate


def _require_database() -> None:
    engine: Engine = current_app.extensions["database_engine"]
    name = engine.url.render_as_string(hide_password=True)
    if engine.dialect.name == "sqlite" and not Path(engine.url.database or "").exists():
        raise click.ClickException(f"There is no database at {engine.url.database}. {SAME_SETTINGS}")
    try:
        with engine.connect() as connection:
            migrated = is_migrated(connection)
    except OperationalError as error:
        raise click.ClickException(f"The database {name} can't be reached: {error.orig}. {SAME_SETTINGS}") from error
    if not migrated:
        raise click.ClickException(
            f"The database {name} is not at this release's schema. Start the services once, or run `flask db upgrade`."
        )
