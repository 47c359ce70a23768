"""A guest pays online: the place is held, the bank says how it went, and the money comes back by the terms.

The bank is the demo bank, which speaks HTTP and signs its events as the others do.
"""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests

from tests.support.outbox import wait_until_delivered
from tests.support.people import PASSWORD, Person, crm_notifications, new_session
from tests.support.services import Services, wait_until

LADDER = [{"days_before": 14, "percent": 100}, {"days_before": 3, "percent": 50}]


@pytest.fixture
def session(facilitator: Person) -> dict[str, Any]:
    """A session in 20 days for €39, paid online."""
    start = datetime.now(timezone.utc) + timedelta(days=20)
    dates = [new_session(start, capacity=2, price_cents=3900, payment_terms="pay_online")]
    return _event(facilitator, dates)["sessions"][0]


def _event(facilitator: Person, sessions: list[dict[str, Any]], **details: Any) -> dict[str, Any]:
    body = {"title": "Slow Flow", "time_zone": "Europe/Lisbon", "refund_ladder": LADDER, "tax_rate": 1900} | details
    response = facilitator.post("/events", body | {"sessions": sessions})
    assert response.status_code == 201, response.text
    return response.json()["event"]


def booking_of(person: Person, booking_id: int) -> dict[str, Any]:
    return person.get(f"/bookings/{booking_id}").json()["booking"]


def hold(person: Person, session: dict[str, Any]) -> dict[str, Any]:
    response = person.book(session["id"])
    assert (response.status_code, response.json()["booking"]["status"]) == (201, "held"), response.text
    return response.json()["booking"]


def checkout(person: Person, booking: dict[str, Any]) -> dict[str, Any]:
    response = person.post(f"/bookings/{booking['id']}/payment")
    assert response.status_code == 200, response.text
    return response.json()


def press(services: Services, opened: dict[str, Any], action: str) -> None:
    """Press a button of the demo bank's page."""
    response = requests.post(f"{services.main_url}{opened['checkout']}", data={"action": action}, allow_redirects=False)
    assert response.status_code == 303, response.text


def pay(services: Services, person: Person, session: dict[str, Any]) -> dict[str, Any]:
    """Book and pay. Returns the booking once it is booked."""
    booking = hold(person, session)
    press(services, checkout(person, booking), "pay")
    return until_status(person, booking, "booked")


def until_status(person: Person, booking: dict[str, Any], status: str) -> dict[str, Any]:
    def reached() -> bool:
        return booking_of(person, booking["id"])["status"] == status

    wait_until(reached, 15, lambda: f"the booking stayed {booking_of(person, booking['id'])}")
    return booking_of(person, booking["id"])


def order_of(person: Person, booking: dict[str, Any]) -> dict[str, Any]:
    return person.get(f"/orders/{booking['order_id']}").json()["order"]


def test_what_waits_for_a_payment_comes_first_among_upcoming_bookings(
    alice: Person, facilitator: Person, session: dict[str, Any]
) -> None:
    sooner = facilitator.create_event()["sessions"][0]
    assert sooner["start_time"] <= session["start_time"]
    booked = alice.book(sooner["id"]).json()["booking"]
    held = hold(alice, session)
    shown = alice.get("/bookings/my-bookings?status=upcoming").json()["bookings"]
    assert [booking["id"] for booking in shown] == [held["id"], booked["id"]]


def test_alice_books_and_pays_and_priya_hears_of_it_once_it_is_paid(
    services: Services, alice: Person, session: dict[str, Any]
) -> None:
    booking = hold(alice, session)
    held_until = datetime.fromisoformat(booking["held_until"]) - datetime.now(timezone.utc)
    assert timedelta(minutes=14) < held_until <= timedelta(minutes=15)
    assert (booking["payment_status"], booking["total_cents"], booking["session_link"]) == ("pending", 3900, None)
    assert crm_notifications(services, booking_id=booking["id"]) == []

    opened = checkout(alice, booking)
    assert opened == {
        "provider": "demo",
        "order_id": booking["order_id"],
        "checkout": f"/demo-bank/{booking['order_id']}",
    }
    assert checkout(alice, booking) == opened  # two tabs, or the back button
    press(services, opened, "pay")
    booked = until_status(alice, booking, "booked")

    assert (booked["payment_status"], booked["amount_paid"], booked["currency"]) == ("success", 3900, "EUR")
    assert (booked["payment_provider"], booked["held_until"]) == ("demo", None)
    assert booked["payment_id"]
    order = order_of(alice, booked)
    assert [(line["description"], line["amount_cents"], line["tax_rate"]) for line in order["lines"]] == [
        ("Slow Flow", 3900, 1900)
    ]
    assert len(order["receipts"]) == 1
    wait_until_delivered(services, booking["id"])
    [told] = [each["data"] for each in crm_notifications(services, booking_id=booking["id"])]
    assert told["action"] == "created"
    assert told["additional_data"]["payment"]["amount_paid"] == 3900


