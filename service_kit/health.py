"""/health: the process is alive. /ready: the service can work, as its database, migrations, disk and more show."""

import logging
import shutil
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from flask import Flask
from flask_openapi import OpenAPI, Tag
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import literal_column, select
from sqlalchemy.exc import SQLAlchemyError

from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import read_connection
from service_kit.fields import Out
from service_kit.migrations import is_migrated

MIN_FREE_BYTES = 50 * 1024 * 1024

PING = CompiledStatement(select(literal_column("1")))

logger = logging.getLogger(__name__)
# Returns None, or a note for the operator although the service is ready. Raises NotReady.
Check = Callable[[], str | None]


class NotReady(Exception):
    """A check failed. The message tells an operator what is missing."""


class Health(Out):
    status: str
    timestamp: str
    service: str


class Readiness(Out):
    """`checks` states for each requirement either ok or what is wrong."""

    status: str
    checks: dict[str, str]


def init_health(
    app: OpenAPI,
    db: SQLAlchemy,
    service: str,
    more_checks: Mapping[str, Check] | None = None,
    paths: Sequence[str] = ("/health",),
) -> None:
    """Add /ready, and /health at each of `paths`. `service` is the name of the package."""
    tags: list[Tag | dict[str, Any]] = [Tag(name="Health")]

    def _database() -> None:
        with read_connection() as connection:
            PING.scalar(connection, {})

    def _migrations() -> None:
        with db.engine.connect() as connection:
            if not is_migrated(connection):
                raise NotReady(f"the database is not at the newest revision: flask --app {service} db upgrade")

    checks: dict[str, Check] = {
        "database": _database,
        "migrations": _migrations,
        "disk": partial(_disk, app),
        **(more_checks or {}),
    }

    def health() -> dict[str, Any]:
        return {"status": "healthy", "timestamp": clock.iso(clock.now()), "service": service}

    for path in paths:
        app.get(path, responses={200: Health}, tags=tags, summary="Is the process alive?", endpoint=path[1:])(health)

    @app.get(
        "/ready",
        responses={200: Readiness, 503: Readiness},
        tags=tags,
        summary="Can the service work, and if not, why?",
    )
    def ready() -> tuple[dict[str, Any], int]:
        results = {name: _result(name, check) for name, check in checks.items()}
        is_ready = all(result == "ok" or result.startswith("ok: ") for result in results.values())
        return {"status": "ready" if is_ready else "not ready", "checks": results}, 200 if is_ready else 503


def _result(name: str, check: Check) -> str:
    try:
        note = check()
    except NotReady as error:
        reason = str(error)
    except (SQLAlchemyError, OSError) as error:
        reason = f"failing ({type(error).__name__}), see the log"
        logger.error("not ready: %s", name, exc_info=error)
    else:
        return f"ok: {note}" if note else "ok"
    return reason


def _disk(app: Flask) -> None:
    free = shutil.disk_usage(app.extensions["settings"].data_dir).free
    if free < MIN_FREE_BYTES:
        raise NotReady(f"only {free // 1024 // 1024} MiB are free")
