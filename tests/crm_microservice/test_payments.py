"""What facilitators see of money: what each guest paid, how, and what went back."""

import csv
import io
import random
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import pytest

from crm_microservice import create_app
from crm_microservice.database import db
from crm_microservice.facilitators.payments import money_of
from crm_microservice.facilitators.read_model import changed_read_model
from crm_microservice.facilitators.rebuild import compare_read_model, rebuild_read_model
from crm_microservice.notifications.catch_up import catch_up
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.store import NotificationStore
from crm_microservice.settings import CrmSettings
from tests.crm_microservice.service import Crm, booking
from tests.crm_microservice.studio import Studio, new_booking

TO_PAY = {
    "status": "pending",
    "provider": None,
    "method": None,
    "amount_paid": 0,
    "currency": "EUR",
    "total_cents": 3900,
    "refunded_cents": 0,
    "refund_status": None,
}
BY_CARD = {**TO_PAY, "status": "success", "provider": "door", "method": "card", "amount_paid": 3900}
PART_REFUNDED = {**BY_CARD, "refunded_cents": 2000, "refund_status": "processed"}


def money(studio: Studio) -> list[tuple[str, int, int]]:
    shown = studio.get("/statistics")["money"]
    return [(one["currency"], one["paid_cents"], one["refunded_cents"]) for one in shown]


def test_priya_sees_what_alice_paid_at_the_door_and_what_went_back(priya: Studio):
    one = new_booking()
    priya.tells(one, 1, "created", payment=TO_PAY)
    row = priya.bookings()[0]
    assert (row["payment_status"], row["amount_paid"], row["total_cents"], row["currency"]) == (
        "pending",
        0,
        3900,
        "EUR",
    )
    assert money(priya) == []
    priya.tells(one, 2, "updated", payment={**BY_CARD, "payment_id": "12"})
    row = priya.bookings()[0]
    assert (row["status"], row["payment_status"], row["amount_paid"]) == ("booked", "success", 3900)
    assert (row["payment_id"], row["payment_provider"], row["payment_method"]) == ("12", "door", "card")
    assert money(priya) == [("EUR", 3900, 0)]
    refund = {"refund_id": "7", "refunded_at": "2026-12-01T10:00:00Z"}
    priya.tells(one, 3, "updated", payment=PART_REFUNDED | refund)
    row = priya.bookings()[0]
    assert (row["refund_id"], row["refund_status"], row["refunded_cents"]) == ("7", "processed", 2000)
    assert datetime.fromisoformat(row["refunded_at"]) == datetime(2026, 12, 1, 10, tzinfo=timezone.utc)
    assert money(priya) == [("EUR", 3900, 2000)]


def test_an_older_message_that_arrives_late_takes_no_money_back(priya: Studio):
    one = new_booking()
    priya.tells(one, 3, "updated", payment=PART_REFUNDED)
    priya.tells(one, 2, "updated", payment=BY_CARD)
    priya.tells(one, 1, "created", payment=TO_PAY)
    assert priya.bookings()[0]["refund_status"] == "processed"
    assert money(priya) == [("EUR", 3900, 2000)]


def test_a_newer_message_that_says_nothing_of_money_leaves_it(priya: Studio):
    one = new_booking()
    priya.tells(one, 1, "created", payment=BY_CARD)
    priya.tells(one, 2, "cancelled")
    row = priya.bookings()[0]
    assert (row["status"], row["payment_status"], row["amount_paid"]) == ("cancelled", "success", 3900)
    by_hand = new_booking()
    priya.tells(by_hand, None, "created", payment=BY_CARD)
    priya.tells(by_hand, None, "updated")
    assert money(priya) == [("EUR", 7800, 0)]


def test_euros_and_yen_are_never_added(priya: Studio):
    priya.tells(new_booking(), 1, "created", payment=BY_CARD)
    priya.tells(new_booking(), 1, "created", payment={**BY_CARD, "currency": "JPY", "amount_paid": 5000})
    assert money(priya) == [("EUR", 3900, 0), ("JPY", 5000, 0)]


