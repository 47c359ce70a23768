"""Applies notifications to the read model. Any order of arrival, with any repeats, leads to the same rows.

After a restore the main API may give out ids again that this service knows with other content. So a notification states
the epoch of the main API's installation, which a restore raises, and one of a later epoch replaces everything that is
known from an earlier one.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select

from crm_microservice.facilitators.booking_counts import changed_counts
from crm_microservice.facilitators.models import MAX_REASON_LENGTH, MAX_STATUS_LENGTH, Booking
from crm_microservice.facilitators.payments import changed_money, newest_payment, payment_of
from crm_microservice.facilitators.session_facts import changed_sessions
from crm_microservice.facilitators.states import BOOKED, RELEASED, STATE_AFTER_ACTION, UNKNOWN
from crm_microservice.notifications.epochs import epoch_of
from crm_microservice.notifications.schemas import parse_timestamp
from crm_microservice.notifications.store import StoredNotification
from service_kit.rows import KeyedStatement, Rows
from service_kit.search_words import searchable

Row = dict[str, Any]
TABLE: Any = Booking.__table__
BY_ID = KeyedStatement(TABLE.c.booking_id, select(TABLE))
MAX_PLACES = 1_000_000
REMOVED = "booking_removed"  # the type of the general notification that the main API has no such booking


def changed_read_model(connection: Connection, notifications: Sequence[StoredNotification]) -> list[Rows]:
    """Return the changed bookings, sessions, counts and sums. The caller writes them in the same transaction."""
    sessions = changed_sessions(connection, notifications)
    ids = {booking_id for notification in notifications if (booking_id := _booking_id(notification)) is not None}
    if not ids:
        return [sessions]
    before: dict[int, Row] = {row.booking_id: row._asdict() for row in BY_ID.all(connection, ids)}
    after = fold(dict(before), notifications)
    changed = [row for booking_id, row in after.items() if row != before.get(booking_id)]
    replaced = [before[row["booking_id"]] for row in changed if row["booking_id"] in before]
    removed = [row for booking_id, row in before.items() if booking_id not in after]
    if removed:
        connection.execute(delete(TABLE).where(TABLE.c.booking_id.in_([row["booking_id"] for row in removed])))
    earlier = [*replaced, *removed]
    return [sessions, Rows(TABLE, changed), changed_counts(earlier, changed), changed_money(earlier, changed)]


def fold(bookings: dict[int, Row], notifications: Iterable[StoredNotification]) -> dict[int, Row]:
    """Return the bookings by id after the notifications, which come in the order of their sequence."""
    for notification in notifications:
        booking_id = _booking_id(notification)
        if booking_id is None:
            continue
        known = bookings.get(booking_id)
        if notification.shape == "general":
            if known is not None and known["epoch"] <= epoch_of(notification.data):
                del bookings[booking_id]
            continue
        described = _booking_row(notification)
        if known is not None:
            described = _merged(known, described, _stated_status(_checked_data(notification)) is not None)
        bookings[booking_id] = described
    return bookings


def _booking_id(notification: StoredNotification) -> int | None:
    """Return the booking that the notification describes or removes, None if it does neither."""
    if notification.shape != "general":
        return notification.data["booking_id"]
    return notification.booking_id if notification.data.get("notification_type") == REMOVED else None


def _stated_status(data: Row) -> str | None:
    """Return the state a notification states: an explicit one, or that of an action known for it; else None."""
    state = _additional(data).get("state")
    if isinstance(state, str) and 1 <= len(state) <= MAX_STATUS_LENGTH:
        return state
    return STATE_AFTER_ACTION.get(data.get("action", "created"))


def _merged(known: Row, described: Row, states_status: bool) -> Row:
    if described["version"] is None:
        # Sent by hand, without a version: counts only until the booking's own notifications arrive.
        if known["version"] is not None:
            return known
        status = {} if states_status else _status_of(known)
        return {**described, "booked_at": known["booked_at"], **status, **newest_payment(known, described)}
    if known["version"] is None:
        return described
    if known["epoch"] != described["epoch"]:
        return max(known, described, key=lambda row: row["epoch"])
    newest = described if described["version"] > known["version"] else known
    # The booking was made when its lowest version says so, also when that one arrives late.
    first = described if described["booked_at_version"] < known["booked_at_version"] else known
    return {
        **newest,
        **_status_of(_status_source(known, described)),
        **newest_payment(known, described),
        "booked_at": first["booked_at"],
        "booked_at_version": first["booked_at_version"],
    }


def _status_source(known: Row, described: Row) -> Row:
    if known["status_version"] is None and described["status_version"] is None:
        return known if known["status"] == BOOKED else described
    return described if (described["status_version"] or 0) > (known["status_version"] or 0) else known


def _status_of(row: Row) -> Row:
    return {name: row[name] for name in ("status", "status_version", "cancelled_at", "cancel_reason")}


def _checked_data(notification: StoredNotification) -> Row:
    """Return the data in the form of a complete notification.

    Of a short one only its own fields and the action: others may have any type, because no schema checked them.
    """
    data = notification.data
    if notification.shape != "short":
        return data
    action = {"action": data["action"]} if isinstance(data.get("action"), str) else {}
    known = {name: data[name] for name in ("booking_id", "facilitator_id")}
    return {**known, **action, "user": {"name": data["user"]}, "event": {"title": data["event"]}}


def _booking_row(notification: StoredNotification) -> Row:
    data = _checked_data(notification)
    user, event, session = data["user"], data["event"], data.get("session") or {}
    happened_at = parse_timestamp(data["occurred_at"]) if data.get("occurred_at") else notification.received_at
    stated = _stated_status(data)
    # Only a booking that stands is updated; any other action says nothing about the state.
    status = stated or (BOOKED if data.get("action") == "updated" else UNKNOWN)
    searched = (user["name"], user.get("email"), event["title"], session.get("title"))
    return {
        "booking_id": data["booking_id"],
        "facilitator_id": data["facilitator_id"],
        "epoch": epoch_of(data),
        "version": data.get("version"),
        "status": status,
        "status_version": data.get("version") if stated else None,
        "places": _places(data),
        "user_id": user.get("id"),
        "user_name": user["name"],
        "user_email": user.get("email"),
        "event_id": event.get("id"),
        "event_title": event["title"],
        "event_start": _timestamp(event.get("start_date")),
        "session_id": session.get("id"),
        "session_title": session.get("title"),
        "session_start": _timestamp(session.get("start_time")),
        "session_end": _timestamp(session.get("end_time")),
        "session_time_zone": session.get("time_zone"),
        "session_location": session.get("location"),
        "session_capacity": session.get("capacity"),
        "booked_at": _booked_at(data) or happened_at,
        "booked_at_version": data.get("version"),
        "cancelled_at": happened_at if status in RELEASED else None,
        "cancel_reason": _reason(data) if status in RELEASED else None,
        "updated_at": happened_at,
        **payment_of(_additional(data), data.get("version")),
        "search_text": searchable("\n".join(part for part in searched if part)),
    }


def _booked_at(data: Row) -> Any:
    """Return when the booking was made, if a notification that is sent again states it."""
    written = _additional(data).get("booked_at")
    if not isinstance(written, str):
        return None
    try:
        return parse_timestamp(written)
    except ValueError:
        return None


def _places(data: Row) -> int:
    places = _additional(data).get("places")
    if isinstance(places, bool) or not isinstance(places, int):
        return 1
    return places if 1 <= places <= MAX_PLACES else 1


def _reason(data: Row) -> str | None:
    reason = _additional(data).get("reason")
    return reason if isinstance(reason, str) and 1 <= len(reason) <= MAX_REASON_LENGTH else None


def _additional(data: Row) -> Row:
    return data.get("additional_data") or {}


def _timestamp(written: str | None) -> Any:
    return parse_timestamp(written) if written else None
