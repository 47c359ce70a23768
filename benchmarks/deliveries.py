"""Deliveries beside a bare loop of `requests` over one connection, and what an outage or a backlog costs a booking."""

import itertools
import json
import statistics
import time
from collections.abc import Sequence

import requests
from sqlalchemy import func, select

from benchmarks.ingest import notification
from benchmarks.load import Load, Request, run_load
from benchmarks.report import Row, Section, at_least, at_most
from benchmarks.stage import DRAINED_WITHIN, TOKEN, Product
from main_app.journal.models import JournalEntry
from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.database import rows
from tests.support.outbox import unprocessed_changes
from tests.support.services import wait_until

ONE_BY_ONE, BACKLOG = 1.0, 10.0
OUTAGE_P99 = 1.05
LOOP_SECONDS = 3.0
CLIENTS = 8
IDLE_BOOKINGS, IDLE_MS = 40, 25.0


def measure_deliveries(product: Product, one_by_one: int, backlog: int, seconds: float) -> Section:
    section = Section(
        f"Deliveries on {product.engine}",
        "As a multiple of a bare loop of `requests` over one connection to the same CRM.",
    )
    bookable = product.bookable()
    loop = bare_loop(product.services.real_crm_url)
    for title, count, batch, target in (
        ("one by one", one_by_one, 1, ONE_BY_ONE),
        (f"a backlog of {backlog:,}", backlog, 100, BACKLOG),
    ):
        book_while_crm_is_down(product, itertools.islice(bookable, count))
        rate = delivered_per_second(product, batch)
        section.rows.append(at_least(title, rate / loop, target, f"{rate:,.0f} against {loop:,.0f} a second"))
    section.rows.append(_idle(product, itertools.islice(bookable, IDLE_BOOKINGS)))
    section.rows.append(_outage(product, list(itertools.islice(bookable, int(seconds * 8000))), seconds))
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
    return at_most(f"booking to CRM, idle, p50 beside {IDLE_MS:g} ms", p50 / IDLE_MS, 1.0, figures)


def bare_loop(crm: str) -> float:
    """Notifications a second, one after the other."""
    with requests.Session() as session:
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
        started, count = time.monotonic(), 0
        while time.monotonic() - started < LOOP_SECONDS:
            answer = session.post(f"{crm}/notify", data=json.dumps(notification(count)), headers=headers, timeout=10)
            answer.raise_for_status()
            count += 1
        return count / (time.monotonic() - started)


def book_while_crm_is_down(product: Product, bookable: "itertools.islice[tuple[str, int]]") -> None:
    """Leave a backlog as an outage does: the CRM's messages wait, everything else is done."""
    product.services.crm.kill()
    with product.worker_running():
        for pair in bookable:
            product.book(*pair)
        wait_until(lambda: unprocessed_changes(product.services) == 0, DRAINED_WITHIN)
        product.discard_messages_to_people()
    product.services.crm.start()


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


def _outage(product: Product, bookable: Sequence[tuple[str, int]], seconds: float) -> Row:
    """Bookings with a worker running, while the CRM answers and while it doesn't exist."""
    half = len(bookable) // 2
    with product.worker_running():
        product.discard_messages_to_people()
        normal = _load(product, bookable[:half], seconds)
        product.wait_until_delivered()
        product.discard_messages_to_people()
        product.services.crm.kill()
        out = _load(product, bookable[half:], seconds)
        product.services.crm.start()
        product.services.wait_ready(product.services.real_crm_url)
        product.wait_until_delivered()
    figures = f"p99 {out.p99:.1f} against {normal.p99:.1f} ms"
    return at_most(f"outage of the CRM: a booking's p99, {CLIENTS} clients", out.p99 / normal.p99, OUTAGE_P99, figures)


def _load(product: Product, bookable: Sequence[tuple[str, int]], seconds: float) -> Load:
    requests = [
        Request("POST", "/bookings/book", token, json.dumps({"session_id": session})) for token, session in bookable
    ]
    return run_load(product.url, requests, CLIENTS, seconds)
