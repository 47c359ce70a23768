"""Samaya's main API: accounts, events, bookings, and the outbox that tells everyone else."""

from logging import DEBUG, INFO
from pathlib import Path
from typing import Any

from flask_cors import CORS
from flask_jwt_extended import JWTManager
from flask_openapi import OpenAPI
from werkzeug.middleware.proxy_fix import ProxyFix

from main_app.config import load_config


def create_app(config: dict[str, Any] | None = None) -> OpenAPI:
    """Build the application: this is its table of contents."""
    # Imported here because the metrics must know their directory before anything counts.
    from main_app.api_docs import described_app
    from main_app.auth import hooks
    from main_app.auth.commands import user_commands
    from main_app.auth.routes import auth
    from main_app.bookings.journal_commands import journal_commands
    from main_app.bookings.routes import bookings
    from main_app.bookings.session_routes import session_routes
    from main_app.calendars.operations import revoke_feed_of
    from main_app.calendars.routes import calendars
    from main_app.database import db
    from main_app.demo import demo_commands
    from main_app.events.routes import events
    from main_app.events.search_index import index_events_of
    from main_app.health import init_health
    from main_app.integration.routes import integration
    from main_app.limits import init_limits
    from main_app.live import init_live_seats
    from main_app.logging import init_logging, init_request_log
    from main_app.metrics import init_metrics
    from main_app.outbox.commands import outbox_commands
    from main_app.ui import init_ui
    from service_kit.database import init_database
    from service_kit.private_files import keep_files_private
    from service_kit.problems import init_problems, validation_error_response
    from service_kit.strict_json import StrictRequest

    config = config or load_config()
    keep_files_private(config["DATA_DIR"])
    init_logging(DEBUG if config["FLASK_DEBUG"] else INFO)
    app = described_app(__name__, validation_error_callback=validation_error_response, static_folder=None)
    app.request_class = StrictRequest
    proxies = config["TRUSTED_PROXIES"]
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    app.config.update(config)
    CORS(app, origins=app.config["CORS_ORIGINS"], supports_credentials=True)
    JWTManager(app)

    init_request_log(app)
    init_problems(app)
    init_database(app, db, config["SQLALCHEMY_DATABASE_URI"], migrations=Path(__file__).parent / "migrations")
    init_limits(app)
    init_metrics(app)
    init_health(app)
    hooks.after_rename(index_events_of)
    hooks.after_sign_out_everywhere(revoke_feed_of)
    for blueprint in (auth, events, session_routes, bookings, calendars, integration):
        app.register_api(blueprint)
    init_live_seats(app)
    init_ui(app)
    for commands in (outbox_commands, journal_commands, demo_commands, user_commands):
        app.cli.add_command(commands)
    return app
