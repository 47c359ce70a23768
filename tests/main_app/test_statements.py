"""Priya's month in figures, from the ledger."""

import csv
import io
from datetime import datetime, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from main_app.auth.access import Caller
from main_app.auth.models import Role
from main_app.bookings.operations import book_session
from main_app.payments import ledger
from main_app.payments.statements import month_bounds, statement, statement_csv
from service_kit.database import write_connection
from service_kit.problems import NotFound
from tests.main_app.builders import make_person, make_session
from tests.main_app.orders import add_order, add_payment, add_refund

NOVEMBER = datetime(2026, 11, 15, 10, tzinfo=timezone.utc)
FIRST_OF_DECEMBER = datetime(2026, 12, 1, 0, 30, tzinfo=timezone.utc)


def sell(guest: Caller, host: Caller, cents: int, currency: str = "EUR", refunded: int = 0, **payment: Any) -> None:
    with write_connection() as connection:
        order = add_order(connection, guest, host, (cents, 1900), currency=currency)
        paid = add_payment(connection, order, **payment)
        ledger.post_capture(connection, order, paid)
        if refunded:
            ledger.post_refund(connection, order, paid, add_refund(connection, paid, refunded))


def currencies(reader: Caller, host: Caller, month: int) -> dict[str, dict[str, int]]:
    found = statement(reader, host.id, 2026, month)["currencies"]
    return {one.pop("currency"): one for one in found}


def test_priya_sees_what_she_sold_gave_back_and_is_owed(priya: Caller, guest: Caller):
    with time_machine.travel(NOVEMBER):
        sell(guest, priya, 11_900, refunded=1190)
        sell(guest, priya, 2380, provider="door", method="cash")
        sell(guest, priya, 5000, "JPY")
        sell(guest, make_person("Arjun", Role.FACILITATOR), 700)
    with time_machine.travel(FIRST_OF_DECEMBER):
        sell(guest, priya, 1190)
    assert currencies(priya, priya, 11) == {
        "EUR": {
            "sold_cents": 14_280,
            "refunded_cents": 1190,
            "owed_cents": 10_710,
            "tax_cents": 1900 - 190 + 380,
            "at_the_door_cents": 2380,
            "deposits_cents": 0,
        },
        "JPY": {
            "sold_cents": 5000,
            "refunded_cents": 0,
            "owed_cents": 5000,
            "tax_cents": 798,
            "at_the_door_cents": 0,
            "deposits_cents": 0,
        },
    }
    assert currencies(make_person("Noor", Role.ADMIN), priya, 12)["EUR"]["sold_cents"] == 1190


def test_a_deposit_is_owed_to_priya_in_the_month_that_its_session_runs(priya: Caller, guest: Caller):
    with time_machine.travel(NOVEMBER), write_connection() as connection:
        order = add_order(connection, guest, priya, (11_900, 1900))
        paid = add_payment(connection, order, 2380)
        ledger.post_capture(connection, order, paid, is_deposit=True)
        part = add_refund(connection, paid, 1190)
        ledger.post_refund(connection, order, paid, part)
    november = currencies(priya, priya, 11)["EUR"]
    assert (november["sold_cents"], november["deposits_cents"], november["owed_cents"]) == (2380, 1000, 190)
    with time_machine.travel(FIRST_OF_DECEMBER), write_connection() as connection:
        ledger.earn_deposit(connection, order, paid)
        ledger.earn_deposit(connection, order, paid)
        ledger.post_refund_failed(connection, order, paid, part)
        ledger.earn_deposit(connection, order, paid)
    december = currencies(priya, priya, 12)["EUR"]
    assert (december["deposits_cents"], december["owed_cents"]) == (-1000, 1000 + 1190)
    rows = statement(priya, priya.id, 2026, 12)["rows"]
    assert [(row["kind"], row["amount_cents"], row["deposit_cents"]) for row in rows] == [
        ("deposit earned", 0, -1000),
        ("refund failed", 1190, 1000),
        ("deposit earned", 0, -1000),
    ]


def test_a_payment_at_the_door_that_was_undone_counts_for_nothing(priya: Caller, guest: Caller):
    with time_machine.travel(NOVEMBER), write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 0))
        paid = add_payment(connection, order, provider="door", method="card")
        ledger.post_capture(connection, order, paid)
        ledger.post_capture_undone(connection, order, paid)
    assert not any(currencies(priya, priya, 11)["EUR"].values())
    assert [row["kind"] for row in statement(priya, priya.id, 2026, 11)["rows"]] == ["payment", "payment undone"]


def test_a_refund_that_failed_is_owed_again(priya: Caller, guest: Caller):
    with time_machine.travel(NOVEMBER), write_connection() as connection:
        order = add_order(connection, guest, priya, (1000, 0))
        paid = add_payment(connection, order)
        ledger.post_capture(connection, order, paid)
        refund = add_refund(connection, paid, 400)
        ledger.post_refund(connection, order, paid, refund)
        ledger.post_refund_failed(connection, order, paid, refund)
    sums = currencies(priya, priya, 11)["EUR"]
    assert (sums["sold_cents"], sums["refunded_cents"], sums["owed_cents"]) == (1000, 0, 1000)


def test_a_row_names_the_guest_the_event_and_the_session(priya: Caller, guest: Caller):
    booking = book_session(guest, make_session(priya).id).booking
    with time_machine.travel(NOVEMBER), write_connection() as connection:
        order = add_order(connection, guest, priya, (1190, 1900), booking_id=booking.id)
        paid = add_payment(connection, order, provider="door", method="cash")
        ledger.post_capture(connection, order, paid)
        ledger.post_refund(connection, order, paid, add_refund(connection, paid, 595))
    (row, _) = statement(priya, priya.id, 2026, 11)["rows"]
    assert (row["guest_name"], row["event_title"]) == (guest.name, "Evening Sit")
    assert (row["session_id"], row["session_time"]) == (booking.session_id, booking.session_time)
    table = list(csv.reader(io.StringIO(statement_csv(priya, priya.id, 2026, 11).removeprefix("\ufeff"))))
    starts = datetime.fromisoformat(booking.session_time).astimezone(ZoneInfo("Europe/Lisbon"))
    of_both = [guest.name, "Evening Sit", f"{starts:%Y-%m-%d %H:%M}", "Europe/Lisbon", str(order.id), "Cash"]
    assert table[1:] == [
        ["2026-11-15 10:00", "Payment", *of_both, "11.90", "1.90", "0.00", "EUR"],
        ["2026-11-15 10:00", "Refund", *of_both, "-5.95", "-0.95", "0.00", "EUR"],
    ]
    in_hindi = statement_csv(priya, priya.id, 2026, 11, "hi").splitlines()
    assert "अतिथि" in in_hindi[0] and "रिफ़ंड" in in_hindi[2]


def test_a_facilitator_sees_no_other_ones_statement(priya: Caller):
    arjun = make_person("Arjun", Role.FACILITATOR)
    for read in (statement, statement_csv):
        with pytest.raises(NotFound):
            read(arjun, priya.id, 2026, 11)


def test_a_month_begins_and_ends_in_the_zone_of_the_installation():
    start, end = month_bounds(2026, 12, ZoneInfo("Asia/Kolkata"))
    assert start == datetime(2026, 11, 30, 18, 30, tzinfo=timezone.utc)
    assert end == datetime(2026, 12, 31, 18, 30, tzinfo=timezone.utc)
