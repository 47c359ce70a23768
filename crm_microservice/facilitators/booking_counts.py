"""Bookings and places by status, for a facilitator, an event or a session; kept, so that no page has to count."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, delete, func, insert, literal, select

from crm_microservice.database import insert_of
from crm_microservice.facilitators.models import Booking, BookingCount
from crm_microservice.facilitators.states import GIVEN_BACK, OCCUPYING

Row = dict[str, Any]
TABLE: Any = BookingCount.__table__
bookings, counts = Booking.__table__.c, BookingCount.__table__.c
# A facilitator has one count of their own, under id 0.
SCOPES = {"facilitator": None, "event": "event_id", "session": "session_id"}
KEY = ("facilitator_id", "scope", "scope_id", "status")


@dataclass(frozen=True)
class Places:
    """Places that are taken, and places that were given back."""

    booked: int = 0
    cancelled: int = 0


def apply_count_changes(connection: Connection, removed: Iterable[Row], added: Iterable[Row]) -> None:
    changes: dict[tuple[Any, ...], list[int]] = defaultdict(lambda: [0, 0])
    for sign, rows in ((-1, removed), (1, added)):
        for row in rows:
            for scope, column in SCOPES.items():
                scope_id = 0 if column is None else row[column]
                if scope_id is not None:
                    change = changes[row["facilitator_id"], scope, scope_id, row["status"]]
                    change[0] += sign
                    change[1] += sign * row["places"]
    values = [
        {**dict(zip(KEY, key, strict=True)), "bookings": number, "places": places}
        for key, (number, places) in sorted(changes.items())
        if number or places
    ]
    if values:
        connection.execute(_addition(connection.dialect.name), values)


@cache
def _addition(dialect: str) -> Any:
    added = insert_of(dialect, TABLE)
    return added.on_conflict_do_update(
        index_elements=KEY,
        set_={"bookings": counts.bookings + added.excluded.bookings, "places": counts.places + added.excluded.places},
    )


def recount(connection: Connection) -> None:
    """Make all counts anew from the bookings."""
    connection.execute(delete(TABLE))
    for query in _counted():
        connection.execute(insert(TABLE).from_select([*KEY, "bookings", "places"], query))


def counts_differ(connection: Connection) -> bool:
    """Whether the kept counts are not those of the bookings."""
    kept = select(TABLE).where((counts.bookings != 0) | (counts.places != 0))
    counted = {tuple(row) for query in _counted() for row in connection.execute(query)}
    return {tuple(row) for row in connection.execute(kept)} != counted


def _counted() -> list[Any]:
    queries = []
    for scope, name in SCOPES.items():
        scope_id = literal(0) if name is None else bookings[name]
        grouped = [bookings.facilitator_id, bookings.status] + ([] if name is None else [scope_id])
        query = select(
            bookings.facilitator_id,
            literal(scope).label("scope"),
            scope_id.label("scope_id"),
            bookings.status,
            func.count().label("bookings"),
            func.sum(bookings.places).label("places"),
        ).group_by(*grouped)
        queries.append(query if name is None else query.where(scope_id.is_not(None)))
    return queries


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
        totals[scope_id][1] += places if status in GIVEN_BACK else 0
    return {scope_id: Places(booked, cancelled) for scope_id, (booked, cancelled) in totals.items()}
