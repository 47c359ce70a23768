"""Deliveries beside a bare loop of `requests` over one connection, and what an outage or a backlog costs a booking."""

import itertools
import json
import statistics
import time
from collections.abc import Iterator

import requests
from sqlalchemy import func, select

from benchmarks.ingest import notification
from benchmarks.load import Load, run_bookings
from benchmarks.report import Row, Section, at_least, at_most
from benchmarks.stage import CLIENTS, TOKEN, WITHOUT_MESSAGES, Product
from main_app.journal.models import JournalEntry
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.database import rows
from tests.support.services import is_ready, wait_until

ONE_BY_ONE, BACKLOG = 1.0, 10.0
OUTAGE_P99 = 1.05
LOOP_SECONDS = 2.0
READY_WITHIN = 30.0
_OF_LOOPS = itertools.count(10_000_000, 1_000_000)  # each loop's first booking
IDLE_BOOKINGS, IDLE_MS = 30, 25.0


def measure_deliveries(product: Product, one_by_one: int, backlog: int, seconds: float, repeats: int) -> Section:
    section = Section(
        f"Deliveries on {product.engine}",
        "As a multiple of a bare loop of `requests` over one connection to the same CRM.",
    )
    bookable = product.bookable()
    crm = product.services.real_crm_url
    loops: list[float] = []
    medians = []
    for count, batch, rounds in ((one_by_one, 1, repeats), (backlog, 100, 1)):
        rates = []
        for _ in range(rounds):
            book_while_crm_is_down(product, count, bookable)
            loops.append(bare_loop(crm))  # the CRM has just started: its first requests are slow for either side
            rates.append(delivered_per_second(product, batch))
        medians.append(statistics.median(rates))
    loops.append(bare_loop(crm))
    loop = statistics.median(loops)
    titles = (("one by one", ONE_BY_ONE), (f"a backlog of {backlog:,}", BACKLOG))
    for (title, target), rate in zip(titles, medians, strict=True):
        section.rows.append(at_least(title, rate / loop, target, f"{rate:,.0f} against {loop:,.0f} a second"))
    section.rows.append(_idle(product, itertools.islice(bookable, IDLE_BOOKINGS)))
    section.rows.append(_outage(product, bookable, seconds, repeats))
    return section


def _idle(product: Product, bookable: "itertools.islice[tuple[str, int]]") -> Row:
    """From a booking's journal entry until the CRM's answer is recorded, with nothing else to do."""
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
            answer = session.post(f"{crm}/notify", json.dumps(notification(booking)), headers=headers, timeout=10)
            answer.raise_for_status()
            booking += 1
        return (booking - first) / (time.monotonic() - started)


def book_while_crm_is_down(product: Product, number: int, bookable: Iterator[tuple[str, int]]) -> None:
    """Leave a backlog as an outage does: the CRM's messages wait, everything else is done."""
    product.services.crm.kill()
    with product.worker_running(WITHOUT_MESSAGES):  # planning them would take most of the time
        product.book_at_least(number, bookable)
        product.wait_until_planned()
    product.services.crm.start()
    wait_until(lambda: is_ready(product.services.real_crm_url), READY_WITHIN)


def delivered_per_second(product: Product, batch_size: int) -> float:
    """Let a worker deliver what waits; from the first recorded delivery to the last."""
    database = product.services.main_database
    delivered = (OutboxMessage.channel == CRM, OutboxMessage.status == "delivered")
    (before,) = rows(database, select(func.max(OutboxMessage.finished_at)).where(*delivered))[0]
    with product.worker_running(NOTIFICATION_BATCH_SIZE=str(batch_size)):
        product.wait_until_delivered()
    query = select(func.min(OutboxMessage.finished_at), func.max(OutboxMessage.finished_at), func.count())
    first, last, count = rows(database, query.where(*delivered, OutboxMessage.finished_at > before))[0]
    return (count - min(batch_size, count - 1)) / (last - first).total_seconds()


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
