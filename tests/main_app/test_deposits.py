"""A deposit and its rest: what can still be paid and where, and whose the deposit is."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking
from main_app.database import db
from main_app.events.models import EventSession
from main_app.orders.models import Order, Payment, PaymentState
from main_app.orders.money import OrderMoney, money_of_order
from main_app.payments import calls, checkout
from main_app.payments.checkout import CHECKOUT_TIME, open_checkout
from main_app.payments.door import mark_paid
from main_app.payments.models import LedgerLine
from main_app.services.payment_provider import CheckoutState
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.memory_bank import MemoryBank
from tests.main_app.test_money_histories import DEPOSIT, PRICE, DepositHistory, begin, worked

REST, TAX_OF_DEPOSIT = PRICE - DEPOSIT, 249


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app:
        yield app


@pytest.fixture
def shop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[DepositHistory]:
    """Alice has booked and paid her deposit."""
    bank = MemoryBank()
    for module in (calls, checkout):
        monkeypatch.setattr(module, "provider_named", lambda _settings, _name: bank)
    monkeypatch.setattr(checkout, "provider_for", lambda _settings, _currency: bank)
    with app.app_context():
        shop = begin(1, make_person("Priya", Role.FACILITATOR), bank, DepositHistory)
        book_session(alice(shop), shop.session_id)
        open_checkout(alice(shop), booking(shop))
        pay(shop)
        yield shop
        work()


def alice(shop: DepositHistory) -> Caller:
    return shop.guests[0]


def booking(shop: DepositHistory) -> int:
    return shop.booking_of(alice(shop))


def work() -> None:
    while worked():
        pass


def pay(shop: DepositHistory, number: int = -1) -> None:
    """Pay one of the checkouts that were opened, and let its event arrive."""
    payment = newest_payments(shop)[number]
    assert shop.bank.pay(payment, late=True)
    shop.ask_about(payment)
    work()


def newest_payments(shop: DepositHistory) -> list[int]:
    return sorted(int(ref.removeprefix("co_payment-")) for ref in shop.bank.checkouts)


def money(shop: DepositHistory) -> OrderMoney:
    db.session.rollback()
    order = select(Order.id).where(Order.user_id == alice(shop).id)
    return money_of_order(db.session.connection(), db.session.execute(order).scalar_one())


def deposits_owed(shop: DepositHistory) -> int:
    db.session.rollback()
    owed = select(func.sum(LedgerLine.amount_cents)).where(LedgerLine.account == f"deposits:{shop.host.id}")
    return -(db.session.execute(owed).scalar() or 0)


def ends_in(shop: DepositHistory, hours: int) -> None:
    """Let the session end so many hours from now."""
    end = clock.now() + timedelta(hours=hours)
    of_session = update(EventSession).where(EventSession.id == shop.session_id)
    with write_transaction() as session:
        session.execute(of_session.values(starts_at=end - timedelta(hours=1), ends_at=end))


def test_paid_at_the_door_while_the_page_is_open_ends_the_page_and_gives_back_what_comes(shop: DepositHistory) -> None:
    open_checkout(alice(shop), booking(shop))
    mark_paid(shop.host, booking(shop), "cash")
    work()
    assert list(shop.bank.checkouts.values())[-1].state is CheckoutState.EXPIRED
    pay(shop)
    assert [(refund.kind, refund.amount_cents) for refund in money(shop).refunds] == [("duplicate", REST)]
    assert money(shop).rest_cents == 0


def test_a_page_that_is_over_is_replaced_and_ended(shop: DepositHistory) -> None:
    open_checkout(alice(shop), booking(shop))
    with clock.moved_to(clock.now() + CHECKOUT_TIME):
        open_checkout(alice(shop), booking(shop))
        states = [payment.state for payment in money(shop).payments]
        assert states == [PaymentState.CAPTURED.value, PaymentState.EXPIRED.value, PaymentState.OPEN.value]
        pay(shop, -2)
        pay(shop, -1)
    assert (money(shop).rest_cents, money(shop).refunded_cents) == (0, REST)


def test_nobody_hears_of_a_payment_and_it_is_found_when_the_page_is_over(shop: DepositHistory) -> None:
    open_checkout(alice(shop), booking(shop))
    assert shop.bank.pay(newest_payments(shop)[-1])
    work()
    assert money(shop).rest_cents == REST
    with clock.moved_to(clock.now() + CHECKOUT_TIME):
        work()
    assert money(shop).rest_cents == 0


def test_a_second_deposit_goes_back_and_never_counts_as_the_rest(shop: DepositHistory) -> None:
    first = money(shop).captured[0].id
    at_the_bank = shop.bank.checkouts[f"co_payment-{first}"]
    at_the_bank.charges.append(
        at_the_bank.charges[0].__class__("ch_again", DEPOSIT, "EUR", at_the_bank.charges[0].state)
    )
    shop.ask_about(first)
    work()
    assert (money(shop).rest_cents, money(shop).refunded_cents) == (REST, DEPOSIT)


def test_nothing_can_be_paid_when_the_session_is_over_or_the_booking_cancelled(shop: DepositHistory) -> None:
    number = booking(shop)
    ends_in(shop, hours=2)
    with clock.moved_to(clock.now() + timedelta(hours=3)), pytest.raises(Conflict) as over:
        open_checkout(alice(shop), number)
    cancel_booking(alice(shop), number)
    with pytest.raises(Conflict) as cancelled:
        open_checkout(alice(shop), number)
    assert (over.value.code, cancelled.value.code) == ("session_past", "nothing_to_pay")
    assert len(money(shop).payments) == 1


def test_the_deposit_is_owed_until_the_session_has_run(shop: DepositHistory) -> None:
    assert deposits_owed(shop) == DEPOSIT - TAX_OF_DEPOSIT
    planned = db.session.execute(select(EventSession.ends_at).where(EventSession.id == shop.session_id)).scalar_one()
    with clock.moved_to(planned - timedelta(minutes=1)):
        work()
        assert deposits_owed(shop) > 0
    with clock.moved_to(planned):
        work()
    assert deposits_owed(shop) == 0


def test_the_deposit_is_not_owed_any_more_when_the_terms_keep_it(shop: DepositHistory) -> None:
    ends_in(shop, hours=3)
    of_order = update(Order).where(Order.user_id == alice(shop).id)
    terms = {**money(shop).order.terms, "refund_ladder": []}
    with write_transaction() as session:
        session.execute(of_order.values(terms=terms))
    cancel_booking(alice(shop), booking(shop))
    work()
    assert (money(shop).refunded_cents, deposits_owed(shop)) == (0, 0)
    kept = select(func.count()).where(Payment.order_id == money(shop).order.id)
    assert db.session.execute(kept).scalar_one() == 1
