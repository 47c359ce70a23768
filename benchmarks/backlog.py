"""Messages that wait for delivery: written straight to the database, delivered to the real CRM by a real worker."""

import itertools
import uuid
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.ingest import notification
from benchmarks.stage import WITHOUT_MESSAGES, Product
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.database import change, rows

MAX_BATCH_SIZE = 100
_bookings = itertools.count(5_000_000)  # far above what the service numbers itself


def let_wait(product: Product, bookings: int, each: int) -> None:
    """Write `each` waiting messages for so many bookings. Those of one booking are delivered one after another."""
    keys = list(itertools.islice(_bookings, bookings))
    now = datetime.now(timezone.utc)
    messages = [_message(key, version + 1, now) | {"blocked": version > 0} for version in range(each) for key in keys]
    change(product.services.main_database, insert(OutboxMessage.__table__), messages)


def delivered_per_second(product: Product, batch_size: int = MAX_BATCH_SIZE) -> float:
    """Let a worker deliver what waits to the CRM; from the first recorded delivery to the last."""
    database = product.services.main_database
    delivered = (OutboxMessage.channel == CRM, OutboxMessage.status == "delivered")
    (before,) = rows(database, select(func.max(OutboxMessage.finished_at)).where(*delivered))[0]
    with product.worker_running(WITHOUT_MESSAGES, NOTIFICATION_BATCH_SIZE=str(batch_size)):
        product.wait_until_delivered()
    query = select(func.min(OutboxMessage.finished_at), func.max(OutboxMessage.finished_at), func.count())
    first, last, count = rows(database, query.where(*delivered, OutboxMessage.finished_at > before))[0]
    return (count - min(batch_size, count - 1)) / (last - first).total_seconds()


def _message(booking: int, version: int, now: datetime) -> dict[str, Any]:
    subject, action = f"booking:{booking}", "created" if version == 1 else "updated"
    return {
        "event_id": f"evt_{uuid.uuid4().hex}", "channel": CRM, "kind": f"booking_{action}", "subject": subject,
        "ordering_key": subject, "version": version, "recipient": "", "destination": "", "status": "pending",
        "due_at": now, "send_individually": False, "attempts": 0, "fence": 0, "created_at": now, "waiting_since": now,
        "payload": notification(booking - 1) | {"action": action, "version": version},
    }  # fmt: skip
