"""What keeps sums right when somebody pays another amount, an event comes again, or a worker is killed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking
from main_app.commands.models import SystemCommand
from main_app.database import db
from main_app.events.models import Event, EventSession
from main_app.outbox.claim import claim
from main_app.outbox.models import OutboxMessage
from main_app.payments import calls, checkout, events, refunds
from main_app.payments.calls import REFUND
from main_app.payments.events import receive_event
from main_app.payments.models import ProviderEvent
from main_app.payments.refunds import refund_order
from main_app.services import payment_provider
from main_app.studio.queries import studio_facts
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, NotFound
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.memory_bank import MemoryBank
from tests.main_app.test_money_histories import CHANNEL, PRICE, begin, worked
from tests.main_app.test_money_races import Race

PART = 1000


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app:
        yield app


@pytest.fixture
def alices(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Race]:
    """Alice has opened the page to pay on."""
    bank = MemoryBank()
    for module in (calls, checkout, events):
        monkeypatch.setattr(module, "provider_named", lambda _settings, _name: bank)
    monkeypatch.setattr(checkout, "provider_for", lambda _settings, _currency: bank)
    monkeypatch.setattr(refunds, "require_confirmation", lambda _by: None)
    with app.app_context():
        race = begin(1, make_person("Priya", Role.FACILITATOR), bank, Race)
        race.hold_and_open(app)
        work()
        yield race
        work()


def work() -> None:
    while worked():
        pass


def paid(race: Race) -> Caller:
    """Alice's booking is paid. Returns its facilitator."""
    race.pay()
    race.ask_about(race.payment_id)
    work()
    assert race.status() == "booked"
    return Caller(race.money().order.facilitator_id, Role.FACILITATOR, "Priya", "priya@example.com", "")


@pytest.mark.parametrize("changes", [{"amount_cents": 1}, {"amount_cents": PRICE - 1}, {"currency": "HUF"}])
def test_another_amount_or_currency_is_recorded_and_books_nothing(alices: Race, changes: dict[str, object]) -> None:
    alices.pay()
    at_the_bank = alices.bank.checkouts[f"co_payment-{alices.payment_id}"]
    at_the_bank.charges[:] = [replace(charge, **changes) for charge in at_the_bank.charges]
    alices.ask_about(alices.payment_id)
    work()
    assert alices.status() == "held"
    (captured,) = alices.money().captured
    assert captured.id != alices.payment_id
    assert (captured.amount_cents, captured.currency) == (
        changes.get("amount_cents", PRICE),
        changes.get("currency", "EUR"),
    )


