"""What follows from a journal entry of an event: the message that tells the CRM."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.events.models import Event, EventSession
from main_app.journal.read import Entry
from main_app.outbox.enqueue import CRM, NewMessage
from service_kit import clock

# The CRM's names for what happened, and the sentence it shows.
CRM_KINDS = {"event_cancelled": "event_deleted", "event_published": "event_updated"}
VERBS = {"created": "created", "updated": "changed", "cancelled": "cancelled", "published": "published"}

events, sessions = Event.__table__.c, EventSession.__table__.c
EVENTS = select(Event.__table__).where(events.id.in_(bindparam("ids", expanding=True)))
SESSIONS = select(EventSession.__table__).where(sessions.id.in_(bindparam("ids", expanding=True)))


def event_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, tuple[Any, Any]]:
    """For each entry its event, and the session it is about, if it is about one."""
    of_events = {row.id: row for row in connection.execute(EVENTS, {"ids": [int(one.subject_id) for one in entries]})}
    ids = [one.changes["session_id"] for one in entries if "session_id" in one.changes]
    of_sessions = {row.id: row for row in connection.execute(SESSIONS, {"ids": ids})} if ids else {}
    return {one.id: (of_events[int(one.subject_id)], of_sessions.get(one.changes.get("session_id"))) for one in entries}


def tell_crm_of_event(entry: Entry, facts: tuple[Any, Any]) -> list[NewMessage]:
    """A general notification with what the CRM keeps of an event."""
    event, session = facts
    kind = CRM_KINDS.get(entry.action, entry.action)
    title = session.title if session else event.title
    data: dict[str, Any] = {
        "event_id": event.id,
        "title": event.title,
        "facilitator_id": event.facilitator_id,
        "status": event.status,
        "draft": event.draft,
        "time_zone": event.time_zone,
        "location": event.location,
        "start_time": clock.iso(event.starts_at),
        "end_time": clock.iso(event.ends_at),
        "version": entry.version,
        "occurred_at": clock.iso(entry.at),
        "reason": entry.reason if entry.action == "event_cancelled" else "",
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
    payload = {
        "notification_type": kind,
        "user_id": entry.actor_id,
        "message": f"{title} was {VERBS[entry.action.split('_')[1]]}",
        "additional_data": data,
    }
    key = f"event:{event.id}"
    return [NewMessage(CRM, kind, key, payload, entry.version, ordering_key=key, entry_id=entry.id)]
