"""Events and sessions: public to read, their facilitator's (or an admin's) to change.

The CRM changes them here too, for the facilitators it serves: with their own access token, or with
the service token in a named facilitator's stead.
"""

from typing import Any

from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, SERVICE, access, caller
from main_app.events import operations, queries
from main_app.events.operations import Confirmation
from main_app.events.schemas import (
    Confirmed,
    ConfirmedCancellation,
    Duplicate,
    EventAnswer,
    EventChange,
    EventImpactOf,
    EventList,
    EventPath,
    EventSearch,
    ImpactAnswer,
    NewEvent,
    NewSession,
    SessionAnswer,
    SessionChange,
    SessionImpactOf,
    SessionList,
    SessionPath,
)

HOSTS = (FACILITATOR, ADMIN, SERVICE)
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
@access(*HOSTS)
def create_event(body: NewEvent) -> tuple[dict[str, Any], int]:
    """Create an event, with its sessions."""
    return {"event": queries.event_json(operations.create_event(caller(), body))}, 201


@events.post("/events/<int:event_id>/duplicate", responses={201: EventAnswer})
@access(*HOSTS)
def duplicate_event(path: EventPath, body: Duplicate) -> tuple[dict[str, Any], int]:
    """Copy an event with its sessions to other days."""
    copy = operations.duplicate_event(caller(), path.event_id, body.first_start)
    return {"event": queries.event_json(copy)}, 201


@events.post("/events/<int:event_id>/impact", responses={200: ImpactAnswer})
@access(*HOSTS)
def preview_event(path: EventPath, body: EventImpactOf) -> dict[str, Any]:
    """Who a change of an event, or its cancellation, would touch. Changes nothing."""
    return {"impact": operations.preview_event(caller(), path.event_id, body.change)}


@events.patch("/events/<int:event_id>", responses={200: EventAnswer})
@access(*HOSTS)
def change_event(path: EventPath, query: Confirmed, body: EventChange) -> dict[str, Any]:
    """Change an event. Guests of sessions to come are told."""
    confirmed = Confirmation(query.expected_impact)
    return {"event": queries.event_json(operations.change_event(caller(), path.event_id, body, confirmed))}


@events.delete("/events/<int:event_id>", responses={200: EventAnswer})
@access(*HOSTS)
def cancel_event(path: EventPath, query: ConfirmedCancellation) -> dict[str, Any]:
    """Cancel an event, its sessions and their bookings. Guests are told."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    return {"event": queries.event_json(operations.cancel_event(caller(), path.event_id, confirmed))}


@events.post("/events/<int:event_id>/sessions", responses={201: SessionAnswer})
@access(*HOSTS)
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


@events.post("/sessions/<int:session_id>/impact", responses={200: ImpactAnswer})
@access(*HOSTS)
def preview_session(path: SessionPath, body: SessionImpactOf) -> dict[str, Any]:
    """Who a change of a session, or its cancellation, would touch. Changes nothing."""
    return {"impact": operations.preview_session(caller(), path.session_id, body.change)}


@events.patch("/sessions/<int:session_id>", responses={200: SessionAnswer})
@access(*HOSTS)
def change_session(path: SessionPath, query: Confirmed, body: SessionChange) -> dict[str, Any]:
    """Change a session. Guests are told of a new title, time or place."""
    confirmed = Confirmation(query.expected_impact)
    return {"session": queries.session_json(operations.change_session(caller(), path.session_id, body, confirmed))}


@events.delete("/sessions/<int:session_id>", responses={200: SessionAnswer})
@access(*HOSTS)
def cancel_session(path: SessionPath, query: ConfirmedCancellation) -> dict[str, Any]:
    """Cancel a session and its bookings. Guests are told."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    return {"session": queries.session_json(operations.cancel_session(caller(), path.session_id, confirmed))}
