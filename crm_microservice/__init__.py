"""The CRM microservice: stores notifications of bookings and serves facilitators."""

from collections.abc import Sequence
from pathlib import Path

from flask_openapi import OpenAPI
from sqlalchemy import Connection

from crm_microservice.approvals.erasure import forget_customer
from crm_microservice.approvals.profiles import apply_profiles
from crm_microservice.approvals.routes import approval_routes, webhook_routes
from crm_microservice.auth import set_up_auth
from crm_microservice.database import db
from crm_microservice.facilitators.commands import commands as facilitator_commands
from crm_microservice.facilitators.erasure import forget_guest
from crm_microservice.facilitators.event_routes import event_routes
from crm_microservice.facilitators.guest_routes import guest_routes
from crm_microservice.facilitators.read_model import changed_read_model
from crm_microservice.facilitators.recent_sessions import RecentSessions
from crm_microservice.facilitators.reconciliation_routes import reconciliation_routes
from crm_microservice.facilitators.routes import facilitator_routes
from crm_microservice.notifications.current import current_store, init_store_problems
from crm_microservice.notifications.erasure import forget_in_notifications, people_to_forget
from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.routes import MAX_BATCH_BODY_BYTES, notification_routes
from crm_microservice.notifications.sql_store import SqlStore
from crm_microservice.notifications.store import NotificationStore, StoredNotification, StoreUnavailable
from crm_microservice.notifications.stream import Notifications
from crm_microservice.openapi import SECURITY_SCHEMES
from crm_microservice.settings import CrmSettings
from crm_microservice.sign_in_watch import SignInWatch
from service_kit.database import init_database
from service_kit.error_reports import init_error_reports
from service_kit.health import NotReady, init_health
from service_kit.log import init_log
from service_kit.metrics import init_metrics
from service_kit.openapi import described_app
from service_kit.private_files import keep_files_private
from service_kit.problems import init_problems
from service_kit.rate_limits import init_rate_limits
from service_kit.request_hooks import allow_origins, init_request_hooks
from service_kit.rows import Rows
from service_kit.settings import init_settings
from service_kit.stream_limits import init_stream_limits

MIGRATIONS = Path(__file__).with_name("migrations")
# PostgreSQL advisory lock for writes, so that notifications become visible in the order of their sequence.
# The number spells "CRM" and 1.
WRITER_LOCK = 0x43524D01
CONTENT_POLICY = "default-src 'none'; frame-ancestors 'none'"


def create_app(settings: CrmSettings | None = None) -> OpenAPI:
    """Build the application; without settings they are read from the environment."""
    settings = settings or CrmSettings.load()
    keep_files_private(settings.data_dir, filter(None, [settings.notification_log_file, settings.log_file]))
    init_log(settings.log_file, debug=settings.debug)
    init_error_reports(settings)
    app = described_app(__name__, "Samaya CRM", SECURITY_SCHEMES, docs=settings.api_docs)
    init_settings(app, settings)
    app.extensions["max_body_bytes"] = {"/notify/batch": MAX_BATCH_BODY_BYTES}
    app.json.sort_keys = False  # pyright: ignore[reportAttributeAccessIssue] payloads keep their order of fields
    allow_origins(
        app,
        origins=list(settings.cors_origins),
        allow_headers=["Authorization", "Content-Type", "Last-Event-ID", "X-Request-Id"],
        expose_headers=["X-Request-Id", "Retry-After", "Content-Disposition", "X-Samaya-Notice"],
        max_age=600,
        always_send=False,  # send these headers to pages of other origins only
    )
    init_request_hooks(app, settings, CONTENT_POLICY)
    init_problems(app)
    init_store_problems(app)
    set_up_auth(app)
    init_database(app, db, settings.database_url, migrations=MIGRATIONS, writer_lock=WRITER_LOCK)
    init_rate_limits(app, settings)
    init_stream_limits(app, settings)
    init_metrics(app, settings)
    init_health(app, db, "crm_microservice", {"store": _check_store}, paths=("/health", "/webhooks/health"))
    app.register_api(notification_routes)
    app.register_api(facilitator_routes)
    app.register_api(event_routes)
    app.register_api(guest_routes)
    app.register_api(reconciliation_routes)
    app.register_api(webhook_routes)
    app.register_api(approval_routes)
    app.cli.add_command(facilitator_commands)
    app.extensions["apply_notifications"] = _apply_notifications
    app.extensions["forget_erased"] = _forget_erased
    store = app.extensions["notification_store"] = _open_store(app, settings)
    app.extensions["recent_sessions"] = RecentSessions(store)
    # While the service token is being replaced, send the older one: the main API still accepts it.
    watch = SignInWatch(settings.main_base_url, settings.service_tokens[-1])
    app.extensions["live_notifications"] = Notifications(
        store, watch, settings.stream_poll_seconds, settings.stream_heartbeat_seconds
    )
    return app


def _apply_notifications(connection: Connection, notifications: Sequence[StoredNotification]) -> list[Rows]:
    """Update customers, and return the changed rows of the read model."""
    apply_profiles(connection, notifications)
    return changed_read_model(connection, notifications)


def _forget_erased(connection: Connection, notifications: Sequence[StoredNotification]) -> None:
    """Erase everywhere whom these notifications erase, and again who was erased before and is in one of them."""
    for erased in people_to_forget(connection, notifications):
        found = forget_guest(connection, erased)
        forget_in_notifications(connection, erased, found.bookings)
        forget_customer(connection, erased, found.addresses)


def _open_store(app: OpenAPI, settings: CrmSettings) -> NotificationStore:
    if settings.notification_store == "json":
        return JsonStore(settings.notification_log_file)
    with app.app_context():
        return SqlStore(db.engine, apply=_apply_notifications, forget=_forget_erased)


def _check_store() -> str | None:
    try:
        return current_store().check()
    except StoreUnavailable as error:
        raise NotReady(str(error)) from error
