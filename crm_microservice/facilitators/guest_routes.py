"""The HTTP side of a facilitator's guests."""

from flask import Response
from flask_openapi import APIBlueprint, Tag

from crm_microservice.auth import confirmed_facilitator_or_service
from crm_microservice.facilitators import guests
from crm_microservice.facilitators.schemas import (
    FacilitatorPath,
    GuestExport,
    GuestList,
    GuestPage,
    GuestPath,
    GuestQuery,
    NotesBody,
    NotesResponse,
)
from crm_microservice.notifications.current import up_to_date_engine
from crm_microservice.openapi import CSV, SERVICE_OR_FACILITATOR
from service_kit.fields import pagination
from service_kit.responses import json_response
from service_kit.strict_json import checked_input

guest_routes = APIBlueprint(
    "guests",
    __name__,
    url_prefix="/api/facilitator",
    abp_tags=[Tag(name="guests")],
    abp_security=SERVICE_OR_FACILITATOR,
)


@guest_routes.get("/<facilitator_id>/guests", summary="The facilitator's guests, by name", responses={200: GuestList})
@confirmed_facilitator_or_service
@checked_input
def list_guests(path: FacilitatorPath, query: GuestQuery) -> Response:
    page = guests.list_guests(up_to_date_engine(), path.facilitator_id, query)
    return json_response(
        GuestList.model_validate(
            {"guests": page.guests, "pagination": pagination(query.page, query.per_page, page.total)}
        )
    )


@guest_routes.get("/<facilitator_id>/guests.csv", summary="The facilitator's guests as CSV", responses={200: CSV})
@confirmed_facilitator_or_service
@checked_input
def export_guests(path: FacilitatorPath, query: GuestExport) -> Response:
    exported = guests.guests_as_csv(up_to_date_engine(), path.facilitator_id, query)
    disposition = f'attachment; filename="guests-{path.facilitator_id}.csv"'
    return Response(exported, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@guest_routes.get(
    "/<facilitator_id>/guests/<user_id>", summary="One guest with bookings and notes", responses={200: GuestPage}
)
@confirmed_facilitator_or_service
@checked_input
def show_guest(path: GuestPath) -> Response:
    return json_response(
        GuestPage.model_validate(guests.show_guest(up_to_date_engine(), path.facilitator_id, path.user_id))
    )


@guest_routes.put(
    "/<facilitator_id>/guests/<user_id>/notes",
    summary="Replace the notes about a guest",
    responses={200: NotesResponse},
)
@confirmed_facilitator_or_service
@checked_input
def write_notes(path: GuestPath, body: NotesBody) -> Response:
    notes = guests.write_notes(up_to_date_engine(), path.facilitator_id, path.user_id, body.text)
    return json_response(NotesResponse.model_validate({"notes": notes}))
