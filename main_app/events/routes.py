"""Events and sessions: public to read, their facilitator's (or an admin's) to change."""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, access, caller
from main_app.events import operations, queries
from main_app.events.schemas import (
    EventAnswer,
    EventChange,
    EventList,
    EventPath,
    EventSearch,
    NewEvent,
    NewSession,
    SessionAnswer,
    SessionChange,
    SessionList,
    SessionPath,
)

events = APIBlueprint("events", __name__, abp_tags=[Tag(name="Events and sessions")])


@events.get("/events", responses={200: EventList})
@access(ANYONE)
def list_events(query: EventSearch) -> dict[str, Any]:
    """Find events."""
    return queries.find_events(query)


@events.get("/events/<int:event_id>", responses={200: EventAnswer})
@access(ANYONE)
def show_event(path: EventPath) -> dict[str, Any]:
    """One event with its sessions."""
    return {"event": queries.event_json(queries.get_event(path.event_id))}


@events.post("/events", responses={201: EventAnswer})
@access(FACILITATOR, ADMIN)
def create_event(body: NewEvent) -> tuple[dict[str, Any], int]:
    """Create an event, with its sessions."""
    return {"event": queries.event_json(operations.create_event(caller(), body))}, 201


@events.patch("/events/<int:event_id>", responses={200: EventAnswer})
@access(FACILITATOR, ADMIN)
def change_event(path: EventPath, body: EventChange) -> dict[str, Any]:
    """Change an event."""
    return {"event": queries.event_json(operations.change_event(caller(), path.event_id, body))}


@events.delete("/events/<int:event_id>", responses={200: EventAnswer})
@access(FACILITATOR, ADMIN)
def cancel_event(path: EventPath) -> dict[str, Any]:
    """Cancel an event, its sessions and their bookings."""
    return {"event": queries.event_json(operations.cancel_event(caller(), path.event_id))}


@events.post("/events/<int:event_id>/sessions", responses={201: SessionAnswer})
@access(FACILITATOR, ADMIN)
def add_session(path: EventPath, body: NewSession) -> tuple[dict[str, Any], int]:
    """Add a session to an event."""
    return {"session": queries.session_json(operations.add_session(caller(), path.event_id, body))}, 201


@events.get("/sessions", responses={200: SessionList})
@access(ANYONE)
def list_sessions(query: EventSearch) -> dict[str, Any]:
    """Find sessions."""
    return queries.find_sessions(query)


@events.get("/sessions/<int:session_id>", responses={200: SessionAnswer})
@access(ANYONE)
def show_session(path: SessionPath) -> dict[str, Any]:
    """One session."""
    return {"session": queries.session_json(queries.get_session(path.session_id))}


@events.patch("/sessions/<int:session_id>", responses={200: SessionAnswer})
@access(FACILITATOR, ADMIN)
def change_session(path: SessionPath, body: SessionChange) -> dict[str, Any]:
    """Change a session."""
    return {"session": queries.session_json(operations.change_session(caller(), path.session_id, body))}


@events.delete("/sessions/<int:session_id>", responses={200: SessionAnswer})
@access(FACILITATOR, ADMIN)
def cancel_session(path: SessionPath) -> dict[str, Any]:
    """Cancel a session and its bookings."""
    return {"session": queries.session_json(operations.cancel_session(caller(), path.session_id))}
