"""Counts of bookings, updated with each change, so that no page has to count rows.

Bookings and places by status: of a facilitator, an event or a session (`scope`, with its id in `scope_id`). And
bookings by the quarter of an hour in which they were made or cancelled: there `scope` is `booked_at` or `cancelled_at`,
and `scope_id` the number of the quarter of an hour since 1970.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import Connection, delete, func, select

from crm_microservice.facilitators.models import BookingCount
from crm_microservice.facilitators.states import OCCUPYING, RELEASED
from service_kit.rows import OnConflict, Rows, write_rows

Row = dict[str, Any]
TABLE: Any = BookingCount.__table__
counts = BookingCount.__table__.c
MOMENTS = ("booked_at", "cancelled_at")
ANY_STATUS = ""
QUARTER_SECONDS = 15 * 60
KEY = ("facilitator_id", "scope", "scope_id", "status")


@dataclass(frozen=True)
class Places:
    """Places that are taken, and places of bookings that were cancelled or refunded."""

    booked: int = 0
    cancelled: int = 0


def changed_counts(removed: Iterable[Row], added: Iterable[Row]) -> Rows:
    """Return what changed bookings add to the counts: the old state is subtracted, the new one added."""
    changes = _counted(added)
    for key, (number, places) in _counted(removed).items():
        changes[key][0] -= number
        changes[key][1] -= places
    values = [
        {**dict(zip(KEY, key, strict=True)), "bookings": number, "places": places}
        for key, (number, places) in sorted(changes.items())
        if number or places
    ]
    return Rows(TABLE, values, OnConflict.ADD)


def _counted(rows: Iterable[Row]) -> dict[tuple[Any, ...], list[int]]:
    """Return bookings and places by key."""
    found: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for row in rows:
        facilitator_id = row["facilitator_id"]
        keys = [(facilitator_id, "facilitator", 0, row["status"])]
        keys += [
            (facilitator_id, scope, row[column], row["status"])
            for scope, column in (("event", "event_id"), ("session", "session_id"))
            if row[column] is not None
        ]
        keys += [
            (facilitator_id, column, quarter_of(row[column]), ANY_STATUS)
            for column in MOMENTS
            if row[column] is not None
        ]
        for key in keys:
            found[key][0] += 1
            found[key][1] += row["places"]
    return found


def quarter_of(moment: datetime) -> int:
    """Return the number of the quarter of an hour: the days of every time zone begin with one."""
    return int(moment.timestamp()) // QUARTER_SECONDS


def recount(connection: Connection, bookings: Iterable[Row]) -> None:
    """Recompute all counts."""
    connection.execute(delete(TABLE))
    write_rows(connection, changed_counts(removed=[], added=bookings))


def counts_differ(connection: Connection, bookings: Iterable[Row]) -> bool:
    """Whether the kept counts are not those of the bookings."""
    kept = select(TABLE).where((counts.bookings != 0) | (counts.places != 0))
    found = {tuple(row[:4]): list(row[4:]) for row in connection.execute(kept)}
    return found != dict(_counted(bookings))


def count_by_quarter(
    connection: Connection, facilitator_id: int, moment: str, start: datetime
) -> list[tuple[datetime, int]]:
    """Return how many bookings have this moment (`booked_at`, `cancelled_at`) in each quarter of an hour since."""
    found = connection.execute(
        select(counts.scope_id, counts.bookings).where(
            counts.facilitator_id == facilitator_id, counts.scope == moment, counts.scope_id >= quarter_of(start)
        )
    )
    return [(datetime.fromtimestamp(quarter * QUARTER_SECONDS, timezone.utc), number) for quarter, number in found]


def count_bookings(connection: Connection, facilitator_id: int, scope: str, scope_id: int, status: str | None) -> int:
    """Return how many bookings the scope has, in one status or in any."""
    query = select(func.sum(counts.bookings)).where(
        counts.facilitator_id == facilitator_id, counts.scope == scope, counts.scope_id == scope_id
    )
    if status is not None:
        query = query.where(counts.status == status)
    return int(connection.execute(query).scalar() or 0)


def places_of(connection: Connection, facilitator_id: int, scope: str, ids: Sequence[int]) -> dict[int, Places]:
    """Return the places of each of these events or sessions; those without any bookings are left out."""
    found = connection.execute(
        select(counts.scope_id, counts.status, counts.places).where(
            counts.facilitator_id == facilitator_id, counts.scope == scope, counts.scope_id.in_(ids)
        )
    )
    totals: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for scope_id, status, places in found:
        totals[scope_id][0] += places if status in OCCUPYING else 0
        totals[scope_id][1] += places if status in RELEASED else 0
    return {scope_id: Places(booked, cancelled) for scope_id, (booked, cancelled) in totals.items()}
