"""The channels, sources and periodic tasks of this installation's workers."""

from email.utils import parseaddr
from functools import partial

from flask import Flask

from main_app.auth.email_change import delete_old_changes
from main_app.auth.sign_in import delete_expired_sign_ins
from main_app.channels.alerts import alert_channel
from main_app.channels.crm import CRMChannel
from main_app.channels.crm_registrations import RegistrationChannel
from main_app.channels.dev_mailbox import MailboxChannel
from main_app.channels.in_app import InAppChannel
from main_app.channels.mails import EmailChannel
from main_app.channels.push import PushChannel
from main_app.channels.sms import SmsChannel
from main_app.channels.team_chats import ChatChannel, WhatsAppChannel
from main_app.commands import carry_out, deadlines
from main_app.commands.read import purge_finished
from main_app.consequences import carry_out_commands, plan_messages, process_journal
from main_app.database import IdempotencyKey
from main_app.integration.alerts import end_alerts_of_templates, watch_alerts
from main_app.integration.nightly import NightlyTask, NightlyWork, back_up_nightly, check_crm_nightly, must_check_again
from main_app.journal import process
from main_app.journal.models import PEOPLE, SYSTEMS
from main_app.journal.retention import purge_old_entries
from main_app.messages import delivery, promotion
from main_app.messages.configured_channels import has_whatsapp
from main_app.messages.kinds import DISCORD, SLACK, SMS, WHATSAPP
from main_app.messages.retention import purge_old_notifications
from main_app.outbox import delivery_metrics
from main_app.outbox.channel import Channel
from main_app.outbox.dispatcher import Dispatcher, Source, Task
from main_app.outbox.heartbeat import EVERY_SECONDS, Heartbeat
from main_app.outbox.operations import purge_old_rows
from main_app.payments.calls import PaymentChannel
from main_app.payments.money_check import check_nightly, found_differences
from main_app.pictures.operations import remove_unused_pictures
from main_app.services.dev_mailbox import Mailbox
from main_app.services.notify_crm import CRMNotificationService
from main_app.services.smtp import MailServer
from main_app.services.team_chats import TeamChats, WhatsApp
from main_app.services.twilio_sms import TwilioSms
from main_app.services.web_push import PushKey, WebPush
from main_app.settings import MainSettings, settings
from service_kit.database import write_transaction
from service_kit.idempotency import delete_old_keys

TWILIO_CALLBACK = "/api/v1/booking-notifications/webhooks/twilio"
SOURCES = (
    Source(process_journal, partial(process.next_due, SYSTEMS), process.MAX_BATCH_SIZE, measures_load=True),
    # Requests come first: each command is a transaction of its own, and on SQLite they would wait for it.
    Source(deadlines.pass_due_deadlines, deadlines.next_deadline, deadlines.MAX_BATCH_SIZE, throttled_under_load=True),
    Source(carry_out_commands, carry_out.next_command, carry_out.MAX_BATCH_SIZE, throttled_under_load=True),
    Source(plan_messages, partial(process.next_due, PEOPLE), process.MAX_BATCH_SIZE, throttled_under_load=True),
    Source(promotion.promote_due_plans, promotion.next_due_plan, promotion.MAX_BATCH_SIZE, throttled_under_load=True),
)


def make_dispatcher(app: Flask) -> Dispatcher:
    with app.app_context():
        end_alerts_of_templates()
        return Dispatcher(app, channels_of(settings()), sources=SOURCES, tasks=tasks_of(app, settings()))


def channels_of(settings: MainSettings) -> list[Channel]:
    """Every channel of this installation."""
    crm = CRMNotificationService(settings.crm_base_url, settings.service_token)
    channels: list[Channel] = [CRMChannel(crm), RegistrationChannel(crm)]
    if alerts := alert_channel(settings):
        channels.append(alerts)
    channels.append(PaymentChannel())
    return channels + _channels_to_people(settings) + _channels_to_teams(settings)


