"""Bookings in the seconds in which a thousand deadlines are due, compared with bookings at other times."""

import statistics
from datetime import datetime, timedelta, timezone

from sqlalchemy import ColumnElement, func, select, update

from benchmarks.load import Load, run_bookings
from benchmarks.report import Section, at_most, rates
from benchmarks.stage import DRAINED_WITHIN, Product
from main_app.commands.models import Deadline, DeadlineState, SystemCommand
from main_app.events.models import EventSession
from tests.support.database import change, rows
from tests.support.people import new_session
from tests.support.services import wait_until

DEADLINES, SESSIONS_OF_EVENT = 1000, 200
CLIENTS = 8
SLOWER = 1.3
PLANNED = Deadline.state == DeadlineState.PLANNED.value


def measure_deadlines(product: Product, seconds: float, repeats: int) -> Section:
    section = Section(
        f"{DEADLINES:,} deadlines in a second on {product.engine}",
        f"A booking's p99 with a worker and {CLIENTS} clients, as a multiple of its p99 without deadlines.",
    )
    bookable = product.bookable()
    loads: dict[bool, list[Load]] = {True: [], False: []}
    with product.worker_running():
        for _ in range(repeats):
            _plan(product)
            for due in (False, True):
                product.wait_until_delivered()
                product.discard_messages_to_people()
                if due:
                    _let_fall_due(product)
                loads[due].append(run_bookings(product.url, bookable, CLIENTS, seconds))
            wait_until(lambda: _undone(product) == 0, DRAINED_WITHIN)
    p99 = {due: statistics.median(load.p99 for load in found) for due, found in loads.items()}
    figures = (
        f"p99 {p99[True]:.1f} against {p99[False]:.1f} ms; {rates(loads[True])} against {rates(loads[False])} a second"
    )
    section.rows.append(at_most("a booking's p99", p99[True] / p99[False], SLOWER, figures))
    done = _count(product, SystemCommand, SystemCommand.state == "done")
    section.note(f"{done:,} of {repeats * DEADLINES:,} sessions were decided by the system.")
    return section


def _plan(product: Product) -> None:
    """Sessions that run only if enough people book, each with a deadline far ahead."""
    start = datetime.now(timezone.utc) + timedelta(days=200)
    decide_at = (start - timedelta(days=1)).isoformat()
    for _ in range(DEADLINES // SESSIONS_OF_EVENT):
        sessions = [
            new_session(start + timedelta(hours=2 * number), min_places=2, decide_at=decide_at)
            for number in range(SESSIONS_OF_EVENT)
        ]
        body = {"title": "If enough come", "time_zone": "Europe/Lisbon", "sessions": sessions}
        response = product.facilitator.post("/events", body)
        assert response.status_code == 201, response.text
    wait_until(lambda: _count(product, Deadline, PLANNED) >= DEADLINES, DRAINED_WITHIN)


def _let_fall_due(product: Product) -> None:
    """All of them within this second."""
    now = datetime.now(timezone.utc)
    undecided = update(EventSession.__table__).where(EventSession.run_state == "undecided")
    change(product.services.main_database, undecided.values(decide_at=now))
    change(product.services.main_database, update(Deadline.__table__).where(PLANNED).values(due_at=now))


def _undone(product: Product) -> int:
    return _count(product, Deadline, PLANNED) + _count(product, SystemCommand, SystemCommand.state == "waiting")


def _count(product: Product, table: type[Deadline] | type[SystemCommand], condition: ColumnElement[bool]) -> int:
    query = select(func.count()).select_from(table).where(condition)
    return rows(product.services.main_database, query)[0][0]
