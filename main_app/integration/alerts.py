"""Alerts: a channel that does not deliver, messages that wait too long, dead letters.

The workers check them. Each change is logged, kept for the admin's pages and the metrics, and sent through the outbox
to ALERT_WEBHOOK_URL where one is set.
"""

import logging
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.integration.models import Alert
from main_app.journal.read import count_unprocessed_before, failing_entries
from main_app.notifications.queries import count_overdue
from main_app.outbox.enqueue import ALERTS, NewMessage, enqueue
from main_app.outbox.models import ChannelState, ChannelStatus
from main_app.outbox.operations import MOST_COUNTED, count_dead, count_waiting_longer, shown_count
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction

logger = logging.getLogger(__name__)


def watch_alerts() -> None:
    """Raise the alerts that are new, and end those that no longer apply."""
    wrong = _what_is_wrong()
    active = set(db.session.scalars(select(Alert.name).where(Alert.active)))
    db.session.rollback()
    if active == wrong.keys():
        return
    with write_transaction() as session:
        for name in sorted(wrong.keys() - active):
            _change(session, name, True, wrong[name])
        for name in sorted(active - wrong.keys()):
            _change(session, name, False, "This alert has ended.")


def active_alerts() -> list[dict[str, Any]]:
    """What is wrong now, for the admin's pages. Checked anew, so that it is true even when no worker runs."""
    since = {alert.name: alert.since for alert in db.session.scalars(select(Alert).where(Alert.active))}
    now = clock.now()
    alerts = [(since.get(name, now), name, detail) for name, detail in _what_is_wrong().items()]
    return [{"name": name, "since": clock.iso(moment), "detail": detail} for moment, name, detail in sorted(alerts)]


def _what_is_wrong() -> dict[str, str]:
    wrong: dict[str, str] = {}
    not_ok = select(ChannelState).where(ChannelState.destination == "", ChannelState.status != ChannelStatus.OK.value)
    for state in db.session.scalars(not_ok):
        wrong[f"channel_{state.status}:{state.channel}"] = f"Channel {state.channel}: {state.reason or state.status}"
    if settings().mail_server is None:
        wrong["email_not_set_up"] = (
            "E-mails are not set up, so they wait: set SMTP_SERVER and FROM_EMAIL, and start the worker again. "
            "Bookings are not affected."
        )
    patience = timedelta(seconds=settings().alert_oldest_pending_seconds)
    # Without a worker nothing turns the journal's entries and planned messages into messages.
    before = clock.now() - patience
    late = count_unprocessed_before(db.session(), before, MOST_COUNTED) + count_overdue(before, MOST_COUNTED)
    late += count_waiting_longer(patience)
    if late:
        longer = f"{patience.total_seconds():g} seconds"
        wrong["oldest_pending"] = f"Messages waiting for longer than {longer}: {shown_count(late)}."
    dead = count_dead()
    if dead:
        wrong["dead_letters"] = f"Dead letters that need a decision: {shown_count(dead)}."
    failing, error = failing_entries(db.session())
    if failing:
        wrong["journal_failing"] = f"Journal entries whose messages could not be made: {failing}. {error}"
    return wrong


def _change(session: Session, name: str, active: bool, detail: str) -> None:
    now = clock.now()
    alert = session.get(Alert, name, populate_existing=True, with_for_update=True)
    if alert is None:
        alert = Alert(name=name, active=not active, since=now, detail=detail, version=0)
        session.add(alert)
    if alert.active == active:
        return  # another worker saw it first
    alert.active, alert.since, alert.detail = active, now, detail
    alert.version += 1
    session.flush()
    logger.log(logging.ERROR if active else logging.INFO, "alert %s: %s", name, detail)
    if settings().alert_webhook_url:
        payload = {"alert": name, "active": active, "since": clock.iso(now), "detail": detail}
        subject = f"alert:{name}"
        enqueue(session, [NewMessage(ALERTS, "alert", subject, payload, alert.version, ordering_key=subject)])
