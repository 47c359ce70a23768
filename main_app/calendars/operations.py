"""Bookings as iCalendar (RFC 5545): one booking as a file, a person's bookings as a feed that can be revoked."""

import secrets
from collections.abc import Sequence
from datetime import datetime, timezone, tzinfo
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from main_app.auth.secret_hash import secret_hash
from main_app.bookings.models import OCCUPYING
from main_app.bookings.queries import newest_own_booking_rows, own_booking_row
from main_app.bookings.schemas import BookingOut
from main_app.calendars.models import CalendarFeed
from main_app.database import db
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import NotFound

if TYPE_CHECKING:
    from icalendar import Event

PRODUCT = "-//Samaya//Bookings//EN"
LONGEST_FEED = 500  # bookings


def booking_calendar(user_id: int, booking_id: int) -> bytes:
    """One of this person's bookings as an .ics file."""
    return _calendar([own_booking_row(user_id, booking_id)])


def calendar_attachment(row: Row[Any]) -> bytes:
    """One booking, read with `bookings.queries.SHOWN`, as an .ics file for a mail.

    Its times are in UTC, because adding the definition of a time zone takes twenty times as long as the rest.
    Calendar programs show them in the reader's zone.
    """
    return _calendar([row], timezone.utc)


def feed_calendar(secret: str) -> bytes:
    """The newest bookings of the person whose feed has this secret, cancelled ones marked. Raises NotFound."""
    user_id = db.session.scalar(select(CalendarFeed.user_id).where(CalendarFeed.secret_hash == secret_hash(secret)))
    if user_id is None:
        raise NotFound("calendar")
    return _calendar(newest_own_booking_rows(user_id, LONGEST_FEED))


def feed_state(user_id: int) -> dict[str, Any]:
    created_at = db.session.scalar(select(CalendarFeed.created_at).where(CalendarFeed.user_id == user_id))
    return {"active": created_at is not None, "created_at": clock.iso(created_at)}


def create_feed(user_id: int) -> dict[str, Any]:
    """Create a new secret address. An earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    with write_transaction() as db_session:
        db_session.merge(CalendarFeed(user_id=user_id, secret_hash=secret_hash(secret), created_at=now))
    return {"url": f"{settings().public_url}/calendar/{secret}.ics", "created_at": clock.iso(now)}


def revoke_feed(user_id: int) -> dict[str, Any]:
    with write_transaction() as db_session:
        revoke_feed_of_user(db_session, user_id)
    return {"active": False, "created_at": None}


def revoke_feed_of_user(db_session: Session, user_id: int) -> None:
    """Delete this person's feed address, in the caller's transaction."""
    db_session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user_id))


def _calendar(rows: Sequence[Any], zone: tzinfo | None = None) -> bytes:
    """Times are in `zone`, or without it in each event's zone."""
    from icalendar import Calendar  # imported here: takes 40 ms, which every start would pay

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for row in rows:
        calendar.add_component(_entry(BookingOut.of(row._asdict()), row.session_version, zone))
    if rows and zone is None:
        calendar.add_missing_timezones()
    return calendar.to_ical()


def _entry(booking: BookingOut, session_version: int, zone: tzinfo | None) -> "Event":
    zone = zone or ZoneInfo(booking.session_time_zone)
    from icalendar import Event  # imported here: takes 40 ms, which every start would pay

    entry = Event()
    entry.add("uid", f"booking-{booking.id}@samaya")
    # Rises with every change of the booking or its session, so that calendars take the newer entry.
    entry.add("sequence", booking.version + session_version - 2)
    entry.add("summary", _title(booking))
    entry.add("dtstart", datetime.fromisoformat(booking.session_time).astimezone(zone))
    entry.add("dtend", datetime.fromisoformat(booking.session_end_time).astimezone(zone))
    entry.add("dtstamp", datetime.fromisoformat(booking.updated_at))
    entry.add("location", booking.session_location)
    entry.add("description", _description(booking))
    if booking.session_link:
        entry.add("url", booking.session_link)
    entry.add("status", "CONFIRMED" if booking.status in OCCUPYING else "CANCELLED")
    return entry


def _title(booking: BookingOut) -> str:
    if booking.session_title == booking.event_title:
        return booking.event_title
    return f"{booking.event_title}: {booking.session_title}"


def _description(booking: BookingOut) -> str:
    lines = [f"With {booking.facilitator_name}."]
    if booking.arrive_minutes_early:
        lines.append(f"Please come {booking.arrive_minutes_early} minutes early.")
    if booking.session_link:
        lines.append(f"Join online: {booking.session_link}")
    return "\n".join(lines)
