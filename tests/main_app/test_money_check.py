"""The money check names each thing that does not add up, and nothing else."""

import uuid
from collections.abc import Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine
from sqlalchemy import Connection, insert, update

from main_app.auth.access import Caller
from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.integration.alerts import active_alerts
from main_app.orders.models import Order, Payment
from main_app.payments import ledger
from main_app.payments.differences import Difference, own_differences
from main_app.payments.models import LedgerEntry, LedgerLine
from main_app.payments.money_check import SHOWN, check_money, found_differences, last_check
from main_app.payments.provider_differences import provider_differences
from main_app.services.payment_provider import ListedCharge, ProviderUnavailable
from service_kit import clock
from service_kit.database import write_connection
from tests.main_app.builders import make_session
from tests.main_app.orders import add_order, add_payment, add_refund


class Bank:
    """A provider that lists these charges."""

    name = "demo"

    def __init__(self) -> None:
        self.charges: list[ListedCharge] = []

    def has(self, payment: Any, refunded: int = 0, **changes: Any) -> None:
        values = {
            "ref": payment.charge_ref,
            "checkout_ref": None,
            "payment_id": payment.id,
            "amount_cents": payment.amount_cents,
            "currency": payment.currency,
            "refunded_cents": refunded,
            "created_at": payment.created_at,
        }
        self.charges.append(ListedCharge(**(values | changes)))

    def list_charges(self, _since: datetime, _until: datetime) -> Iterator[ListedCharge]:
        yield from self.charges


class Town:
    """A facilitator's paid bookings, made an hour ago."""

    def __init__(self, guest: Caller, host: Caller) -> None:
        self.guest, self.host, self.bank, self.number = guest, host, Bank(), 0
        self.session = make_session(host, capacity=100)

    def buy(
        self, status: str = "booked", terms: str = "pay_online", *, is_deposit: bool = False, **payment: Any
    ) -> Any:
        """A booking of 39 euros with its order, and a payment unless there is to be none."""
        self.number += 1
        with write_connection() as connection:
            order = add_order(connection, self.guest, self.host, (3900, 0))
            connection.execute(update(Order).where(Order.id == order.id).values(terms={"payment_terms": terms}))
            booking_id = self._book(connection, order, status)
            if payment.get("provider") == "none":
                return SimpleNamespace(order=order, booking_id=booking_id, payment=None)
            paid = add_payment(connection, order, charge_ref=f"ch_{self.host.id}_{self.number}", **payment)
            if paid.state == "captured":
                ledger.post_capture(connection, order, paid, is_deposit=is_deposit)
        return SimpleNamespace(order=order, booking_id=booking_id, payment=paid)

    def _book(self, connection: Connection, order: Any, status: str) -> int:
        now = clock.now()
        values = {"session_id": self.session.id, "user_id": self.guest.id, "order_id": order.id, "status": status}
        # One active booking per person and session: the others are of guests who are not looked at.
        row = values | {"created_at": now, "updated_at": now, "places": 1}
        if status in ("held", "booked"):
            row["user_id"] = self._new_guest(connection)
        return connection.execute(insert(Booking).values(row).returning(Booking.id)).scalar_one()

    def _new_guest(self, connection: Connection) -> int:
        of_guest = {"name": f"Guest {self.number}", "email": f"{uuid.uuid4().hex}@example.com", "password_hash": "x"}
        row = of_guest | {"time_zone": "UTC", "biography": "", "role": "user", "epoch": 1, "version": 1}
        return connection.execute(
            insert(User).values(row | {"created_at": clock.now()}).returning(User.id)
        ).scalar_one()

    def refund(self, bought: Any, cents: int, *, post: bool = True, **changes: Any) -> Any:
        with write_connection() as connection:
            refund = add_refund(connection, bought.payment, cents, **changes)
            if post and refund.state != "failed":
                ledger.post_refund(connection, bought.order, bought.payment, refund)
        return refund


@pytest.fixture
def town(guest: Caller, priya: Caller) -> Iterator[Town]:
    with time_machine.travel(clock.now() - timedelta(hours=1), tick=True):
        one = Town(guest, priya)
        yield one