def test_a_declined_card_can_be_tried_again(services: Services, alice: Person, session: dict[str, Any]) -> None:
    booking = hold(alice, session)
    opened = checkout(alice, booking)
    press(services, opened, "decline")
    again = checkout(alice, booking)
    press(services, again, "pay")
    assert until_status(alice, booking, "booked")["amount_paid"] == 3900


def test_a_second_payment_goes_back_and_the_place_stays(
    services: Services, alice: Person, session: dict[str, Any]
) -> None:
    booking = hold(alice, session)
    press(services, checkout(alice, booking), "pay_twice")
    until_status(alice, booking, "booked")

    def refunded() -> bool:
        refunds = order_of(alice, booking)["refunds"]
        return [(each["kind"], each["state"], each["amount_cents"]) for each in refunds] == [
            ("duplicate", "processed", 3900)
        ]

    wait_until(refunded, 15, lambda: str(order_of(alice, booking)))
    assert booking_of(alice, booking["id"])["status"] == "booked"


def test_a_payment_whose_event_is_lost_is_found_by_asking(
    services: Services, alice: Person, session: dict[str, Any]
) -> None:
    booking = hold(alice, session)
    press(services, checkout(alice, booking), "lose_answer")
    assert alice.post(f"/bookings/{booking['id']}/payment/returned").status_code == 202
    until_status(alice, booking, "booked")


@pytest.mark.parametrize(("days", "cents"), [(20, 3900), (5, 1950), (1, 0)])
def test_alice_cancels_and_gets_back_what_the_terms_say(
    services: Services, facilitator: Person, alice: Person, days: int, cents: int
) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=days)
    dates = [new_session(start, price_cents=3900, payment_terms="pay_online")]
    booking = pay(services, alice, _event(facilitator, dates)["sessions"][0])
    shown = alice.get(f"/bookings/{booking['id']}/cancellation").json()
    assert (shown["refund_cents"], shown["currency"]) == (cents, "EUR")
    assert alice.cancel(booking["id"]).status_code == 200
    after = until_status(alice, booking, "refunded" if cents == 3900 else "cancelled")
    ended = alice.get("/bookings/my-bookings?status=ended").json()["bookings"]
    assert booking["id"] in {one["id"] for one in ended}
    if cents == 0:
        assert after["refund_id"] is None
        return
    wait_until(lambda: booking_of(alice, booking["id"])["refund_status"] == "processed", 15)
    assert booking_of(alice, booking["id"])["refunded_cents"] == cents


def test_everything_goes_back_if_the_facilitator_cancels(
    services: Services, facilitator: Person, alice: Person
) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=1)
    dates = [new_session(start, price_cents=3900, payment_terms="pay_online")]
    event = _event(facilitator, dates)
    booking = pay(services, alice, event["sessions"][0])
    impact = facilitator.post(f"/sessions/{event['sessions'][0]['id']}/impact", {}).json()["impact"]
    assert impact["refunds"] == [{"currency": "EUR", "refund_cents": 3900}]
    assert facilitator.request("DELETE", f"/sessions/{event['sessions'][0]['id']}", json={}).status_code == 200
    until_status(alice, booking, "refunded")


