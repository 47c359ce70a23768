"""Creating, changing and cancelling events and sessions, each with the message that tells the CRM."""

from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from main_app import clock
from main_app.auth.access import ADMIN, Caller
from main_app.bookings.cancellations import cancel_bookings_of_session
from main_app.database import write_transaction
from main_app.errors import Conflict, Forbidden, Invalid, NotFound
from main_app.events.models import Event, EventSession, EventStatus, EventWord
from main_app.events.schemas import EventChange, NewEvent, NewSession, SessionChange
from main_app.events.search_words import index_words
from main_app.outbox.enqueue import CRM, enqueue

CANCELLED = EventStatus.CANCELLED.value
SCHEDULED = EventStatus.SCHEDULED.value
FIELD_OF = {"start_time": "starts_at", "end_time": "ends_at"}


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
            cover=details.cover or details.title[:48].encode("ascii", "ignore").decode().strip() or "samaya",
            time_zone=details.time_zone,
            status=SCHEDULED,
            version=1,
            created_at=now,
            updated_at=now,
        )
        session.add(event)
        session.flush()
        for date in details.sessions:
            _add_session(session, event, date)
        _keep_span(session, event)
        _keep_words(session, event)
        _tell_crm(session, event, by, "event_created", f"{event.title} was created")
    return event


def change_event(by: Caller, event_id: int, change: EventChange) -> Event:
    """Change what is given; the rest stays."""
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        for name in change.model_fields_set:
            value = getattr(change, name)
            if value is None and name != "link":
                raise Invalid(f"'{name}' cannot be empty.", name)
            setattr(event, name, getattr(value, "value", value))
        _touch(event)
        session.flush()
        _keep_words(session, event)
        _tell_crm(session, event, by, "event_updated", f"{event.title} was changed")
    return event


def cancel_event(by: Caller, event_id: int, reason: str = "") -> Event:
    """Cancel an event with all its sessions and their bookings."""
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        for date in _locked_sessions(session, event):
            _cancel_date(session, by, date, reason)
        event.status = CANCELLED
        _touch(event)
        _tell_crm(session, event, by, "event_deleted", f"{event.title} was cancelled", reason=reason)
    return event


def add_session(by: Caller, event_id: int, details: NewSession) -> EventSession:
    with write_transaction() as session:
        event = _own_event(session, by, event_id)
        _refuse_cancelled(event)
        date = _add_session(session, event, details)
        _after_session_change(session, event, by, "session_created", date)
    return date


def change_session(by: Caller, session_id: int, change: SessionChange) -> EventSession:
    """Change what is given. The capacity cannot go below the seats taken."""
    with write_transaction() as session:
        event, date = _own_session(session, by, session_id)
        if date.status == CANCELLED:
            raise Conflict("session_cancelled", "This session is cancelled and can't be changed.")
        for name in change.model_fields_set:
            value = getattr(change, name)
            if value is None and name != "location":
                raise Invalid(f"'{name}' cannot be empty.", name)
            setattr(date, FIELD_OF.get(name, name), value)
        if date.ends_at <= date.starts_at:
            raise Invalid("'end_time' must be after 'start_time'.", "end_time")
        if date.capacity < date.seats_taken:
            raise Conflict(
                "capacity_below_bookings",
                f"{date.seats_taken} seats are taken: the capacity can't go below that.",
            )
        date.version += 1
        date.updated_at = clock.now()
        _after_session_change(session, event, by, "session_updated", date)
    return date


def cancel_session(by: Caller, session_id: int, reason: str = "") -> EventSession:
    """Cancel one session and its bookings."""
    with write_transaction() as session:
        event, date = _own_session(session, by, session_id)
        if date.status == CANCELLED:
            raise Conflict("session_cancelled", "This session is cancelled already.")
        _cancel_date(session, by, date, reason)
        _after_session_change(session, event, by, "session_cancelled", date)
    return date


def _cancel_date(session: Session, by: Caller, date: EventSession, reason: str) -> None:
    date.status = CANCELLED
    date.version += 1
    date.updated_at = clock.now()
    session.flush()
    cancel_bookings_of_session(session, date, by, reason)


