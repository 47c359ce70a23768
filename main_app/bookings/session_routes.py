"""Routes of sessions, and the changes of events that concern sessions: by their facilitator or an admin.

Such changes change bookings too, so they are here: the package `events` is a layer below `bookings`.
"""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ADMIN, ANYONE, FACILITATOR, access, caller, viewer
from main_app.bookings import run_decision, session_changes
from main_app.bookings.queries import phones_of_session
from main_app.bookings.session_changes import Confirmation
from main_app.bookings.session_schemas import (
    Confirmed,
    ConfirmedOfSession,
    EventImpactRequest,
    GuestPhoneList,
    ImpactResponse,
    SessionImpactRequest,
)
from main_app.events import operations, queries, search
from main_app.events.responses import EventResponse, SessionList, SessionResponse
from main_app.events.routes import FACILITATORS, event_response, events, limited, list_response
from main_app.events.schemas import EventChange, EventPath, EventSearch, NewSession, SessionChange, SessionPath
from service_kit.fields import Paged
from service_kit.rate_limits import limit_per_account
from service_kit.responses import json_response

# Fewer than changes: each preview tells whether guests have other bookings at that time.
limited_previews = limit_per_account("120 per hour", "impact previews")
session_routes = APIBlueprint("event_changes", __name__, abp_tags=[Tag(name="Events and sessions")])
# The API description has one entry for each path. Sharing it keeps the methods that events/routes.py added to a path.
session_routes.paths = events.paths


@session_routes.post("/events/<int:event_id>/impact", responses={200: ImpactResponse})
@access(*FACILITATORS)
@limited_previews
def preview_event(path: EventPath, body: EventImpactRequest) -> dict[str, Any]:
    """Which bookings a change of an event, or its cancellation, would affect. Changes nothing."""
    return {"impact": session_changes.preview_event(caller(), path.event_id, body.change)}


@session_routes.patch("/events/<int:event_id>", responses={200: EventResponse})
@access(*FACILITATORS)
@limited
def change_event(path: EventPath, query: Confirmed, body: EventChange) -> Response:
    """Change an event. Its guests see what changed."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    return event_response(session_changes.change_event(caller(), path.event_id, body, confirmed).id)


@session_routes.delete("/events/<int:event_id>", responses={200: EventResponse})
@access(*FACILITATORS)
@limited
def cancel_event(path: EventPath, query: Confirmed) -> Response:
    """Cancel an event, its sessions and their bookings. Delete a draft: nobody finds it any more."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    return event_response(session_changes.cancel_event(caller(), path.event_id, confirmed).id, deleted=True)


@session_routes.get("/sessions", responses={200: SessionList})
@access(ANYONE)
def list_sessions(query: EventSearch) -> Response:
    """Find sessions. With facilitator_id or event_id, facilitators also see their own drafts, and admins see all."""
    return list_response(SessionList, search.find_sessions(query, viewer()))


@session_routes.get("/sessions/<int:session_id>", responses={200: SessionResponse})
@access(ANYONE)
def show_session(path: SessionPath) -> Response:
    """One session."""
    return json_response(SessionResponse(session=queries.get_session(path.session_id, viewer())))


@session_routes.post("/events/<int:event_id>/sessions", responses={201: SessionResponse})
@access(*FACILITATORS)
@limited
def add_session(path: EventPath, body: NewSession) -> Response:
    """Add a session to an event."""
    return _session_response(operations.add_session(caller(), path.event_id, body).id, 201)


@session_routes.post("/sessions/<int:session_id>/impact", responses={200: ImpactResponse})
@access(*FACILITATORS)
@limited_previews
def preview_session(path: SessionPath, body: SessionImpactRequest) -> dict[str, Any]:
    """Which bookings a change of a session, or its cancellation, would affect. Changes nothing."""
    return {"impact": session_changes.preview_session(caller(), path.session_id, body.change, body.scope)}


@session_routes.patch("/sessions/<int:session_id>", responses={200: SessionResponse})
@access(*FACILITATORS)
@limited
def change_session(path: SessionPath, query: ConfirmedOfSession, body: SessionChange) -> Response:
    """Change a session, or with `scope` its series too. Guests see a new title, time or location."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    changed = session_changes.change_session(caller(), path.session_id, body, confirmed, query.scope)
    return _session_response(changed.id)


@session_routes.delete("/sessions/<int:session_id>", responses={200: SessionResponse})
@access(*FACILITATORS)
@limited
def cancel_session(path: SessionPath, query: ConfirmedOfSession) -> Response:
    """Cancel a session, or with `scope` its series too, and the bookings."""
    confirmed = Confirmation(query.expected_impact, query.reason)
    cancelled = session_changes.cancel_session(caller(), path.session_id, confirmed, query.scope)
    return _session_response(cancelled.id)


@session_routes.post("/sessions/<int:session_id>/confirm", responses={200: SessionResponse})
@access(*FACILITATORS)
@limited
def confirm_session(path: SessionPath) -> Response:
    """Decide now that a session with a minimum of places runs. Its guests are told."""
    return _session_response(run_decision.confirm_session(caller(), path.session_id).id)


@session_routes.get("/sessions/<int:session_id>/phones", responses={200: GuestPhoneList})
@access(FACILITATOR, ADMIN)
def list_phones(path: SessionPath, query: Paged) -> dict[str, Any]:
    """The confirmed phone numbers of a session's guests: for its facilitator and an admin."""
    return phones_of_session(caller(), path.session_id, query)


def _session_response(session_id: int, status: int = 200) -> Response:
    """The session as the caller sees it now."""
    return json_response(SessionResponse(session=queries.get_session(session_id, caller())), status)
