"""Deliveries compared with a bare loop of `requests` over one connection, and the cost of an outage or a backlog."""

import itertools
import json
import statistics
import time
from collections.abc import Iterator

import requests
from sqlalchemy import func, select

from benchmarks.backlog import delivered_per_second, let_wait
from benchmarks.ingest import notification
from benchmarks.load import Load, run_bookings
from benchmarks.report import Row, Section, at_least, at_most, spread
from benchmarks.stage import CLIENTS, TOKEN, Product
from main_app.journal.models import JournalEntry
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.database import rows

ONE_BY_ONE, BACKLOG, SHARE_OF_BEST = 1.0, 10.0, 0.5
OUTAGE_P99 = 1.05
LOOP_SECONDS = 1.5
_OF_LOOPS = itertools.count(10_000_000, 1_000_000)  # each loop's first booking
IDLE_BOOKINGS, IDLE_MS = 30, 25.0


def measure_deliveries(
    product: Product, one_by_one: int, backlog: int, seconds: float, repeats: int
) -> Iterator[Section]:
    section = Section(
        f"Deliveries on {product.engine}",
        "As a multiple of a bare loop of `requests` over one connection to the same CRM.",
    )
    bookable = product.bookable()
    crm = product.services.real_crm_url
    loops, singles = [], []
    for _ in range(repeats):
        loops.append(bare_loop(crm))
        let_wait(product, one_by_one, 1)
        singles.append(delivered_per_second(product, 1))
    shapes = _shapes(product, backlog)
    loops.append(bare_loop(crm))
    loop, single = statistics.median(loops), statistics.median(singles)
    of_as_many = shapes[f"bookings: {backlog:,}, messages of each: 1"]
    for title, rate, figures, target in (
        ("one by one", single, spread(singles), ONE_BY_ONE),
        (f"a backlog of {backlog:,}", of_as_many, f"{of_as_many:,.0f}", BACKLOG),
    ):
        section.rows.append(at_least(title, rate / loop, target, f"{figures} against {spread(loops)} a second"))
    section.rows.append(_idle(product, itertools.islice(bookable, IDLE_BOOKINGS)))
    section.rows.append(_outage(product, bookable, seconds, repeats))
    yield section
    by_shape = Section(f"A backlog on {product.engine}", "As a share of the shape that drains fastest.")
    best = max(shapes.values())
    for title, rate in shapes.items():
        by_shape.rows.append(at_least(title, rate / best, SHARE_OF_BEST, f"{rate:,.0f} a second"))
    yield by_shape


def _shapes(product: Product, messages: int) -> dict[str, float]:
    """Deliveries a second of so many messages: one for each booking, those of 25 bookings, and all of one booking."""
    found = {}
    for bookings in (messages, 25, 1):
        each = messages // bookings
        let_wait(product, bookings, each)
        found[f"bookings: {bookings:,}, messages of each: {each:,}"] = delivered_per_second(product)
    return found


def _idle(product: Product, bookable: "itertools.islice[tuple[str, int]]") -> Row:
    """From a booking's journal entry until the CRM's response is recorded, with nothing else to do."""
    database = product.services.main_database
    (newest,) = rows(database, select(func.max(JournalEntry.id)))[0]
    with product.worker_running():
        time.sleep(3)
        for pair in bookable:
            product.book(*pair)
            time.sleep(0.2)
        product.wait_until_delivered()
    times = select(JournalEntry.at, OutboxMessage.finished_at).join(
        OutboxMessage, OutboxMessage.entry_id == JournalEntry.id
    )
    found = rows(database, times.where(JournalEntry.id > newest, OutboxMessage.channel == CRM))
    milliseconds = [(finished - at).total_seconds() * 1000 for at, finished in found]
    p50, longest = statistics.median(milliseconds), max(milliseconds)
    figures = f"{p50:.0f} ms, longest {longest:.0f} ms"
    return at_most(f"booking to CRM, idle, p50 as a multiple of {IDLE_MS:g} ms", p50 / IDLE_MS, 1.0, figures)


def bare_loop(crm: str) -> float:
    """Notifications a second, one after the other, of bookings that the CRM does not know yet."""
    with requests.Session() as session:
        session.headers.update({"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"})
        first = booking = next(_OF_LOOPS)
        started = time.monotonic()
        while time.monotonic() - started < LOOP_SECONDS:
            headers = {"webhook-id": f"loop-{booking}"}
            response = session.post(f"{crm}/notify", json.dumps(notification(booking)), headers=headers, timeout=10)
            response.raise_for_status()
            booking += 1
        return (booking - first) / (time.monotonic() - started)


def _outage(product: Product, bookable: Iterator[tuple[str, int]], seconds: float, repeats: int) -> Row:
    """Bookings with a worker running, in turn while the CRM answers and while it doesn't exist."""
    normal: list[Load] = []
    out: list[Load] = []
    with product.worker_running():
        for _ in range(repeats):
            product.discard_messages_to_people()
            normal.append(run_bookings(product.url, bookable, CLIENTS, seconds))
            product.wait_until_delivered()
            product.discard_messages_to_people()
            product.services.crm.kill()
            out.append(run_bookings(product.url, bookable, CLIENTS, seconds))
            product.services.crm.start()
            product.services.wait_ready(product.services.real_crm_url)
            product.wait_until_delivered()
    p99 = [statistics.median(load.p99 for load in loads) for loads in (out, normal)]
    figures = f"p99 {p99[0]:.1f} against {p99[1]:.1f} ms"
    return at_most(f"outage of the CRM: a booking's p99, {CLIENTS} clients", p99[0] / p99[1], OUTAGE_P99, figures)
