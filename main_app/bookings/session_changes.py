"""Changing and cancelling events and sessions, with the bookings of their guests.

Each operation is one transaction: it changes the event, its sessions and their bookings, and adds journal entries.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.bookings.engine import apply_to_session, as_manager
from main_app.bookings.engine_commands import CancelAll, UpdateAll, WhenAndWhere
from main_app.bookings.impact import PlannedChange, impact_of, refuse_changed_impact
from main_app.events.editing import (
    CANCELLED,
    SCHEDULED,
    apply_changes,
    changed_columns,
    json_values,
    lock_own_event,
    lock_own_session,
    lock_unfinished_sessions,
    old_and_new,
    refuse_cancelled,
    refuse_past,
    rename_sessions,
    renew_offers,
)
from main_app.events.models import Event, EventSession
from main_app.events.operations import record_many, record_session_change
from main_app.events.record import record_change
from main_app.events.run_rule import UNDECIDED
from main_app.events.schemas import EventChange, Scope, SessionChange
from main_app.events.search_index import index_event
from main_app.events.series import lock_series, overlap, overlapping, same_change, starts_in_past
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Problem

# Columns whose changes are shown to guests who have booked. Price and capacity matter only to later bookings.
SHOWN_TO_GUESTS = {
    "title", "starts_at", "ends_at", "location", "time_zone", "online", "link", "arrive_minutes_early", "min_places",
    "decide_at",
}  # fmt: skip
CANCEL_INTENT = {"cancel": True}


@dataclass(frozen=True)
class Confirmation:
    """The fingerprint of the impact that the caller confirmed, and the reason they gave."""

    expected_impact: str | None = None
    reason: str = ""


UNCONFIRMED = Confirmation()


def change_event(by: Caller, event_id: int, change: EventChange, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Change the fields that are set in `change`. Guests of sessions that have not ended are told."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        changes = changed_columns(event, change)
        planned = _event_change(db_session, event, changes)
        refuse_changed_impact(confirmed.expected_impact, impact_of(db_session, event, planned, _change_intent(changes)))
        if not changes:
            return event
        recorded = old_and_new(event, changes)
        before = {effect.session.id: _when_and_where(event, effect.session) for effect in planned}
        if "title" in changes:
            rename_sessions(db_session, event, changes["title"])
        apply_changes(event, changes)
        renew_offers([effect.session for effect in planned], changes)
        index_event(db_session, event)
        for effect in planned:
            _update_bookings(db_session, by, event, effect, before[effect.session.id], confirmed.reason)
        record_change(db_session, by, event, "event_updated", changes=recorded, reason=confirmed.reason)
    return event


def cancel_event(by: Caller, event_id: int, confirmed: Confirmation = UNCONFIRMED) -> Event:
    """Cancel an event, its sessions that have not ended, and their bookings. A draft, which has none, is deleted."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        planned = [_cancellation(session) for session in lock_unfinished_sessions(db_session, event)]
        refuse_changed_impact(confirmed.expected_impact, impact_of(db_session, event, planned, CANCEL_INTENT))
        for effect in planned:
            _cancel(db_session, by, effect.session, confirmed.reason)
        apply_changes(event, {"status": CANCELLED})
        action = "event_deleted" if event.draft else "event_cancelled"
        record_change(db_session, by, event, action, from_state=SCHEDULED, reason=confirmed.reason)
    return event


def change_session(
    by: Caller,
    session_id: int,
    change: SessionChange,
    confirmed: Confirmation = UNCONFIRMED,
    scope: Scope = Scope.THIS,
) -> EventSession:
    """Change the fields that are set in `change`. The capacity cannot go below the places taken.

    `scope` changes others of its series alike: all or none.
    """
    with write_transaction() as db_session:
        event, session = lock_own_session(db_session, by, session_id)
        changes = _changes_of_series(db_session, event, session, change, scope)
        planned = [_session_change(event, each, columns) for each, columns in changes]
        intent = _intent_of_series(session, changes, scope)
        refuse_changed_impact(confirmed.expected_impact, impact_of(db_session, event, planned, intent))
        changed = [(each, columns, effect) for (each, columns), effect in zip(changes, planned, strict=True) if columns]
        if not changed:
            return session
        recorded = [old_and_new(each, columns) for each, columns, _ in changed]
        before = {each.id: _when_and_where(event, each) for each, _, _ in changed}
        for each, columns, _ in changed:
            apply_changes(each, columns)
        db_session.flush()
        for each, _, effect in changed:
            _update_bookings(db_session, by, event, effect, before[each.id], confirmed.reason)
        of_all = {"changes": recorded[0], "reason": confirmed.reason}
        if scope is Scope.THIS:
            record_session_change(db_session, by, event, "session_updated", session, **of_all)
        else:
            record_many(db_session, by, event, "sessions_updated", [each for each, _, _ in changed], **of_all)
    return session


