"""Whatever guests, banks and crashes do, in whatever order: the money, the places and the states fit together."""

import random
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, ClassVar, TypeVar

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.bookings.states import OCCUPYING
from main_app.commands.deadlines import pass_due_deadlines
from main_app.consequences import carry_out_commands, process_journal
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.orders.models import DOOR, OrderLine, Payment, PaymentState
from main_app.orders.money import OrderMoney, money_of_orders
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.payments import calls, checkout
from main_app.payments.calls import PaymentChannel
from main_app.payments.checkout import ask_provider, open_checkout
from main_app.payments.door import mark_paid
from main_app.payments.models import LedgerEntry, LedgerLine
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Problem
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.memory_bank import MemoryBank
from tests.support.rounds import rounds

PRICE, DEPOSIT = 3900, 1560
CHANNEL = PaymentChannel()
H = TypeVar("H", bound="History")
lines = LedgerLine.__table__.c


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app:
        yield app


@dataclass
class History:
    """One session with two places, three guests, and a bank that may lose answers."""

    terms: ClassVar[dict[str, Any]] = {"payment_terms": "pay_online"}
    seed: int
    bank: MemoryBank
    host: Caller
    guests: list[Caller]
    session_id: int
    now: datetime
    chance: random.Random = field(init=False)
    done: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def act(self) -> None:
        guest = self.chance.choice(self.guests)
        action = self.chance.choice(self.actions())
        with clock.moved_to(self.now):
            try:
                action(guest)
                self.done.append(action.__name__)
            except Problem as refused:
                self.done.append(f"{action.__name__}: {refused.code}")
        self.now += timedelta(seconds=self.chance.choice((1, 5, 60)))

    def actions(self) -> list[Callable[[Caller], None]]:
        return [self.book, self.open, self.pay, self.pay, self.cancel, self.ask, self.wait, self.crash, self.work]

    def book(self, guest: Caller) -> None:
        book_session(guest, self.session_id)

    def open(self, guest: Caller) -> None:
        open_checkout(guest, self.booking_of(guest))

    def cancel(self, guest: Caller) -> None:
        cancel_booking(guest, self.booking_of(guest))

    def ask(self, guest: Caller) -> None:
        ask_provider(guest, self.booking_of(guest))

    def pay(self, guest: Caller) -> None:
        """Pay any checkout that was ever opened: in time, late, or twice."""
        payment_id = self.chance.choice([*self._payments(), 0])
        late, times = self.chance.random() < 0.3, 2 if self.chance.random() < 0.2 else 1
        # The event of the bank, which is a hint to ask.
        if self.bank.pay(payment_id, times, late=late) and self.chance.random() < 0.8:
            self.ask_about(payment_id)

    def wait(self, _guest: Caller) -> None:
        self.now += timedelta(minutes=self.chance.choice((10, 20, 40)))

    def crash(self, _guest: Caller) -> None:
        """The next answers of the bank are lost, after it acted."""
        self.bank.lose = self.chance.choice((1, 2, 3))

    def work(self, _guest: Caller) -> None:
        for _ in range(self.chance.choice((1, 3, 10))):
            if not worked():
                break

    def take_at_the_door(self, guest: Caller) -> None:
        mark_paid(self.host, self.booking_of(guest), "cash")

    def booking_of(self, guest: Caller) -> int:
        newest = select(Booking.id).where(Booking.user_id == guest.id, Booking.session_id == self.session_id)
        return db.session.scalar(newest.order_by(Booking.id.desc()).limit(1)) or 0

    def end(self, steps: int = 6) -> None:
        """Everything that was under way comes to its end: events arrive, holds end, the worker catches up.

        Each step is of two hours.
        """
        self.bank.lose = 0
        for _ in range(steps):
            with clock.moved_to(self.now):
                while worked():
                    pass
            self.now += timedelta(hours=2)
        with clock.moved_to(self.now):
            for payment_id in self._payments():
                self.ask_about(payment_id)
            while worked():
                pass

    def _payments(self) -> list[int]:
        return sorted(int(ref.removeprefix("co_payment-")) for ref in self.bank.checkouts)

    def ask_about(self, payment_id: int) -> None:
        with write_connection() as connection:
            payment = connection.execute(select(Payment.__table__).where(Payment.id == payment_id)).one()
            calls.call_provider(connection, payment, calls.ASK)


class DepositHistory(History):
    """The same with a deposit. The rest is paid online, at the door, or both at once."""

    terms: ClassVar[dict[str, Any]] = {"payment_terms": "deposit", "deposit_percent": 40}

    def actions(self) -> list[Callable[[Caller], None]]:
        return [*super().actions(), self.open, self.pay, self.work, self.take_at_the_door]


def worked() -> bool:
    """One round of the worker, without messages to people. Whether there was anything to do."""
    done = process_journal() + pass_due_deadlines() + carry_out_commands()
    claimed = claim(CHANNEL, 10, 60)
    if claimed:
        deliver(CHANNEL, claimed)
    return bool(done or claimed)


