"""Events and sessions: public to read, their facilitator's (or an admin's) to change.

The CRM changes them here too, for the facilitators it serves: with their own access token, or with
the service token in a named facilitator's stead.
"""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, SERVICE, access, caller
from main_app.events import operations, queries
from main_app.events.schemas import (
    Duplicate,
    EventAnswer,
    EventList,
    EventPath,
    EventSearch,
    NewEvent,
    NewSession,
    SessionAnswer,
    SessionList,
    SessionPath,
)

FACILITATORS = (FACILITATOR, ADMIN, SERVICE)
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
@access(*FACILITATORS)
def create_event(body: NewEvent) -> tuple[dict[str, Any], int]:
    """Create an event, with its sessions."""
    return {"event": queries.event_json(operations.create_event(caller(), body))}, 201


@events.post("/events/<int:event_id>/duplicate", responses={201: EventAnswer})
@access(*FACILITATORS)
def duplicate_event(path: EventPath, body: Duplicate) -> tuple[dict[str, Any], int]:
    """Copy an event with its sessions to other days."""
    copy = operations.duplicate_event(caller(), path.event_id, body.first_start)
    return {"event": queries.event_json(copy)}, 201


@events.post("/events/<int:event_id>/sessions", responses={201: SessionAnswer})
@access(*FACILITATORS)
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