def test_a_person_holds_at_most_three_places_that_are_not_paid(facilitator: Person, alice: Person) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=20)
    dates = [new_session(start + timedelta(days=n), price_cents=3900, payment_terms="pay_online") for n in range(4)]
    sessions = _event(facilitator, dates)["sessions"]
    for one in sessions[:3]:
        hold(alice, one)
    refused = alice.book(sessions[3]["id"])
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_holds")
    assert alice.get(f"/sessions/{sessions[3]['id']}").json()["session"]["seats_taken"] == 0


def test_nobody_pays_or_reads_another_persons_order(
    alice: Person, bob: Person, facilitator: Person, session: dict[str, Any]
) -> None:
    booking = hold(alice, session)
    for reader in (alice, facilitator):
        found = reader.get(f"/bookings/{booking['id']}/order").json()["order"]
        assert found["id"] == booking["order_id"]
    assert bob.get(f"/bookings/{booking['id']}/order").status_code == 404
    assert bob.post(f"/bookings/{booking['id']}/payment").status_code == 404
    assert bob.get(f"/bookings/{booking['id']}/cancellation").status_code == 404
    assert bob.get(f"/orders/{booking['order_id']}").status_code == 404
    assert bob.post(f"/bookings/{booking['id']}/paid", {"method": "cash"}).status_code == 403


def test_an_admin_refunds_a_part_after_confirming_the_password(
    services: Services, alice: Person, facilitator: Person, session: dict[str, Any]
) -> None:
    booking = pay(services, alice, session)
    address = f"/orders/{booking['order_id']}/refunds"
    body = {"amount_cents": 900, "reason": "The heating was off"}
    assert facilitator.post(address, body).json()["code"] == "confirmation_needed"
    assert facilitator.post("/auth/confirm", {"password": "wrong"}).status_code == 403
    assert facilitator.post("/auth/confirm", {"password": PASSWORD}).status_code == 204
    assert facilitator.post(address, body | {"amount_cents": 3901}).json()["code"] == "too_much"
    assert facilitator.post(address, body | {"amount_cents": 0}).status_code == 400
    refunded = facilitator.post(address, body)
    assert refunded.status_code == 201, refunded.text
    assert refunded.json()["order"]["refunded_cents"] == 900
    wait_until(lambda: order_of(alice, booking)["refunds"][0]["state"] == "processed", 15)
    assert booking_of(alice, booking["id"])["status"] == "booked"


def test_a_facilitator_marks_a_booking_as_paid_and_takes_that_back(
    facilitator: Person, alice: Person, services: Services
) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=20)
    dates = [new_session(start, price_cents=3900, payment_terms="pay_facilitator")]
    booking = alice.book(_event(facilitator, dates)["sessions"][0]["id"]).json()["booking"]
    assert (booking["status"], booking["payment_status"]) == ("booked", "pending")
    paid = facilitator.post(f"/bookings/{booking['id']}/paid", {"method": "cash"})
    assert paid.status_code == 200, paid.text
    assert paid.json()["order"]["paid_cents"] == 3900
    assert booking_of(alice, booking["id"])["payment_status"] == "success"
    assert facilitator.post(f"/bookings/{booking['id']}/paid", {"method": "cash"}).json()["code"] == "nothing_to_pay"
    undone = facilitator.post(f"/bookings/{booking['id']}/unpaid", {"reason": "Wrong person"})
    assert (undone.status_code, undone.json()["order"]["paid_cents"]) == (200, 0)
    assert facilitator.post(f"/bookings/{booking['id']}/unpaid", {"reason": "x"}).json()["code"] == "nothing_to_undo"

    def told() -> bool:
        updates = [
            each
            for each in crm_notifications(services, booking_id=booking["id"])
            if each["data"]["action"] == "updated"
        ]
        return len(updates) == 2

    wait_until(told, 15)


@pytest.mark.parametrize("provider", ["stripe", "razorpay", "demo"])
def test_an_event_that_nobody_signed_changes_nothing(services: Services, provider: str) -> None:
    address = f"{services.main_url}/api/v1/booking-notifications/webhooks/{provider}"
    response = requests.post(address, json={"id": "evt_1", "type": "checkout.session.completed"})
    assert response.status_code in (403, 404)


