"""/health says the process lives; /ready says it can serve: database, migrations, disk."""

import shutil
from pathlib import Path
from typing import Any

from flask import current_app
from flask_openapi import OpenAPI
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from main_app.database import db
from service_kit import clock
from service_kit.database import is_migrated
from service_kit.fields import Out

LEAST_FREE_BYTES = 50 * 1024 * 1024


class Health(Out):
    status: str
    timestamp: str
    service: str


class Readiness(Out):
    """`checks` says of each thing needed either ok or what is wrong with it."""

    status: str
    checks: dict[str, str]


def init_health(app: OpenAPI) -> None:
    @app.get("/health", responses={200: Health})
    def health() -> dict[str, Any]:
        return {"status": "healthy", "timestamp": clock.iso(clock.now()), "service": "main_app"}

    @app.get("/ready", responses={200: Readiness, 503: Readiness})
    def ready() -> tuple[dict[str, Any], int]:
        checks = {"database": _database(), "migrations": _migrations(), "disk": _disk()}
        fine = all(check == "ok" for check in checks.values())
        return {"status": "ready" if fine else "not ready", "checks": checks}, 200 if fine else 503


def _database() -> str:
    try:
        db.session.execute(text("SELECT 1"))
    except SQLAlchemyError as error:
        return f"the database does not answer ({type(error).__name__})"
    return "ok"


def _migrations() -> str:
    try:
        with db.engine.connect() as connection:
            migrated = is_migrated(connection)
    except SQLAlchemyError as error:
        return f"unknown ({type(error).__name__})"
    return "ok" if migrated else "the database is not at the newest revision: flask --app main_app db upgrade"


def _disk() -> str:
    free = shutil.disk_usage(Path(current_app.config["DATA_DIR"])).free
    return "ok" if free >= LEAST_FREE_BYTES else f"only {free // 1024 // 1024} MiB are free"
