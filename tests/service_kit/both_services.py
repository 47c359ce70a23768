"""Both services in this process, each with its own database, for tests of what both do alike."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from crm_microservice import create_app as create_crm
from crm_microservice.settings import CrmSettings
from service_kit.migrations import migrate_database
from service_kit.settings import DEVELOPMENT_SECRET, DEVELOPMENT_TOKEN
from tests.main_app.application import application
from tests.support.postgres import fresh_database
from tests.support.services import engine_under_test


class Buffered(FlaskClient):
    """Reads and closes each response at once, because some responses are open files."""

    def open(self, *args: Any, **kwargs: Any) -> Any:
        return super().open(*args, **{"buffered": True, **kwargs})


SERVICES = ("main", "crm")
TOKEN = DEVELOPMENT_TOKEN


@contextmanager
def service(name: str, **settings: Any) -> Iterator[Flask]:
    """The service with an empty, migrated database. The CRM's log is `crm.log` in its DATA_DIR.

    `settings` go over its configuration.
    """
    if name == "main":
        public = dict.fromkeys(("SECRET_KEY", "JWT_SECRET_KEY"), DEVELOPMENT_SECRET)
        with application(**{**public, "CRM_AUTH_TOKEN": DEVELOPMENT_TOKEN, **settings}) as app:
            yield app
        return
    root = logging.getLogger()
    before = root.handlers[:], root.level
    with tempfile.TemporaryDirectory(prefix="samaya-crm-") as folder:
        url = fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{folder}/crm.db"
        settings = {
            "DATA_DIR": folder,
            "CRM_DATABASE_URL": url,
            "CRM_LOG_FILE": str(Path(folder, "crm.log")),
            "NOTIFICATION_LOG_FILE": str(Path(folder, "notifications.json")),
            "RATELIMIT_ENABLED": "false",
            **dict.fromkeys(("SECRET_KEY", "JWT_SECRET_KEY"), DEVELOPMENT_SECRET),
            "CRM_AUTH_TOKEN": DEVELOPMENT_TOKEN,
            **settings,
        }
        app = create_crm(CrmSettings.load(settings))
        root.handlers, root.level = before
        migrate_database(app)
        try:
            yield app
        finally:
            app.extensions["notification_store"].close()
            with app.app_context():
                app.extensions["sqlalchemy"].engine.dispose()