def found(town: Town, later: timedelta = timedelta(hours=1)) -> list[Difference]:
    """What the check finds about this town's orders."""
    now = clock.now() + later
    with write_connection() as connection:
        orders = set(connection.execute(Order.__table__.select().where(Order.facilitator_id == town.host.id)).scalars())
        own = list(own_differences(connection, now))
    theirs = list(provider_differences(town.bank, now))  # type: ignore[arg-type]
    prefix = f"ch_{town.host.id}_"
    return [one for one in own + theirs if one.order_id in orders or (one.provider_ref or "").startswith(prefix)]


def kinds(town: Town) -> list[str]:
    return [one.kind for one in found(town)]


def test_where_everything_adds_up_nothing_is_said(town: Town):
    for state in ("booked", "cancelled"):
        bought = town.buy(state)
        town.bank.has(bought.payment, 2000)
        town.refund(bought, 2000, state="processed")
    at_the_door = town.buy(terms="pay_facilitator", provider="none")
    assert at_the_door.payment is None
    assert found(town) == []


@pytest.mark.parametrize("status", ["held", "expired"])
def test_alice_paid_and_has_no_place(town: Town, status: str):
    bought = town.buy(status)
    town.bank.has(bought.payment)
    (one,) = found(town)
    assert one.sentence == f"Paid, but no place: €39.00 for booking {bought.booking_id}, which is {status}."
    assert one.remedy == f"Refund order {bought.order.id}, or book the guest a place."
    town.refund(bought, 3900, state="processed")
    town.bank.charges.clear()
    town.bank.has(bought.payment, 3900)
    assert found(town) == []


def test_a_guest_who_paid_after_the_cancellation_gets_it_back(town: Town):
    bought = town.buy("cancelled", captured_at=clock.now() - timedelta(minutes=1))
    town.bank.has(bought.payment)
    assert kinds(town) == []
    with write_connection() as connection:
        late = clock.now() + timedelta(minutes=5)
        connection.execute(update(Payment).where(Payment.id == bought.payment.id).values(captured_at=late))
    assert kinds(town) == ["paid_no_place"]


def test_a_deposit_that_nobody_earned_after_its_session_is_named(town: Town):
    for status in ("booked", "cancelled"):
        bought = town.buy(status, is_deposit=True, captured_at=clock.now() - timedelta(minutes=1))
        town.bank.has(bought.payment)
    (one,) = found(town)
    expected = f"€39.00 of payment {bought.payment.id} is still owed as a deposit, though nothing is to come of"
    assert one.sentence == f"{expected} its booking."
    with write_connection() as connection:
        ledger.earn_deposit(connection, bought.order, bought.payment)
    assert found(town) == []


def test_bob_has_a_place_that_nobody_paid(town: Town):
    bought = town.buy(provider="none")
    (one,) = found(town)
    due = f"€39.00 is due for booking {bought.booking_id}"
    assert one.sentence == f"A place without its money: {due}, and €0.00 was paid."


def test_a_refund_that_the_bank_does_not_know_is_named(town: Town):
    bought = town.buy()
    town.bank.has(bought.payment)
    town.refund(bought, 2000)
    (one,) = found(town)
    assert one.sentence == f"A refund that Demo doesn't know: €20.00 of payment {bought.payment.id}."


def test_a_refund_made_at_the_bank_is_named(town: Town):
    bought = town.buy()
    town.bank.has(bought.payment, 500)
    assert kinds(town) == ["refund_unknown_here"]


def test_money_that_the_bank_took_and_nobody_here_knows_is_named(town: Town):
    bought = town.buy()
    town.bank.has(bought.payment)
    town.bank.has(bought.payment, ref=f"ch_{town.host.id}_unknown", payment_id=None)
    assert kinds(town) == ["charge_unknown"]


def test_a_payment_that_was_never_recorded_as_captured_is_named(town: Town):
    bought = town.buy("held", state="open", captured_at=None)
    town.bank.has(bought.payment)
    assert kinds(town) == ["capture_unknown"]


