"""kill -9 of web process and worker at each call to a payment provider: nobody is charged or refunded twice."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from itertools import cycle, product
from typing import Any

import pytest
import requests
from sqlalchemy import func, select

from main_app.bookings.models import Booking
from main_app.journal.models import JournalEntry
from main_app.orders.models import Order, Payment, PaymentState, Refund, RefundState
from main_app.outbox.enqueue import PAYMENTS
from main_app.outbox.models import OutboxMessage
from main_app.payments.models import LedgerEntry, LedgerLine
from tests.faults.test_killed_while_mailing import let_leases_end
from tests.support.database import rows
from tests.support.paying_shop import LADDER, PayingShop
from tests.support.people import Person
from tests.support.provider_stand_in import Answer, Asked, ProviderStandIn
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.rounds import rounds
from tests.support.services import Process, is_ready, wait_until
from tests.support.stripe_stand_in import StripeStandIn

pytestmark = pytest.mark.slow
# When to kill: before the provider does anything, before it answers, and this many seconds after its answer.
MOMENTS: tuple[str | float, ...] = ("before", "after", 0.0, 0.005, 0.03)
CREATE, ASK, REFUND, EXPIRE = "create", "ask", "refund", "expire"
CALLS = {
    "stripe": {
        CREATE: ("POST", "/v1/checkout/sessions"),
        ASK: ("GET", "/v1/checkout/sessions/"),
        REFUND: ("POST", "/v1/refunds"),
        EXPIRE: ("POST", "/expire"),
    },
    # Its orders can't be ended: their message only asks.
    "razorpay": {CREATE: ("POST", "/v1/orders"), ASK: ("GET", "/v1/orders/"), REFUND: ("POST", "/refund")},
}
HALF = 1950  # what the terms give back
UNDER_WAY = (PaymentState.CREATED.value, PaymentState.OPEN.value, PaymentState.PENDING.value)


class Killer:
    """Kills a process once, at the call and the moment that it is armed for."""

    def __init__(self, api: ProviderStandIn, calls: dict[str, tuple[str, str]]) -> None:
        self._calls, self._respond = calls, api.respond
        self._armed: tuple[str, str | float, Process] | None = None
        self.killed = threading.Event()
        api.respond = self._answer  # type: ignore[method-assign]

    def arm(self, call: str, moment: str | float, process: Process) -> None:
        self.killed.clear()
        self._armed = (call, moment, process)

    def _answer(self, asked: Asked) -> Answer:
        if self._armed is None or not self._is(self._armed[0], asked):
            return self._respond(asked)
        (_, moment, process), self._armed = self._armed, None
        if moment == "before":
            self._kill(process)
            return 503, {}  # nobody hears it
        answer = self._respond(asked)
        if isinstance(moment, float):
            threading.Timer(moment, self._kill, [process]).start()
        else:
            self._kill(process)
        return answer

    def _is(self, call: str, asked: Asked) -> bool:
        method, path = self._calls[call]
        return asked.method == method and (path in asked.path if path.endswith("/") else asked.path.endswith(path))

    def _kill(self, process: Process) -> None:
        process.kill()
        self.killed.set()


@pytest.fixture(params=["stripe", "razorpay"])
def shop(request: pytest.FixtureRequest) -> Iterator[PayingShop]:
    api = StripeStandIn() if request.param == "stripe" else RazorpayStandIn()
    with closing(api), PayingShop.open(request.param, api, refund_ladder=LADDER) as shop:
        yield shop


@pytest.mark.timeout(900)
def test_nobody_is_charged_or_refunded_twice_whenever_a_process_is_killed(shop: PayingShop) -> None:
    calls, services = CALLS[shop.name], shop.services
    killer, (worker,) = Killer(shop.api, calls), services.worker_processes
    number = rounds(120 if shop.name == "stripe" else 80)
    for turn, (moment, call) in zip(range(number), cycle(product(MOMENTS, calls)), strict=False):
        process = services.main if call == CREATE else worker
        guest, booking = shop.held()
        story = f"{turn}: {call} {moment}"
        LIVES[call](shop, guest, booking, lambda call=call, moment=moment, of=process: killer.arm(call, moment, of))
        assert killer.killed.wait(20), f"{story}\n{services.logs()}"
        restart(shop, process)
        FINISH[call](shop, guest, booking)
    wait_until(lambda: not waiting(shop), 30, lambda: f"{waiting(shop)} calls wait\n{services.logs()}")
    everything_fits(shop)


def restart(shop: PayingShop, process: Process) -> None:
    let_leases_end(shop.services)
    process.start()
    if process is shop.services.main:
        wait_until(lambda: is_ready(shop.services.main_url), 40, shop.services.logs)


Arm = Callable[[], None]


def open_checkout(shop: PayingShop, guest: Person, booking: dict[str, Any], arm: Arm) -> None:
    arm()
    with suppress(requests.RequestException):
        guest.post(f"/bookings/{booking['id']}/payment")


def pay(shop: PayingShop, guest: Person, booking: dict[str, Any], arm: Arm) -> None:
    ref = shop.checkout(guest, booking)
    arm()
    shop.api.pay(ref)


def cancel_paid(shop: PayingShop, guest: Person, booking: dict[str, Any], arm: Arm) -> None:
    shop.api.pay(shop.checkout(guest, booking))
    shop.until(guest, booking, "booked")
    arm()
    assert guest.cancel(booking["id"]).status_code == 200


def cancel_held(shop: PayingShop, guest: Person, booking: dict[str, Any], arm: Arm) -> None:
    shop.checkout(guest, booking)
    arm()
    assert guest.cancel(booking["id"]).status_code == 200


def pay_what_was_opened(shop: PayingShop, guest: Person, booking: dict[str, Any]) -> None:
    ref = shop.checkout(guest, booking)
    shop.api.pay(ref)
    shop.until(guest, booking, "booked")


def is_booked(shop: PayingShop, guest: Person, booking: dict[str, Any]) -> None:
    shop.until(guest, booking, "booked")


def got_half_back(shop: PayingShop, guest: Person, booking: dict[str, Any]) -> None:
    def found() -> bool:
        now = guest.get(f"/bookings/{booking['id']}").json()["booking"]
        return now["refund_status"] == "processed"

    wait_until(found, 30, shop.services.logs)


def is_over(shop: PayingShop, guest: Person, booking: dict[str, Any]) -> None:
    def found() -> bool:
        order = guest.get(f"/orders/{booking['order_id']}").json()["order"]
        return [payment["state"] for payment in order["payments"]] == ["expired"]

    wait_until(found, 30, shop.services.logs)


# What is done until the process is killed, and what is to be seen afterwards.
LIVES = {CREATE: open_checkout, ASK: pay, REFUND: cancel_paid, EXPIRE: cancel_held}
FINISH = {CREATE: pay_what_was_opened, ASK: is_booked, REFUND: got_half_back, EXPIRE: is_over}


def waiting(shop: PayingShop) -> int:
    """Count journal entries that are not processed, and calls that are not made."""
    database = shop.services.main_database
    calls = (OutboxMessage.channel == PAYMENTS, OutboxMessage.status == "pending")
    return len(rows(database, select(JournalEntry.id).where(JournalEntry.processed_at.is_(None)))) + len(
        rows(database, select(OutboxMessage.id).where(*calls))
    )


def everything_fits(shop: PayingShop) -> None:
    """What the provider took and gave back is what our rows, the ledger and the bookings' states say."""
    charges, refunds = shop.at_the_provider()
    assert charges and refunds
    assert max(refunds.values()) == HALF, "a charge was refunded twice"
    database = shop.services.main_database
    of_order = select(Payment.order_id, Payment.charge_ref, Payment.amount_cents).where(Payment.state == "captured")
    captured = rows(database, of_order)
    assert len({row.order_id for row in captured}) == len(captured), "an order was paid twice"
    assert {row.charge_ref: row.amount_cents for row in captured} == charges
    of_charge = (
        select(Payment.charge_ref, func.sum(Refund.amount_cents))
        .join_from(Refund, Payment, Payment.id == Refund.payment_id)
        .where(Refund.state == RefundState.PROCESSED.value)
        .group_by(Payment.charge_ref)
    )
    assert {ref: int(cents) for ref, cents in rows(database, of_charge)} == refunds
    assert not rows(database, select(Refund.id).where(Refund.state != RefundState.PROCESSED.value))
    states = select(Booking.status, Payment.state, func.count()).join_from(
        Booking, Order, Order.id == Booking.order_id
    ).outerjoin(Payment, Payment.order_id == Order.id).group_by(Booking.status, Payment.state)  # fmt: skip
    pairs = {(status, state) for status, state, _ in rows(database, states)}
    assert pairs <= {("booked", "captured"), ("cancelled", "captured"), ("cancelled", "expired")}, pairs
    balance = select(LedgerLine.account, func.sum(LedgerLine.amount_cents)).group_by(LedgerLine.account)
    sums = {account: int(cents) for account, cents in rows(database, balance)}
    assert sum(sums.values()) == 0
    assert sums[f"provider:{shop.name}"] == sum(charges.values()) - sum(refunds.values())
    per_entry = select(LedgerLine.entry_id).group_by(LedgerLine.entry_id).having(func.sum(LedgerLine.amount_cents) != 0)
    assert not rows(database, per_entry)
    assert len(rows(database, select(LedgerEntry.id))) == len(charges) + len(refunds)
