"""The figures of a facilitator's dashboard: bookings by day, and what lies ahead."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, select

from crm_microservice.facilitators.models import Booking
from crm_microservice.facilitators.schemas import StatisticsQuery

rows = Booking.__table__.c


@dataclass(frozen=True)
class Day:
    date: str
    bookings: int
    cancellations: int


def count_by_day(engine: Engine, facilitator_id: int, query: StatisticsQuery) -> list[Day]:
    """Return how many bookings were made and cancelled on each of the last days, in the reader's zone."""
    zone = ZoneInfo(query.time_zone)
    today = datetime.now(timezone.utc).astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(query.days - 1, -1, -1)]
    start = datetime.combine(days[0], datetime.min.time(), zone).astimezone(timezone.utc)
    with engine.connect() as connection:
        booked = _per_day(connection, facilitator_id, rows.booked_at, start, zone)
        cancelled = _per_day(connection, facilitator_id, rows.cancelled_at, start, zone)
    return [Day(day.isoformat(), booked[day], cancelled[day]) for day in days]


def _per_day(
    connection: Connection, facilitator_id: int, column: Any, start: datetime, zone: ZoneInfo
) -> Counter[date]:
    found = connection.execute(select(column).where(rows.facilitator_id == facilitator_id, column >= start))
    return Counter(moment.astimezone(zone).date() for moment in found.scalars())
