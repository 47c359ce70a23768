"""Records a change of an event or its sessions: in the audit trail, and as a message to the CRM."""

from typing import Any

from sqlalchemy.orm import Session

from main_app.audit.trail import write_down
from main_app.auth.access import Caller
from main_app.events.models import Event, EventSession
from main_app.outbox.enqueue import CRM, NewMessage, enqueue
from service_kit import clock

# The CRM's names for what happened, and the sentence it shows.
CRM_KINDS = {"event_cancelled": "event_deleted"}
VERBS = {"created": "created", "updated": "changed", "cancelled": "cancelled"}


def record_change(
    db_session: Session,
    by: Caller,
    event: Event,
    action: str,
    *,
    session: EventSession | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Record one change in the caller's transaction. `action` is event_created, session_updated and so on.

    `session` is the session it was about, if it was about one.
    """
    db_session.flush()
    subject = f"session:{session.id}" if session else f"event:{event.id}"
    write_down(db_session, by, action, subject, before, after)
    title = session.title if session else event.title
    message = f"{title} was {VERBS[action.split('_')[1]]}"
    payload = {
        "notification_type": CRM_KINDS.get(action, action),
        "user_id": by.id,
        "message": message,
        "additional_data": _crm_data(event, session, reason),
    }
    subject, kind = f"event:{event.id}", CRM_KINDS.get(action, action)
    enqueue(db_session, [NewMessage(CRM, kind, subject, payload, event.version, ordering_key=subject)])


def _crm_data(event: Event, session: EventSession | None, reason: str) -> dict[str, Any]:
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
    if session:
        data["session"] = {
            "id": session.id,
            "title": session.title,
            "start_time": clock.iso(session.starts_at),
            "end_time": clock.iso(session.ends_at),
            "location": session.location or event.location,
            "capacity": session.capacity,
            "seats_taken": session.seats_taken,
            "status": session.status,
        }
    return data