def test_a_payment_that_the_bank_does_not_have_is_named(town: Town):
    town.buy()
    assert kinds(town) == ["payment_unknown_there"]


def test_an_amount_that_differs_from_the_banks_is_named(town: Town):
    bought = town.buy()
    town.bank.has(bought.payment, amount_cents=3800)
    assert kinds(town) == ["amount_differs"]


def test_what_happened_in_the_last_minutes_is_not_judged(town: Town):
    bought = town.buy("held")
    town.bank.has(bought.payment, 500)
    town.buy(provider="none")
    assert found(town, timedelta(minutes=1)) == []


def test_a_refund_without_its_ledger_entry_and_a_ledger_without_its_payment_are_named(town: Town):
    missing = town.buy()
    town.bank.has(missing.payment, 2000)
    town.refund(missing, 2000, post=False, state="processed")
    (one,) = found(town)
    assert one.sentence == (
        f"The ledger has €39.00 for payment {missing.payment.id}, but its payments and refunds say €19.00."
    )
    open_one = town.buy("held", state="open", captured_at=None)
    with write_connection() as connection:
        ledger.post_capture(connection, open_one.order, open_one.payment)
    assert kinds(town) == ["ledger_differs", "ledger_differs"]


def test_an_entry_that_somebody_spoiled_by_hand_is_named(town: Town):
    bought = town.buy()
    town.bank.has(bought.payment)
    with write_connection() as connection:
        entry = connection.execute(
            LedgerEntry.__table__.select().where(LedgerEntry.payment_id == bought.payment.id)
        ).one()
        spoiled = {"entry_id": entry.id, "account": f"tax:{town.host.id}", "currency": "EUR", "amount_cents": 7}
        connection.execute(insert(LedgerLine).values(spoiled))
        sentences = [one.sentence for one in own_differences(connection, clock.now())]
    assert f"Ledger entry {entry.id} (payment:{bought.payment.id}:captured) is off by €0.07." in sentences


def test_a_refund_that_failed_or_takes_days_waits_for_a_person(town: Town):
    failed = town.buy()
    town.bank.has(failed.payment)
    town.refund(failed, 2000, state="failed")
    assert kinds(town) == ["refund_failed"]
    town.refund(failed, 1500, state="processed")
    town.bank.charges.clear()
    town.bank.has(failed.payment, 1500)
    assert kinds(town) == []
    slow = town.buy()
    town.bank.has(slow.payment, 3900)
    town.refund(slow, 3900)
    assert [one.kind for one in found(town, timedelta(hours=20))] == []
    assert [one.kind for one in found(town, timedelta(hours=25))] == ["refund_late"]


def test_a_bank_that_is_away_is_said_and_hides_nothing_else(town: Town):
    class Away(Bank):
        def list_charges(self, _since: datetime, _until: datetime) -> Iterator[ListedCharge]:
            raise ProviderUnavailable("no answer within 10 s")

    town.bank = Away()
    town.buy(provider="none")
    differences = list(provider_differences(town.bank, clock.now()))  # type: ignore[arg-type]
    assert [one.sentence for one in differences] == ["Demo couldn't be asked: no answer within 10 s"]
    assert kinds(town) == ["place_no_money"]


def test_the_last_check_is_kept_with_its_first_differences(town: Town):
    for _ in range(2):
        town.buy(provider="none")
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        now = check_money([town.bank])  # type: ignore[list-item]
    assert last_check()["checked_at"] == now["checked_at"]
    assert last_check()["differing"] == now["differing"] >= 2
    assert len(last_check()["differences"]) <= SHOWN


def test_an_alert_lasts_until_a_check_finds_nothing(town: Town, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("main_app.payments.money_check.own_differences", lambda *_: wrong)
    wrong = [Difference("paid_no_place", "Paid, but no place: booking 7.", "Refund order 9.")]
    check_money([])
    (alert,) = [one for one in active_alerts() if one["name"] == "money_differs"]
    assert "Paid, but no place: booking 7. Refund order 9." in alert["detail"]
    assert found_differences()
    wrong.clear()
    check_money([])
    assert "money_differs" not in [one["name"] for one in active_alerts()]
    assert not found_differences()
