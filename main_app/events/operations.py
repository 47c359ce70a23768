"""Creating and duplicating events, and adding sessions.

Changing or cancelling what guests may have booked is in `bookings/session_changes.py`.
"""

import re
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from main_app.auth.access import Caller
from main_app.events.editing import (
    SCHEDULED,
    first_values,
    lock_own_event,
    lock_scheduled_sessions,
    new_version,
    refuse_cancelled,
    update_event_times,
)
from main_app.events.models import Event, EventSession
from main_app.events.record import record_change
from main_app.events.schemas import NewEvent, NewSession
from main_app.events.search_index import index_event
from service_kit import clock
from service_kit.database import write_transaction

NOT_IN_A_COVER = re.compile(r"[^A-Za-z0-9 _.-]")


def create_event(by: Caller, details: NewEvent) -> Event:
    """Create an event of the caller's own, with its sessions."""
    now = clock.now()
    with write_transaction() as db_session:
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
        db_session.add(event)
        db_session.flush()
        for session in details.sessions:
            _insert_session(db_session, event, session)
        update_event_times(db_session, event)
        index_event(db_session, event)
        record_change(db_session, by, event, "event_created", changes=first_values(event))
    return event


def duplicate_event(by: Caller, event_id: int, first_start: datetime) -> Event:
    """Copy an event with its scheduled sessions, the first of them on the day of `first_start`.

    Sessions keep their time of day in the event's zone, across a change of clocks too.
    """
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        zone = ZoneInfo(event.time_zone)
        sessions = lock_scheduled_sessions(db_session, event)
        copies = []
        for session in sessions:
            days = first_start.astimezone(zone).date() - sessions[0].starts_at.astimezone(zone).date()
            start = session.starts_at.astimezone(zone) + days
            copies.append(
                NewSession(
                    title=session.title,
                    start_time=start.isoformat(),  # type: ignore[arg-type]  # the schema reads text
                    end_time=(start.astimezone(ZoneInfo("UTC")) + (session.ends_at - session.starts_at)).isoformat(),  # type: ignore[arg-type]
                    capacity=session.capacity,
                    price_cents=session.price_cents,
                    currency=session.currency,
                    location=session.location,
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


def add_session(by: Caller, event_id: int, details: NewSession) -> EventSession:
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        session = _insert_session(db_session, event, details)
        record_session_change(db_session, by, event, "session_created", session, changes=first_values(session))
    return session


def record_session_change(
    db_session: Session, by: Caller, event: Event, action: str, session: EventSession, **recorded: Any
) -> None:
    """Bring the event up to date with a change of one of its sessions, and record the change."""
    update_event_times(db_session, event)
    new_version(event)
    index_event(db_session, event)
    record_change(db_session, by, event, action, session=session, **recorded)


def _insert_session(db_session: Session, event: Event, details: NewSession) -> EventSession:
    now = clock.now()
    session = EventSession(
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
    db_session.add(session)
    db_session.flush()
    return session


def _cover(text: str) -> str:
    """What the picture is drawn from: as much of the text as a cover may hold."""
    return NOT_IN_A_COVER.sub("", text)[:64].strip() or "samaya"
