"""Whether the service is alive, whether it is ready for work, and what it has counted."""

import shutil
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

from flask import Response, current_app
from flask_openapi import APIBlueprint, Tag
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from crm_microservice import metrics
from crm_microservice.config import Config
from crm_microservice.database import db
from crm_microservice.logging import log
from crm_microservice.notifications.store import StoreUnavailable
from service_kit.database import is_migrated

LEAST_FREE_DISK = 64 * 1024 * 1024  # bytes

health_routes = APIBlueprint("health", __name__, abp_tags=[Tag(name="health")])


@health_routes.get("/health", summary="Alive")
@health_routes.get("/webhooks/health", summary="Alive, at the address webhook senders know")
def alive() -> dict[str, str]:
    return {
        "status": "healthy",
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "service": "crm_microservice",
    }


@health_routes.get("/ready", summary="Ready for work, with the checks behind the answer")
def ready() -> tuple[dict[str, Any], int]:
    checks = {"database": _database, "migrations": _migrations, "disk": _disk, "store": _store}
    results = {name: _result(name, check) for name, check in checks.items()}
    is_ready = all(result.startswith("ok") for result in results.values())
    return {"status": "ready" if is_ready else "not ready", "checks": results}, 200 if is_ready else 503


@health_routes.get("/metrics", summary="Prometheus metrics", doc_ui=False)
def prometheus() -> Response:
    return Response(metrics.exposition(), content_type=CONTENT_TYPE_LATEST)


class _NotReady(Exception):
    pass


def _result(name: str, check: Callable[[], str | None]) -> str:
    try:
        remark = check()
    except (SQLAlchemyError, OSError, StoreUnavailable, _NotReady) as error:
        log.error("not_ready", check=name, reason=str(error))
        return str(error) if isinstance(error, (StoreUnavailable, _NotReady)) else "failing, see the log"
    return f"ok: {remark}" if remark else "ok"


def _database() -> None:
    with db.engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _migrations() -> None:
    with db.engine.connect() as connection:
        if not is_migrated(connection):
            raise _NotReady("the database is not at the newest revision")


def _disk() -> None:
    config: Config = current_app.extensions["crm_config"]
    if shutil.disk_usage(config.data_dir).free < LEAST_FREE_DISK:
        raise _NotReady(f"less than {LEAST_FREE_DISK // 1024 // 1024} MiB free")


def _store() -> str | None:
    return current_app.extensions["notification_store"].check()
