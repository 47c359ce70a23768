"""Updates sessions from notifications: one about a booking describes its session, one about an event all of its."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, select

from crm_microservice.facilitators.models import Session
from crm_microservice.notifications.epochs import epoch_of
from crm_microservice.notifications.schemas import BookedSession, Id, Label, Timestamp, parse_timestamp
from crm_microservice.notifications.store import StoredNotification
from service_kit.fields import ReceivedTitle
from service_kit.rows import KeyedStatement, Rows

Row = dict[str, Any]
TABLE: Any = Session.__table__
BY_ID = KeyedStatement(TABLE.c.session_id, select(TABLE))
SCHEDULED = "scheduled"
STATUS = ("status", "status_at")


class _EventSession(BookedSession):
    status: Label | None = None


class _EventDetails(BaseModel):
    """The part of an event notification's `additional_data` that describes its sessions."""

    event_id: Id
    title: ReceivedTitle
    facilitator_id: Id
    time_zone: Label | None = None
    occurred_at: Timestamp | None = None
    session: _EventSession | None = None
    sessions: list[_EventSession] = []


def changed_sessions(connection: Connection, notifications: Sequence[StoredNotification]) -> Rows:
    """Return the changed sessions. The caller writes them in the same transaction."""
    facts = list(_facts(notifications))
    if not facts:
        return Rows(TABLE, [])
    ids = {row["session_id"] for row in facts}
    before: dict[int, Row] = {row.session_id: row._asdict() for row in BY_ID.all(connection, ids)}
    after = _merge_all(dict(before), facts)
    return Rows(TABLE, [row for session_id, row in after.items() if row != before.get(session_id)])


def fold_sessions(notifications: Iterable[StoredNotification]) -> dict[int, Row]:
    """Return the sessions by id as all these notifications describe them."""
    return _merge_all({}, _facts(notifications))


def _merge_all(sessions: dict[int, Row], facts: Iterable[Row]) -> dict[int, Row]:
    for row in facts:
        known = sessions.get(row["session_id"])
        sessions[row["session_id"]] = row if known is None else _merged(known, row)
    return sessions


def _merged(known: Row, described: Row) -> Row:
    if known["epoch"] != described["epoch"]:
        return max(known, described, key=lambda row: row["epoch"])
    newest = max(known, described, key=lambda row: row["described_at"])
    if known["described_at"] == described["described_at"]:
        newest = max(known, described, key=_tie_break)
    states = [row for row in (known, described) if row["status_at"] is not None]
    stated = max(states, key=lambda row: (row["status_at"], row["status"]), default=newest)
    return {**newest, **{name: stated[name] for name in STATUS}}


def _tie_break(row: Row) -> str:
    # For two notifications of one moment any rule works that does not depend on which one arrives first.
    facts = {name: value for name, value in row.items() if name not in STATUS}
    return json.dumps(facts, default=str, sort_keys=True)


def _facts(notifications: Iterable[StoredNotification]) -> Iterable[Row]:
    for notification in notifications:
        if notification.shape == "general":
            epoch = {"epoch": epoch_of(notification.data)}
            yield from (row | epoch for row in _facts_of_event(notification))
        elif notification.shape == "booking" and notification.data.get("session"):
            # A booking that has not changed since a restore has an earlier epoch than what is said of its session.
            yield _facts_of_booking(notification) | {"epoch": epoch_of(notification.data, "session_epoch")}


def _facts_of_booking(notification: StoredNotification) -> Row:
    data = notification.data
    session = BookedSession.model_construct(**data["session"])
    described_at = parse_timestamp(data["occurred_at"]) if data.get("occurred_at") else notification.received_at
    return _row(session, data["facilitator_id"], data["event"]["id"], data["event"]["title"], described_at)


def _facts_of_event(notification: StoredNotification) -> Iterable[Row]:
    additional = notification.data.get("additional_data")
    if not additional or not ({"session", "sessions"} & additional.keys()):
        return
    try:
        event = _EventDetails.model_validate(additional)
    except ValidationError:
        return  # a general notification may carry anything; this one describes no session
    described_at = parse_timestamp(event.occurred_at) if event.occurred_at else notification.received_at
    for session in [*event.sessions, *([event.session] if event.session else [])]:
        row = _row(session, event.facilitator_id, event.event_id, event.title, described_at)
        row["time_zone"] = row["time_zone"] or event.time_zone
        if session.status is not None:
            row |= {"status": session.status, "status_at": described_at}
        yield row


def _row(session: BookedSession, facilitator_id: int, event_id: int, event_title: str, described_at: Any) -> Row:
    start = parse_timestamp(session.start_time) if session.start_time else None
    return {
        "session_id": session.id,
        "facilitator_id": facilitator_id,
        "event_id": event_id,
        "event_title": event_title,
        "title": session.title,
        "start_time": start,
        # One without an end is over when it begins.
        "end_time": parse_timestamp(session.end_time) if session.end_time else start,
        "time_zone": session.time_zone,
        "location": session.location,
        "capacity": session.capacity,
        "described_at": described_at,
        "status": SCHEDULED,
        "status_at": None,
    }
