"""The HTTP side of a facilitator's own events. Every change is the main API's to decide: these routes pass it on."""

from typing import Any

from flask import Response, current_app, g, jsonify
from flask_openapi import APIBlueprint, Tag

from crm_microservice.auth import facilitator_or_service
from crm_microservice.config import Config
from crm_microservice.facilitators import events
from crm_microservice.facilitators.routes import current_read_model
from crm_microservice.facilitators.schemas import (
    Confirmed,
    ConfirmedCancellation,
    EventList,
    EventPath,
    EventQuery,
    FacilitatorPath,
    PassedOn,
    SessionPath,
)
from crm_microservice.openapi import SERVICE_OR_FACILITATOR
from service_kit.strict_json import checked_input

event_routes = APIBlueprint(
    "facilitator_events",
    __name__,
    url_prefix="/api/facilitator",
    abp_tags=[Tag(name="facilitator's events")],
    abp_security=SERVICE_OR_FACILITATOR,
)


def _config() -> Config:
    return current_app.extensions["crm_config"]


def _passed_on(path: FacilitatorPath, method: str, where: str, **sent: Any) -> Response:
    reply = events.pass_on(_config(), g.caller, path.facilitator_id, method, where, **sent)
    response = jsonify(reply.body)
    response.status_code = reply.status
    response.headers.update(reply.headers)
    if reply.status >= 400:
        response.content_type = "application/problem+json"
    return response


@event_routes.get("/<facilitator_id>/events", summary="Own events", responses={200: EventList})
@facilitator_or_service
@checked_input
def list_events(path: FacilitatorPath, query: EventQuery) -> dict[str, Any]:
    return events.list_events(current_read_model(), _config(), path.facilitator_id, query)


@event_routes.post("/<facilitator_id>/events", summary="Create an event")
@facilitator_or_service
@checked_input
def create_event(path: FacilitatorPath, body: PassedOn) -> Response:
    return _passed_on(path, "POST", "/events", body=body.root)


@event_routes.put("/<facilitator_id>/events/<event_id>", summary="Change what is given of an event")
@facilitator_or_service
@checked_input
def change_event(path: EventPath, query: Confirmed, body: PassedOn) -> Response:
    return _passed_on(path, "PATCH", f"/events/{path.event_id}", query=query.model_dump(), body=body.root)


@event_routes.delete("/<facilitator_id>/events/<event_id>", summary="Cancel an event and its bookings")
@facilitator_or_service
@checked_input
def cancel_event(path: EventPath, query: ConfirmedCancellation) -> Response:
    return _passed_on(path, "DELETE", f"/events/{path.event_id}", query=query.model_dump())


@event_routes.post("/<facilitator_id>/events/<event_id>/impact", summary="Whom a change would touch")
@facilitator_or_service
@checked_input
def preview_event(path: EventPath, body: PassedOn) -> Response:
    return _passed_on(path, "POST", f"/events/{path.event_id}/impact", body=body.root)


@event_routes.post("/<facilitator_id>/events/<event_id>/duplicate", summary="Copy an event to other days")
@facilitator_or_service
@checked_input
def duplicate_event(path: EventPath, body: PassedOn) -> Response:
    return _passed_on(path, "POST", f"/events/{path.event_id}/duplicate", body=body.root)


@event_routes.post("/<facilitator_id>/events/<event_id>/sessions", summary="Add a session")
@facilitator_or_service
@checked_input
def add_session(path: EventPath, body: PassedOn) -> Response:
    return _passed_on(path, "POST", f"/events/{path.event_id}/sessions", body=body.root)


@event_routes.put("/<facilitator_id>/sessions/<session_id>", summary="Change what is given of a session")
@facilitator_or_service
@checked_input
def change_session(path: SessionPath, query: Confirmed, body: PassedOn) -> Response:
    return _passed_on(path, "PATCH", f"/sessions/{path.session_id}", query=query.model_dump(), body=body.root)


@event_routes.delete("/<facilitator_id>/sessions/<session_id>", summary="Cancel a session and its bookings")
@facilitator_or_service
@checked_input
def cancel_session(path: SessionPath, query: ConfirmedCancellation) -> Response:
    return _passed_on(path, "DELETE", f"/sessions/{path.session_id}", query=query.model_dump())


@event_routes.post("/<facilitator_id>/sessions/<session_id>/impact", summary="Whom a change would touch")
@facilitator_or_service
@checked_input
def preview_session(path: SessionPath, body: PassedOn) -> Response:
    return _passed_on(path, "POST", f"/sessions/{path.session_id}/impact", body=body.root)
