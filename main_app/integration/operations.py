"""How the CRM integration is, a live test of it, and a fresh start for what failed."""

import time
from typing import Any

from flask import current_app
from sqlalchemy import select

from main_app.database import db
from main_app.outbox.channels import CRMChannel
from main_app.outbox.models import OutboxMessage
from main_app.outbox.operations import outbox_status
from main_app.outbox.retry_policy import Delivered
from main_app.services.notify_crm import CRMNotificationService


def integration_status() -> dict[str, Any]:
    """Health and statistics. The database is let go before the CRM is asked."""
    status = outbox_status()
    last_error = db.session.scalar(
        select(OutboxMessage.last_error)
        .where(OutboxMessage.last_error.is_not(None))
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    db.session.rollback()
    reachable = CRMNotificationService().test_connection()
    well = reachable and all(channel["status"] == "ok" for channel in status["channels"])
    return status | {
        "status": "healthy" if well else "degraded",
        "crm_base_url": current_app.config["CRM_BASE_URL"],
        "crm_reachable": reachable,
        "last_error": last_error,
    }


def test_integration() -> dict[str, Any]:
    """Go the whole way to the CRM and back, token included, without storing anything there."""
    started = time.monotonic()
    outcome = CRMChannel(CRMNotificationService()).probe()
    milliseconds = round((time.monotonic() - started) * 1000)
    if isinstance(outcome, Delivered):
        return {"success": True, "message": "The CRM takes our notifications.", "duration_ms": milliseconds}
    return {"success": False, "message": outcome.error, "duration_ms": milliseconds}
