"""Applies notifications to the booking views. The outcome is the same for every order of arrival and any repeats."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from crm_microservice.facilitators.models import BOOKED, CANCELLED, BookingView
from crm_microservice.notifications.schemas import parse_moment
from crm_microservice.notifications.store import StoredNotification
from service_kit.search_words import searchable

Row = dict[str, Any]
TABLE: Any = BookingView.__table__


def apply_notifications(connection: Connection, notifications: Sequence[StoredNotification]) -> None:
    """Bring the views of these notifications' bookings up to date, inside the caller's writing transaction."""
    about_bookings = [notification for notification in notifications if notification.shape != "general"]
    if not about_bookings:
        return
    ids = {notification.data["booking_id"] for notification in about_bookings}
    found = connection.execute(select(TABLE).where(TABLE.c.booking_id.in_(ids))).mappings()
    before: dict[int, Row] = {row["booking_id"]: dict(row) for row in found}
    after = fold(dict(before), about_bookings)
    changed = [row for booking_id, row in after.items() if row != before.get(booking_id)]
    if changed:
        connection.execute(delete(TABLE).where(TABLE.c.booking_id.in_([row["booking_id"] for row in changed])))
        connection.execute(insert(TABLE), changed)


def fold(views: dict[int, Row], notifications: Iterable[StoredNotification]) -> dict[int, Row]:
    """Return the views (by booking) after the notifications, which come in the order of their sequence."""
    for notification in notifications:
        if notification.shape == "general":
            continue
        told = _as_told(notification)
        known = views.get(told["booking_id"])
        views[told["booking_id"]] = told if known is None else _merged(known, told, _tells_status(notification))
    return views


def _tells_status(notification: StoredNotification) -> bool:
    # A session that moved says nothing of whether the booking still stands.
    return notification.data.get("action") != "updated"


def _merged(known: Row, told: Row, tells_status: bool) -> Row:
    if told["version"] is None:
        # By hand, without a version: counts only until the booking's own messages arrive.
        if known["version"] is not None:
            return known
        return {**told, "booked_at": known["booked_at"], **({} if tells_status else _status_of(known))}
    if known["version"] is None:
        return told
    newest = told if told["version"] > known["version"] else known
    # The booking was made when its lowest version says so, also when that one arrives late.
    first = told if told["booked_at_version"] < known["booked_at_version"] else known
    teller = told if (told["status_version"] or 0) > (known["status_version"] or 0) else known
    return {
        **newest,
        **_status_of(teller),
        "booked_at": first["booked_at"],
        "booked_at_version": first["booked_at_version"],
    }


def _status_of(row: Row) -> Row:
    return {name: row[name] for name in ("status", "status_version", "cancelled_at")}


def _as_told(notification: StoredNotification) -> Row:
    data = notification.data
    user, event, session = data["user"], data["event"], data.get("session") or {}
    if notification.shape == "short":
        user, event = {"name": user}, {"title": event}
    happened_at = parse_moment(data["occurred_at"]) if data.get("occurred_at") else notification.received_at
    is_cancelled = data.get("action") == "cancelled"
    searched = (user["name"], user.get("email"), event["title"], session.get("title"))
    return {
        "booking_id": data["booking_id"],
        "facilitator_id": data["facilitator_id"],
        "version": data.get("version"),
        "status": CANCELLED if is_cancelled else BOOKED,
        "status_version": data.get("version") if _tells_status(notification) else None,
        "user_id": user.get("id"),
        "user_name": user["name"],
        "user_email": user.get("email"),
        "event_id": event.get("id"),
        "event_title": event["title"],
        "event_start": _moment(event.get("start_date")),
        "session_id": session.get("id"),
        "session_title": session.get("title"),
        "session_start": _moment(session.get("start_time")),
        "session_end": _moment(session.get("end_time")),
        "session_time_zone": session.get("time_zone"),
        "session_location": session.get("location"),
        "session_capacity": session.get("capacity"),
        "booked_at": happened_at,
        "booked_at_version": data.get("version"),
        "cancelled_at": happened_at if is_cancelled else None,
        "updated_at": happened_at,
        "search_text": searchable("\n".join(part for part in searched if part)),
    }


def _moment(written: str | None) -> Any:
    return parse_moment(written) if written else None
