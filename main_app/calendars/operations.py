"""Bookings as iCalendar (RFC 5545): one booking as a file, a person's bookings as a feed that can be revoked."""

import secrets
from typing import Any

from sqlalchemy import Row, delete, select
from sqlalchemy.orm import Session

from main_app.auth.secret_hash import secret_hash
from main_app.bookings.queries import newest_own_booking_rows, own_booking_row
from main_app.calendars.icalendar_text import UTC, calendar_text
from main_app.calendars.models import CalendarFeed
from main_app.database import db
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from service_kit.problems import NotFound
from service_kit.rows import Rows, write_rows

MAX_FEED_BOOKINGS = 500  # bookings


def booking_calendar(user_id: int, booking_id: int) -> bytes:
    """One of this person's bookings as an .ics file."""
    return calendar_text([own_booking_row(user_id, booking_id)])


def calendar_attachment(row: Row[Any], replaced: Row[Any] | None = None) -> bytes:
    """One booking, read with `bookings.columns.BOOKINGS`, as an .ics file for a mail. With one that it replaces.

    Its times are in UTC, because the definition of a time zone is longer than everything else. Calendar programs show
    them in the reader's zone.
    """
    return calendar_text([row] if replaced is None else [replaced, row], UTC)


def feed_calendar(secret: str) -> bytes:
    """The newest bookings of the person whose feed has this secret, cancelled ones marked. Raises NotFound."""
    user_id = db.session.scalar(select(CalendarFeed.user_id).where(CalendarFeed.secret_hash == secret_hash(secret)))
    if user_id is None:
        raise NotFound("calendar")
    return calendar_text(newest_own_booking_rows(user_id, MAX_FEED_BOOKINGS))


def feed_state(user_id: int) -> dict[str, Any]:
    created_at = db.session.scalar(select(CalendarFeed.created_at).where(CalendarFeed.user_id == user_id))
    return {"active": created_at is not None, "created_at": clock.iso(created_at)}


def create_feed(user_id: int) -> dict[str, Any]:
    """Create a new secret address. An earlier one stops working."""
    secret = secrets.token_urlsafe(32)
    now = clock.now()
    feed = {"user_id": user_id, "secret_hash": secret_hash(secret), "created_at": now}
    with write_connection() as connection:
        write_rows(connection, Rows(CalendarFeed.__table__, [feed]))  # two requests at once may both be the first
    return {"url": f"{settings().public_url}/calendar/{secret}.ics", "created_at": clock.iso(now)}


def revoke_feed(user_id: int) -> dict[str, Any]:
    with write_transaction() as db_session:
        revoke_feed_of_user(db_session, user_id)
    return {"active": False, "created_at": None}


def revoke_feed_of_user(db_session: Session, user_id: int) -> None:
    """Delete this person's feed address, in the caller's transaction."""
    db_session.execute(delete(CalendarFeed).where(CalendarFeed.user_id == user_id))
