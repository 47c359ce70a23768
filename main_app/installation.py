"""What the workers of this installation deliver through, and what else they do."""

from functools import partial

from flask import Flask

from main_app.auth.sign_in import forget_expired_logins
from main_app.bookings.idempotency import forget_old_keys
from main_app.consequences import work_out_consequences
from main_app.integration.alerts import watch_alerts
from main_app.journal.retention import purge_old_entries
from main_app.journal.work_out import next_due
from main_app.notifications.promotion import next_due_plan, promote_due_plans
from main_app.outbox import statistics
from main_app.outbox.channel import Channel
from main_app.outbox.channels.alerts import AlertChannel
from main_app.outbox.channels.crm import CRMChannel
from main_app.outbox.channels.crm_registrations import RegistrationChannel
from main_app.outbox.dispatcher import Dispatcher, Source, Task
from main_app.outbox.operations import purge_old_rows
from main_app.services.alert_webhook import AlertWebhook
from main_app.services.notify_crm import CRMNotificationService
from main_app.settings import MainSettings, settings
from service_kit.database import write_transaction

SOURCES = (Source(work_out_consequences, next_due), Source(promote_due_plans, next_due_plan))


def make_dispatcher(app: Flask) -> Dispatcher:
    with app.app_context():
        return Dispatcher(app, channels_of(settings()), sources=SOURCES, tasks=tasks_of(settings()))


def channels_of(settings: MainSettings) -> list[Channel]:
    """Every channel of this installation."""
    crm = CRMNotificationService(settings.crm_base_url, settings.service_token)
    channels: list[Channel] = [CRMChannel(crm), RegistrationChannel(crm)]
    if settings.alert_webhook_url:
        channels.append(AlertChannel(AlertWebhook(settings.alert_webhook_url), settings.notification_max_retries))
    return channels


def _forget_old_rows() -> None:
    with write_transaction() as db_session:
        forget_old_keys(db_session)
        forget_expired_logins(db_session)


def tasks_of(settings: MainSettings) -> list[Task]:
    """What every worker does from time to time."""
    return [
        Task(watch_alerts, 2.0),
        Task(partial(purge_old_rows, settings.notification_retention_days), 600.0),
        Task(partial(purge_old_entries, settings.journal_retention_days), 600.0),
        Task(statistics.condense, 600.0),
        Task(_forget_old_rows, 600.0),
    ]
