"""What the CRM is told of an event and its sessions."""

from typing import Any

from sqlalchemy.orm import Session

from main_app import clock
from main_app.auth.access import Caller
from main_app.events.models import Event, EventSession
from main_app.outbox.enqueue import CRM, Message, enqueue


def tell_of_event(
    session: Session,
    event: Event,
    by: Caller,
    kind: str,
    message: str,
    *,
    date: EventSession | None = None,
    reason: str = "",
) -> None:
    """Enqueue the message for one change of an event; `date` is the session it was about, if one."""
    data: dict[str, Any] = {
        "event_id": event.id,
        "title": event.title,
        "facilitator_id": event.facilitator_id,
        "status": event.status,
        "time_zone": event.time_zone,
        "location": event.location,
        "start_time": clock.iso(event.starts_at),
        "end_time": clock.iso(event.ends_at),
        "version": event.version,
        "occurred_at": clock.iso(event.updated_at),
        "reason": reason,
    }
    if date:
        data["session"] = {
            "id": date.id,
            "title": date.title,
            "start_time": clock.iso(date.starts_at),
            "end_time": clock.iso(date.ends_at),
            "location": date.location or event.location,
            "capacity": date.capacity,
            "seats_taken": date.seats_taken,
            "status": date.status,
        }
    payload = {"notification_type": kind, "user_id": by.id, "message": message, "additional_data": data}
    enqueue(session, CRM, Message(f"event:{event.id}", event.version, kind, payload))
