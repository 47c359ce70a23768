"""Every movement of money is posted once, balanced, and never changed."""

import random
from collections import defaultdict
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Connection, func, select, text
from sqlalchemy.exc import DBAPIError

from main_app.auth.access import Caller
from main_app.orders.prices import tax_in
from main_app.payments import ledger
from main_app.payments.models import LedgerEntry, LedgerLine
from service_kit.database import write_connection
from tests.main_app.orders import add_order, add_payment, add_refund, change_refund

lines, entries = LedgerLine.__table__.c, LedgerEntry.__table__.c


def balances(connection: Connection, order: Any) -> dict[str, int]:
    query = (
        select(lines.account, func.sum(lines.amount_cents))
        .join_from(LedgerLine.__table__, LedgerEntry.__table__, lines.entry_id == entries.id)
        .where(entries.order_id == order.id)
        .group_by(lines.account)
    )
    return {account: int(total) for account, total in connection.execute(query) if total}


def test_alices_card_payment_belongs_to_priya_and_to_the_tax_office(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (3900, 1900))
        ledger.post_capture(connection, order, add_payment(connection, order, provider="stripe"))
        host = priya.id
        assert balances(connection, order) == {
            "provider:stripe": 3900,
            f"facilitator:{host}": -3277,
            f"tax:{host}": -623,
        }


def test_deposit_and_rest_together_have_exactly_the_tax_of_the_order(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (119, 1900))  # half of its tax of 19 is no whole cent
        ledger.post_capture(connection, order, add_payment(connection, order, 60), is_deposit=True)
        assert balances(connection, order) == {
            "provider:demo": 60,
            f"deposits:{priya.id}": -50,
            f"tax:{priya.id}": -10,
        }
        ledger.post_capture(connection, order, add_payment(connection, order, 59, pays_rest=True))
        assert balances(connection, order)[f"tax:{priya.id}"] == -19


def test_cash_at_the_door_is_priyas_own_and_can_be_undone(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (3900, 0))
        payment = add_payment(connection, order, provider="door", method="cash")
        ledger.post_capture(connection, order, payment)
        ledger.post_capture(connection, order, payment)
        assert balances(connection, order) == {f"door:{priya.id}": 3900, f"facilitator:{priya.id}": -3900}
        ledger.post_capture_undone(connection, order, payment)
        ledger.post_capture_undone(connection, order, payment)
        assert balances(connection, order) == {}


def test_a_refund_that_fails_is_reversed_by_an_entry_and_may_be_tried_again(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 1900))
        payment = add_payment(connection, order)
        ledger.post_capture(connection, order, payment)
        refund = add_refund(connection, payment, 1000)
        for attempt in (1, 2):
            refund = change_refund(connection, refund, attempt=attempt)
            ledger.post_refund(connection, order, payment, refund)
            assert balances(connection, order) == {}
            ledger.post_refund_failed(connection, order, payment, refund)
            assert balances(connection, order)["provider:demo"] == 1000
        refund = change_refund(connection, refund, attempt=3)
        ledger.post_refund(connection, order, payment, refund)
        assert balances(connection, order) == {}
        causes = connection.execute(select(entries.cause).where(entries.order_id == order.id)).scalars().all()
    number = refund.id
    expected = [f"payment:{payment.id}:captured"]
    expected += [f"refund:{number}:1", f"refund:{number}:1:failed", f"refund:{number}:2", f"refund:{number}:2:failed"]
    assert causes == [*expected, f"refund:{number}:3"]


@pytest.mark.parametrize("statement", ["UPDATE ledger_{} SET id = id", "DELETE FROM ledger_{}"])
@pytest.mark.parametrize("table", ["entries", "lines"])
def test_nobody_changes_or_deletes_what_is_posted(priya: Caller, guest: Caller, statement: str, table: str):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 0))
        ledger.post_capture(connection, order, add_payment(connection, order))
    with pytest.raises(DBAPIError, match="only added to"), write_connection() as connection:
        connection.execute(text(statement.format(table)))


@pytest.mark.parametrize("lines_of_entry", [(), (("a", "EUR", 5),), (("a", "EUR", 5), ("b", "USD", -5))])
def test_an_entry_that_is_not_balanced_is_never_made(lines_of_entry: tuple[Any, ...]):
    with pytest.raises(ValueError, match="not balanced"):
        ledger.NewEntry("x", 1, 1, None, tuple(ledger.NewLine(*line) for line in lines_of_entry))


