"""Steps that the operations on events and sessions share.

Locks are always taken in the order event, session, booking, so that no two transactions wait for each other.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.elements import ColumnElement

from main_app.auth.authority import may_manage
from main_app.auth.caller import Caller
from main_app.events.models import Event, EventSession, EventStatus, is_deleted
from main_app.events.payment_terms import TERMS, check_terms
from main_app.events.run_rule import RULE, check_changed_rule
from main_app.events.schemas import EventChange, SessionChange
from service_kit import clock
from service_kit.problems import Conflict, Forbidden, Invalid, NotFound

CANCELLED = EventStatus.CANCELLED.value
SCHEDULED = EventStatus.SCHEDULED.value
COLUMN_OF = {"start_time": "starts_at", "end_time": "ends_at"}
RECORDED = {
    Event: (
        "title", "kind", "description", "location", "online", "link", "arrive_minutes_early", "cover", "time_zone",
        "draft", "tax_rate", "refund_ladder", "languages", "included", "to_bring", "programme",
    ),
    EventSession: (
        "title", "location", "starts_at", "ends_at", "capacity", "price_cents", "currency", "payment_terms",
        "deposit_percent", "min_places", "decide_at",
    ),
}  # fmt: skip
OF_RUN_RULE = ("min_places", "decide_at", "run_state", "capacity", "starts_at")  # columns that the rule is checked by
# What a guest agrees to by booking. A corrected title changes nothing about it.
OFFERED = {
    Event: {"location", "online", "time_zone", "tax_rate", "refund_ladder"},
    EventSession: {"starts_at", "ends_at", "location", "price_cents", "currency", "payment_terms", "deposit_percent"},
}
MAY_BE_EMPTY = {
    Event: {"link", "arrive_minutes_early"},
    EventSession: {"location", "min_places", "decide_at", "deposit_percent"},
}


def lock_own_event(db_session: Session, by: Caller, event_id: int) -> Event:
    """Lock an event that the caller may change. Raises NotFound, or Forbidden for another facilitator's event."""
    event = _lock_event(db_session, event_id)
    if not may_manage(by, event.facilitator_id):
        raise Forbidden("This event belongs to another facilitator.")
    if is_deleted(event):
        raise NotFound("event")
    return event


def lock_own_session(db_session: Session, by: Caller, session_id: int) -> tuple[Event, EventSession]:
    """Lock a session and its event. Raises like `lock_own_event`, and Conflict if either is cancelled."""
    event = lock_own_event(db_session, by, _event_of(db_session, session_id))
    return event, _lock_session_of(db_session, event, session_id)


def lock_session(db_session: Session, session_id: int) -> tuple[Event, EventSession]:
    """The same for the system, which may change every session."""
    event = _lock_event(db_session, _event_of(db_session, session_id))
    return event, _lock_session_of(db_session, event, session_id)


def _lock_event(db_session: Session, event_id: int) -> Event:
    event = db_session.get(Event, event_id, populate_existing=True, with_for_update={"of": Event})
    if event is None:
        raise NotFound("event")
    return event


def _event_of(db_session: Session, session_id: int) -> int:
    event_id = db_session.scalar(select(EventSession.event_id).where(EventSession.id == session_id))
    if event_id is None:
        raise NotFound("session")
    return event_id


def _lock_session_of(db_session: Session, event: Event, session_id: int) -> EventSession:
    session = db_session.get_one(EventSession, session_id, populate_existing=True, with_for_update=True)
    if session.status == CANCELLED:
        raise Conflict("session_cancelled", "This session is cancelled and can't be changed.")
    refuse_cancelled(event)  # a session that ended before the event was cancelled is still scheduled
    return session


def lock_scheduled_sessions(db_session: Session, event: Event, *where: ColumnElement[bool]) -> list[EventSession]:
    scheduled = select(EventSession).where(EventSession.event_id == event.id, EventSession.status == SCHEDULED, *where)
    by_start = scheduled.order_by(EventSession.starts_at, EventSession.id)
    return list(db_session.scalars(by_start.with_for_update().execution_options(populate_existing=True)))


def lock_unfinished_sessions(db_session: Session, event: Event) -> list[EventSession]:
    """Lock the scheduled sessions that have not ended."""
    now = clock.now()
    return [session for session in lock_scheduled_sessions(db_session, event) if session.ends_at > now]


def refuse_cancelled(event: Event) -> None:
    if event.status == CANCELLED:
        raise Conflict("event_cancelled", "This event is cancelled and can't be changed.")


