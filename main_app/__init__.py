"""Samaya's main API: accounts, events, bookings, and the outbox of messages to other systems and people."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from main_app.settings import MainSettings

if TYPE_CHECKING:
    from flask_openapi import OpenAPI

MIGRATIONS = Path(__file__).with_name("migrations")


def create_worker_app(settings: MainSettings | None = None) -> Flask:
    """Build the application without its web part, for the worker: settings, log and database."""
    from main_app.database import db  # here: importing main_app.settings must not load these
    from service_kit.database import init_database  # as above
    from service_kit.error_reports import init_error_reports  # as above
    from service_kit.log import init_log  # as above
    from service_kit.private_files import keep_files_private  # as above
    from service_kit.settings import init_settings  # as above

    settings = settings or MainSettings.load()
    keep_files_private(settings.data_dir)
    init_log(settings.log_file, debug=settings.flask_debug)
    init_error_reports(settings)
    app = Flask(__name__, static_folder=None)
    init_settings(app, settings)
    # Each thread keeps a connection, and may need another. The number of threads depends on NOTIFICATION_WORKERS.
    init_database(app, db, settings.database_url, migrations=MIGRATIONS, max_overflow=-1)
    return app


def create_app(settings: MainSettings | None = None) -> "OpenAPI":
    """Build the web application from its features."""
    from main_app.web import create_web_app  # here: the worker needs no web part

    return create_web_app(settings or MainSettings.load())
