"""What facilitators ask: their bookings, sessions, figures, what is new, and to log in."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Connection, case, delete, func, insert, select
from sqlalchemy.engine import Engine

from crm_microservice.facilitators.csv_export import csv_parts
from crm_microservice.facilitators.models import BOOKED, CANCELLED, BookingView, FacilitatorRead
from crm_microservice.facilitators.schemas import BookingFilters, BookingQuery, StatisticsQuery
from crm_microservice.notifications.store import NotificationStore
from service_kit.database import write_connection
from service_kit.fields import pagination
from service_kit.search_words import searchable

Answer = dict[str, Any]
HIDDEN = {"search_text", "booked_at_version", "status_version"}
EXPORTED = [column for column in BookingView.__table__.c if column.name not in HIDDEN]
EXPORTED_AT_ONCE = 500  # rows

rows = BookingView.__table__.c


def list_bookings(engine: Engine, facilitator_id: int, query: BookingQuery) -> Answer:
    """Return a page of the facilitator's bookings, the latest change first."""
    conditions = _conditions(facilitator_id, query)
    with engine.connect() as connection:
        total = connection.execute(select(func.count()).select_from(BookingView).where(*conditions)).scalar_one()
        page = (
            select(*EXPORTED)
            .where(*conditions)
            .order_by(rows.updated_at.desc(), rows.booking_id.desc())
            .limit(query.per_page)
            .offset(query.offset)
        )
        bookings = [shown(row) for row in connection.execute(page).mappings()]
    return {"bookings": bookings, "pagination": pagination(query.page, query.per_page, total)}


def _conditions(facilitator_id: int, filters: BookingFilters) -> list[ColumnElement[bool]]:
    conditions = [rows.facilitator_id == facilitator_id]
    for name in ("status", "session_id", "event_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            conditions.append(rows[name] == wanted)
    if filters.search is not None:
        conditions.append(rows.search_text.contains(searchable(filters.search), autoescape=True))
    return conditions


def shown(row: Any) -> Answer:
    """Return a row as JSON: moments in ISO 8601."""
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def bookings_as_csv(engine: Engine, facilitator_id: int, filters: BookingFilters) -> Iterator[str]:
    """Yield the facilitator's bookings as CSV, some rows at a time."""
    return csv_parts([column.name for column in EXPORTED], _parts(engine, facilitator_id, filters))


def _parts(engine: Engine, facilitator_id: int, filters: BookingFilters) -> Iterator[list[Answer]]:
    last = 0
    while True:
        query = select(*EXPORTED).where(*_conditions(facilitator_id, filters), rows.booking_id > last)
        # A short transaction for each part: a slow reader holds no connection.
        with engine.connect() as connection:
            found = connection.execute(query.order_by(rows.booking_id).limit(EXPORTED_AT_ONCE)).mappings()
            part = [shown(row) for row in found]
        yield part
        if len(part) < EXPORTED_AT_ONCE:
            return
        last = part[-1]["booking_id"]


def list_sessions(engine: Engine, facilitator_id: int) -> list[Answer]:
    """Return the facilitator's sessions as their bookings tell them, the earliest first."""
    with engine.connect() as connection:
        return _sessions(connection, facilitator_id)


def _sessions(connection: Connection, facilitator_id: int) -> list[Answer]:
    own = (rows.facilitator_id == facilitator_id, rows.session_id.is_not(None))
    per_session = rows.session_id
    newest_first = (rows.updated_at.desc(), rows.booking_id.desc())
    ranked = (
        select(
            rows.session_id,
            rows.session_title,
            rows.event_id,
            rows.event_title,
            rows.session_start,
            rows.session_end,
            rows.session_time_zone,
            rows.session_location,
            rows.session_capacity,
            func.sum(case((rows.status == BOOKED, 1), else_=0)).over(partition_by=per_session).label("booked"),
            func.sum(case((rows.status == CANCELLED, 1), else_=0)).over(partition_by=per_session).label("cancelled"),
            # The newest message knows the session best.
            func.row_number().over(partition_by=per_session, order_by=newest_first).label("newest"),
        )
        .where(*own)
        .subquery()
    )
    columns = [column for column in ranked.c if column.name != "newest"]
    query = select(*columns).where(ranked.c.newest == 1).order_by(ranked.c.session_start, ranked.c.session_id)
    renamed = {"session_title": "title", "session_start": "start_time", "session_end": "end_time"}
    renamed |= {"session_time_zone": "time_zone", "session_location": "location", "session_capacity": "capacity"}
    return [
        {renamed.get(name, name): value for name, value in {**shown(row), **_counts(row)}.items()}
        for row in connection.execute(query).mappings()
    ]


def _counts(row: Any) -> Answer:
    return {"booked": int(row["booked"]), "cancelled": int(row["cancelled"])}  # PostgreSQL sums to Decimal


def show_statistics(engine: Engine, facilitator_id: int, query: StatisticsQuery) -> Answer:
    """Return bookings and cancellations for each of the last days, and how full the coming sessions are."""
    zone = ZoneInfo(query.time_zone)
    now = datetime.now(timezone.utc)
    today = now.astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(query.days - 1, -1, -1)]
    start = datetime.combine(days[0], datetime.min.time(), zone).astimezone(timezone.utc)
    with engine.connect() as connection:
        booked = _per_day(connection, facilitator_id, rows.booked_at, start, zone)
        cancelled = _per_day(connection, facilitator_id, rows.cancelled_at, start, zone)
        sessions = _sessions(connection, facilitator_id)
    coming = [one for one in sessions if one["start_time"] and datetime.fromisoformat(one["start_time"]) > now]
    return {
        "days": [{"date": day.isoformat(), "bookings": booked[day], "cancellations": cancelled[day]} for day in days],
        "occupancy": [{**one, "occupancy": _share(one["booked"], one["capacity"])} for one in coming],
    }


def _per_day(connection: Connection, facilitator_id: int, column: Any, start: datetime, zone: ZoneInfo) -> Counter[Any]:
    found = connection.execute(select(column).where(rows.facilitator_id == facilitator_id, column >= start))
    return Counter(moment.astimezone(zone).date() for moment in found.scalars())


def _share(booked: int, capacity: int | None) -> float | None:
    return round(booked / capacity, 4) if capacity else None


def count_unread(engine: Engine, store: NotificationStore, facilitator_id: int) -> Answer:
    """Return how many of the facilitator's notifications are newer than what was read."""
    with engine.connect() as connection:
        up_to = _read_up_to(connection, facilitator_id)
    unread = store.count_after(up_to, facilitator_id)
    return {"unread": unread, "up_to": up_to, "latest": store.last_sequence()}


def mark_read(engine: Engine, store: NotificationStore, facilitator_id: int, up_to: int) -> Answer:
    """Note that everything up to a sequence was read. Never goes back, and never beyond what exists."""
    latest = store.last_sequence()
    with write_connection(engine) as connection:
        read = max(_read_up_to(connection, facilitator_id), min(up_to, latest))
        connection.execute(delete(FacilitatorRead).where(FacilitatorRead.facilitator_id == facilitator_id))
        row = {"facilitator_id": facilitator_id, "up_to": read, "read_at": datetime.now(timezone.utc)}
        connection.execute(insert(FacilitatorRead), [row])
    return count_unread(engine, store, facilitator_id)


def _read_up_to(connection: Connection, facilitator_id: int) -> int:
    query = select(FacilitatorRead.up_to).where(FacilitatorRead.facilitator_id == facilitator_id)
    return connection.execute(query).scalar() or 0
