"""The main API in this process, on a database of its own: for tests that move the clock or look inside."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask

from main_app import create_app
from main_app.database import db
from main_app.settings import MainSettings
from service_kit.migrations import migrate_database
from service_kit.rate_limits import limiter
from tests.support.postgres import fresh_database
from tests.support.services import CRM_TOKEN, engine_under_test

# Settings with which the main API starts in production. (Its secrets are `application`'s.)
PRODUCTION: dict[str, Any] = {
    "APP_ENV": "production",
    "PASSWORD_HASHING": "strong",
    "RATELIMIT_ENABLED": "true",
    "PUBLIC_URL": "https://samaya.example",
}


@contextmanager
def application(*, migrated: bool = True, **settings: Any) -> Iterator[Flask]:
    """An application with an empty, migrated database. `settings` go over its configuration."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    with tempfile.TemporaryDirectory(prefix="samaya-app-") as folder:
        data = Path(folder)
        url = fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{data}/samaya.db"
        app = create_app(
            MainSettings.load(
                {
                    "DATA_DIR": data,
                    "DATABASE_URL": url,
                    "PASSWORD_HASHING": "cheap",
                    "RATELIMIT_ENABLED": "false",
                    "CRM_BASE_URL": "http://127.0.0.1:9",
                    # With the default ones it would answer its own machine only.
                    **{name: f"a-secret-for-tests-only-{name}" for name in ("SECRET_KEY", "JWT_SECRET_KEY")},
                    "CRM_AUTH_TOKEN": CRM_TOKEN,
                    **settings,
                }
            )
        )
        # The application logs for its whole process, which here is pytest's.
        root.handlers, root.level = before
        if migrated:
            migrate_database(app)
        try:
            yield app
        finally:
            limiter.enabled = False  # it is one for all applications of a process
            with app.app_context():
                db.session.remove()
                db.engine.dispose()