def test_alice_pays_a_deposit_online_and_the_rest_at_the_door(
    services: Services, facilitator: Person, alice: Person
) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=20)
    dates = [new_session(start, price_cents=3999, payment_terms="deposit", deposit_percent=25)]
    session = _event(facilitator, dates)["sessions"][0]
    assert (session["payment_terms"], session["deposit_percent"], session["deposit_cents"]) == ("deposit", 25, 1000)
    price = alice.get(f"/sessions/{session['id']}/price").json()
    assert (price["total_cents"], price["due_now_cents"]) == (3999, 1000)
    booking = hold(alice, session)
    assert order_of(alice, booking)["due_now_cents"] == 1000
    press(services, checkout(alice, booking), "pay_twice")
    booked = until_status(alice, booking, "booked")
    assert (booked["payment_status"], booked["total_cents"]) == ("success", 3999)

    def second_came_back() -> bool:
        refunds = order_of(alice, booking)["refunds"]
        return [(each["kind"], each["state"], each["amount_cents"]) for each in refunds] == [
            ("duplicate", "processed", 1000)
        ]

    wait_until(second_came_back, 15, lambda: str(order_of(alice, booking)))
    paid = facilitator.post(f"/bookings/{booking['id']}/paid", {"method": "cash"}).json()["order"]
    # The second deposit was taken and went back.
    assert (paid["paid_cents"], paid["refunded_cents"], paid["due_now_cents"]) == (4999, 1000, 0)
    assert alice.get(f"/bookings/{booking['id']}/cancellation").json()["refund_cents"] == 1000
    assert alice.cancel(booking["id"]).status_code == 200
    wait_until(lambda: order_of(alice, booking)["refunded_cents"] == 2000, 15)


def test_alice_pays_the_rest_online_and_what_is_too_much_goes_back(
    services: Services, facilitator: Person, alice: Person, bob: Person
) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=20)
    dates = [new_session(start, price_cents=4000, payment_terms="deposit", deposit_percent=50)]
    booking = hold(alice, _event(facilitator, dates)["sessions"][0])
    press(services, checkout(alice, booking), "pay")
    assert until_status(alice, booking, "booked")["rest_cents"] == 2000
    page = checkout(alice, booking)
    assert checkout(alice, booking) == page, "two tabs have the same checkout"
    assert bob.post(f"/bookings/{booking['id']}/payment").status_code == 404
    press(services, page, "pay_twice")

    def all_is_settled() -> bool:
        order = order_of(alice, booking)
        back = [(each["kind"], each["state"], each["amount_cents"]) for each in order["refunds"]]
        return order["rest_cents"] == 0 and back == [("duplicate", "processed", 2000)]

    wait_until(all_is_settled, 15, lambda: str(order_of(alice, booking)))
    assert alice.get(f"/bookings/{booking['id']}").json()["booking"]["status"] == "booked"
    assert alice.post(f"/bookings/{booking['id']}/payment").json()["code"] == "nothing_to_pay"
    assert facilitator.post(f"/bookings/{booking['id']}/paid", {"method": "cash"}).json()["code"] == "nothing_to_pay"
    assert alice.get(f"/bookings/{booking['id']}/cancellation").json()["refund_cents"] == 4000
    assert alice.cancel(booking["id"]).status_code == 200
    until_status(alice, booking, "refunded")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"payment_terms": "deposit", "price_cents": 1, "deposit_percent": 99}, "deposit_percent"),  # leaves nothing
        ({"payment_terms": "deposit"}, "deposit_percent"),
        ({"payment_terms": "deposit", "deposit_percent": 0}, "deposit_percent"),
        ({"payment_terms": "deposit", "deposit_percent": 100}, "deposit_percent"),
        ({"payment_terms": "pay_online", "deposit_percent": 50}, "deposit_percent"),
        ({"payment_terms": "pay_online", "currency": "KWD", "price_cents": 12345}, "price_cents"),
    ],
)
def test_a_price_that_cannot_be_charged_is_refused(facilitator: Person, changes: dict[str, Any], field: str) -> None:
    start = datetime.now(timezone.utc) + timedelta(days=20)
    body = {"title": "Slow Flow", "time_zone": "Europe/Lisbon"}
    refused = facilitator.post("/events", body | {"sessions": [new_session(start, price_cents=3900) | changes]})
    assert refused.status_code == 400, refused.text
    assert field in refused.json()["field"], refused.text