def cancel_session(
    by: Caller, session_id: int, confirmed: Confirmation = UNCONFIRMED, scope: Scope = Scope.THIS
) -> EventSession:
    """Cancel one session and its bookings. `scope` cancels others of its series too."""
    with write_transaction() as db_session:
        event, session = lock_own_session(db_session, by, session_id)
        refuse_past(session)
        cancelled = lock_series(db_session, event, session, scope)
        planned = [_cancellation(each) for each in cancelled]
        refuse_changed_impact(confirmed.expected_impact, impact_of(db_session, event, planned, CANCEL_INTENT))
        if scope is Scope.THIS:
            cancel_locked_session(db_session, by, event, session, confirmed.reason)
        else:
            for each in cancelled:
                _cancel(db_session, by, each, confirmed.reason)
            of_all = {"from_state": SCHEDULED, "reason": confirmed.reason}
            record_many(db_session, by, event, "sessions_cancelled", cancelled, **of_all)
    return session


def cancel_locked_session(db_session: Session, by: Caller, event: Event, session: EventSession, reason: str) -> None:
    """Cancel a locked session and its bookings, in the caller's transaction."""
    _cancel(db_session, by, session, reason)
    record_session_change(db_session, by, event, "session_cancelled", session, from_state=SCHEDULED, reason=reason)


def record_with_bookings(
    db_session: Session, by: Caller, event: Event, session: EventSession, action: str, changes: dict[str, Any]
) -> None:
    """Record a change of a session that keeps its time and place, with the event and with each booking."""
    apply_to_session(db_session.connection(), UpdateAll(session.id, changes), as_manager(by))
    record_session_change(db_session, by, event, action, session, changes=changes)


def preview_event(by: Caller, event_id: int, change: EventChange | None) -> dict[str, Any]:
    """The impact that a change of this event would have now. None as `change` means cancelling it."""

    def impact(db_session: Session) -> dict[str, Any]:
        event = lock_own_event(db_session, by, event_id)
        refuse_cancelled(event)
        if change is None:
            planned = [_cancellation(session) for session in lock_unfinished_sessions(db_session, event)]
            return impact_of(db_session, event, planned, CANCEL_INTENT)
        changes = changed_columns(event, change)
        return impact_of(db_session, event, _event_change(db_session, event, changes), _change_intent(changes))

    return _previewed(impact)


def preview_session(
    by: Caller, session_id: int, change: SessionChange | None, scope: Scope = Scope.THIS
) -> dict[str, Any]:
    """The impact that a change of this session would have now. None as `change` means cancelling it."""

    def impact(db_session: Session) -> dict[str, Any]:
        event, session = lock_own_session(db_session, by, session_id)
        if change is None:
            refuse_past(session)
            planned = [_cancellation(each) for each in lock_series(db_session, event, session, scope)]
            return impact_of(db_session, event, planned, CANCEL_INTENT)
        changes = _changes_of_series(db_session, event, session, change, scope)
        planned = [_session_change(event, each, columns) for each, columns in changes]
        return impact_of(db_session, event, planned, _intent_of_series(session, changes, scope))

    return _previewed(impact)


def _previewed(impact: Callable[[Session], dict[str, Any]]) -> dict[str, Any]:
    # Takes the same locks as the change itself, so that all parts of the preview fit together.
    with write_transaction() as db_session:
        return impact(db_session)


