"""Changing and cancelling events and sessions, with the bookings of their guests.

Each is one transaction: the event and its sessions, the bookings, and the record of the change.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from main_app.auth.access import Caller
from main_app.bookings.changes import cancel_bookings_of_session, tell_guests_of_change
from main_app.bookings.impact import PlannedChange, impact_of, refuse_other_impact
from main_app.events.editing import (
    CANCELLED,
    apply_changes,
    changed_columns,
    event_state,
    json_values,
    lock_own_event,
    lock_own_session,
    lock_sessions_to_come,
    refuse_cancelled,
    refuse_past,
    rename_sessions,
    session_state,
)
from main_app.events.models import Event, EventSession
from main_app.events.operations import record_session_change
from main_app.events.record import record_change
from main_app.events.schemas import EventChange, SessionChange
from main_app.events.search_index import index_event
from service_kit.database import write_transaction

# Changes that concern guests who have booked; a new price or capacity concerns only later bookings.
SHOWN_TO_GUESTS = {"title", "starts_at", "ends_at", "location", "time_zone", "link"}
CANCEL = {"cancel": True}


@dataclass(frozen=True)
class Confirmation:
    """The fingerprint of the impact that the caller confirmed, and the reason they gave."""

    expected_impact: str | None = None
    reason: str = ""


UNCONFIRMED = Confirmation()


def change_event(by: Caller, event_id: int, change: EventChange, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Change what is given; the rest stays. Guests of coming sessions see a new title, place, zone or link."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        changes = changed_columns(event, change)
        planned = _event_change(db_session, event, changes)
        refuse_other_impact(confirmed.expected_impact, impact_of(db_session, event, planned, _change(changes)))
        if not changes:
            return event
        before = event_state(event)
        if "title" in changes:
            rename_sessions(db_session, event, changes["title"])
        apply_changes(event, changes)
        index_event(db_session, event)
        shown = _shown_to_guests(changes)
        for one in planned if shown else []:
            tell_guests_of_change(db_session, one.session, by, shown)
        record_change(db_session, by, event, "event_updated", before=before, after=event_state(event))
    return event


def cancel_event(by: Caller, event_id: int, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Cancel an event with its coming sessions and their bookings. Sessions that took place stay as they are."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        planned = [_cancellation(session) for session in lock_sessions_to_come(db_session, event)]
        refuse_other_impact(confirmed.expected_impact, impact_of(db_session, event, planned, CANCEL))
        for one in planned:
            _cancel(db_session, by, one.session, confirmed.reason)
        apply_changes(event, {"status": CANCELLED})
        after = {"reason": confirmed.reason}
        record_change(db_session, by, event, "event_cancelled", after=after, reason=confirmed.reason)
    return event


def change_session(
    by: Caller, session_id: int, change: SessionChange, confirmed: Confirmation = UNCONFIRMED
) -> EventSession:
    """Change what is given. The capacity cannot go below the places taken."""
    with write_transaction() as db_session:
        event, session = lock_own_session(db_session, by, session_id)
        changes = changed_columns(session, change)
        impact = impact_of(db_session, event, [_session_change(session, changes)], _change(changes))
        refuse_other_impact(confirmed.expected_impact, impact)
        if not changes:
            return session
        before = session_state(session)
        apply_changes(session, changes)
        db_session.flush()
        if shown := _shown_to_guests(changes):
            tell_guests_of_change(db_session, session, by, shown)
        after = session_state(session)
        record_session_change(db_session, by, event, "session_updated", session, before=before, after=after)
    return session


def cancel_session(by: Caller, session_id: int, confirmed: Confirmation = UNCONFIRMED) -> EventSession:
    """Cancel one session and its bookings."""
    with write_transaction() as db_session:
        event, session = lock_own_session(db_session, by, session_id)
        refuse_past(session)
        refuse_other_impact(confirmed.expected_impact, impact_of(db_session, event, [_cancellation(session)], CANCEL))
        _cancel(db_session, by, session, confirmed.reason)
        after = {"reason": confirmed.reason}
        record_session_change(db_session, by, event, "session_cancelled", session, after=after, reason=confirmed.reason)
    return session


def preview_event(by: Caller, event_id: int, change: EventChange | None) -> dict[str, Any]:
    """The impact a change of this event would have now; of cancelling it where `change` is None."""

    def impact(db_session: Session) -> dict[str, Any]:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        if change is None:
            planned = [_cancellation(session) for session in lock_sessions_to_come(db_session, event)]
            return impact_of(db_session, event, planned, CANCEL)
        changes = changed_columns(event, change)
        return impact_of(db_session, event, _event_change(db_session, event, changes), _change(changes))

    return _previewed(impact)


def preview_session(by: Caller, session_id: int, change: SessionChange | None) -> dict[str, Any]:
    """The impact a change of this session would have now; of cancelling it where `change` is None."""

    def impact(db_session: Session) -> dict[str, Any]:
        event, session = lock_own_session(db_session, by, session_id)
        if change is None:
            refuse_past(session)
            return impact_of(db_session, event, [_cancellation(session)], CANCEL)
        changes = changed_columns(session, change)
        return impact_of(db_session, event, [_session_change(session, changes)], _change(changes))

    return _previewed(impact)


def _previewed(impact: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    # The same locks as the change itself, so that the preview shows one consistent moment.
    with write_transaction() as db_session:
        return impact(db_session)


def _session_change(session: EventSession, changes: dict[str, Any]) -> PlannedChange:
    return PlannedChange(
        session,
        changes.get("starts_at", session.starts_at),
        changes.get("ends_at", session.ends_at),
        concerns_guests=bool(SHOWN_TO_GUESTS & changes.keys()),
    )


def _event_change(db_session: Session, event: Event, changes: dict[str, Any]) -> list[PlannedChange]:
    """A change of the event concerns the guests of its coming sessions."""
    concerns_guests = bool(SHOWN_TO_GUESTS & changes.keys())
    return [
        PlannedChange(session, session.starts_at, session.ends_at, concerns_guests)
        for session in lock_sessions_to_come(db_session, event)
    ]


def _cancellation(session: EventSession) -> PlannedChange:
    return PlannedChange(session, session.starts_at, session.ends_at, concerns_guests=True, cancelled=True)


def _cancel(db_session: Session, by: Caller, session: EventSession, reason: str) -> None:
    apply_changes(session, {"status": CANCELLED})
    db_session.flush()
    cancel_bookings_of_session(db_session, session, by, reason)


def _shown_to_guests(changes: dict[str, Any]) -> dict[str, Any]:
    """What each guest's message says. A long description for each of them would be too much for one request."""
    return json_values({column: value for column, value in changes.items() if column in SHOWN_TO_GUESTS})


def _change(changes: dict[str, Any]) -> dict[str, Any]:
    return {"change": json_values(changes)}