@pytest.mark.parametrize(
    ("whole", "part", "total", "expected"),
    [(100, 1, 2, 50), (1, 1, 2, 1), (1, 1, 3, 0), (2, 1, 3, 1), (623, 3900, 3900, 623), (623, 0, 3900, 0)],
)
def test_a_part_is_rounded_half_up(whole: int, part: int, total: int, expected: int):
    assert ledger.part_of(whole, part, total) == expected


def test_two_lines_of_different_tax_are_taxed_each_at_its_own(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (1190, 1900), (1070, 700))
        ledger.post_capture(connection, order, add_payment(connection, order))
        assert balances(connection, order)[f"tax:{priya.id}"] == -(190 + 70)


class Book:
    """The ledger of one payment in memory: the same pure functions as with a database."""

    def __init__(self, chance: random.Random) -> None:
        self.amount = chance.choice([1, 2, 3, 99, 100, chance.randrange(1, 100_000)])
        self.rate = chance.choice([0, 500, 700, 1900, 2550, 9999])
        self.tax = tax_in(self.amount, self.rate)
        self.order = SimpleNamespace(id=1, facilitator_id=7)
        self.payment = SimpleNamespace(
            id=1, provider=chance.choice(["stripe", "door"]), currency="EUR", amount_cents=self.amount
        )
        self.entries = [ledger.capture_entry(self.order, self.payment, self.tax)]
        self.open: list[tuple[Any, Any]] = []
        self.refunded = self.tax_refunded = self.made = 0

    def refund(self, amount: int) -> None:
        self.made += 1
        one = SimpleNamespace(id=self.made, attempt=1, amount_cents=amount)
        posted = SimpleNamespace(tax=self.tax, refunded=self.refunded, tax_refunded=self.tax_refunded)
        tax = ledger.refund_tax(self.amount, posted, amount)
        entry = ledger.refund_entry(self.order, self.payment, one, tax)
        self.entries.append(entry)
        self.open.append((entry, (amount, tax)))
        self.refunded, self.tax_refunded = self.refunded + amount, self.tax_refunded + tax

    def fail(self, number: int) -> None:
        entry, (amount, tax) = self.open.pop(number)
        posted = [
            SimpleNamespace(order_id=1, payment_id=1, refund_id=entry.refund_id, **vars(line)) for line in entry.lines
        ]
        self.entries.append(ledger.reversal_of(f"{entry.cause}:failed", posted))
        self.refunded, self.tax_refunded = self.refunded - amount, self.tax_refunded - tax

    def totals(self) -> dict[str, int]:
        sums: dict[str, int] = defaultdict(int)
        for entry in self.entries:
            for line in entry.lines:
                sums[line.account] += line.amount_cents
        return sums


@pytest.mark.parametrize("seed", range(20))
def test_any_history_of_refunds_and_failures_is_balanced(seed: int):
    """And what was captured less what was refunded is what the provider has, also cent by cent."""
    chance = random.Random(seed)
    for _ in range(200):
        book = Book(chance)
        for _ in range(chance.randrange(12)):
            left = book.amount - book.refunded
            if book.open and chance.random() < 0.4:
                book.fail(chance.randrange(len(book.open)))
            elif left:
                book.refund(chance.choice([left, 1, chance.randint(1, left)]))
            sums = book.totals()
            holder = ledger.account_of(book.order, book.payment)
            assert sum(sums.values()) == 0
            assert sums[holder] == book.amount - book.refunded
            assert sums["tax:7"] == -(book.tax - book.tax_refunded)
        if left := book.amount - book.refunded:
            book.refund(left)
        assert not any(book.totals().values()), "all went back, and so did all tax"


@pytest.mark.parametrize("seed", range(3))
def test_a_stored_history_agrees_with_the_payments_and_refunds(priya: Caller, guest: Caller, seed: int):
    chance = random.Random(seed)
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (chance.randrange(3, 9999), 1900), currency="INR")
        payment = add_payment(connection, order)
        ledger.post_capture(connection, order, payment)
        left, open_refunds = payment.amount_cents, []
        for _ in range(15):
            if open_refunds and chance.random() < 0.4:
                failed = open_refunds.pop(chance.randrange(len(open_refunds)))
                ledger.post_refund_failed(connection, order, payment, failed)
                left += failed.amount_cents
            elif left:
                refund = add_refund(connection, payment, chance.randint(1, left))
                ledger.post_refund(connection, order, payment, refund)
                open_refunds.append(refund)
                left -= refund.amount_cents
            sums = balances(connection, order)
            assert sum(sums.values()) == 0
            assert sums.get("provider:demo", 0) == left
        if left:
            ledger.post_refund(connection, order, payment, add_refund(connection, payment, left))
        assert balances(connection, order) == {}
