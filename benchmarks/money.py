"""Money: holds against free bookings, from a payment to its booking, holds that run out, and the money check."""

import itertools
import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from sqlalchemy import func, insert, select, update

from benchmarks.load import Load, in_turn, run_bookings
from benchmarks.report import Row, Section, at_least, at_most, middle, rates
from benchmarks.stage import DRAINED_WITHIN, FIRST_GUEST_ID, GUESTS, Product
from main_app.bookings.models import Booking
from main_app.commands.models import Deadline, DeadlineState
from main_app.orders.models import Order, OrderLine, Payment
from main_app.payments.holds import HOLD_OVER
from main_app.payments.models import LedgerEntry, LedgerLine
from tests.support.database import change, rows
from tests.support.people import new_session
from tests.support.services import wait_until

CLIENTS = 8
HOLDS_EACH, SESSIONS = 3, 200  # more holds are refused
PAYERS, PRICE = 100, 3900
RUN_OUT, WITHIN = 1000, timedelta(minutes=1)
OVER = 10.0  # seconds of bookings
WEBHOOK_LIMIT_MS, CHECK_LIMIT_SECONDS = 2000.0, 30.0
FIRST_ROW = 10_000_000  # far above what the service numbers itself
BATCH_SIZE = 5000


def measure_money(product: Product, repeats: int, payments: int) -> Section:
    section = Section(f"Money on {product.engine}", f"Loads of {CLIENTS} clients. The bank is the demo bank.")
    guests = product.sign_in_guests(GUESTS, repeats * 1500)
    sessions = _paid_sessions(product)
    free = product.bookable()
    holds = _holdable(guests, sessions)
    section.rows.append(_holds(product, free, holds, repeats))
    section.rows.append(_until_booked(product, sessions[0]))
    section.rows.append(_running_out(product, free))
    section.rows.append(_check(product, payments))
    return section


def _holdable(guests: list[str], sessions: list[int]) -> Iterator[tuple[str, int]]:
    """Every guest with a few sessions, once. Neighbours differ in both, as those of free bookings do."""
    for turn in range(HOLDS_EACH):
        for number, token in enumerate(guests):
            yield token, sessions[(number + turn) % len(sessions)]


def _paid_sessions(product: Product) -> list[int]:
    start = datetime.now(timezone.utc) + timedelta(days=300)
    terms = {"capacity": 100_000, "price_cents": PRICE, "payment_terms": "pay_online"}
    dates = [new_session(start + timedelta(days=number), **terms) for number in range(SESSIONS)]
    body = {"title": "Paid Sit", "time_zone": "Europe/Lisbon", "sessions": dates}
    response = product.facilitator.post("/events", body)
    assert response.status_code == 201, response.text
    return [session["id"] for session in response.json()["event"]["sessions"]]


def _holds(product: Product, free: Iterator[tuple[str, int]], holds: Iterator[tuple[str, int]], repeats: int) -> Row:
    loads: dict[str, list[Load]] = {"free": [], "held": []}
    for kind in in_turn(("free", "held"), repeats):
        chosen = itertools.islice(free if kind == "free" else holds, 4000)
        loads[kind].append(run_bookings(product.url, chosen, CLIENTS, 1))
    figures = f"{rates(loads['held'])} against {rates(loads['free'])} a second"
    return at_least("holds, of free bookings", middle(loads["held"]) / middle(loads["free"]), 0.7, figures)


def _until_booked(product: Product, session: int) -> Row:
    """From the press of the bank's button, over its event, until the booking is booked."""
    found = []
    with product.worker_running():
        for number in range(PAYERS):
            guest = product.guest(number)
            booking = guest.book(session).json()["booking"]["id"]
            page = product.url + guest.post(f"/bookings/{booking}/payment").json()["checkout"]
            began = time.monotonic()
            requests.post(page, {"action": "pay"}, allow_redirects=False, timeout=30).raise_for_status()
            wait_until(
                lambda guest=guest, booking=booking: (
                    guest.get(f"/bookings/{booking}").json()["booking"]["status"] == "booked"
                ),
                DRAINED_WITHIN,
            )
            found.append((time.monotonic() - began) * 1000)
    p99 = statistics.quantiles(found, n=100)[98]
    figures = f"median {statistics.median(found):.0f} ms, of {PAYERS} payments one after the other"
    return Row("from payment to booked, p99", f"{p99:.0f} ms", "at most 2 s", p99 <= WEBHOOK_LIMIT_MS, figures)


