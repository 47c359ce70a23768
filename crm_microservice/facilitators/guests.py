"""A facilitator's guests: people who booked with them. Bookings with other facilitators are never shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, RowMapping, Subquery, case, delete, func, insert, select

from crm_microservice.facilitators.booking_search import search_condition
from crm_microservice.facilitators.bookings import BOOKING_COLUMNS
from crm_microservice.facilitators.exported_words import GUEST_HEADINGS
from crm_microservice.facilitators.models import Booking, GuestNote
from crm_microservice.facilitators.schemas import GuestExport, GuestQuery
from crm_microservice.facilitators.states import OCCUPYING, RELEASED
from service_kit import clock
from service_kit.csv_export import csv_parts, local_time
from service_kit.database import write_connection
from service_kit.problems import NotFound

EXPORT_BATCH_SIZE = 500  # guests
BOOKINGS_SHOWN = 100  # of one guest

rows = Booking.__table__.c
notes = GuestNote.__table__.c


@dataclass(frozen=True)
class GuestPage:
    guests: list[RowMapping]
    total: int


@dataclass(frozen=True)
class Notes:
    text: str = ""
    updated_at: datetime | None = None


@dataclass(frozen=True)
class GuestDetails:
    guest: RowMapping
    bookings: list[RowMapping]
    notes: Notes


def list_guests(engine: Engine, facilitator_id: int, query: GuestQuery) -> GuestPage:
    """Return a page of the facilitator's guests, sorted by name, with the figures of their bookings with them."""
    guests = _guests(engine, facilitator_id, query.search)
    page = select(*guests.c).where(guests.c.newest == 1).order_by(guests.c.name, guests.c.user_id)
    counted = select(func.count()).select_from(guests).where(guests.c.newest == 1)
    with engine.connect() as connection:
        total = connection.execute(counted).scalar_one()
        found = list(connection.execute(page.limit(query.per_page).offset(query.offset)).mappings())
    return GuestPage(found, total)


def guests_as_csv(engine: Engine, facilitator_id: int, export: GuestExport) -> Iterator[str]:
    """Yield the facilitator's guests as CSV for people, some at a time."""
    return csv_parts(GUEST_HEADINGS[export.language], _parts(engine, facilitator_id, export.search))


def _parts(engine: Engine, facilitator_id: int, search: str | None) -> Iterator[list[tuple[Any, ...]]]:
    last = 0
    while True:
        guests = _guests(engine, facilitator_id, search, rows.user_id > last)
        query = select(*guests.c).where(guests.c.newest == 1).order_by(guests.c.user_id).limit(EXPORT_BATCH_SIZE)
        # One short transaction for each part, so that a slow download holds no connection.
        with engine.connect() as connection:
            part = connection.execute(query).all()
        yield [_exported(guest) for guest in part]
        if len(part) < EXPORT_BATCH_SIZE:
            return
        last = part[-1].user_id


def _exported(guest: Any) -> tuple[Any, ...]:
    """The cells of a guest, in the order of GUEST_HEADINGS. Times are in the zone of their newest booking."""
    times = (local_time(at, guest.time_zone) for at in (guest.last_session, guest.next_session))
    figures = (guest.bookings, guest.booked, guest.cancelled, guest.places)
    return (guest.name, guest.email, *figures, *times, guest.time_zone)


def show_guest(engine: Engine, facilitator_id: int, user_id: int) -> GuestDetails:
    """Return a guest, their last bookings with this facilitator and the facilitator's notes. Raises NotFound."""
    theirs = (rows.facilitator_id == facilitator_id, rows.user_id == user_id)
    guests = _guests(engine, facilitator_id, None, rows.user_id == user_id)
    latest_first = select(*BOOKING_COLUMNS).where(*theirs).order_by(rows.session_start.desc(), rows.booking_id.desc())
    with engine.connect() as connection:
        guest = connection.execute(select(*guests.c).where(guests.c.newest == 1)).mappings().first()
        if guest is None:
            raise _no_such_guest()
        booked = list(connection.execute(latest_first.limit(BOOKINGS_SHOWN)).mappings())
        return GuestDetails(guest, booked, _notes(connection, facilitator_id, user_id))


def write_notes(engine: Engine, facilitator_id: int, user_id: int, text: str) -> Notes:
    """Replace the facilitator's notes about a guest. The same text again writes nothing. Raises NotFound."""
    own = (notes.facilitator_id == facilitator_id, notes.user_id == user_id)
    row = {
        "facilitator_id": facilitator_id,
        "user_id": user_id,
        "text": text,
        "updated_at": clock.now(),
    }
    booked_with = select(rows.booking_id).where(rows.facilitator_id == facilitator_id, rows.user_id == user_id)
    with write_connection(engine) as connection:
        if connection.execute(booked_with.limit(1)).first() is None:
            raise _no_such_guest()
        present = _notes(connection, facilitator_id, user_id)
        if present.text == text:
            return present
        connection.execute(delete(GuestNote).where(*own))
        if text.strip():
            connection.execute(insert(GuestNote), [row])
        return _notes(connection, facilitator_id, user_id)


def _guests(engine: Engine, facilitator_id: int, search: str | None, *conditions: ColumnElement[bool]) -> Subquery:
    """Return a row for each booking with its guest's figures; `newest` is 1 in the row of a guest's newest booking."""
    own = [rows.facilitator_id == facilitator_id, rows.user_id.is_not(None), *conditions]
    if search is not None:
        own.append(
            rows.user_id.in_(select(rows.user_id).where(search_condition(engine.dialect.name, facilitator_id, search)))
        )
    now = clock.now()
    guest = rows.user_id
    occupies = rows.status.in_(sorted(OCCUPYING))
    past = case((occupies & (rows.session_start <= now), rows.session_start))
    upcoming = case((occupies & (rows.session_start > now), rows.session_start))
    newest_first = (rows.updated_at.desc(), rows.booking_id.desc())
    return (
        select(
            guest,
            # Name, address and zone as the guest's newest booking states them.
            rows.user_name.label("name"),
            rows.user_email.label("email"),
            rows.session_time_zone.label("time_zone"),
            func.count().over(partition_by=guest).label("bookings"),
            _sum(case((occupies, 1), else_=0), "booked"),
            _sum(case((rows.status.in_(sorted(RELEASED)), 1), else_=0), "cancelled"),
            _sum(case((occupies, rows.places), else_=0), "places"),
            func.max(past).over(partition_by=guest).label("last_session"),
            func.min(upcoming).over(partition_by=guest).label("next_session"),
            func.row_number().over(partition_by=guest, order_by=newest_first).label("newest"),
        )
        .where(*own)
        .subquery()
    )


def _sum(values: Any, name: str) -> Any:
    return func.sum(values).over(partition_by=rows.user_id).label(name)


def _notes(connection: Connection, facilitator_id: int, user_id: int) -> Notes:
    own = select(notes.text, notes.updated_at).where(notes.facilitator_id == facilitator_id, notes.user_id == user_id)
    row = connection.execute(own).first()
    return Notes() if row is None else Notes(row.text, row.updated_at)


def _no_such_guest() -> NotFound:
    # Also for people who booked only with other facilitators: this facilitator must not learn that they exist.
    return NotFound("guest")