def _own_event(session: Session, by: Caller, event_id: int) -> Event:
    # Locks are taken in one order everywhere, so that no two transactions wait for each other: event, session, booking.
    event = session.get(Event, event_id, populate_existing=True, with_for_update={"of": Event})
    if event is None:
        raise NotFound("event")
    if event.facilitator_id != by.id and by.role != ADMIN:
        raise Forbidden("This event belongs to another facilitator.")
    return event


def _own_session(session: Session, by: Caller, session_id: int) -> tuple[Event, EventSession]:
    event_id = session.scalar(select(EventSession.event_id).where(EventSession.id == session_id))
    if event_id is None:
        raise NotFound("session")
    event = _own_event(session, by, event_id)
    return event, session.get_one(EventSession, session_id, populate_existing=True, with_for_update=True)


def _locked_sessions(session: Session, event: Event) -> list[EventSession]:
    scheduled = select(EventSession).where(EventSession.event_id == event.id, EventSession.status == SCHEDULED)
    locked = scheduled.order_by(EventSession.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(locked))


def _refuse_cancelled(event: Event) -> None:
    if event.status == CANCELLED:
        raise Conflict("event_cancelled", "This event is cancelled and can't be changed.")


def _add_session(session: Session, event: Event, details: NewSession) -> EventSession:
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


def _after_session_change(session: Session, event: Event, by: Caller, kind: str, date: EventSession) -> None:
    session.flush()
    _keep_span(session, event)
    _touch(event)
    session.flush()
    _keep_words(session, event)
    message = f"{date.title} was {kind.removeprefix('session_').replace('updated', 'changed')}"
    _tell_crm(session, event, by, kind, message, date=date)


def _touch(event: Event) -> None:
    event.version += 1
    event.updated_at = clock.now()


def _keep_span(session: Session, event: Event) -> None:
    scheduled = (EventSession.event_id == event.id, EventSession.status == SCHEDULED)
    first, last = session.execute(
        select(func.min(EventSession.starts_at), func.max(EventSession.ends_at)).where(*scheduled)
    ).one()
    if first is not None:  # a wholly cancelled event keeps its place in time
        session.execute(update(Event).where(Event.id == event.id).values(starts_at=first, ends_at=last))
        session.refresh(event, ["starts_at", "ends_at"])


def _keep_words(session: Session, event: Event) -> None:
    session.refresh(event, ["facilitator"])
    places = session.scalars(
        select(EventSession.location).where(EventSession.event_id == event.id, EventSession.location.is_not(None))
    )
    titles = session.scalars(select(EventSession.title).where(EventSession.event_id == event.id))
    words = index_words(
        event.title, event.description, event.location, event.facilitator.name, *filter(None, places), *titles
    )
    session.execute(delete(EventWord).where(EventWord.event_id == event.id))
    if words:
        session.execute(insert(EventWord), [{"word": word, "event_id": event.id} for word in sorted(words)])


def _tell_crm(
    session: Session,
    event: Event,
    by: Caller,
    kind: str,
    message: str,
    *,
    date: EventSession | None = None,
    reason: str = "",
) -> None:
    data: dict[str, Any] = {
        "event_id": event.id,
        "title": event.title,
        "facilitator_id": event.facilitator_id,
        "status": event.status,
        "time_zone": event.time_zone,
        "location": event.location,
        "start_time": clock.iso(event.starts_at),
        "end_time": clock.iso(event.ends_at),
        "version": event.version,
        "occurred_at": clock.iso(event.updated_at),
        "reason": reason,
    }
    if date:
        data["session"] = {
            "id": date.id,
            "title": date.title,
            "start_time": clock.iso(date.starts_at),
            "end_time": clock.iso(date.ends_at),
            "location": date.location or event.location,
            "capacity": date.capacity,
            "seats_taken": date.seats_taken,
            "status": date.status,
        }
    payload = {"notification_type": kind, "user_id": by.id, "message": message, "additional_data": data}
    enqueue(session, CRM, f"event:{event.id}", event.version, kind, payload)
