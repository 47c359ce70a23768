"""What the workers of this installation deliver through, and what else they do."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Flask

from main_app.auth.sign_in import forget_expired_logins
from main_app.bookings.idempotency import forget_old_keys
from main_app.consequences import work_out_consequences
from main_app.integration.alerts import watch_alerts
from main_app.journal.retention import purge_old_entries
from main_app.journal.work_out import next_due
from main_app.outbox import statistics
from main_app.outbox.channel import Channel
from main_app.outbox.channels.alerts import AlertChannel
from main_app.outbox.channels.crm import CRMChannel
from main_app.outbox.channels.crm_registrations import RegistrationChannel
from main_app.outbox.dispatcher import Dispatcher, Source, Task
from main_app.outbox.operations import purge_old_rows
from main_app.services.alert_webhook import AlertWebhook
from main_app.services.notify_crm import CRMNotificationService
from service_kit.database import write_transaction

SOURCES = (Source(work_out_consequences, next_due),)


def make_dispatcher(app: Flask) -> Dispatcher:
    with app.app_context():
        return Dispatcher(app, channels_of(app.config), sources=SOURCES, tasks=tasks_of(app.config))


def channels_of(config: Mapping[str, Any]) -> list[Channel]:
    """Every channel of this installation."""
    crm = CRMNotificationService(config["CRM_BASE_URL"], config["CRM_AUTH_TOKEN"])
    channels: list[Channel] = [CRMChannel(crm), RegistrationChannel(crm)]
    if config["ALERT_WEBHOOK_URL"]:
        channels.append(AlertChannel(AlertWebhook(config["ALERT_WEBHOOK_URL"]), config["NOTIFICATION_MAX_RETRIES"]))
    return channels


def _forget_old_rows() -> None:
    with write_transaction() as db_session:
        forget_old_keys(db_session)
        forget_expired_logins(db_session)


def tasks_of(config: Mapping[str, Any]) -> list[Task]:
    """What every worker does from time to time."""
    return [
        Task(watch_alerts, 2.0),
        Task(partial(purge_old_rows, config["NOTIFICATION_RETENTION_DAYS"]), 600.0),
        Task(partial(purge_old_entries, config["JOURNAL_RETENTION_DAYS"]), 600.0),
        Task(statistics.condense, 600.0),
        Task(partial(purge_old_entries, config["JOURNAL_RETENTION_DAYS"]), 600.0),
        Task(_forget_old_rows, 600.0),
    ]
