"""Creating, changing, duplicating and cancelling events and sessions.

Each is one transaction with the message that tells the CRM, a message for everyone booked, and the
audit trail's entry. Locks are taken in one order everywhere, so that no two transactions wait for
each other: event, session, booking.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from main_app import clock
from main_app.audit.trail import write_down
from main_app.auth.access import ADMIN, Caller
from main_app.bookings.changes import cancel_bookings_of_session, tell_guests_of_change
from main_app.database import write_transaction
from main_app.errors import Conflict, Forbidden, Invalid, NotFound
from main_app.events.impact import Move, impact_of, refuse_other_impact
from main_app.events.messages import tell_of_event
from main_app.events.models import Event, EventSession, EventStatus
from main_app.events.schemas import EventChange, NewEvent, NewSession, SessionChange
from main_app.events.upkeep import keep_search_words, keep_span

CANCELLED = EventStatus.CANCELLED.value
SCHEDULED = EventStatus.SCHEDULED.value
COLUMN_OF = {"start_time": "starts_at", "end_time": "ends_at"}
# What guests are told of; a price or a capacity concerns only who books next.
NOTICED_OF_SESSION = {"title", "starts_at", "ends_at", "location"}
NOTICED_OF_EVENT = {"title", "location", "time_zone", "link"}
NOT_OF_A_COVER = re.compile(r"[^A-Za-z0-9 _.-]")


@dataclass(frozen=True)
class Confirmation:
    """What the caller was shown before (`expected_impact`), and why they do it."""

    expected_impact: str | None = None
    reason: str = ""


UNCONFIRMED = Confirmation()


def create_event(by: Caller, details: NewEvent) -> Event:
    """Create an event of the caller's own, with its sessions."""
    now = clock.now()
    with write_transaction() as session:
        event = Event(
            facilitator_id=by.id,
            kind=details.kind.value,
            title=details.title,
            description=details.description,
            location=details.location,
            link=details.link,
            cover=details.cover or _cover(details.title),
            time_zone=details.time_zone,
            status=SCHEDULED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        session.add(event)
        session.flush()
        for date in details.sessions:
            _add_date(session, event, date)
        keep_span(session, event)
        keep_search_words(session, event)
        write_down(session, by, "event_created", f"event:{event.id}", after=_event_state(event))
        tell_of_event(session, event, by, "event_created", f"{event.title} was created")
    return event


def duplicate_event(by: Caller, event_id: int, first_start: datetime) -> Event:
    """Copy an event with its scheduled sessions, the first of them on the day of `first_start`.

    Sessions keep their time of day in the event's zone, across a change of clocks too.
    """
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        zone = ZoneInfo(event.time_zone)
        dates = _scheduled_dates(session, event)
        days = (first_start.astimezone(zone).date() - dates[0].starts_at.astimezone(zone).date()) if dates else None
        copies = []
        for date in dates:
            assert days is not None
            start = date.starts_at.astimezone(zone) + days
            copies.append(
                NewSession(
                    title=date.title,
                    start_time=start.isoformat(),  # type: ignore[arg-type]  # the schema reads text
                    end_time=(start.astimezone(ZoneInfo("UTC")) + (date.ends_at - date.starts_at)).isoformat(),  # type: ignore[arg-type]
                    capacity=date.capacity,
                    price_cents=date.price_cents,
                    currency=date.currency,
                    location=date.location,
                )
            )
        copy = NewEvent(
            title=event.title,
            kind=event.kind,  # type: ignore[arg-type]  # the schema reads text
            description=event.description,
            location=event.location,
            link=event.link,
            cover=_cover(event.cover),
            time_zone=event.time_zone,
            sessions=copies,
        )
        return create_event(by, copy)


def change_event(by: Caller, event_id: int, change: EventChange, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Change what is given; the rest stays. Guests of sessions to come hear of a new title, place, link or zone."""
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        changes = _changes(event, change, may_be_empty={"link"})
        moves = _event_moves(session, event, changes)
        refuse_other_impact(confirmed.expected_impact, impact_of(session, event, moves, _intent(changes)))
        before = _event_state(event)
        if "title" in changes:
            _rename_dates(event, changes["title"])
        _apply(event, changes)
        _touch(event)
        session.flush()
        keep_search_words(session, event)
        for move in moves:
            if move.noticed:
                tell_guests_of_change(session, move.date, by, _written(_noticed(changes, NOTICED_OF_EVENT)))
        write_down(session, by, "event_updated", f"event:{event.id}", before, _event_state(event))
        tell_of_event(session, event, by, "event_updated", f"{event.title} was changed")
    return event


def cancel_event(by: Caller, event_id: int, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Cancel an event with its sessions to come and their bookings. What took place stays as it was."""
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        moves = [_cancelled(date) for date in _dates_to_come(session, event)]
        refuse_other_impact(confirmed.expected_impact, impact_of(session, event, moves, {"cancel": True}))
        for move in moves:
            _cancel_date(session, by, move.date, confirmed.reason)
        event.status = CANCELLED
        _touch(event)
        write_down(session, by, "event_cancelled", f"event:{event.id}", after={"reason": confirmed.reason})
        tell_of_event(session, event, by, "event_deleted", f"{event.title} was cancelled", reason=confirmed.reason)
    return event


def preview_event(by: Caller, event_id: int, change: EventChange | None) -> dict[str, Any]:
    """The impact a change of this event would have now; of cancelling it where `change` is None."""

    def impact(session: Session) -> dict[str, Any]:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        if change is None:
            moves = [_cancelled(date) for date in _dates_to_come(session, event)]
            return impact_of(session, event, moves, {"cancel": True})
        changes = _changes(event, change, may_be_empty={"link"})
        return impact_of(session, event, _event_moves(session, event, changes), _intent(changes))

    return _looked_at(impact)


def add_session(by: Caller, event_id: int, details: NewSession) -> EventSession:
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        date = _add_date(session, event, details)
        write_down(session, by, "session_created", f"session:{date.id}", after=_session_state(date))
        _after_session_change(session, event, by, "session_created", date)
    return date


def change_session(
    by: Caller, session_id: int, change: SessionChange, confirmed: Confirmation = UNCONFIRMED
) -> EventSession:
    """Change what is given. The capacity cannot go below the seats taken."""
    with write_transaction() as session:
        event, date = _own_session(session, by, session_id)
        changes = _changes(date, change, may_be_empty={"location"})
        move = _session_move(date, changes)
        refuse_other_impact(confirmed.expected_impact, impact_of(session, event, [move], _intent(changes)))
        before = _session_state(date)
        _apply(date, changes)
        date.version += 1
        date.updated_at = clock.now()
        session.flush()
        if move.noticed:
            tell_guests_of_change(session, date, by, _written(_noticed(changes, NOTICED_OF_SESSION)))
        write_down(session, by, "session_updated", f"session:{date.id}", before, _session_state(date))
        _after_session_change(session, event, by, "session_updated", date)
    return date


def cancel_session(by: Caller, session_id: int, confirmed: Confirmation = UNCONFIRMED) -> EventSession:
    """Cancel one session and its bookings."""
    with write_transaction() as session:
        event, date = _own_session(session, by, session_id)
        _refuse_past(date)
        refuse_other_impact(confirmed.expected_impact, impact_of(session, event, [_cancelled(date)], {"cancel": True}))
        _cancel_date(session, by, date, confirmed.reason)
        write_down(session, by, "session_cancelled", f"session:{date.id}", after={"reason": confirmed.reason})
        _after_session_change(session, event, by, "session_cancelled", date)
    return date


def preview_session(by: Caller, session_id: int, change: SessionChange | None) -> dict[str, Any]:
    """The impact a change of this session would have now; of cancelling it where `change` is None."""

    def impact(session: Session) -> dict[str, Any]:
        event, date = _own_session(session, by, session_id)
        if change is None:
            _refuse_past(date)
            return impact_of(session, event, [_cancelled(date)], {"cancel": True})
        changes = _changes(date, change, may_be_empty={"location"})
        return impact_of(session, event, [_session_move(date, changes)], _intent(changes))

    return _looked_at(impact)


def _looked_at(impact: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    # The same locks as the change itself, so that what is shown is one consistent moment.
    with write_transaction() as session:
        return impact(session)


def _own_event(session: Session, by: Caller, event_id: int) -> Event:
    event = session.get(Event, event_id, populate_existing=True, with_for_update={"of": Event})
    if event is None:
        raise NotFound("event")
    if event.facilitator_id != by.id and by.role != ADMIN:
        raise Forbidden("This event belongs to another facilitator.")
    return event


def _own_session(session: Session, by: Caller, session_id: int) -> tuple[Event, EventSession]:
    """The session and its event, both locked; one that is cancelled is refused."""
    event_id = session.scalar(select(EventSession.event_id).where(EventSession.id == session_id))
    if event_id is None:
        raise NotFound("session")
    event = _own_event(session, by, event_id)
    date = session.get_one(EventSession, session_id, populate_existing=True, with_for_update=True)
    if date.status == CANCELLED:
        raise Conflict("session_cancelled", "This session is cancelled and can't be changed.")
    return event, date


def _scheduled_dates(session: Session, event: Event) -> list[EventSession]:
    scheduled = select(EventSession).where(EventSession.event_id == event.id, EventSession.status == SCHEDULED)
    by_start = scheduled.order_by(EventSession.starts_at, EventSession.id)
    return list(session.scalars(by_start.with_for_update().execution_options(populate_existing=True)))


def _dates_to_come(session: Session, event: Event) -> list[EventSession]:
    now = clock.now()
    return [date for date in _scheduled_dates(session, event) if date.ends_at > now]


def _refuse_past(date: EventSession) -> None:
    if date.ends_at <= clock.now():
        raise Conflict("session_past", "This session has taken place and can't be cancelled any more.")


def _refuse_cancelled(event: Event) -> None:
    if event.status == CANCELLED:
        raise Conflict("event_cancelled", "This event is cancelled and can't be changed.")


def _changes(row: Event | EventSession, change: EventChange | SessionChange, may_be_empty: set[str]) -> dict[str, Any]:
    """The columns that would really change, with their new values. Raises where a value cannot be."""
    wanted: dict[str, Any] = {}
    for name in change.model_fields_set:
        value = getattr(change, name)
        if value is None and name not in may_be_empty:
            raise Invalid(f"'{name}' cannot be empty.", name)
        wanted[COLUMN_OF.get(name, name)] = getattr(value, "value", value)
    if isinstance(row, EventSession):
        if wanted.get("ends_at", row.ends_at) <= wanted.get("starts_at", row.starts_at):
            raise Invalid("'end_time' must be after 'start_time'.", "end_time")
        if wanted.get("capacity", row.capacity) < row.seats_taken:
            raise Conflict(
                "capacity_below_bookings", f"{row.seats_taken} seats are taken: the capacity can't go below that."
            )
    return {column: value for column, value in wanted.items() if getattr(row, column) != value}


def _session_move(date: EventSession, changes: dict[str, Any]) -> Move:
    return Move(
        date,
        changes.get("starts_at", date.starts_at),
        changes.get("ends_at", date.ends_at),
        noticed=bool(NOTICED_OF_SESSION & changes.keys()),
    )


def _event_moves(session: Session, event: Event, changes: dict[str, Any]) -> list[Move]:
    """A change of the event touches those booked for its sessions to come."""
    noticed = bool(NOTICED_OF_EVENT & changes.keys())
    return [Move(date, date.starts_at, date.ends_at, noticed) for date in _dates_to_come(session, event)]


def _cancelled(date: EventSession) -> Move:
    return Move(date, date.starts_at, date.ends_at, noticed=True, cancelled=True)


def _noticed(changes: dict[str, Any], columns: set[str]) -> dict[str, Any]:
    """What guests are told of. A long description in a message for each of them would be too much for one request."""
    return {column: value for column, value in changes.items() if column in columns}


def _intent(changes: dict[str, Any]) -> dict[str, Any]:
    return {"change": _written(changes)}


def _written(changes: dict[str, Any]) -> dict[str, Any]:
    return {
        column: clock.iso(value) if isinstance(value, datetime) else value for column, value in sorted(changes.items())
    }


def _apply(row: Event | EventSession, changes: dict[str, Any]) -> None:
    for column, value in changes.items():
        setattr(row, column, value)


def _rename_dates(event: Event, title: str) -> None:
    """Sessions that bear the event's name bear the new one; those with a name of their own keep it."""
    for date in event.sessions:
        if date.title == event.title:
            date.title = title
            date.version += 1
            date.updated_at = clock.now()


def _add_date(session: Session, event: Event, details: NewSession) -> EventSession:
    now = clock.now()
    date = EventSession(
        event=event,
        title=details.title or event.title,
        location=details.location,
        starts_at=details.start_time,
        ends_at=details.end_time,
        capacity=details.capacity,
        seats_taken=0,
        price_cents=details.price_cents,
        currency=details.currency,
        status=SCHEDULED,
        version=1,
        created_at=now,
        updated_at=now,
    )
    session.add(date)
    session.flush()
    return date


def _cancel_date(session: Session, by: Caller, date: EventSession, reason: str) -> None:
    date.status = CANCELLED
    date.version += 1
    date.updated_at = clock.now()
    session.flush()
    cancel_bookings_of_session(session, date, by, reason)


def _after_session_change(session: Session, event: Event, by: Caller, kind: str, date: EventSession) -> None:
    session.flush()
    keep_span(session, event)
    _touch(event)
    session.flush()
    keep_search_words(session, event)
    message = f"{date.title} was {kind.removeprefix('session_').replace('updated', 'changed')}"
    tell_of_event(session, event, by, kind, message, date=date)


def _cover(text: str) -> str:
    """What the picture is drawn from: as much of the text as a cover may hold."""
    return NOT_OF_A_COVER.sub("", text)[:64].strip() or "samaya"


def _touch(event: Event) -> None:
    event.version += 1
    event.updated_at = clock.now()


def _event_state(event: Event) -> dict[str, Any]:
    columns = ("title", "kind", "description", "location", "link", "cover", "time_zone", "status")
    return {column: getattr(event, column) for column in columns}


def _session_state(date: EventSession) -> dict[str, Any]:
    columns = ("title", "location", "starts_at", "ends_at", "capacity", "price_cents", "currency", "status")
    return _written({column: getattr(date, column) for column in columns})