def check(history: History) -> None:
    story = f"seed {history.seed}: {', '.join(history.done)}"
    bookings = db.session.execute(select(Booking.__table__).where(Booking.session_id == history.session_id)).all()
    taken = db.session.scalar(select(EventSession.seats_taken).where(EventSession.id == history.session_id))
    assert taken == sum(booking.status in OCCUPYING for booking in bookings), story
    assert not any(booking.status == "held" for booking in bookings), story

    of_session = select(OrderLine.order_id).where(OrderLine.booking_id.in_([booking.id for booking in bookings]))
    ids = list(db.session.scalars(of_session))
    money = money_of_orders(db.session.connection(), ids)
    at_door = {payment.id for each in money.values() for payment in each.captured if payment.provider == DOOR}
    taken = [payment for each in money.values() for payment in each.captured if payment.id not in at_door]
    back = [refund for each in money.values() for refund in each.refunds]
    captured = sum(payment.amount_cents for payment in taken)
    refunded = sum(refund.amount_cents for refund in back if refund.state != "failed")
    assert not any(refund.payment_id in at_door for refund in back), story
    assert (captured, refunded) == (history.bank.captured(), history.bank.refunded()), story
    kept_by = {booking.order_id for booking in bookings if booking.status == "booked"}
    for order_id, each in money.items():
        kept = each.paid_cents - each.refunded_cents
        # Nobody gives back by a provider what was taken at the door.
        expected = each.order.total_cents - each.to_pay_cents if order_id in kept_by else of_door(each)
        assert kept == expected, f"order {order_id} keeps {kept}: {story}"
        assert order_id not in kept_by or kept in (each.due_cents, PRICE), story
        assert all(each.refundable_cents(payment) >= 0 for payment in each.payments), story
    assert kept_by <= money.keys(), story

    posted = (
        select(lines.account, func.sum(lines.amount_cents))
        .join_from(LedgerLine.__table__, LedgerEntry.__table__, LedgerEntry.__table__.c.id == lines.entry_id)
        .where(LedgerEntry.__table__.c.order_id.in_(ids))
        .group_by(lines.account)
    )
    sums = {account: cents for account, cents in db.session.execute(posted)}
    assert sum(sums.values()) == 0, story
    assert sums.get("provider:demo", 0) == captured - refunded, story
    owed = sum(deposit for order_id, deposit in deposits(money).items() if order_id in kept_by)
    assert -sums.get(f"deposits:{history.host.id}", 0) == owed, story
    unpaid = {PaymentState.CREATED.value, PaymentState.OPEN.value, PaymentState.PENDING.value}
    assert not any(payment.state in unpaid for each in money.values() for payment in each.payments), story


def of_door(money: OrderMoney) -> int:
    return sum(payment.amount_cents for payment in money.captured if payment.provider == DOOR)


def deposits(money: Mapping[int, OrderMoney]) -> dict[int, int]:
    """What each order's deposit comes to without its tax of 19 %."""
    return {order_id: DEPOSIT - 249 for order_id, each in money.items() if each.order.terms["deposit_cents"]}


@pytest.mark.parametrize("kind", [History, DepositHistory])
def test_money_places_and_states_fit_together_after_any_history(
    app: Flask, monkeypatch: pytest.MonkeyPatch, kind: type[History]
) -> None:
    banks: list[MemoryBank] = [MemoryBank()]
    for module in (calls, checkout):
        monkeypatch.setattr(module, "provider_named", lambda _settings, _name: banks[0])
    monkeypatch.setattr(checkout, "provider_for", lambda _settings, _currency: banks[0])
    with app.app_context():
        priya = make_person("Priya", Role.FACILITATOR)
    for seed in range(rounds(400)):
        with app.app_context():
            banks[0] = MemoryBank()
            history = begin(seed, priya, banks[0], kind)
            for _ in range(history.chance.choice((10, 20, 30))):
                history.act()
            history.end()
            check(history)


def begin(seed: int, priya: Caller, bank: MemoryBank, kind: type[H]) -> H:
    start = clock.now().replace(microsecond=0) + timedelta(days=60)
    dates: list[dict[str, Any]] = [
        {
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(hours=1)).isoformat(),
            "capacity": 2,
            "price_cents": PRICE,
        }
        | kind.terms
    ]
    body = {
        "title": "Slow Flow",
        "time_zone": "Europe/Lisbon",
        "tax_rate": 1900,
        "refund_ladder": [{"days_before": 14, "percent": 100}],
        "sessions": dates,
    }
    session_id = create_event(priya, NewEvent.model_validate(body)).sessions[0].id
    guests = [make_person(name) for name in ("Alice", "Bob", "Clara")]
    return kind(seed, bank, priya, guests, session_id, clock.now())