def _running_out(product: Product, free: Iterator[tuple[str, int]]) -> Row:
    """A booking's p99 while a thousand holds run out in a minute."""
    database = product.services.main_database
    planned = (Deadline.kind == HOLD_OVER, Deadline.state == DeadlineState.PLANNED.value)
    with product.worker_running():
        product.wait_until_planned()
        product.discard_messages_to_people()
        before = run_bookings(product.url, free, CLIENTS, OVER)
        product.wait_until_planned()
        product.discard_messages_to_people()
        now = datetime.now(timezone.utc)
        ids = [row.id for row in rows(database, select(Deadline.id).where(*planned).limit(RUN_OUT))]
        change(database, update(Booking.__table__).where(Booking.status == "held").values(held_until=now))
        for second in range(60):
            due = update(Deadline.__table__).where(Deadline.id.in_(ids[second::60]))
            change(database, due.values(due_at=now + second * WITHIN / 60))
        during = run_bookings(product.url, free, CLIENTS, OVER)
    figures = f"p99 {during.p99:.1f} against {before.p99:.1f} ms, {len(ids):,} holds"
    return at_most("a booking's p99 while holds run out", during.p99 / before.p99, 1.3, figures)


def _check(product: Product, payments: int) -> Row:
    _write_payments(product, payments)
    began = time.monotonic()
    product.services.flask("money", "check")  # ends with 1, which raises, if anything differs
    seconds = time.monotonic() - began
    figures = "our rows and the ledger; the program's start included"
    limit = f"at most {CHECK_LIMIT_SECONDS:g} s"
    return Row(
        f"money check of {payments:,} payments", f"{seconds:.1f} s", limit, seconds <= CHECK_LIMIT_SECONDS, figures
    )


def _write_payments(product: Product, number: int) -> None:
    """Booked and paid an hour ago, by a provider that is not set up any more, so that it is not asked."""
    database, at = product.services.main_database, datetime.now(timezone.utc) - timedelta(hours=1)
    host = product.facilitator.id
    terms = {"payment_terms": "pay_online", "refund_ladder": [], "starts_at": at.isoformat()}
    for first in range(FIRST_ROW, FIRST_ROW + number, BATCH_SIZE):
        many: dict[Any, list[dict[str, Any]]] = {table: [] for table in TABLES}
        for row in range(first, first + BATCH_SIZE):
            place = row - FIRST_ROW
            user, session = FIRST_GUEST_ID + place % GUESTS, product.sessions[-1 - place // GUESTS]
            many[Order].append(
                {"id": row, "user_id": user, "facilitator_id": host, "currency": "EUR", "total_cents": PRICE,
                 "terms": terms, "created_at": at}
            )  # fmt: skip
            many[OrderLine].append(
                {"id": row, "order_id": row, "booking_id": row, "kind": "place", "description": "Sit", "quantity": 1,
                 "unit_cents": PRICE, "tax_rate": 0, "amount_cents": PRICE}
            )  # fmt: skip
            many[Payment].append(
                {"id": row, "order_id": row, "provider": "gone", "state": "captured", "amount_cents": PRICE,
                 "currency": "EUR", "charge_ref": f"ch_{row}", "created_at": at, "updated_at": at, "captured_at": at}
            )  # fmt: skip
            many[Booking].append(
                {"id": row, "user_id": user, "session_id": session, "status": "booked", "places": 1, "version": 1,
                 "order_id": row, "created_at": at, "updated_at": at, "confirmed_at": at}
            )  # fmt: skip
            many[LedgerEntry].append(
                {"id": row, "cause": f"payment:{row}:captured", "order_id": row, "payment_id": row, "created_at": at}
            )
            many[LedgerLine] += [
                {"id": 2 * row + side, "entry_id": row, "account": account, "currency": "EUR", "amount_cents": cents}
                for side, (account, cents) in enumerate((("provider:gone", PRICE), (f"facilitator:{host}", -PRICE)))
            ]
        for table in TABLES:
            change(database, insert(table.__table__), many[table])
    assert rows(database, select(func.count()).select_from(Payment))[0][0] >= number


TABLES = (Order, OrderLine, Payment, Booking, LedgerEntry, LedgerLine)
