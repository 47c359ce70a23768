"""Two things happen to the same money at once: in the end it was taken once, given back once, or both."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from functools import partial
from itertools import islice
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import func, select

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.models import Booking
from main_app.bookings.operations import book_session, cancel_booking
from main_app.commands.write import Command, write_commands
from main_app.consequences import carry_out_commands
from main_app.database import db
from main_app.orders.models import Order
from main_app.orders.money import OrderMoney, money_of_orders
from main_app.payments import calls, checkout, refunds
from main_app.payments.calls import RECORD_SNAPSHOT
from main_app.payments.checkout import open_checkout
from main_app.payments.holds import FREE_PLACES
from main_app.payments.models import Receipt
from main_app.payments.refunds import refund_order
from service_kit import clock
from service_kit.database import write_connection
from service_kit.problems import Problem
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.memory_bank import MemoryBank
from tests.main_app.test_money_histories import PRICE, History, begin, check, worked
from tests.support.rounds import thorough

ROUNDS = 1000 if thorough() else 24
PART = 2500  # twice as much is more than was paid
pytestmark = pytest.mark.timeout(3600)


class Race(History):
    """A history whose steps happen side by side."""

    app: Flask
    alice: Caller
    booking_id: int
    payment_id: int

    def hold_and_open(self, app: Flask) -> None:
        self.app, self.alice = app, self.guests[0]
        book_session(self.alice, self.session_id)
        self.booking_id = self.booking_of(self.alice)
        open_checkout(self.alice, self.booking_id)
        (self.payment_id,) = self._payments()

    def pay(self, _guest: Caller | None = None, times: int = 1) -> None:
        assert self.bank.pay(self.payment_id, times)

    def let_record(self, charges: int = 1) -> None:
        """A provider's answer that waits to be recorded, with the first so many charges."""
        ref = f"co_payment-{self.payment_id}"
        snapshot = asdict(self.bank.snapshot(ref))
        answer = {"checkout_ref": ref, "snapshot": snapshot | {"charges": snapshot["charges"][:charges]}}
        self.let_do(Command(RECORD_SNAPSHOT, "payment", self.payment_id, f"race:{self.seed}:{charges}", answer))

    def let_do(self, command: Command) -> None:
        with write_connection() as connection:
            write_commands(connection, [command])

    def side_by_side(self, *rivals: Callable[[], object]) -> list[str]:
        """Do these at once. Returns how each ended: "" or the code of a refusal."""
        together = Barrier(len(rivals))

        def compete(rival: Callable[[], object]) -> str:
            with self.app.app_context(), clock.moved_to(self.now):
                together.wait()
                try:
                    rival()
                except Problem as refused:
                    return refused.code
                return ""

        with ThreadPoolExecutor(len(rivals)) as threads:
            return list(threads.map(compete, rivals))

    def status(self) -> str:
        db.session.rollback()
        return db.session.execute(select(Booking.status).where(Booking.id == self.booking_id)).scalar_one()

    def money(self) -> OrderMoney:
        db.session.rollback()
        order_id = select(Booking.order_id).where(Booking.id == self.booking_id).scalar_subquery()
        found = db.session.scalars(select(Order.id).where(Order.id == order_id)).all()
        return money_of_orders(db.session.connection(), found)[found[0]]


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app:
        yield app


@pytest.fixture
def races(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Iterator[Race]]:
    """Each round has an event, guests and a bank of its own. What was under way at its end is settled and checked."""
    banks: list[MemoryBank] = [MemoryBank()]
    for module in (calls, checkout):
        monkeypatch.setattr(module, "provider_named", lambda _settings, _name: banks[0])
    monkeypatch.setattr(checkout, "provider_for", lambda _settings, _currency: banks[0])
    with app.app_context():
        priya = make_person("Priya", Role.FACILITATOR)

    def rounds_of_a_race() -> Iterator[Race]:
        for number in range(ROUNDS):
            with app.app_context():
                banks[0] = MemoryBank()
                race = begin(number, priya, banks[0], Race)
                race.hold_and_open(app)
                race.now = clock.now()  # no rival's clock is behind what has happened
                while worked():
                    pass
                yield race

    return rounds_of_a_race


