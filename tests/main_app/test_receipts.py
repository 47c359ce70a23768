"""Receipts: one for each payment and each refund, numbers without gaps, no names in the row."""

import io
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy import Connection, select, update

from main_app.auth.access import Caller
from main_app.auth.models import Role, User
from main_app.database import Installation
from main_app.orders.models import Payment
from main_app.payments import ledger, receipts
from main_app.payments.models import Receipt
from main_app.payments.receipt_facts import ReceiptFacts, receipt_facts
from main_app.payments.receipt_pdf import TEXTS, receipt_pdf
from main_app.pictures.files import pictures_folder
from main_app.settings import settings
from main_app.studio.queries import studio_facts
from service_kit.database import write_connection
from service_kit.problems import NotFound
from tests.main_app.builders import make_person, make_session
from tests.main_app.notified import booked
from tests.main_app.orders import add_order, add_payment, add_refund

rows = Receipt.__table__.c


def issue(connection: Connection, order: Any, payment: Any, refund: Any = None) -> str:
    receipts.issue(connection, order, payment, refund)
    return receipts.of_order(connection, order.id)[-1]["number"]


def numbers(connection: Connection) -> list[int]:
    epoch = connection.execute(receipts.EPOCH).scalar_one()
    return list(connection.execute(select(rows.number).where(rows.epoch == epoch).order_by(rows.number)).scalars())


def test_a_payment_and_its_refund_have_a_receipt_each_with_the_next_number(priya: Caller, guest: Caller):
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (3900, 0))
        payment = add_payment(connection, order)
        refund = add_refund(connection, payment, 2000)
        paid, back = issue(connection, order, payment), issue(connection, order, payment, refund)
        receipts.issue(connection, order, payment, None)
        receipts.issue(connection, order, payment, refund)
        listed = receipts.of_order(connection, order.id)
    assert [(one["number"], one["kind"], one["amount_cents"]) for one in listed] == [
        (paid, "payment", 3900),
        (back, "refund", 2000),
    ]
    first, second = (int(number.split("-")[1]) for number in (paid, back))
    assert second == first + 1
    assert paid.startswith("1-000")


def test_a_rollback_leaves_no_gap(priya: Caller, guest: Caller):
    class PowerCut(Exception):
        pass

    with pytest.raises(PowerCut), write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 0))
        issue(connection, order, add_payment(connection, order))
        raise PowerCut
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 0))
        issue(connection, order, add_payment(connection, order))
        found = numbers(connection)
    assert found == list(range(1, len(found) + 1))


def test_eight_payments_at_once_get_eight_numbers_in_a_row(app: Flask, priya: Caller, guest: Caller):
    with write_connection() as connection:
        orders = [add_order(connection, guest, priya, (1000, 0)) for _ in range(8)]
        paid = [(order, add_payment(connection, order)) for order in orders]
    start = threading.Barrier(len(paid))

    def write(order: Any, payment: Any) -> None:
        with app.app_context():
            start.wait()
            # Twice: a repeated webhook writes no second receipt.
            for _ in range(2):
                with write_connection() as connection:
                    receipts.issue(connection, order, payment, None)

    threads = [threading.Thread(target=write, args=each) for each in paid]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    with write_connection() as connection:
        found = numbers(connection)
        written = select(rows.id).where(rows.order_id.in_([order.id for order in orders]))
        assert len(connection.execute(written).all()) == 8
    assert found == list(range(1, len(found) + 1))


def test_the_row_of_a_receipt_has_no_name():
    assert {column.name for column in rows if str(column.type) not in ("BIGINT", "INTEGER", "DATETIME")} == {"currency"}


@pytest.fixture
def paid(priya: Caller, guest: Caller) -> Callable[..., tuple[int, int, int]]:
    def pay(refunded: int = 0, **payment: Any) -> tuple[int, int, int]:
        """The order, epoch and number of the newest receipt."""
        with write_connection() as connection:
            order = add_order(connection, guest, priya, (3900, 1900))
            one = add_payment(connection, order, **payment)
            ledger.post_capture(connection, order, one)
            receipts.issue(connection, order, one, None)
            if refunded:
                refund = add_refund(connection, one, refunded, state="processed")
                ledger.post_refund(connection, order, one, refund)
                receipts.issue(connection, order, one, refund)
            row = connection.execute(select(Receipt.__table__).order_by(rows.id.desc()).limit(1)).one()
        return order.id, row.epoch, row.number

    return pay


def drawn(facts: ReceiptFacts) -> bytes:
    return receipt_pdf(facts, settings(), studio_facts())