def test_an_event_that_comes_again_is_stored_and_asked_about_once(
    alices: Race, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = payment_provider.ProviderEvent("evt_7", "charge.captured", None, None, alices.payment_id)
    monkeypatch.setattr(alices.bank, "read_event", lambda _body, _headers: event)
    for _ in range(3):
        receive_event("demo", b"{}", {})
    stored = db.session.scalars(select(ProviderEvent.id).where(ProviderEvent.event_id == "evt_7")).all()
    assert len(stored) == 1
    asked = select(func.count()).where(SystemCommand.name == "provider_event")
    assert db.session.execute(asked.where(SystemCommand.subject_id == str(stored[0]))).scalar_one() == 1


def test_alice_gets_back_what_the_terms_said_when_she_booked(alices: Race) -> None:
    paid(alices)
    of_session = select(EventSession.event_id).where(EventSession.id == alices.session_id).scalar_subquery()
    with write_transaction() as session:
        session.execute(update(Event).where(Event.id == of_session).values(refund_ladder=[]))
    cancel_booking(alices.alice, alices.booking_id)
    work()
    assert (alices.status(), alices.money().refunded_cents) == ("refunded", PRICE)


def test_a_refund_of_a_killed_worker_is_not_made_again_though_the_bank_forgot_its_key(alices: Race) -> None:
    priya = paid(alices)
    refund_order(priya, alices.money().order.id, PART, "Rain")
    (message,) = claim(CHANNEL, 10, 60)
    (refund,), (payment,) = alices.money().refunds, alices.money().captured
    assert message.kind == REFUND
    alices.bank.refund(payment.charge_ref, PART, payment.currency, refund.id, "as the killed worker did")
    with write_transaction() as session:  # its lease ends
        session.execute(update(OutboxMessage).where(OutboxMessage.id == message.id).values(due_at=clock.now()))
    work()
    assert alices.bank.refunded() == PART
    assert [each.state for each in alices.money().refunds] == ["processed"]


def test_refunds_are_made_in_the_currency_of_the_order(alices: Race) -> None:
    priya = paid(alices)
    at_the_bank = alices.bank.checkouts[f"co_payment-{alices.payment_id}"]
    at_the_bank.charges.append(replace(at_the_bank.charges[0], ref="ch_forints", currency="HUF"))
    alices.ask_about(alices.payment_id)
    work()
    with pytest.raises(Conflict):
        refund_order(priya, alices.money().order.id, PRICE + 1, "Rain")
    refund_order(priya, alices.money().order.id, PRICE, "Rain")
    work()
    assert alices.bank.refunded("ch_forints") == 0
    assert alices.bank.refunded() == PRICE


def test_a_payment_that_went_back_late_books_nothing_when_a_place_is_free_again(alices: Race) -> None:
    bob, clara = alices.guests[1:]
    with clock.moved_to(clock.now() + timedelta(minutes=40)):
        work()
        for guest in (bob, clara):
            book_session(guest, alices.session_id)
        assert alices.bank.pay(alices.payment_id, late=True)
        alices.ask_about(alices.payment_id)
        while not alices.money().refunds:
            assert worked()
        cancel_booking(bob, alices.booking_of(bob))
        work()
    assert (alices.status(), alices.money().refunded_cents, alices.bank.refunded()) == ("refunded", PRICE, PRICE)


def test_what_priya_gave_back_before_is_part_of_what_a_cancellation_gives_back(alices: Race) -> None:
    refund_order(paid(alices), alices.money().order.id, PART, "Rain")
    work()
    assert refunds.cancellation_of(alices.alice, alices.booking_id).refund_cents == PRICE - PART
    cancel_booking(alices.alice, alices.booking_id)
    work()
    assert (alices.status(), alices.money().refunded_cents, alices.bank.refunded()) == ("refunded", PRICE, PRICE)


def test_a_hold_that_is_over_is_not_paid(alices: Race) -> None:
    bob = alices.guests[1]
    book_session(bob, alices.session_id)
    with clock.moved_to(clock.now() + timedelta(hours=1)), pytest.raises(Conflict) as refused:
        checkout.open_checkout(bob, alices.booking_of(bob))
    assert refused.value.code == "hold_over"


def test_a_form_of_the_provider_says_the_studios_name(alices: Race, monkeypatch: pytest.MonkeyPatch) -> None:
    bob, studio = alices.guests[1], replace(studio_facts(), name="Sol & Mar")
    form = payment_provider.Checkout("co_form", {"order_id": "order_7"})
    monkeypatch.setattr(alices.bank, "create_checkout", lambda _request: form)
    monkeypatch.setattr(checkout, "studio_facts", lambda: studio)
    book_session(bob, alices.session_id)
    for _ in range(2):  # the second is the one that is open already
        opened = checkout.open_checkout(bob, alices.booking_of(bob))
        assert opened.checkout == {"order_id": "order_7", "name": "Sol & Mar"}


def test_another_facilitator_refunds_nothing(alices: Race) -> None:
    paid(alices)
    kavya = make_person("Kavya", Role.FACILITATOR)
    with pytest.raises(NotFound):
        refund_order(kavya, alices.money().order.id, PART, "Rain")
    assert alices.money().refunds == []


def test_everything_goes_back_though_a_clock_is_behind(alices: Race) -> None:
    with clock.moved_to(clock.now() - timedelta(minutes=1)):
        paid(alices)
        cancel_booking(alices.alice, alices.booking_id)
    work()
    assert (alices.status(), alices.money().refunded_cents) == ("refunded", PRICE)
