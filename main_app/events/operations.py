"""Creating, publishing and duplicating events, and adding sessions.

Changes and cancellations affect bookings, so they are in `bookings/session_changes.py`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.events.copying import copied_values, pattern_of, sessions_from
from main_app.events.cover import seed_of
from main_app.events.editing import (
    SCHEDULED,
    apply_changes,
    first_values,
    lock_own_event,
    lock_scheduled_sessions,
    new_version,
    old_and_new,
    refuse_cancelled,
    stored_value,
    update_event_times,
)
from main_app.events.event_templates import get_own_template
from main_app.events.models import Event, EventSession
from main_app.events.payment_terms import check_new_terms, check_terms
from main_app.events.record import record_change
from main_app.events.run_rule import UNDECIDED, check_new_rule
from main_app.events.schemas import NewEvent, NewSession
from main_app.events.search_index import index_event
from main_app.pictures.models import EVENT, EVENT_TEMPLATE
from main_app.pictures.operations import copy_pictures, place_pictures
from main_app.pictures.schemas import PlacedPicture
from main_app.studio.queries import default_currency
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Invalid

SESSIONS_PER_ENTRY = 15  # a message to the CRM has at most 64 KiB


def create_event(by: Caller, details: NewEvent) -> Event:
    """Create an event of the caller's own, with its sessions and pictures, or those of a template."""
    values = details.model_dump(exclude={"sessions", "from_template", "pictures"})
    values |= {"kind": details.kind.value, "cover": details.cover or seed_of(details.title)}
    values["refund_ladder"] = stored_value("refund_ladder", details.refund_ladder)
    sessions = [session_values(session) for session in details.sessions]
    chosen = details.from_template
    with write_transaction() as db_session:
        template = get_own_template(db_session, by, chosen.id) if chosen else None
        if template and chosen and chosen.first_start:
            zone = ZoneInfo(details.time_zone)
            of_template = sessions_from(template.sessions, chosen.first_start.astimezone(zone).date(), zone)
            _refuse_old_terms(of_template)
            sessions += of_template
        event = _insert_event(db_session, by, values, sessions)
        if details.pictures:
            place_pictures(db_session, by, EVENT, event.id, details.pictures)
        elif template:
            copy_pictures(db_session, (EVENT_TEMPLATE, template.id), (EVENT, event.id))
        return event


def _refuse_old_terms(sessions: Sequence[dict[str, Any]]) -> None:
    """Raise Conflict if these sessions of a template can't be paid for any more as they were when it was saved."""
    for session in sessions:
        try:
            check_terms(session)
        except Invalid as refused:
            raise Conflict(
                "template_terms",
                f"The dates of this template can't be paid for as they were. {refused.detail} Create the event without "
                "the template's dates, then add them.",
            ) from None


def publish_event(by: Caller, event_id: int) -> Event:
    """Make a draft visible to everyone and its sessions bookable. Does nothing if it is published already."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        if event.draft:
            _refuse_passed_decisions(db_session, event)
            of_event = update(EventSession).where(EventSession.event_id == event.id)
            published = of_event.values(draft=False, updated_at=clock.now())
            db_session.execute(published.execution_options(synchronize_session="fetch"))
            changes = {"draft": False}
            recorded = old_and_new(event, changes)
            apply_changes(event, changes)
            record_change(db_session, by, event, "event_published", changes=recorded)
    return event


def _refuse_passed_decisions(db_session: Session, event: Event) -> None:
    for session in lock_scheduled_sessions(db_session, event):
        if session.run_state == UNDECIDED and session.decide_at and session.decide_at <= clock.now():
            raise Conflict(
                "decision_passed",
                f"The date on which it is decided whether '{session.title}' runs has passed. Choose a later one first.",
            )


def duplicate_event(by: Caller, event_id: int, first_start: datetime) -> Event:
    """Copy an event with its scheduled sessions, as a draft, the first of them on the day of `first_start`."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        zone = ZoneInfo(event.time_zone)
        pattern = pattern_of(lock_scheduled_sessions(db_session, event), zone)
        # Its facilitator looks at it before guests do.
        values = copied_values(event) | {"draft": True}
        copy = _insert_event(db_session, by, values, sessions_from(pattern, first_start.astimezone(zone).date(), zone))
        copy_pictures(db_session, (EVENT, event.id), (EVENT, copy.id))
        return copy


def change_pictures(by: Caller, event_id: int, placed: Sequence[PlacedPicture]) -> None:
    """Make these the event's pictures, in this order. Raises NotFound for one that isn't theirs to use."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        changes = place_pictures(db_session, by, EVENT, event.id, placed)
        if changes:
            new_version(event)
            record_change(db_session, by, event, "event_updated", changes=changes)


def add_session(by: Caller, event_id: int, details: NewSession) -> EventSession:
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        session = EventSession(**new_row(event, session_values(details), clock.now()))
        db_session.add(session)
        db_session.flush()
        record_session_change(db_session, by, event, "session_created", session, changes=first_values(session))
    return session


def record_session_change(
    db_session: Session, by: Caller, event: Event, action: str, session: EventSession, **recorded: Any
) -> None:
    """Record a session's change, and update what the event derives from its sessions (times and search words)."""
    update_event_times(db_session, event)
    new_version(event)
    index_event(db_session, event)
    record_change(db_session, by, event, action, session=session, **recorded)


def record_many(
    db_session: Session, by: Caller, event: Event, action: str, changed: Sequence[EventSession], **recorded: Any
) -> None:
    """The same for many sessions, in few entries, as each becomes one message."""
    update_event_times(db_session, event)
    index_event(db_session, event)
    for start in range(0, len(changed), SESSIONS_PER_ENTRY):
        new_version(event)
        some = changed[start : start + SESSIONS_PER_ENTRY]
        record_change(db_session, by, event, action, sessions=some, **recorded)


def _insert_event(db_session: Session, by: Caller, values: dict[str, Any], sessions: Sequence[dict[str, Any]]) -> Event:
    now = clock.now()
    event = Event(facilitator_id=by.id, status=SCHEDULED, version=1, created_at=now, updated_at=now, **values)
    db_session.add(event)
    db_session.flush()
    db_session.add_all([EventSession(**new_row(event, session, now)) for session in sessions])
    update_event_times(db_session, event)
    index_event(db_session, event)
    record_change(db_session, by, event, "event_created", changes=first_values(event))
    return event


def session_values(details: NewSession) -> dict[str, Any]:
    """The columns of a new session. Raises Invalid if its terms or its rule are not allowed."""
    values = details.model_dump(include=NewSession.model_fields.keys() - {"start_time", "end_time"})
    values |= {"starts_at": details.start_time, "ends_at": details.end_time}
    values["currency"] = details.currency or default_currency()
    values["payment_terms"] = details.payment_terms and details.payment_terms.value
    return values | check_new_terms(values) | check_new_rule(values, clock.now())


def new_row(event: Event, values: dict[str, Any], now: datetime) -> dict[str, Any]:
    """All columns of a new session."""
    return values | {
        "title": values["title"] or event.title,
        "event_id": event.id,
        "draft": event.draft,
        "seats_taken": 0,
        "status": SCHEDULED,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
