"""What the main API asks for to compare its bookings with the read model: by facilitator, by day, row by row.

Bookings without a version are left out: they were sent by hand, not by the main API.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Engine, func, select

from crm_microservice.facilitators.models import Booking
from service_kit.row_hash import day_of, hash_of_rows

BATCH_SIZE = 1_500  # rows of a response

bookings = Booking.__table__.c
SENT_BY_MAIN = bookings.version.is_not(None)
NUMBER = func.count().label("bookings")
HASH = hash_of_rows(bookings.booking_id, bookings.epoch, bookings.version, bookings.status).label("hash")
ROW = (bookings.booking_id, bookings.facilitator_id, bookings.epoch, bookings.version, bookings.status)


def by_facilitator(engine: Engine, after: int) -> list[Any]:
    """Up to BATCH_SIZE facilitators with a higher id than `after`: how many bookings each has, and their hash."""
    query = select(bookings.facilitator_id, NUMBER, HASH).where(SENT_BY_MAIN, bookings.facilitator_id > after)
    query = query.group_by(bookings.facilitator_id).order_by(bookings.facilitator_id).limit(BATCH_SIZE)
    return _all(engine, query)


def by_day(engine: Engine, facilitator_id: int, after: str) -> list[Any]:
    """The same for the days after `after` on which bookings of a facilitator were made, in UTC."""
    day = _day(engine)
    query = select(day, NUMBER, HASH).where(SENT_BY_MAIN, bookings.facilitator_id == facilitator_id, day > after)
    return _all(engine, query.group_by(day).order_by(day).limit(BATCH_SIZE))


def of_days(engine: Engine, facilitator_id: int, first_day: str, last_day: str, after: int) -> list[Any]:
    """Up to BATCH_SIZE bookings of a facilitator that were made on these days, with a higher id than `after`."""
    query = select(*ROW).where(
        SENT_BY_MAIN,
        bookings.facilitator_id == facilitator_id,
        _day(engine).between(first_day, last_day),
        bookings.booking_id > after,
    )
    return _all(engine, query.order_by(bookings.booking_id).limit(BATCH_SIZE))


def of_ids(engine: Engine, ids: Sequence[int]) -> list[Any]:
    """Those of these bookings that are known."""
    return _all(engine, select(*ROW).where(SENT_BY_MAIN, bookings.booking_id.in_(ids)).order_by(bookings.booking_id))


def _day(engine: Engine) -> Any:
    return day_of(engine.dialect.name, bookings.booked_at).label("day")


def _all(engine: Engine, query: Any) -> list[Any]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]