def test_alice_gets_her_receipt_with_the_tax_and_her_name_as_it_is_now(
    paid: Callable[..., tuple[int, int, int]], guest: Caller, priya: Caller
):
    where = paid()
    facts = receipt_facts(guest, *where)
    assert (facts.amount_cents, facts.tax_cents, facts.guest, facts.facilitator) == (3900, 623, "Alice", "Priya")
    assert drawn(facts).startswith(b"%PDF-")
    with write_connection() as connection:
        connection.execute(update(User).where(User.id == guest.id).values(name="Alice Erased"))
    assert receipt_facts(priya, *where).guest == "Alice Erased"


def test_a_receipt_names_the_booking_and_when_its_session_begins(priya: Caller, guest: Caller):
    session = make_session(priya)
    booking = booked(guest, session.id)
    with write_connection() as connection:
        order = add_order(connection, guest, priya, (3900, 0), booking_id=booking)
        issue(connection, order, add_payment(connection, order))
        row = connection.execute(select(Receipt.__table__).order_by(rows.id.desc()).limit(1)).one()
    facts = receipt_facts(guest, order.id, row.epoch, row.number)
    assert (facts.booking_id, facts.starts_at) == (booking, session.starts_at)
    assert drawn(facts) != drawn(replace(facts, booking_id=None, starts_at=None))


def test_the_receipt_of_a_refund_names_the_receipt_of_its_payment(
    paid: Callable[..., tuple[int, int, int]], guest: Caller
):
    order, epoch, number = paid(refunded=2000)
    facts = receipt_facts(guest, order, epoch, number)
    assert (facts.amount_cents, facts.tax_cents, facts.refund_of) == (2000, 319, f"{epoch}-{number - 1:06d}")
    assert drawn(facts).startswith(b"%PDF-")


def test_only_its_guest_its_facilitator_and_admins_see_a_receipt(paid: Callable[..., tuple[int, int, int]]):
    order, epoch, number = paid()
    assert receipt_facts(make_person("Noor", Role.ADMIN), order, epoch, number).amount_cents == 3900
    for stranger in (make_person("Bob"), make_person("Arjun", Role.FACILITATOR)):
        with pytest.raises(NotFound):
            receipt_facts(stranger, order, epoch, number)
    with pytest.raises(NotFound):
        receipt_facts(make_person("Noor", Role.ADMIN), order, epoch, number + 1)


def test_the_receipt_of_a_payment_that_was_marked_by_mistake_is_void(
    paid: Callable[..., tuple[int, int, int]], guest: Caller
):
    where = paid(provider="door", method="cash")
    with write_connection() as connection:
        connection.execute(update(Payment).where(Payment.order_id == where[0]).values(state="undone"))
    facts = receipt_facts(guest, *where)
    assert facts.is_void
    assert drawn(facts) != drawn(facts.__class__(**{**vars(facts), "is_void": False}))


@pytest.mark.parametrize("language", sorted(TEXTS))
@pytest.mark.parametrize(
    ("guest_name", "currency"),
    [("अंजलि शर्मा", "INR"), ("Łukasz Żółć", "EUR"), ("李雷 🌿", "JPY"), ("A" * 200, "KWD"), ("Kim", "KRW")],
)
def test_a_receipt_is_drawn_for_any_name_and_currency(
    paid: Callable[..., tuple[int, int, int]], guest: Caller, language: str, guest_name: str, currency: str
):
    facts = vars(receipt_facts(guest, *paid()))
    changed = ReceiptFacts(**{**facts, "guest": guest_name, "currency": currency, "language": language})
    assert drawn(changed).startswith(b"%PDF-")


def test_a_receipt_has_the_studios_logo_if_it_can_be_read(paid: Callable[..., tuple[int, int, int]], guest: Caller):
    facts = receipt_facts(guest, *paid())
    encoded = io.BytesIO()
    Image.new("RGB", (80, 40)).save(encoded, "JPEG")
    folder = pictures_folder() / "logo"
    folder.mkdir(parents=True)
    (folder / "plain.jpg").write_bytes(encoded.getvalue())

    def with_logo(src: str | None) -> bytes:
        logo = {"src": src} if src else None
        return receipt_pdf(facts, settings(), replace(studio_facts(), logo=logo))

    assert b"/Image" in with_logo("/pictures/logo/plain.jpg")
    assert with_logo("/pictures/gone/plain.jpg") == with_logo(None)


def test_each_language_has_every_word_of_a_receipt():
    assert TEXTS["en"].keys() == TEXTS["hi"].keys()


def test_after_a_restore_another_epoch_begins_at_one(priya: Caller, guest: Caller):
    with write_connection() as connection:
        connection.execute(update(Installation).values(epoch=7))
        order = add_order(connection, guest, priya, (1000, 0))
        assert issue(connection, order, add_payment(connection, order)) == "7-000001"
