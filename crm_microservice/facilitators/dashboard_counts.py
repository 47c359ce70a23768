"""The figures of a facilitator's dashboard: bookings and cancellations by day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from crm_microservice.facilitators.booking_counts import count_by_quarter
from crm_microservice.facilitators.schemas import StatisticsQuery
from service_kit import clock


@dataclass(frozen=True)
class Day:
    date: str
    bookings: int
    cancellations: int


def count_by_day(engine: Engine, facilitator_id: int, query: StatisticsQuery) -> list[Day]:
    """Return how many bookings were made and cancelled on each of the last days, in the reader's zone."""
    zone = ZoneInfo(query.time_zone)
    today = clock.now().astimezone(zone).date()
    days = [today - timedelta(days=back) for back in range(query.days - 1, -1, -1)]
    start = datetime.combine(days[0], datetime.min.time(), zone).astimezone(timezone.utc)
    with engine.connect() as connection:
        booked = _per_day(count_by_quarter(connection, facilitator_id, "booked_at", start), zone)
        cancelled = _per_day(count_by_quarter(connection, facilitator_id, "cancelled_at", start), zone)
    return [Day(day.isoformat(), booked[day], cancelled[day]) for day in days]


def _per_day(quarters: list[tuple[datetime, int]], zone: ZoneInfo) -> Counter[date]:
    days: Counter[date] = Counter()
    for moment, number in quarters:
        days[moment.astimezone(zone).date()] += number
    return days
