"""Pre-aggregated delivery metrics: deliveries by hour, outcome and duration, so that no page has to count messages.

Each delivering thread counts in rows of its own. After two days the rows are rolled up by channel and outcome.
"""

import os
import threading
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from main_app.outbox.models import DeliveryStatistic
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.rows import OnConflict, Rows, write_rows

TOTALS_HOUR = datetime(1970, 1, 1, tzinfo=timezone.utc)  # the hour of the rows that are rolled up
KEPT_BY_HOUR = timedelta(hours=48)
# The buckets of a histogram: a duration is rounded up to one of them.
BUCKETS_MS = (
    1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700,
    1_000, 1_500, 2_000, 3_000, 5_000, 7_000, 10_000, 20_000, 60_000,
)  # fmt: skip

TABLE = DeliveryStatistic.__table__
statistics = TABLE.c
TOTALS = select(statistics.channel, statistics.outcome, func.sum(statistics.deliveries)).group_by(
    statistics.channel, statistics.outcome
)
LAST_DAY = select(
    statistics.hour, statistics.outcome, statistics.milliseconds, func.sum(statistics.deliveries)
).group_by(statistics.hour, statistics.outcome, statistics.milliseconds)


def metric_rows(channel: str, outcomes: Mapping[str, int], seconds: float = 0.0) -> Rows:
    """Return what one delivery adds to the metrics. The transaction that records it writes them."""
    milliseconds = seconds * 1000
    row = {
        "hour": clock.now().replace(minute=0, second=0, microsecond=0),
        "worker": f"{os.getpid()}-{threading.get_native_id()}",
        "channel": channel,
        "milliseconds": next((step for step in BUCKETS_MS if milliseconds <= step), BUCKETS_MS[-1]),
    }
    return Rows(TABLE, [row | {"outcome": name, "deliveries": n} for name, n in outcomes.items()], OnConflict.ADD)


def totals(db_session: Session) -> dict[str, dict[str, int]]:
    """Deliveries since the beginning, by channel and outcome."""
    by_channel: dict[str, dict[str, int]] = {}
    for channel, outcome, deliveries in db_session.execute(TOTALS):
        by_channel.setdefault(channel, {})[outcome] = int(deliveries)
    return by_channel


def last_day(db_session: Session) -> dict[str, Any]:
    """Latency and results of the last 24 hours, by the hour."""
    first = clock.now().replace(minute=0, second=0, microsecond=0)
    hours = {first - timedelta(hours=back): {"delivered": 0, "failed": 0} for back in reversed(range(25))}
    durations: dict[int, int] = {}
    for hour, outcome, milliseconds, deliveries in db_session.execute(LAST_DAY.where(statistics.hour >= min(hours))):
        if hour not in hours or outcome in ("skipped", "discarded"):
            continue
        hours[hour]["delivered" if outcome == "delivered" else "failed"] += int(deliveries)
        if outcome == "delivered":
            durations[milliseconds] = durations.get(milliseconds, 0) + int(deliveries)
    return {
        "latency": {"p50_ms": _quantile(durations, 0.5), "p95_ms": _quantile(durations, 0.95)},
        "last_day": [{"hour": clock.iso(hour), **results} for hour, results in hours.items()],
    }


def roll_up() -> None:
    """Roll up the rows older than two days. Several workers may do so at once: each row is deleted by one of them."""
    with write_transaction() as db_session:
        deleted = db_session.execute(
            delete(DeliveryStatistic)
            .where(statistics.worker != "", statistics.hour < clock.now() - KEPT_BY_HOUR)
            .returning(statistics.channel, statistics.outcome, statistics.deliveries)
        ).all()
        sums: dict[tuple[str, str], int] = {}
        for channel, outcome, deliveries in deleted:
            sums[channel, outcome] = sums.get((channel, outcome), 0) + deliveries
        rows = [
            {
                "hour": TOTALS_HOUR,
                "worker": "",
                "channel": channel,
                "outcome": outcome,
                "milliseconds": 0,
                "deliveries": deliveries,
            }
            for (channel, outcome), deliveries in sorted(sums.items())
        ]
        if rows:
            write_rows(db_session.connection(), Rows(TABLE, rows, OnConflict.ADD))


def _quantile(durations: Mapping[int, int], share: float) -> int | None:
    rank = share * sum(durations.values())
    counted = 0
    for milliseconds, deliveries in sorted(durations.items()):
        counted += deliveries
        if counted >= rank:
            return milliseconds
    return None
