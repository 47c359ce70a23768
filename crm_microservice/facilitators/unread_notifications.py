"""Unread notifications of a facilitator."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, select

from crm_microservice.facilitators.models import FacilitatorRead
from crm_microservice.notifications.store import NotificationStore
from service_kit import clock
from service_kit.database import write_connection
from service_kit.rows import upsert

rows = FacilitatorRead.__table__.c


@dataclass(frozen=True)
class UnreadCount:
    """`up_to` is the sequence of the last notification read, `latest` that of the newest one stored."""

    unread: int
    up_to: int
    latest: int
    since: datetime | None


def count_unread(engine: Engine, store: NotificationStore, facilitator_id: int) -> UnreadCount:
    """Count the facilitator's unread notifications."""
    with engine.connect() as connection:
        up_to, since = _read(connection, facilitator_id)
    return UnreadCount(store.count_news_after(up_to, facilitator_id), up_to, store.last_sequence(), since)


def mark_read(engine: Engine, store: NotificationStore, facilitator_id: int, up_to: int) -> UnreadCount:
    """Mark all notifications up to a sequence as read. A lower sequence than before changes nothing."""
    latest = store.last_sequence()
    with write_connection(engine) as connection:
        read = min(up_to, latest)
        if read > _read(connection, facilitator_id)[0]:
            row = {"facilitator_id": facilitator_id, "up_to": read, "read_at": clock.now()}
            connection.execute(upsert(connection, FacilitatorRead.__table__), [row])  # pyright: ignore[reportArgumentType]
    return count_unread(engine, store, facilitator_id)


def _read(connection: Connection, facilitator_id: int) -> tuple[int, datetime | None]:
    """The last sequence that the facilitator has read, and when they said so."""
    of_facilitator = select(rows.up_to, rows.read_at).where(rows.facilitator_id == facilitator_id)
    row = connection.execute(of_facilitator).first()
    return (row.up_to, row.read_at) if row else (0, None)
