"""Alerts: a channel that does not deliver, messages that wait too long, dead letters.

The workers check these conditions, except for `no_worker` (worker_watch.py). The beginning and end of each alert are
logged, stored for the admin pages and metrics, and sent through the outbox to ALERT_WEBHOOK_URL if that is set.
"""

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app.commands.read import count_late, failed_commands, notes_since
from main_app.database import db
from main_app.integration.crm_check import last_check
from main_app.integration.models import Alert, NightlyRun
from main_app.journal.read import count_unprocessed_before, failing_entries
from main_app.messages.own_templates import usable_templates
from main_app.messages.queries import count_overdue
from main_app.messages.rendering import failed_templates
from main_app.outbox.enqueue import ALERTS, NewMessage, enqueue
from main_app.outbox.models import ChannelState, ChannelStatus
from main_app.outbox.operations import MAX_COUNTED, count_dead, count_waiting_longer, shown_count
from main_app.payments.money_check import last_check as last_money_check
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.settings import IN_MEMORY
from service_kit.shared_limits import why_not_shared

NO_WORKER = "no_worker"  # starts in a web process, ends in a worker
OWN_TEMPLATE_FAILED = "own_template_failed:"  # and a kind; starts in the worker that saw it, ends when a worker starts
NOTED_FOR = timedelta(days=1)
MAX_NOTES = 10

logger = logging.getLogger(__name__)


def watch_alerts() -> None:
    """Start the alerts whose condition is new, and end those whose condition is over."""
    problems = _current_problems()
    active = set(db.session.scalars(select(Alert.name).where(Alert.active)))
    db.session.rollback()
    # Only the worker that rendered a message knows that its template failed.
    active -= {name for name in active - problems.keys() if name.startswith(OWN_TEMPLATE_FAILED)}
    if active == problems.keys():
        return
    with write_transaction() as db_session:
        for name in sorted(problems.keys() - active):
            _set_alert(db_session, name, True, problems[name])
        for name in sorted(active - problems.keys()):
            _set_alert(db_session, name, False, "This alert has ended.")


def end_alerts_of_templates() -> None:
    """For a worker that starts: it reads the templates again."""
    with write_transaction() as db_session:
        names = select(Alert.name).where(Alert.active, Alert.name.startswith(OWN_TEMPLATE_FAILED))
        for name in sorted(db_session.scalars(names)):
            _set_alert(db_session, name, False, "A worker has started, which has read the templates again.")


def start_alert(name: str, detail: str) -> None:
    """Start an alert whose condition the caller has checked."""
    is_active = db.session.scalar(select(Alert.name).where(Alert.name == name, Alert.active))
    db.session.rollback()
    if not is_active:
        with write_transaction() as db_session:
            _set_alert(db_session, name, True, detail)


def active_alerts() -> list[dict[str, Any]]:
    """The current alerts, for the admin pages. Checks the conditions itself, so that it works without a worker."""
    problems = _current_problems()
    stored = {alert.name: alert for alert in db.session.scalars(select(Alert).where(Alert.active))}
    since = {name: alert.since for name, alert in stored.items()}
    for name, alert in stored.items():
        if name == NO_WORKER or name.startswith(OWN_TEMPLATE_FAILED):  # this process does not know of them
            problems[name] = alert.detail
    now = clock.now()
    alerts = [(since.get(name, now), name, detail) for name, detail in problems.items()]
    return [{"name": name, "since": clock.iso(moment), "detail": detail} for moment, name, detail in sorted(alerts)]


