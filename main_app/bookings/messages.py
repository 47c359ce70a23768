"""What the CRM is told of bookings. Read inside their transaction, so it is what the change made them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.events.models import Event, EventSession
from main_app.metrics import BOOKING_CHANGES
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from service_kit import clock

bookings, users = Booking.__table__.c, User.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
TOLD_AT_ONCE = 1000  # a statement takes only so many parameters
TOLD = (
    select(
        bookings.id,
        users.id.label("user_id"),
        users.name.label("user_name"),
        users.email.label("user_email"),
        events.id.label("event_id"),
        events.title.label("event_title"),
        events.starts_at.label("event_starts_at"),
        events.facilitator_id,
        events.time_zone,
        events.location.label("event_location"),
        sessions.id.label("session_id"),
        sessions.title,
        sessions.starts_at,
        sessions.ends_at,
        sessions.location,
        sessions.capacity,
        sessions.seats_taken,
    )
    .join_from(Booking.__table__, User.__table__, users.id == bookings.user_id)
    .join(EventSession.__table__, sessions.id == bookings.session_id)
    .join(Event.__table__, events.id == sessions.event_id)
    .where(bookings.id.in_(bindparam("ids", expanding=True)))
)


def tell_of_bookings(
    session: Session,
    changed: Sequence[tuple[int, int]],
    action: str,
    now: datetime,
    additional: dict[str, Any] | None = None,
) -> None:
    """Enqueue a message for one change of each of these bookings (id and version).

    The action is created, cancelled, reactivated or updated.
    """
    session.flush()  # they are told what the change has made of their session
    for start in range(0, len(changed), TOLD_AT_ONCE):
        some = changed[start : start + TOLD_AT_ONCE]
        rows = {row.id: row for row in session.execute(TOLD, {"ids": [booking_id for booking_id, _ in some]})}
        messages = [
            NewMessage(
                CRM,
                f"booking_{action}",
                f"booking:{booking_id}",
                _payload(rows[booking_id], action, version, now, additional or {}),
                version,
                ordering_key=f"booking:{booking_id}",
            )
            for booking_id, version in some
        ]
        enqueue(session, messages)
    BOOKING_CHANGES.labels(action).inc(len(changed))


def _payload(row: Any, action: str, version: int, now: datetime, additional: dict[str, Any]) -> dict[str, Any]:
    return {
        "booking_id": row.id,
        "user": {"id": row.user_id, "name": row.user_name, "email": row.user_email},
        "event": {
            "id": row.event_id,
            "title": row.event_title,
            "start_date": clock.iso(row.event_starts_at or row.starts_at),
        },
        "facilitator_id": row.facilitator_id,
        "action": action,
        "session": {
            "id": row.session_id,
            "title": row.title,
            "start_time": clock.iso(row.starts_at),
            "end_time": clock.iso(row.ends_at),
            "time_zone": row.time_zone,
            "location": row.location or row.event_location,
            "capacity": row.capacity,
            "seats_taken": row.seats_taken,
        },
        "occurred_at": clock.iso(now),
        "version": version,
        "additional_data": additional,
    }
