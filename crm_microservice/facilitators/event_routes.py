"""The HTTP side of a facilitator's own events. These routes pass every change on to the main API, which decides."""

from typing import Any

from flask import Response, jsonify
from flask_openapi import APIBlueprint, Tag

from crm_microservice.auth import facilitator_or_service
from crm_microservice.facilitators import events, sessions
from crm_microservice.facilitators.on_behalf import events_client_for
from crm_microservice.facilitators.schemas import (
    ChangedSessionResponse,
    EventList,
    EventPath,
    EventQuery,
    EventResponse,
    FacilitatorPath,
    ForwardedBody,
    ImpactConfirmation,
    ImpactConfirmationOfCancellation,
    ImpactResponse,
    SessionPath,
    SessionResponse,
)
from crm_microservice.notifications.current import up_to_date_engine
from crm_microservice.openapi import SERVICE_OR_FACILITATOR
from service_kit.possible_problems import passes_on
from service_kit.responses import json_response
from service_kit.strict_json import checked_input

event_routes = APIBlueprint(
    "facilitator_events",
    __name__,
    url_prefix="/api/facilitator",
    abp_tags=[Tag(name="facilitator's events")],
    abp_security=SERVICE_OR_FACILITATOR,
)


# What the main API's routes may refuse; a test compares this with their description.
REFUSALS = {
    400: ("bad_json", "invalid"),
    401: ("invalid_token", "login_ended", "token_expired", "unauthorized"),
    403: ("forbidden",),
    404: ("not_found",),
    409: (
        "already_decided",
        "capacity_below_bookings",
        "event_cancelled",
        "impact_changed",
        "no_series",
        "series_refused",
        "session_cancelled",
        "session_past",
    ),
    429: ("rate_limited",),
}


@passes_on(REFUSALS)
def _pass_on(path: FacilitatorPath, method: str, main_path: str, **sent: Any) -> Response:
    reply = events_client_for(path.facilitator_id).change(method, main_path, **sent)
    response = jsonify(reply.body)
    response.status_code = reply.status
    response.headers.update(reply.headers)
    if reply.status >= 400:
        response.content_type = "application/problem+json"
    return response


@event_routes.get("/<facilitator_id>/events", summary="The facilitator's events", responses={200: EventList})
@facilitator_or_service
@checked_input
def list_events(path: FacilitatorPath, query: EventQuery) -> Response:
    main = events_client_for(path.facilitator_id)
    return json_response(
        EventList.model_validate(events.list_events(up_to_date_engine(), main, path.facilitator_id, query))
    )


@event_routes.post("/<facilitator_id>/events", summary="Create an event", responses={201: EventResponse})
@facilitator_or_service
@checked_input
def create_event(path: FacilitatorPath, body: ForwardedBody) -> Response:
    return _pass_on(path, "POST", "/events", body=body.root)


@event_routes.put(
    "/<facilitator_id>/events/<event_id>", summary="Change the sent fields of an event", responses={200: EventResponse}
)
@facilitator_or_service
@checked_input
def change_event(path: EventPath, query: ImpactConfirmation, body: ForwardedBody) -> Response:
    return _pass_on(path, "PATCH", f"/events/{path.event_id}", query=query.model_dump(), body=body.root)


@event_routes.delete(
    "/<facilitator_id>/events/<event_id>", summary="Cancel an event and its bookings", responses={200: EventResponse}
)
@facilitator_or_service
@checked_input
def cancel_event(path: EventPath, query: ImpactConfirmationOfCancellation) -> Response:
    return _pass_on(path, "DELETE", f"/events/{path.event_id}", query=query.model_dump())


@event_routes.post(
    "/<facilitator_id>/events/<event_id>/impact",
    summary="Bookings that a change affects",
    responses={200: ImpactResponse},
)
@facilitator_or_service
@checked_input
def preview_event(path: EventPath, body: ForwardedBody) -> Response:
    return _pass_on(path, "POST", f"/events/{path.event_id}/impact", body=body.root)


@event_routes.post(
    "/<facilitator_id>/events/<event_id>/duplicate",
    summary="Copy an event to other days",
    responses={201: EventResponse},
)
@facilitator_or_service
@checked_input
def duplicate_event(path: EventPath, body: ForwardedBody) -> Response:
    return _pass_on(path, "POST", f"/events/{path.event_id}/duplicate", body=body.root)


@event_routes.post(
    "/<facilitator_id>/events/<event_id>/sessions", summary="Add a session", responses={201: ChangedSessionResponse}
)
@facilitator_or_service
@checked_input
def add_session(path: EventPath, body: ForwardedBody) -> Response:
    return _pass_on(path, "POST", f"/events/{path.event_id}/sessions", body=body.root)


@event_routes.get("/<facilitator_id>/sessions/<session_id>", summary="One session", responses={200: SessionResponse})
@facilitator_or_service
@checked_input
def show_session(path: SessionPath) -> Response:
    main = events_client_for(path.facilitator_id)
    session, stale = sessions.show_session(up_to_date_engine(), main, path.facilitator_id, path.session_id)
    return json_response(SessionResponse.model_validate({"session": session, "stale": stale}))


@event_routes.put(
    "/<facilitator_id>/sessions/<session_id>",
    summary="Change the sent fields of a session",
    responses={200: ChangedSessionResponse},
)
@facilitator_or_service
@checked_input
def change_session(path: SessionPath, query: ImpactConfirmation, body: ForwardedBody) -> Response:
    return _pass_on(path, "PATCH", f"/sessions/{path.session_id}", query=query.model_dump(), body=body.root)


@event_routes.delete(
    "/<facilitator_id>/sessions/<session_id>",
    summary="Cancel a session and its bookings",
    responses={200: ChangedSessionResponse},
)
@facilitator_or_service
@checked_input
def cancel_session(path: SessionPath, query: ImpactConfirmationOfCancellation) -> Response:
    return _pass_on(path, "DELETE", f"/sessions/{path.session_id}", query=query.model_dump())


@event_routes.post(
    "/<facilitator_id>/sessions/<session_id>/impact",
    summary="Bookings that a change affects",
    responses={200: ImpactResponse},
)
@facilitator_or_service
@checked_input
def preview_session(path: SessionPath, body: ForwardedBody) -> Response:
    return _pass_on(path, "POST", f"/sessions/{path.session_id}/impact", body=body.root)