def _current_problems() -> dict[str, str]:
    problems: dict[str, str] = {}
    # First, because no transaction may be open meanwhile.
    if reason := _why_limits_are_not_shared():
        problems["limits_not_shared"] = (
            f"Redis, which counts rate limits (RATELIMIT_STORAGE_URI), is unavailable: {reason}. Until it "
            "answers, each process counts for itself. Bookings are not affected."
        )
    not_ok = select(ChannelState).where(ChannelState.destination == "", ChannelState.status != ChannelStatus.OK.value)
    for state in db.session.scalars(not_ok):
        problems[f"channel_{state.status}:{state.channel}"] = f"Channel {state.channel}: {state.reason or state.status}"
    if settings().mail_server is None:
        problems["email_not_set_up"] = (
            "E-mail is not set up, so e-mails wait. Set SMTP_SERVER and FROM_EMAIL, then restart the worker. "
            "Bookings are not affected."
        )
    if faults := usable_templates(settings().templates_dir)[1]:
        problems["bad_templates"] = (
            f"Own templates are not used: {' '.join(faults)} Built-in ones are sent. Correct the files, then restart."
        )
    for kind, fault in failed_templates().items():
        problems[OWN_TEMPLATE_FAILED + kind] = (
            f"An own template of the kind {kind} failed with a real message: {fault}. The built-in one is sent. "
            "Correct the file, then restart the workers."
        )
    max_wait = timedelta(seconds=settings().alert_oldest_pending_seconds)
    # Without a worker nothing turns the journal's entries and planned messages into messages.
    before = clock.now() - max_wait
    late = count_unprocessed_before(db.session(), before, MAX_COUNTED) + count_overdue(before, MAX_COUNTED)
    late += count_waiting_longer(max_wait)
    undone = count_late(db.session(), before, MAX_COUNTED)
    if undone:
        problems["commands_late"] = f"Commands of the system that are overdue: {shown_count(undone)}."
    if late:
        longer = f"{max_wait.total_seconds():g} seconds"
        problems["oldest_pending"] = f"Messages waiting for longer than {longer}: {shown_count(late)}."
    dead = count_dead()
    if dead:
        problems["dead_letters"] = f"Dead letters that need a decision: {shown_count(dead)}."
    failing, error = failing_entries(db.session())
    if failing:
        problems["journal_failing"] = f"Journal entries that could not be processed: {failing}. {error}"
    notes = notes_since(db.session(), clock.now() - NOTED_FOR, MAX_NOTES)
    if notes:
        problems["unusual_commands"] = " ".join(notes)
    failed, error = failed_commands(db.session(), MAX_COUNTED)
    if failed:
        retry = "After the cause is repaired: flask --app main_app commands retry"
        problems["commands_failed"] = f"Commands of the system that failed: {shown_count(failed)}. {error}. {retry}"
    money = last_money_check()
    if money["differing"]:
        first = money["differences"][0]
        problems["money_differs"] = (
            f"The money check found {money['differing']}. {first['sentence']} {first['remedy']} "
            "All of them: flask --app main_app money check"
        )
    check = last_check()
    if check is not None and check.differing:
        problems["crm_differs"] = (
            f"Bookings that the CRM has differently: {check.differing}. {check.gaps[0]['sentence']} "
            "Send what differs on this page, or with: flask --app main_app crm resync"
        )
    for run in db.session.scalars(select(NightlyRun).where(NightlyRun.error.is_not(None))):
        problems[f"nightly_failed:{run.name}"] = f"The nightly {run.name} failed. {run.error}"
    return problems


def _why_limits_are_not_shared() -> str | None:
    uri = settings().ratelimit_storage_uri
    if uri == IN_MEMORY or not settings().ratelimit_enabled:
        return None
    return why_not_shared(uri)


def _set_alert(db_session: Session, name: str, active: bool, detail: str) -> None:
    now = clock.now()
    alert = db_session.get(Alert, name, populate_existing=True, with_for_update=True)
    if alert is None:
        alert = Alert(name=name, active=not active, since=now, detail=detail, version=0)
        db_session.add(alert)
    if alert.active == active:
        return  # another worker changed it first
    alert.active, alert.since, alert.detail = active, now, detail
    alert.version += 1
    db_session.flush()
    logger.log(logging.ERROR if active else logging.INFO, "alert %s: %s", name, detail)
    if settings().alert_webhook_url:
        payload = {"alert": name, "active": active, "since": clock.iso(now), "detail": detail}
        subject = f"alert:{name}"
        enqueue(db_session, [NewMessage(ALERTS, "alert", subject, payload, alert.version, ordering_key=subject)])