def settled(race: Race) -> None:
    race.end(steps=3)
    check(race)


def test_a_payment_arrives_while_the_hold_ends(races: Callable[[], Iterator[Race]]) -> None:
    for race in races():
        race.pay()
        race.now += timedelta(minutes=40)
        race.let_record()
        race.let_do(Command(FREE_PLACES, "booking", race.booking_id, f"race:{race.seed}"))
        assert race.side_by_side(lambda: carry_out_commands(1), lambda: carry_out_commands(1)) == ["", ""]
        settled(race)
        assert (race.status(), race.money().paid_cents, race.money().refunds) == ("booked", PRICE, [])


def test_a_payment_arrives_while_the_hold_ends_and_others_take_its_place(
    races: Callable[[], Iterator[Race]],
) -> None:
    ends: set[str] = set()
    for race in races():
        race.pay()
        race.now += timedelta(minutes=40)
        race.let_record()
        race.let_do(Command(FREE_PLACES, "booking", race.booking_id, f"race:{race.seed}"))
        others = [partial(book_session, guest, race.session_id) for guest in race.guests[1:]]
        race.side_by_side(lambda: carry_out_commands(1), lambda: carry_out_commands(1), *others)
        settled(race)
        ends.add(race.status())
    assert ends <= {"booked", "refunded"}


def test_a_payment_arrives_while_alice_cancels(races: Callable[[], Iterator[Race]]) -> None:
    for race in races():
        race.pay()
        race.let_record()
        ends = race.side_by_side(
            lambda: carry_out_commands(1), lambda race=race: cancel_booking(race.alice, race.booking_id)
        )
        assert ends == ["", ""]
        settled(race)
        assert (race.status(), race.money().refunded_cents, len(race.money().refunds)) == ("refunded", PRICE, 1)


def test_a_payment_after_a_cancellation_goes_back_though_its_clock_is_behind(
    races: Callable[[], Iterator[Race]],
) -> None:
    for race in islice(races(), 1):
        with clock.moved_to(race.now + timedelta(seconds=5)):
            cancel_booking(race.alice, race.booking_id)
        while worked():
            pass
        assert race.bank.pay(race.payment_id, late=True)
        race.let_record()
        while worked():
            pass
        assert [(refund.kind, refund.state) for refund in race.money().refunds] == [("late", "processed")]
        settled(race)


def test_a_hold_is_paid_twice_and_two_workers_hear_of_it(races: Callable[[], Iterator[Race]]) -> None:
    for race in races():
        same = race.side_by_side(*[lambda race=race: open_checkout(race.alice, race.booking_id)] * 2)
        assert same == ["", ""]
        race.pay(times=2)
        race.let_record(1)
        race.let_record(2)
        race.side_by_side(lambda: carry_out_commands(1), lambda: carry_out_commands(1))
        settled(race)
        money = race.money()
        assert (race.status(), money.paid_cents, money.refunded_cents) == ("booked", 2 * PRICE, PRICE)
        assert [(refund.kind, refund.state) for refund in money.refunds] == [("duplicate", "processed")]
        receipts = select(func.count()).where(Receipt.order_id == money.order.id)
        assert db.session.execute(receipts).scalar_one() == 3


def test_two_windows_refund_more_than_was_paid(
    races: Callable[[], Iterator[Race]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refunds, "require_confirmation", lambda _by: None)
    for race in races():
        race.pay()
        race.let_record()
        carry_out_commands(1)
        assert race.status() == "booked"
        order = race.money().order
        priya = Caller(order.facilitator_id, Role.FACILITATOR, "Priya", "priya@example.com", "")
        give = partial(refund_order, priya, order.id, PART, "Rain")
        assert sorted(race.side_by_side(give, give)) == ["", "too_much"]
        race.end(steps=3)
        money = race.money()
        assert (money.refunded_cents, race.bank.refunded(), len(money.refunds)) == (PART, PART, 1)


def test_receipts_have_numbers_without_gaps_after_all_of_it(app: Flask) -> None:
    with app.app_context():
        numbers = sorted(db.session.scalars(select(Receipt.number)))
    assert numbers and numbers == list(range(1, len(numbers) + 1))