def test_a_state_that_this_release_does_not_know_is_stored_and_shown(priya: Studio):
    states = {"status": "awaiting_bank", "refund_status": "disputed", "provider": "mollie"}
    priya.tells(new_booking(), 1, "created", payment={**BY_CARD, **states, "fee_cents": 40})
    row = priya.bookings()[0]
    assert {name: row[f"payment_{name}"] for name in ("status", "provider")} == {
        "status": "awaiting_bank",
        "provider": "mollie",
    }
    assert row["refund_status"] == "disputed"


@pytest.mark.parametrize("payment", ["paid", 7, [], None, {"amount_paid": 3900}, {"currency": "EUR", "amount_paid": 1}])
def test_money_that_is_not_described_completely_is_no_error(priya: Studio, payment: Any):
    priya.tells(new_booking(), 1, "created", payment=payment)
    assert priya.bookings()[0]["status"] == "booked"


@pytest.mark.parametrize("amount", [-1, True, "3900", 39.5, None, 10**18])
def test_an_amount_that_is_none_is_not_summed(priya: Studio, amount: Any):
    bad = {"amount_paid": amount, "status": "x" * 500, "currency": "E" * 20, "refunded_at": "soon"}
    priya.tells(new_booking(), 1, "created", payment={**BY_CARD, **bad})
    row = priya.bookings()[0]
    assert [row[name] for name in ("amount_paid", "payment_status", "currency", "refunded_at")] == [None] * 4
    assert money(priya) == []


def test_a_guests_payment_follows_the_session_to_another_facilitator(priya: Studio, crm: Crm):
    one, arjun = new_booking(), Studio(crm)
    priya.tells(one, 1, "created", payment=BY_CARD)
    arjun.tells(one, 2, "updated")
    assert (money(priya), money(arjun)) == ([], [("EUR", 3900, 0)])


@pytest.mark.parametrize(
    ("language", "names", "how"),
    [
        ("en", ("Price", "Paid", "Refunded", "Currency", "Paid how"), "Card"),
        ("hi", ("मूल्य", "भुगतान हुआ", "लौटाया गया", "मुद्रा", "भुगतान का तरीक़ा"), "कार्ड"),
    ],
)
def test_priyas_spreadsheet_has_words_and_amounts_with_decimals(
    priya: Studio, crm: Crm, language: str, names: tuple[str, ...], how: str
):
    priya.tells(new_booking(), 1, "created", payment=PART_REFUNDED)
    text = crm.get(f"/api/facilitator/{priya.id}/bookings.csv?language={language}", priya.token).text
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    assert [row[name] for name in names] == ["39.00", "39.00", "20.00", "EUR", how]
    assert None not in row and None not in row.values()


@pytest.mark.parametrize("seed", range(6))
def test_sums_are_those_of_the_bookings_after_any_order_of_messages(
    store_config: CrmSettings, open_store: Callable[[], NotificationStore], seed: int
):
    chance = random.Random(seed)
    sent, last = [], {}
    for number in range(1, 16):
        for version in range(1, chance.randint(2, 7)):
            stated = {**TO_PAY, "currency": chance.choice(["EUR", "INR"]), "amount_paid": chance.randrange(5000)}
            stated["refunded_cents"] = chance.randrange(stated["amount_paid"] + 1)
            extra = {"payment": stated} if chance.random() < 0.7 else {}
            last[number] = stated if extra else last.get(number)
            sent.append(booking(number, action="updated", version=version, additional_data=extra))
    arrivals = sent + chance.choices(sent, k=len(sent) // 2)
    chance.shuffle(arrivals)
    store = open_store()
    store.add([draft_of(f"evt-{one['booking_id']}-{one['version']}", one) for one in arrivals])
    app = create_app(store_config)
    with app.app_context():
        catch_up(db.engine, store, changed_read_model)
        assert compare_read_model(db.engine, store) == []
        assert rebuild_read_model(db.engine, store) == []
        paid: dict[str, list[int]] = {}
        for stated in filter(None, last.values()):
            sums = paid.setdefault(stated["currency"], [0, 0])
            sums[0] += stated["amount_paid"]
            sums[1] += stated["refunded_cents"]
        with db.engine.connect() as connection:
            found = {row["currency"]: [row["paid_cents"], row["refunded_cents"]] for row in money_of(connection, 101)}
        assert found == {currency: sums for currency, sums in paid.items() if any(sums)}
        db.engine.dispose()
