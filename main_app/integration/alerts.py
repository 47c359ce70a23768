"""Alerts: a channel that is not well, a message that waits too long, dead letters.

Watched by the workers. Each turn is logged, kept for the admin's pages and the metrics, and sent
through the outbox to ALERT_WEBHOOK_URL where one is set.
"""

import logging
from datetime import timedelta
from typing import Any

from flask import current_app
from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from main_app.database import db
from main_app.integration.models import Alert
from main_app.outbox.enqueue import ALERTS, NewMessage, enqueue
from main_app.outbox.models import ChannelState, ChannelStatus, MessageStatus, OutboxMessage
from service_kit import clock
from service_kit.database import write_transaction

logger = logging.getLogger(__name__)


def watch_alerts() -> None:
    """Compare what is wrong now with what was wrong before, and tell of every turn."""
    wrong = _what_is_wrong()
    active = set(db.session.scalars(select(Alert.name).where(Alert.active)))
    db.session.rollback()
    if active == wrong.keys():
        return
    with write_transaction() as session:
        for name in sorted(wrong.keys() - active):
            _turn(session, name, True, wrong[name])
        for name in sorted(active - wrong.keys()):
            _turn(session, name, False, "It is well again.")


def active_alerts() -> list[dict[str, Any]]:
    """What is wrong now, for the admin's pages: asked afresh, so that it is true where no worker is left to watch."""
    since = {alert.name: alert.since for alert in db.session.scalars(select(Alert).where(Alert.active))}
    now = clock.now()
    alerts = [(since.get(name, now), name, detail) for name, detail in _what_is_wrong().items()]
    return [{"name": name, "since": clock.iso(moment), "detail": detail} for moment, name, detail in sorted(alerts)]


def _what_is_wrong() -> dict[str, str]:
    wrong: dict[str, str] = {}
    now = clock.now()
    for state in db.session.scalars(select(ChannelState).where(ChannelState.status != ChannelStatus.OK.value)):
        wrong[f"channel_{state.status}:{state.channel}"] = f"Channel {state.channel}: {state.reason or state.status}"
    patience = timedelta(seconds=current_app.config["ALERT_OLDEST_PENDING_SECONDS"])
    late = db.session.scalar(
        select(func.count()).where(
            OutboxMessage.status == MessageStatus.PENDING.value,
            # One that failed waits since it was made; one that was put off, or started again, since it is due.
            or_(
                OutboxMessage.due_at < now - patience,
                and_(OutboxMessage.attempts > 0, OutboxMessage.created_at < now - patience),
            ),
        )
    )
    if late:
        wrong["oldest_pending"] = f"Waiting for longer than {patience.total_seconds():g} seconds: {late}."
    dead = db.session.scalar(select(func.count()).where(OutboxMessage.status == MessageStatus.DEAD.value))
    if dead:
        wrong["dead_letters"] = f"Not delivered, and waiting for a person: {dead}."
    return wrong


def _turn(session: Session, name: str, active: bool, detail: str) -> None:
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
    if current_app.config["ALERT_WEBHOOK_URL"]:
        payload = {"alert": name, "active": active, "since": clock.iso(now), "detail": detail}
        subject = f"alert:{name}"
        enqueue(session, [NewMessage(ALERTS, "alert", subject, payload, alert.version, ordering_key=subject)])
