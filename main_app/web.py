"""The web application, built from its features."""

from flask_jwt_extended import JWTManager
from flask_openapi import OpenAPI

from main_app import MIGRATIONS
from main_app.auth import hooks
from main_app.auth.access import SECURITY_SCHEMES, describe_callers
from main_app.auth.api_key_routes import api_keys
from main_app.auth.commands import user_commands
from main_app.auth.google_routes import google
from main_app.auth.routes import auth
from main_app.bookings.journal_commands import journal_commands
from main_app.bookings.routes import bookings
from main_app.bookings.session_routes import session_routes
from main_app.calendars.operations import revoke_feed_of_user
from main_app.calendars.routes import calendars
from main_app.commands.cli import command_commands
from main_app.database import db
from main_app.demo import demo_commands
from main_app.demo_bank.api_routes import demo_bank_api
from main_app.demo_bank.page_routes import demo_bank_page
from main_app.dev_mailbox.routes import mailbox_routes
from main_app.embedding import init_embedding
from main_app.er_diagram import er_command
from main_app.events.event_template_routes import event_templates
from main_app.events.event_templates import erase_templates
from main_app.events.routes import events
from main_app.events.search_index import index_events_of_facilitator
from main_app.integration.commands import outbox_commands
from main_app.integration.crm_commands import crm_commands
from main_app.integration.metrics import OutboxCollector
from main_app.integration.routes import integration
from main_app.integration.worker_watch import worker_note
from main_app.live import init_live_notifications, init_live_seats
from main_app.messages.link_routes import links
from main_app.messages.operations import remove_devices_of_user
from main_app.messages.push_routes import push_routes
from main_app.messages.retention import erase_notifications_of_user
from main_app.messages.routes import notifications
from main_app.messages.suppression_routes import suppression_routes
from main_app.messages.template_routes import counters, templates
from main_app.messages.text_routes import text_routes
from main_app.messages.vendor_routes import vendor_routes
from main_app.office.audit_routes import audit_routes
from main_app.office.booking_routes import studio_bookings
from main_app.office.people_routes import people_routes
from main_app.outside_api.routes import notification_api
from main_app.payments.money_commands import money_commands
from main_app.payments.money_routes import money
from main_app.payments.routes import payments
from main_app.pictures.encoding import MAX_UPLOAD_BYTES
from main_app.pictures.operations import erase_portrait
from main_app.pictures.routes import UPLOADS, pictures
from main_app.settings import MainSettings
from main_app.studio.routes import studio_routes
from main_app.ui import content_policy, init_ui
from service_kit.database import init_database
from service_kit.error_reports import init_error_reports
from service_kit.health import init_health
from service_kit.log import init_log
from service_kit.metrics import add_collector, init_metrics
from service_kit.openapi import described_app
from service_kit.private_files import keep_files_private
from service_kit.problems import init_problems
from service_kit.rate_limits import init_rate_limits
from service_kit.request_hooks import allow_origins, init_request_hooks
from service_kit.settings import init_settings
from service_kit.stream_limits import init_stream_limits
from service_kit.strict_json import MAX_BODY_BYTES


def create_web_app(settings: MainSettings) -> OpenAPI:
    keep_files_private(settings.data_dir)
    init_log(settings.log_file, debug=settings.flask_debug)
    init_error_reports(settings)
    app = described_app("main_app", "Samaya: bookings", SECURITY_SCHEMES, describe_callers, docs=settings.api_docs)
    init_settings(app, settings)
    app.config["MAX_CONTENT_LENGTH"] = MAX_BODY_BYTES
    app.extensions["max_upload_bytes"] = {UPLOADS: MAX_UPLOAD_BYTES}
    allow_origins(app, origins=list(settings.cors_origins), supports_credentials=True, always_send=False)
    init_embedding(app, settings)
    JWTManager(app)

    init_request_hooks(app, settings, content_policy(settings))
    init_problems(app)
    init_database(app, db, settings.database_url, migrations=MIGRATIONS)
    init_rate_limits(app, settings)
    init_stream_limits(app, settings)
    init_metrics(app, settings)
    add_collector(app, OutboxCollector())
    init_health(app, db, "main_app", {"worker": worker_note})
    hooks.after_rename(index_events_of_facilitator)
    hooks.after_sign_out_everywhere(revoke_feed_of_user)
    hooks.after_sign_out_everywhere(remove_devices_of_user)
    hooks.on_erasure(erase_notifications_of_user)
    hooks.on_erasure(revoke_feed_of_user)
    hooks.on_erasure(erase_portrait)
    hooks.on_erasure(erase_templates)
    blueprints = (
        auth,
        google,
        api_keys,
        studio_routes,
        people_routes,
        audit_routes,
        studio_bookings,
        pictures,
        events,
        event_templates,
        session_routes,
        bookings,
        payments,
        calendars,
        money,
        integration,
        notifications,
        links,
        notification_api,
        mailbox_routes,
        demo_bank_page,
        demo_bank_api,
        push_routes,
        vendor_routes,
        suppression_routes,
        templates,
        text_routes,
        counters,
    )
    for blueprint in blueprints:
        app.register_api(blueprint)
    init_live_seats(app)
    init_live_notifications(app)
    init_ui(app)
    for commands in (
        *(outbox_commands, crm_commands, command_commands, journal_commands),
        *(money_commands, demo_commands, user_commands),
    ):
        app.cli.add_command(commands)
    app.cli.add_command(er_command)
    return app
