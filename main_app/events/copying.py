"""What describes an event and its sessions without their dates: from it copies are made on other days.

Times of day are local, so sessions keep them also across a change to or from daylight saving time. So does the end of
a session of several days.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from main_app.events.cover import seed_of
from main_app.events.models import Event, EventSession
from main_app.events.recurrence import end_after, length_of, same_clock
from main_app.events.run_rule import MAX_AHEAD, UNDECIDED
from service_kit import clock

COPIED_EVENT_COLUMNS = (
    "kind", "title", "description", "location", "online", "link", "arrive_minutes_early", "time_zone",
    "tax_rate", "refund_ladder", "languages", "included", "to_bring", "programme",
)  # fmt: skip
COPIED_SESSION_COLUMNS = (
    "title",
    "location",
    "capacity",
    "price_cents",
    "currency",
    "payment_terms",
    "deposit_percent",
)


def copied_values(event: Event) -> dict[str, Any]:
    """The columns that a copy of an event has in common with it. They can be stored as JSON."""
    return {column: getattr(event, column) for column in COPIED_EVENT_COLUMNS} | {"cover": seed_of(event.cover)}


def pattern_of(sessions: Sequence[EventSession], zone: ZoneInfo) -> list[dict[str, Any]]:
    """What describes these sessions, in the order of their starts, without their dates. It can be stored as JSON."""
    first_day = sessions[0].starts_at.astimezone(zone).date() if sessions else None

    def relative(moment: datetime) -> dict[str, Any]:
        local = moment.astimezone(zone)
        return {"day": (local.date() - (first_day or local.date())).days, "clock": local.time().isoformat()}

    def described(session: EventSession) -> dict[str, Any]:
        columns = {column: getattr(session, column) for column in COPIED_SESSION_COLUMNS}
        times = {
            "start": relative(session.starts_at),
            "length": length_of(session.starts_at, session.ends_at, zone),
        }
        rule = {"min_places": session.min_places, "decide": session.decide_at and relative(session.decide_at)}
        return columns | times | rule

    return [described(session) for session in sessions]


def sessions_from(pattern: Sequence[dict[str, Any]], first_day: date, zone: ZoneInfo) -> list[dict[str, Any]]:
    """The columns of sessions that follow this pattern from a day on."""

    def absolute(relative: dict[str, Any]) -> datetime:
        return same_clock(first_day + timedelta(days=relative["day"]), time.fromisoformat(relative["clock"]), zone)

    def dated(described: dict[str, Any]) -> dict[str, Any]:
        starts_at = absolute(described["start"])
        decide_at = described["decide"] and absolute(described["decide"])
        columns = {column: described[column] for column in COPIED_SESSION_COLUMNS}
        columns |= {"starts_at": starts_at, "ends_at": end_after(starts_at, described["length"], zone)}
        # If it can't be decided on that date any more, or not yet, the facilitator sets another.
        if decide_at and clock.now() < decide_at < min(starts_at, clock.now() + MAX_AHEAD):
            columns |= {"min_places": described["min_places"], "decide_at": decide_at, "run_state": UNDECIDED}
        return columns

    return [dated(described) for described in pattern]
