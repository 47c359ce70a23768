"""Routes for admins: all bookings of the studio."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth.access import ADMIN, access
from main_app.bookings.schemas import BookingOut
from main_app.bookings.states import BookingStatus
from main_app.office.studio_bookings import Wanted, find_bookings
from service_kit.fields import Id, Out, Query, Timestamp
from service_kit.responses import JSON, json_of

studio_bookings = APIBlueprint("studio_bookings", __name__, url_prefix="/api/admin", abp_tags=[Tag(name="Bookings")])


class StudioBookingSearch(Query):
    search: str = Field("", max_length=200, description="a guest's name or e-mail, an event's title, or a booking's id")
    status: BookingStatus | None = None
    facilitator_id: Id | None = None
    since: Timestamp | None = Field(None, alias="from", description="sessions that start then or later")
    until: Timestamp | None = Field(None, alias="to", description="sessions that start before")
    before: Id | None = Field(None, description="next_before of the page before")
    limit: int = Field(25, ge=1, le=100)


class StudioBooking(BookingOut):
    open_cents: int | None = Field(description="what is still to pay, online or at the door; null without an order")


class StudioBookings(Out):
    bookings: list[StudioBooking]
    next_before: int | None


@studio_bookings.get("/bookings", responses={200: StudioBookings})
@access(ADMIN)
def list_studio_bookings(query: StudioBookingSearch) -> Response:
    """All bookings of the studio, the newest first."""
    wanted: dict[str, Any] = {
        "search": query.search,
        "status": query.status and query.status.value,
        "facilitator_id": query.facilitator_id,
        "since": query.since,
        "until": query.until,
        "before_id": query.before,
        "limit": query.limit,
    }
    return Response(json_of(StudioBookings, find_bookings(Wanted(**wanted))), content_type=JSON)
