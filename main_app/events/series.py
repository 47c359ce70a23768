"""Sessions that repeat, made in one step."""

import itertools
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.events.editing import SCHEDULED, lock_own_event, lock_scheduled_sessions, refuse_cancelled
from main_app.events.models import Event, EventSession
from main_app.events.operations import new_row, record_many, session_values
from main_app.events.recurrence import Dates, end_of, repeat, same_clock
from main_app.events.responses import SeriesOut
from main_app.events.schemas import NewSeries, Scope, SessionChange
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Invalid

MAX_AHEAD = 1000  # sessions of one event


def preview_series(by: Caller, event_id: int, details: NewSeries) -> SeriesOut:
    """The dates that `add_series` would make now. Raises like it. Changes nothing."""
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        dates, rows, existing = _rows(db_session, event, details)
    return _series_out(None, dates, rows, existing)


def add_series(by: Caller, event_id: int, details: NewSeries) -> SeriesOut:
    """Add the sessions of a rule to an event, all or none: at most a year of them, without those that it has already.

    Raises Invalid for a rule without dates or one that repeats within a day, and Conflict (too_many_sessions,
    dates_exist).
    """
    with write_transaction() as db_session:
        event = lock_own_event(db_session, by, event_id)
        dates, rows = _without_existing(*_rows(db_session, event, details))
        now = clock.now()
        first = EventSession(**new_row(event, rows[0], now))
        db_session.add(first)
        db_session.flush()
        first.series_id = first.id
        others: list[EventSession] = []
        if len(rows) > 1:
            new = [new_row(event, values, now) | {"series_id": first.id} for values in rows[1:]]
            others = list(db_session.scalars(insert(EventSession).returning(EventSession), new))
            others.sort(key=lambda session: session.starts_at)
        made = {"series_id": first.id, "rule": details.rule, "excluded": [str(day) for day in details.excluded]}
        record_many(db_session, by, event, "sessions_created", [first, *others], changes=made)
    return _series_out(first.id, dates, rows, set())


def lock_series(db_session: Session, event: Event, session: EventSession, scope: Scope) -> list[EventSession]:
    """Lock the sessions that a change of this one is for: itself, and others of its series that have not ended.

    Raises Conflict (no_series) if it has none. The caller has locked the session and its event.
    """
    if scope is Scope.THIS:
        return [session]
    if session.series_id is None:
        raise Conflict("no_series", "This session doesn't repeat: change it alone.")
    now = clock.now()
    since = session.starts_at if scope is Scope.LATER else None
    return [
        each
        for each in lock_scheduled_sessions(db_session, event, EventSession.series_id == session.series_id)
        if each is session or (each.ends_at > now and (since is None or each.starts_at >= since))
    ]


def same_change(change: SessionChange, session: EventSession, other: EventSession, zone: ZoneInfo) -> SessionChange:
    """The change of `session` as it is for another one of its series: as many days later, to the same time of day."""
    if other is session:
        return change
    old_start, new_start = session.starts_at, change.start_time or session.starts_at
    new_end = change.end_time or session.ends_at
    updates: dict[str, Any] = {}
    start = other.starts_at
    if "start_time" in change.model_fields_set:
        start = _moved(other.starts_at, old_start, new_start, zone)
        updates["start_time"] = start
    if updates or "end_time" in change.model_fields_set:
        updates["end_time"] = end_of(start, (new_start, new_end), zone)
    if change.decide_at is not None:
        updates["decide_at"] = _moved(start, new_start, change.decide_at, zone)
    return change.model_copy(update=updates)


def overlap(spans: Sequence[tuple[datetime, datetime]]) -> bool:
    """Whether one of the sessions, by their starts and ends, has not ended when the next one starts."""
    return any(one[1] > following[0] for one, following in itertools.pairwise(sorted(spans)))


def starts_in_past() -> Invalid:
    return Invalid("'start_time' must be in the future.", "start_time", "in_past")


def overlapping() -> Invalid:
    return Invalid("Each session must end before the next one starts.", "end_time", "overlapping")


def _moved(moment: datetime, before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """`moment`, as many days later as `after` is than `before`, at the time of day of `after`."""
    days = after.astimezone(zone).date() - before.astimezone(zone).date()
    return same_clock(moment.astimezone(zone).date() + days, after.astimezone(zone).time(), zone)


def _rows(db_session: Session, event: Event, details: NewSeries) -> tuple[Dates, list[dict[str, Any]], set[datetime]]:
    """The dates of the rule, the columns of a session for each, and the starts that the event has already."""
    refuse_cancelled(event)
    if details.start_time <= clock.now():
        raise starts_in_past()
    zone = ZoneInfo(event.time_zone)
    common = session_values(details)
    dates = repeat(details.rule, details.start_time, zone, set(details.excluded))
    rows = [common | _times(details, start.at, zone) for start in dates.starts]
    if overlap([(row["starts_at"], row["ends_at"]) for row in rows]):
        raise overlapping()
    to_come = (EventSession.status == SCHEDULED, EventSession.starts_at > clock.now())
    ahead = db_session.scalars(select(EventSession.starts_at).where(EventSession.event_id == event.id, *to_come)).all()
    existing = set(ahead)
    if len(ahead) + sum(row["starts_at"] not in existing for row in rows) > MAX_AHEAD:
        raise Conflict("too_many_sessions", f"An event can have at most {MAX_AHEAD} sessions ahead.")
    return dates, rows, existing


def _without_existing(
    dates: Dates, rows: Sequence[dict[str, Any]], existing: set[datetime]
) -> tuple[Dates, list[dict[str, Any]]]:
    """The dates that the event has no session at. Raises Conflict if there is none."""
    new = [(start, row) for start, row in zip(dates.starts, rows, strict=True) if start.at not in existing]
    if not new:
        raise Conflict("dates_exist", "All of these dates are there already. Nothing was added.")
    return Dates([start for start, _ in new], dates.cut), [row for _, row in new]


def _times(details: NewSeries, starts_at: datetime, zone: ZoneInfo) -> dict[str, Any]:
    ends_at = end_of(starts_at, (details.start_time, details.end_time), zone)
    decide_at = details.decide_at and _moved(starts_at, details.start_time, details.decide_at, zone)
    return {"starts_at": starts_at, "ends_at": ends_at, "decide_at": decide_at}


def _series_out(
    series_id: int | None, dates: Dates, rows: Sequence[dict[str, Any]], existing: set[datetime]
) -> SeriesOut:
    spans = [
        {
            "start_time": clock.iso(row["starts_at"]),
            "end_time": clock.iso(row["ends_at"]),
            "moved": start.moved,
            "exists": start.at in existing,
        }
        for start, row in zip(dates.starts, rows, strict=True)
    ]
    return SeriesOut.model_validate({"series_id": series_id, "dates": spans, "cut": dates.cut})
