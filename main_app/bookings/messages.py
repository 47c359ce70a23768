"""What the CRM is told of a booking. Read inside the booking's transaction, so it is what the change made it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app import clock
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.events.models import Event, EventSession
from main_app.metrics import BOOKING_CHANGES
from main_app.outbox.enqueue import CRM, enqueue


def tell_of_booking(
    session: Session,
    booking_id: int,
    action: str,
    version: int,
    now: datetime,
    additional: dict[str, Any] | None = None,
) -> None:
    """Enqueue the message for one change of one booking (created, cancelled, reactivated)."""
    row = session.execute(
        select(
            Booking.id,
            User.id.label("user_id"),
            User.name.label("user_name"),
            User.email.label("user_email"),
            Event.id.label("event_id"),
            Event.title.label("event_title"),
            Event.starts_at.label("event_starts_at"),
            Event.facilitator_id,
            Event.time_zone,
            Event.location.label("event_location"),
            EventSession.id.label("session_id"),
            EventSession.title,
            EventSession.starts_at,
            EventSession.ends_at,
            EventSession.location,
            EventSession.capacity,
            EventSession.seats_taken,
        )
        .join(User, User.id == Booking.user_id)
        .join(EventSession, EventSession.id == Booking.session_id)
        .join(Event, Event.id == EventSession.event_id)
        .where(Booking.id == booking_id)
    ).one()
    payload = {
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
        "additional_data": additional or {},
    }
    enqueue(session, CRM, f"booking:{booking_id}", version, f"booking_{action}", payload)
    BOOKING_CHANGES.labels(action).inc()
