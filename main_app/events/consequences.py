"""Consequences of an event's journal entries: messages to the CRM."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from main_app.events.models import Event, EventSession
from main_app.journal.read import Entry
from main_app.outbox.enqueue import CRM, NewMessage
from service_kit import clock

# Actions that have another name in the CRM.
CRM_KINDS = {"event_cancelled": "event_deleted", "event_published": "event_updated"}
# The verb of the message that the CRM shows.
VERBS = {"created": "created", "updated": "changed", "cancelled": "cancelled", "published": "published"}

events, sessions = Event.__table__.c, EventSession.__table__.c
EVENTS = select(Event.__table__).where(events.id.in_(bindparam("ids", expanding=True)))
SESSIONS = select(EventSession.__table__).where(sessions.id.in_(bindparam("ids", expanding=True)))


def event_facts(connection: Connection, entries: Sequence[Entry]) -> dict[int, tuple[Any, Any]]:
    """The event of each entry, by entry id, and the session if the entry is about one."""
    event_ids = [int(entry.subject_id) for entry in entries]
    session_ids = [entry.changes["session_id"] for entry in entries if "session_id" in entry.changes]
    events_by_id = {row.id: row for row in connection.execute(EVENTS, {"ids": event_ids})}
    sessions_by_id = {}
    if session_ids:
        sessions_by_id = {row.id: row for row in connection.execute(SESSIONS, {"ids": session_ids})}
    return {
        entry.id: (events_by_id[int(entry.subject_id)], sessions_by_id.get(entry.changes.get("session_id")))
        for entry in entries
    }


def event_notification(entry: Entry, facts: tuple[Any, Any]) -> list[NewMessage]:
    """A general notification with the event data that the CRM stores."""
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
