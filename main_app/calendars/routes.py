"""Routes of calendar files and feeds."""

from typing import Any

from flask import Response
from flask_openapi import APIBlueprint, Tag

from main_app.auth.access import ANYONE, SIGNED_IN, access, caller
from main_app.bookings.schemas import BookingPath
from main_app.calendars import operations
from main_app.calendars.schemas import FeedPath, FeedState, NewFeed
from service_kit.rate_limits import limit_per_account

ICS = {"content": {"text/calendar": {"schema": {"type": "string"}}}}
limited = limit_per_account("30 per minute", "calendar feeds")
calendars = APIBlueprint("calendars", __name__, abp_tags=[Tag(name="Calendars")])


@calendars.get("/bookings/<int:booking_id>/calendar.ics", responses={200: ICS})
@access(*SIGNED_IN)
def booking_file(path: BookingPath) -> Response:
    """One of your bookings as an .ics file."""
    content = operations.booking_calendar(caller().id, path.booking_id)
    return _ics(content, f"booking-{path.booking_id}.ics")


@calendars.get("/bookings/calendar-feed", responses={200: FeedState})
@access(*SIGNED_IN)
def show_feed() -> dict[str, Any]:
    """Whether you have a calendar feed."""
    return operations.feed_state(caller().id)


@calendars.post("/bookings/calendar-feed", responses={201: NewFeed})
@access(*SIGNED_IN)
@limited
def create_feed() -> tuple[dict[str, Any], int]:
    """Create a private feed address. An earlier one stops working."""
    return operations.create_feed(caller().id), 201


@calendars.delete("/bookings/calendar-feed", responses={200: FeedState})
@access(*SIGNED_IN)
@limited
def revoke_feed() -> dict[str, Any]:
    """Revoke your feed's address."""
    return operations.revoke_feed(caller().id)


@calendars.get("/calendar/<secret>.ics", responses={200: ICS})
@access(ANYONE)
def feed(path: FeedPath) -> Response:
    """The feed itself, for calendar programs; the address is the secret."""
    return _ics(operations.feed_calendar(path.secret), "samaya.ics")


def _ics(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, content_type="text/calendar; charset=utf-8", headers=headers)