def refuse_past(session: EventSession) -> None:
    if session.ends_at <= clock.now():
        raise Conflict("session_past", "This session has taken place and can't be cancelled any more.")


def changed_columns(row: Event | EventSession, change: EventChange | SessionChange) -> dict[str, Any]:
    """The columns that would change, with their new values. Raises Invalid or Conflict for a refused value."""
    requested: dict[str, Any] = {}
    for name in change.model_fields_set:
        value = getattr(change, name)
        if value is None and name not in MAY_BE_EMPTY[type(row)]:
            raise Invalid(f"'{name}' cannot be empty.", name)
        requested[COLUMN_OF.get(name, name)] = stored_value(name, value)
    if isinstance(row, EventSession):
        if requested.get("ends_at", row.ends_at) <= requested.get("starts_at", row.starts_at):
            raise Invalid("'end_time' must be after 'start_time'.", "end_time", "not_after")
        if requested.get("capacity", row.capacity) < row.seats_taken:
            raise Conflict(
                "capacity_below_bookings", f"{row.seats_taken} places are taken: the capacity can't go below that."
            )
        if TERMS & requested.keys():
            check_terms({column: requested.get(column, getattr(row, column)) for column in TERMS})
        before = {column: getattr(row, column) for column in OF_RUN_RULE}
        requested |= check_changed_rule(before, requested, clock.now())
    return {column: value for column, value in requested.items() if getattr(row, column) != value}


def stored_value(name: str, value: Any) -> Any:
    """The value of a request's field as its column holds it."""
    if name == "refund_ladder":
        return [[step.days_before, step.percent] for step in value]
    if name == "programme":
        return [part.model_dump() for part in value]
    return getattr(value, "value", value)


def apply_changes(row: Event | EventSession, changes: dict[str, Any]) -> None:
    for column, value in changes.items():
        setattr(row, column, value)
    if isinstance(row, EventSession) and "starts_at" in changes:
        row.start_version += 1
    if isinstance(row, EventSession) and RULE & changes.keys():
        row.decision_version += 1
    if isinstance(row, EventSession) and OFFERED[EventSession] & changes.keys():
        row.offer_version += 1
    new_version(row)


def renew_offers(sessions: Sequence[EventSession], changes: dict[str, Any]) -> None:
    """Raise the versions of the sessions that a change of their event offers differently."""
    offered = OFFERED[Event] & changes.keys()
    for session in sessions:
        if offered - ({"location"} if session.location else set()):
            session.offer_version += 1
            session.updated_at = clock.now()


def new_version(row: Event | EventSession) -> None:
    row.version += 1
    row.updated_at = clock.now()


def rename_sessions(db_session: Session, event: Event, title: str) -> None:
    """Sessions with the event's title get the new one; those with a title of their own keep it."""
    named_alike = (EventSession.event_id == event.id, EventSession.title == event.title)
    db_session.execute(
        update(EventSession)
        .where(*named_alike)
        .values(title=title, version=EventSession.version + 1, updated_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )


def update_event_times(db_session: Session, event: Event) -> None:
    """Set the event's start and end to those of its scheduled sessions."""
    db_session.flush()
    scheduled = (EventSession.event_id == event.id, EventSession.status == SCHEDULED)
    first, last = db_session.execute(
        select(func.min(EventSession.starts_at), func.max(EventSession.ends_at)).where(*scheduled)
    ).one()
    if first is not None:  # if all sessions are cancelled, the event keeps its times
        event.starts_at, event.ends_at = first, last


def json_values(values: dict[str, Any]) -> dict[str, Any]:
    """Column values as they are written in JSON, in a fixed order."""
    return {
        column: clock.iso(value) if isinstance(value, datetime) else value for column, value in sorted(values.items())
    }


def old_and_new(row: Event | EventSession, changes: dict[str, Any]) -> dict[str, list[Any]]:
    """The `changes` of a journal entry, `{column: [old, new]}`. Call it before `apply_changes`."""
    old, new = json_values({column: getattr(row, column) for column in changes}), json_values(changes)
    return {column: [old[column], new[column]] for column in new}


def first_values(row: Event | EventSession) -> dict[str, list[Any]]:
    """The `changes` of a new row's journal entry."""
    values = json_values({column: getattr(row, column) for column in RECORDED[type(row)]})
    return {column: [None, value] for column, value in values.items()}
