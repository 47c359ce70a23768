"""The CRM microservice: receives every booking's notification and shows facilitators what concerns them."""

from collections.abc import Sequence
from pathlib import Path

from flask_openapi import OpenAPI
from sqlalchemy import Connection
from werkzeug.middleware.proxy_fix import ProxyFix

from crm_microservice.approvals.profiles import follow_profiles
from crm_microservice.approvals.routes import approval_routes, webhook_routes
from crm_microservice.auth import set_up_auth
from crm_microservice.config import Config, load_config
from crm_microservice.database import db
from crm_microservice.documentation import register_documentation
from crm_microservice.facilitators.commands import commands as facilitator_commands
from crm_microservice.facilitators.event_routes import event_routes
from crm_microservice.facilitators.guest_routes import guest_routes
from crm_microservice.facilitators.read_model import update_read_model
from crm_microservice.facilitators.routes import facilitator_routes
from crm_microservice.health import health_routes
from crm_microservice.logging import set_up_logging
from crm_microservice.notifications.current import init_store_problems
from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.routes import LARGEST_BATCH_BODY, notification_routes
from crm_microservice.notifications.sql_store import SqlStore
from crm_microservice.notifications.store import NotificationStore, StoredNotification
from crm_microservice.notifications.stream import Notifications
from crm_microservice.openapi import API_INFO, SECURITY_SCHEMES
from crm_microservice.rate_limits import set_up_limits
from crm_microservice.responses import set_up_responses
from service_kit.database import init_database
from service_kit.private_files import keep_files_private
from service_kit.problems import init_problems, validation_error_response
from service_kit.strict_json import StrictRequest

MIGRATIONS = Path(__file__).with_name("migrations")
# PostgreSQL: notifications become visible in the order of their positions. The number is "CRM" and 1.
ONE_WRITER_LOCK = 0x43524D01


def create_app(config: Config | None = None) -> OpenAPI:
    """Return the Flask application for the configuration, read from the environment when none is given."""
    config = config or load_config()
    app = OpenAPI(
        __name__,
        info=API_INFO,
        security_schemes=SECURITY_SCHEMES,
        validation_error_status=400,
        validation_error_callback=validation_error_response,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = "3.1.0"
    app.request_class = StrictRequest
    proxies = config.trusted_proxies
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)
    app.secret_key = config.secret_key
    app.json.sort_keys = False  # pyright: ignore[reportAttributeAccessIssue] a payload comes back as it was sent
    app.extensions["crm_config"] = config
    app.config["LARGEST_BODIES"] = {"/notify/batch": LARGEST_BATCH_BODY}
    keep_files_private(config.data_dir, [config.notification_log_file, config.log_file])
    set_up_logging(config)
    set_up_responses(app, config)
    set_up_auth(app, config)
    init_database(app, db, config.database_url, migrations=MIGRATIONS, one_writer=ONE_WRITER_LOCK)
    init_problems(app)
    init_store_problems(app)
    set_up_limits(app, config)
    register_documentation(app)
    app.register_api(health_routes)
    app.register_api(notification_routes)
    app.register_api(facilitator_routes)
    app.register_api(event_routes)
    app.register_api(guest_routes)
    app.register_api(webhook_routes)
    app.register_api(approval_routes)
    app.cli.add_command(facilitator_commands)
    app.extensions["apply_notifications"] = _apply_notifications
    store = app.extensions["notification_store"] = _open_store(app, config)
    seconds = (config.stream_poll_seconds, config.stream_heartbeat_seconds)
    app.extensions["live_notifications"] = Notifications(store, *seconds)
    return app


def _apply_notifications(connection: Connection, notifications: Sequence[StoredNotification]) -> None:
    """Update everything that follows from stored notifications, in one transaction."""
    update_read_model(connection, notifications)
    follow_profiles(connection, notifications)


def _open_store(app: OpenAPI, config: Config) -> NotificationStore:
    if config.notification_store == "json":
        return JsonStore(config.notification_log_file)
    with app.app_context():
        return SqlStore(db.engine, apply=_apply_notifications)