def _channels_to_people(settings: MainSettings) -> list[Channel]:
    retries = settings.notification_max_retries
    push = WebPush(PushKey(settings.data_dir), parseaddr(settings.from_email)[1], settings.push_hosts)
    channels: list[Channel] = [
        EmailChannel(_mail_server(settings), delivery.prepare_mails, retries),
        InAppChannel(delivery.prepare_in_app, delivery.write_notes, retries),
        PushChannel(push, delivery.prepare_pushes, delivery.delete_subscription, retries),
    ]
    if settings.has_twilio:
        twilio = TwilioSms(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            settings.twilio_phone_number,
            settings.twilio_api_base,
            settings.public_url + TWILIO_CALLBACK,
        )
        channels.append(SmsChannel(twilio, delivery.prepare_sms, retries))
    elif settings.has_mailbox:
        channels.append(MailboxChannel(SMS, _mailbox(settings), delivery.prepare_sms, retries))
    return channels


def _channels_to_teams(settings: MainSettings) -> list[Channel]:
    retries = settings.notification_max_retries
    chats, mailbox = TeamChats(settings.team_channel_hosts), _mailbox(settings)
    # In development no message may reach a real chat by accident. Without TEAM_CHANNEL_HOSTS the mailbox gets them.
    calls_chats = settings.in_production or bool(settings.team_channel_hosts)
    channels: list[Channel] = [
        ChatChannel(name, chats, delivery.prepare_chats, retries)
        if calls_chats
        else MailboxChannel(name, mailbox, delivery.prepare_chats, retries)
        for name in (SLACK, DISCORD)
    ]
    if has_whatsapp(settings):
        whatsapp = WhatsApp(settings.whatsapp_token, settings.whatsapp_phone_number_id, settings.whatsapp_api_base)
        channels.append(WhatsAppChannel(whatsapp, delivery.prepare_chats, retries))
    elif settings.has_mailbox:
        channels.append(MailboxChannel(WHATSAPP, mailbox, delivery.prepare_chats, retries))
    return channels


def _mail_server(settings: MainSettings) -> MailServer | None:
    if settings.mail_server is None:
        return None
    host, port = settings.mail_server
    return MailServer(host, port, settings.from_email, settings.smtp_username, settings.smtp_password)


def _mailbox(settings: MainSettings) -> Mailbox:
    return Mailbox(settings.data_dir / "mailbox")


def _delete_old_rows() -> None:
    with write_transaction() as db_session:
        delete_old_keys(db_session, IdempotencyKey)
        delete_expired_sign_ins(db_session)
        delete_old_changes(db_session)


def tasks_of(app: Flask, settings: MainSettings) -> list[Task]:
    """The periodic tasks of every worker, with their intervals in seconds."""
    nightly = NightlyWork(
        app,
        [
            NightlyTask("backup", back_up_nightly),
            NightlyTask("check of the CRM", check_crm_nightly, must_check_again),
            NightlyTask("check of the money", check_nightly, found_differences),
            NightlyTask("unused pictures", remove_unused_pictures),
        ],
    )
    return [
        Task("record that this worker runs", Heartbeat().beat, EVERY_SECONDS),
        Task("watch alerts", watch_alerts, 2.0),
        Task("purge the outbox", partial(purge_old_rows, settings.notification_retention_days), 600.0),
        Task("purge notifications", partial(purge_old_notifications, settings.notification_retention_days), 600.0),
        Task("purge the journal", partial(purge_old_entries, settings.journal_retention_days), 600.0),
        Task("purge commands", partial(purge_finished, settings.journal_retention_days), 600.0),
        Task("roll up delivery metrics", delivery_metrics.roll_up, 600.0),
        Task("delete expired rows", _delete_old_rows, 600.0),
        Task("start nightly work", nightly.start_due, 60.0),
    ]
