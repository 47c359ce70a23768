"""The health of the CRM integration, and a live test through the outbox to the CRM and back."""

import threading
import time
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from requests import RequestException
from sqlalchemy import select

from main_app.auth.caller import Caller
from main_app.database import db
from main_app.integration.alerts import active_alerts
from main_app.journal.read import count_unprocessed_before
from main_app.messages.configured_channels import configured_channels
from main_app.outbox import delivery_metrics
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from main_app.outbox.models import ChannelState, DeliveryAttempt, MessageStatus, OutboxMessage
from main_app.outbox.operations import MAX_COUNTED, outbox_status
from main_app.services.notify_crm import CRMNotificationService
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction

if TYPE_CHECKING:
    from main_app.services.notify_crm import CRMNotificationService

TEST_SECONDS = 10.0
TEST_POLL_SECONDS = 0.05
REACHABLE_SECONDS = 2.0


def _crm() -> CRMNotificationService:
    return CRMNotificationService()


class _Reachability:
    """The CRM's last response. One request at a time asks it, so that a CRM that hangs blocks only one thread."""

    asking = threading.Lock()
    asked_at = float("-inf")  # monotonic
    response = False


def _crm_reachable() -> bool:
    never_asked = _Reachability.asked_at == float("-inf")
    due = time.monotonic() - _Reachability.asked_at > REACHABLE_SECONDS
    if due and _Reachability.asking.acquire(blocking=never_asked):
        try:
            _Reachability.response = _crm().test_connection()
            _Reachability.asked_at = time.monotonic()
        finally:
            _Reachability.asking.release()
    return _Reachability.response


def outbox_and_journal_status() -> dict[str, Any]:
    """The outbox's status, and the number of changes whose messages no worker has made yet, up to MAX_COUNTED."""
    unprocessed = count_unprocessed_before(db.session(), clock.now(), MAX_COUNTED)
    return outbox_status() | {"unprocessed_changes": unprocessed}


def integration_status() -> dict[str, Any]:
    """Health and statistics. The database connection is released before the CRM is asked."""
    alerts = active_alerts()  # first: it may ask Redis, for which no transaction may be open
    status = outbox_and_journal_status()
    totals = {state.value: 0 for state in MessageStatus}
    for counts in status["counts"].values():
        for state, count in counts.items():
            totals[state] += count
    totals[MessageStatus.PENDING.value] += status["unprocessed_changes"]
    last_error = db.session.scalar(
        select(ChannelState.last_error)
        .where(ChannelState.last_error.is_not(None))
        .order_by(ChannelState.last_failure_at.desc())
        .limit(1)
    )
    last_day = delivery_metrics.last_day(db.session())
    db.session.rollback()
    reachable = _crm_reachable()
    is_healthy = reachable and not alerts and all(channel["status"] == "ok" for channel in status["channels"])
    return (
        status
        | last_day
        | {
            "status": "healthy" if is_healthy else "degraded",
            "crm_base_url": settings().crm_base_url,
            "crm_reachable": reachable,
            "totals": totals,
            "last_error": last_error,
            "last_success_at": _latest(status["channels"], "last_success_at"),
            "last_failure_at": _latest(status["channels"], "last_failure_at"),
            "alerts": alerts,
            "set_up": sorted(configured_channels(settings())),
            "mailbox": settings().has_mailbox,
        }
    )


def test_integration(by: Caller) -> dict[str, Any]:
    """Send a test notification through the outbox and read it back from the CRM, with the time of each step."""
    started = clock.now()
    subject = f"test:{uuid.uuid4().hex}"
    with write_transaction() as db_session:
        payload = {"notification_type": "integration_test", "user_id": by.id, "message": "A live test by an admin"}
        (event_id,) = enqueue(db_session, [NewMessage(CRM, "integration_test", subject, payload)])
    steps = [_step("queued", clock.now(), started)]
    delivered = _wait_for(lambda: _delivered(event_id))
    if delivered is None:
        error = db.session.scalar(select(OutboxMessage.last_error).where(OutboxMessage.event_id == event_id))
        reason = error or "no worker has sent it yet. Is one running? The message stays queued."
        return _test_result(started, steps, False, f"Not delivered within {TEST_SECONDS:g} s: {reason}")
    attempted_at, stored_at, finished_at = delivered
    steps.append(_step("sent", attempted_at, started))
    steps.append(_step("stored by the CRM", stored_at, started))
    steps.append(_step("confirmed", finished_at, started))
    try:
        is_listed = _crm().has_notification(event_id)
    except RequestException as error:
        return _test_result(
            started, steps, False, f"The CRM stored the message, but reading it back failed: {type(error).__name__}"
        )
    if not is_listed:
        return _test_result(started, steps, False, "The CRM confirmed the message but does not list it.")
    steps.append(_step("read back", clock.now(), started))
    return _test_result(started, steps, True, "The test message reached the CRM and was read back.")


def _delivered(event_id: str) -> tuple[datetime, datetime, datetime] | None:
    row = db.session.execute(
        select(OutboxMessage.finished_at, OutboxMessage.response, DeliveryAttempt.started_at)
        .join(DeliveryAttempt, DeliveryAttempt.message_id == OutboxMessage.id)
        .where(OutboxMessage.event_id == event_id, OutboxMessage.status == MessageStatus.DELIVERED.value)
        .order_by(DeliveryAttempt.id.desc())
        .limit(1)
    ).first()
    db.session.rollback()
    if row is None:
        return None
    return row.started_at, datetime.fromisoformat(row.response["timestamp"]), row.finished_at


def _wait_for(read: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + TEST_SECONDS
    while time.monotonic() < deadline:
        result = read()
        if result is not None:
            return result
        time.sleep(TEST_POLL_SECONDS)
    return None


def _step(name: str, at: datetime, started: datetime) -> dict[str, Any]:
    return {"step": name, "at": clock.iso(at), "after_ms": round((at - started) / timedelta(milliseconds=1))}


def _test_result(started: datetime, steps: list[dict[str, Any]], success: bool, message: str) -> dict[str, Any]:
    duration = round((clock.now() - started) / timedelta(milliseconds=1))
    return {"success": success, "message": message, "duration_ms": duration, "steps": steps}


def _latest(channels: list[dict[str, Any]], name: str) -> str | None:
    return max((channel[name] for channel in channels if channel[name]), default=None)
