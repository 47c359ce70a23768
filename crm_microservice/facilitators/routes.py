"""The HTTP side of the facilitator's view."""

from typing import Any

from flask import Response, current_app, request
from flask_openapi import APIBlueprint, Tag

from crm_microservice import main_api
from crm_microservice.auth import exporting_facilitator_or_service, facilitator_or_service
from crm_microservice.config import Config
from crm_microservice.database import db
from crm_microservice.facilitators import operations
from crm_microservice.facilitators.catch_up import catch_up
from crm_microservice.facilitators.schemas import (
    BookingFilters,
    BookingList,
    BookingQuery,
    FacilitatorPath,
    LoginBody,
    ReadBody,
    SessionList,
    Statistics,
    StatisticsQuery,
    Unread,
)
from crm_microservice.notifications.store import current_store
from crm_microservice.openapi import SERVICE_OR_FACILITATOR
from service_kit.strict_json import checked_input

facilitator_routes = APIBlueprint(
    "facilitators", __name__, url_prefix="/api/facilitator", abp_tags=[Tag(name="facilitators")]
)


def current_read_model() -> Any:
    """Return the engine, with the read model up to date."""
    catch_up(db.engine, current_store())
    return db.engine


@facilitator_routes.get(
    "/<facilitator_id>/bookings", summary="Bookings", security=SERVICE_OR_FACILITATOR, responses={200: BookingList}
)
@facilitator_or_service
@checked_input
def list_bookings(path: FacilitatorPath, query: BookingQuery) -> dict[str, Any]:
    return operations.list_bookings(current_read_model(), path.facilitator_id, query)


@facilitator_routes.get("/<facilitator_id>/bookings.csv", summary="Bookings as CSV", security=SERVICE_OR_FACILITATOR)
@exporting_facilitator_or_service
@checked_input
def export_bookings(path: FacilitatorPath, query: BookingFilters) -> Response:
    exported = operations.bookings_as_csv(current_read_model(), path.facilitator_id, query)
    disposition = f'attachment; filename="bookings-{path.facilitator_id}.csv"'
    return Response(exported, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@facilitator_routes.get(
    "/<facilitator_id>/sessions", summary="Sessions", security=SERVICE_OR_FACILITATOR, responses={200: SessionList}
)
@facilitator_or_service
@checked_input
def list_sessions(path: FacilitatorPath) -> dict[str, Any]:
    return {"sessions": operations.list_sessions(current_read_model(), path.facilitator_id)}


@facilitator_routes.get(
    "/<facilitator_id>/statistics", summary="Figures", security=SERVICE_OR_FACILITATOR, responses={200: Statistics}
)
@facilitator_or_service
@checked_input
def show_statistics(path: FacilitatorPath, query: StatisticsQuery) -> dict[str, Any]:
    return operations.show_statistics(current_read_model(), path.facilitator_id, query)


@facilitator_routes.get(
    "/<facilitator_id>/unread", summary="What is new", security=SERVICE_OR_FACILITATOR, responses={200: Unread}
)
@facilitator_or_service
@checked_input
def count_unread(path: FacilitatorPath) -> dict[str, Any]:
    return operations.count_unread(db.engine, current_store(), path.facilitator_id)


@facilitator_routes.post(
    "/<facilitator_id>/read", summary="Note what was read", security=SERVICE_OR_FACILITATOR, responses={200: Unread}
)
@facilitator_or_service
@checked_input
def mark_read(path: FacilitatorPath, body: ReadBody) -> dict[str, Any]:
    return operations.mark_read(db.engine, current_store(), path.facilitator_id, body.up_to)


@facilitator_routes.post("/login", summary="Sign in at the main API, facilitators only")
def sign_in(body: LoginBody) -> dict[str, Any]:
    config: Config = current_app.extensions["crm_config"]
    # While a token is being replaced, the older one: the main API knows it until it is dropped here.
    token, client = config.auth_tokens[-1], request.remote_addr or ""
    return main_api.sign_in(config.main_base_url, body.model_dump(exclude_none=True), token, client)
