"""A facilitator's bookings, as pages and as CSV."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Engine, RowMapping, and_, func, select

from crm_microservice.facilitators.booking_counts import count_bookings
from crm_microservice.facilitators.booking_search import search_condition
from crm_microservice.facilitators.exported_words import BOOKING_HEADINGS, word
from crm_microservice.facilitators.models import Booking, GuestNote
from crm_microservice.facilitators.schemas import BookingExport, BookingFilters, BookingQuery
from crm_microservice.notifications.schemas import parse_timestamp
from service_kit.csv_export import amount, csv_parts, local_time

INTERNAL_COLUMNS = {"search_text", "booked_at_version", "status_version", "payment_version"}
BOOKING_COLUMNS = [column for column in Booking.__table__.c if column.name not in INTERNAL_COLUMNS]
EXPORT_BATCH_SIZE = 500  # rows
NOTE_PREVIEW_LENGTH = 300  # characters: a list stays small

rows, notes = Booking.__table__.c, GuestNote.__table__.c


@dataclass(frozen=True)
class BookingPage:
    bookings: list[RowMapping]
    total: int


def list_bookings(engine: Engine, facilitator_id: int, query: BookingQuery) -> BookingPage:
    """Return a page of the facilitator's bookings, the most recently changed first."""
    conditions = _conditions(engine, facilitator_id, query)
    about_guest = and_(notes.facilitator_id == rows.facilitator_id, notes.user_id == rows.user_id)
    page = (
        select(*BOOKING_COLUMNS, func.substr(notes.text, 1, NOTE_PREVIEW_LENGTH).label("note"))
        .outerjoin_from(Booking.__table__, GuestNote.__table__, about_guest)
        .where(*conditions)
        .order_by(rows.updated_at.desc(), rows.booking_id.desc())
        .limit(query.per_page)
        .offset(query.offset)
    )
    with engine.connect() as connection:
        found = list(connection.execute(page).mappings())
        return BookingPage(found, _count(connection, facilitator_id, query, conditions))


def _count(connection: Any, facilitator_id: int, filters: BookingFilters, conditions: Any) -> int:
    if (
        filters.search is not None
        or filters.changed_since is not None
        or (filters.session_id is not None and filters.event_id is not None)
    ):
        return connection.execute(select(func.count()).select_from(Booking).where(*conditions)).scalar_one()
    if filters.session_id is not None:
        scope, scope_id = "session", filters.session_id
    elif filters.event_id is not None:
        scope, scope_id = "event", filters.event_id
    else:
        scope, scope_id = "facilitator", 0
    return count_bookings(connection, facilitator_id, scope, scope_id, filters.status)


def _conditions(engine: Engine, facilitator_id: int, filters: BookingFilters) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    for name in ("status", "session_id", "event_id"):
        wanted = getattr(filters, name)
        if wanted is not None:
            conditions.append(rows[name] == wanted)
    if filters.changed_since is not None:
        conditions.append(rows.updated_at > parse_timestamp(filters.changed_since))
    if filters.search is None:
        return [rows.facilitator_id == facilitator_id, *conditions]
    return [search_condition(engine.dialect.name, facilitator_id, filters.search), *conditions]


def bookings_as_csv(engine: Engine, facilitator_id: int, export: BookingExport) -> Iterator[str]:
    """Yield the facilitator's bookings as CSV for people, some rows at a time."""
    return csv_parts(BOOKING_HEADINGS[export.language], _parts(engine, facilitator_id, export))


def _parts(engine: Engine, facilitator_id: int, export: BookingExport) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while True:
        query = select(*BOOKING_COLUMNS).where(*_conditions(engine, facilitator_id, export), rows.booking_id > last)
        # One short transaction for each part, so that a slow download holds no connection.
        with engine.connect() as connection:
            part = connection.execute(query.order_by(rows.booking_id).limit(EXPORT_BATCH_SIZE)).all()
        yield [_exported(row, export.language) for row in part]
        if len(part) < EXPORT_BATCH_SIZE:
            return
        last = part[-1].booking_id


def _exported(row: Any, language: str) -> tuple[Any, ...]:
    """The cells of a booking, in the order of BOOKING_HEADINGS."""
    zone, currency = row.session_time_zone, row.currency
    return (
        row.user_name,
        row.user_email,
        row.places,
        row.event_title,
        row.session_title,
        local_time(row.session_start, zone),
        local_time(row.session_end, zone),
        zone,
        row.session_location,
        word(row.status, language),
        local_time(row.booked_at, zone),
        local_time(row.cancelled_at, zone),
        word(row.cancel_reason, language),
        amount(row.total_cents, currency),
        amount(row.amount_paid, currency),
        word(row.payment_method or row.payment_provider, language) if row.amount_paid else "",
        amount(row.refunded_cents, currency),
        currency,
    )
