"""Routes with which the main API compares its bookings with the read model. Nothing here changes anything."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from crm_microservice.auth import service_only
from crm_microservice.facilitators import reconciliation
from crm_microservice.facilitators.reconciliation_schemas import (
    AfterDay,
    AfterId,
    ComparedBookings,
    ComparedDays,
    ComparedFacilitators,
    ComparedIds,
    DaysQuery,
)
from crm_microservice.facilitators.schemas import FacilitatorPath
from crm_microservice.notifications.current import up_to_date_engine
from crm_microservice.openapi import SERVICE
from service_kit.responses import json_response
from service_kit.strict_json import checked_input

reconciliation_routes = APIBlueprint(
    "reconciliation", __name__, url_prefix="/api/reconciliation", abp_tags=[Tag(name="reconciliation")]
)


@reconciliation_routes.get(
    "/facilitators",
    summary="Bookings of each facilitator: number and hash",
    security=SERVICE,
    responses={200: ComparedFacilitators},
)
@service_only
@checked_input
def compare_facilitators(query: AfterId) -> Response:
    found = reconciliation.by_facilitator(up_to_date_engine(), query.after)
    return json_response(ComparedFacilitators.model_validate({"facilitators": found}))


@reconciliation_routes.get(
    "/facilitators/<facilitator_id>/days",
    summary="Bookings of each day: number and hash",
    security=SERVICE,
    responses={200: ComparedDays},
)
@service_only
@checked_input
def compare_days(path: FacilitatorPath, query: AfterDay) -> Response:
    found = reconciliation.by_day(up_to_date_engine(), path.facilitator_id, query.after)
    return json_response(ComparedDays.model_validate({"days": found}))


@reconciliation_routes.get(
    "/facilitators/<facilitator_id>/bookings",
    summary="Versions of the bookings that were made from one day to another",
    security=SERVICE,
    responses={200: ComparedBookings},
)
@service_only
@checked_input
def compare_bookings(path: FacilitatorPath, query: DaysQuery) -> Response:
    found = reconciliation.of_days(
        up_to_date_engine(), path.facilitator_id, query.first_day, query.last_day, query.after
    )
    return json_response(ComparedBookings.model_validate({"bookings": found}))


@reconciliation_routes.post(
    "/bookings", summary="Versions of up to 500 bookings", security=SERVICE, responses={200: ComparedBookings}
)
@service_only
@checked_input
def compare_ids(body: ComparedIds) -> Response:
    found = reconciliation.of_ids(up_to_date_engine(), body.booking_ids)
    return json_response(ComparedBookings.model_validate({"bookings": found}))