def _changes_of_series(
    db_session: Session, event: Event, session: EventSession, change: SessionChange, scope: Scope
) -> list[tuple[EventSession, dict[str, Any]]]:
    """The columns that change of this session and, by `scope`, of others.

    Raises like `changed_columns`, Conflict (series_refused), which names the date, for another session, and Invalid for
    times that several can't have.
    """
    zone = ZoneInfo(event.time_zone)
    changes = [(session, changed_columns(session, change))]
    for other in lock_series(db_session, event, session, scope):
        if other is session:
            continue
        try:
            changes.append((other, changed_columns(other, same_change(change, session, other, zone))))
        except Problem as refused:
            day = other.starts_at.astimezone(zone).date().isoformat()
            raise Conflict(
                "series_refused",
                f"Nothing was changed, because of the session on {day}. {refused.detail}",
                more={"session_id": other.id},
            ) from None
    _refuse_mistyped_times(changes)
    return changes


def _refuse_mistyped_times(changes: Sequence[tuple[EventSession, dict[str, Any]]]) -> None:
    """A wrong year or day would move sessions into the past or onto each other, and their guests would be told."""
    before = [(each.starts_at, each.ends_at) for each, _ in changes]
    after = [(new.get("starts_at", each.starts_at), new.get("ends_at", each.ends_at)) for each, new in changes]
    now = clock.now()
    if any(old > now >= new for (old, _), (new, _) in zip(before, after, strict=True)):
        raise starts_in_past()
    if overlap(after) and not overlap(before):
        raise overlapping()


def _intent_of_series(
    session: EventSession, changes: Sequence[tuple[EventSession, dict[str, Any]]], scope: Scope
) -> dict[str, Any]:
    return {"scope": scope.value} | _change_intent(dict(next(columns for each, columns in changes if each is session)))


def _session_change(event: Event, session: EventSession, changes: dict[str, Any]) -> PlannedChange:
    shown = _shown_to_guests(old_and_new(session, changes))
    if "location" in shown:
        old, new = (location or event.location for location in shown.pop("location"))
        if old != new:
            shown["location"] = [old, new]
    starts_at, ends_at = changes.get("starts_at", session.starts_at), changes.get("ends_at", session.ends_at)
    rule: dict[str, Any] = {name: changes.get(name, getattr(session, name)) for name in ("min_places", "decide_at")}
    undecided = changes.get("run_state", session.run_state) == UNDECIDED
    return PlannedChange(session, starts_at, ends_at, shown, **(rule if undecided else {}))


def _event_change(db_session: Session, event: Event, changes: dict[str, Any]) -> list[PlannedChange]:
    """The effect of an event's change on each of its sessions that have not ended."""
    shown = _shown_to_guests(old_and_new(event, changes))
    elsewhere = {column: values for column, values in shown.items() if column != "location"}
    return [
        PlannedChange(session, session.starts_at, session.ends_at, elsewhere if session.location else shown)
        for session in lock_unfinished_sessions(db_session, event)
    ]


def _shown_to_guests(recorded: dict[str, list[Any]]) -> dict[str, list[Any]]:
    # Only what guests see: a long description in the entry of each booking would be too much for one request.
    return {column: values for column, values in recorded.items() if column in SHOWN_TO_GUESTS}


def _cancellation(session: EventSession) -> PlannedChange:
    return PlannedChange(session, session.starts_at, session.ends_at, cancelled=True)


def _cancel(db_session: Session, by: Caller, session: EventSession, reason: str) -> None:
    apply_changes(session, {"status": CANCELLED})
    db_session.flush()
    if not session.seats_taken:  # it is locked: it has no guests
        return
    apply_to_session(db_session.connection(), CancelAll(session.id, reason), as_manager(by))
    db_session.expire(session, ["seats_taken", "updated_at"])  # the engine has freed the places


def _update_bookings(
    db_session: Session, by: Caller, event: Event, effect: PlannedChange, before: WhenAndWhere, reason: str
) -> None:
    """Record a change that guests see with each booking, and keep the old time and location of a moved session."""
    if not effect.shown or not effect.session.seats_taken:  # the session is locked: it has no guests
        return
    moved = before if before != _when_and_where(event, effect.session) else None
    told = UpdateAll(effect.session.id, effect.shown, moved, reason)
    apply_to_session(db_session.connection(), told, as_manager(by))


def _when_and_where(event: Event, session: EventSession) -> WhenAndWhere:
    return WhenAndWhere(session.starts_at, session.ends_at, session.location or event.location)


def _change_intent(changes: dict[str, Any]) -> dict[str, Any]:
    return {"change": json_values(changes)}
