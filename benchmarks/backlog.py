"""How fast a backlog drains, by its shape.

The messages are written straight to the database; a real worker delivers them to the real CRM.
"""

import uuid
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.ingest import notification
from benchmarks.report import Section, at_least
from benchmarks.stage import Product
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.database import change, rows

SHARE_OF_BEST = 0.5
FIRST_BOOKING = 5_000_000  # far above what the service numbers itself
LARGEST_BATCH = 100


def measure_backlog(product: Product, messages: int) -> Section:
    section = Section(f"A backlog on {product.engine}", "As a share of the shape that drains fastest.")
    shapes = [(messages, 1), (25, messages // 25), (1, messages)]
    first, rates = FIRST_BOOKING, []
    for keys, each in shapes:
        rates.append(drained_per_second(product, keys, each, first))
        first += keys
    best = max(rates)
    for (keys, each), rate in zip(shapes, rates, strict=True):
        title = f"bookings: {keys:,}, messages of each: {each:,}"
        section.rows.append(at_least(title, rate / best, SHARE_OF_BEST, f"{rate:,.0f} a second"))
    return section


def drained_per_second(product: Product, keys: int, each: int, first_booking: int) -> float:
    """From the first recorded delivery to the last."""
    database = product.services.main_database
    before = rows(database, select(func.max(OutboxMessage.id)))[0][0] or 0
    change(database, insert(OutboxMessage.__table__), _messages(keys, each, first_booking))
    with product.worker_running():
        product.wait_until_delivered()
    query = select(func.min(OutboxMessage.finished_at), func.max(OutboxMessage.finished_at), func.count())
    first, last, count = rows(database, query.where(OutboxMessage.id > before))[0]
    return (count - min(LARGEST_BATCH, count - 1)) / (last - first).total_seconds()


def _messages(keys: int, each: int, first_booking: int) -> list[dict[str, Any]]:
    now = datetime.now(timezone.utc)
    return [
        _message(first_booking + key, version + 1, now) | {"waits": version > 0}
        for version in range(each)
        for key in range(keys)
    ]


def _message(booking: int, version: int, now: datetime) -> dict[str, Any]:
    subject, action = f"booking:{booking}", "created" if version == 1 else "updated"
    return {
        "event_id": f"evt_{uuid.uuid4().hex}", "channel": CRM, "kind": f"booking_{action}", "subject": subject,
        "ordering_key": subject, "version": version, "recipient": "", "destination": "", "status": "pending",
        "due_at": now, "alone": False, "attempts": 0, "fence": 0, "created_at": now, "waiting_since": now,
        "payload": notification(booking - 1) | {"action": action, "version": version},
    }  # fmt: skip
