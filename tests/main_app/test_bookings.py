"""Alice books, cancels and comes back; each refusal says why; nobody sees another's bookings."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.support.outbox import wait_until_delivered
from tests.support.past import let_session_begin
from tests.support.people import Person, confirm_phone, crm_notifications, new_session, register
from tests.support.services import Services, wait_until

NOW = datetime.now(timezone.utc)


@pytest.fixture
def session(facilitator: Person) -> dict[str, Any]:
    """One coming session of an hour with ten seats."""
    return facilitator.create_event(title="Evening Sit", location="Rua do Sol 14", price_cents=800)["sessions"][0]


def seats_taken(person: Person, session: dict[str, Any]) -> int:
    return person.get(f"/sessions/{session['id']}").json()["session"]["seats_taken"]


def test_alice_books_and_her_booking_says_all_that_is_documented(alice: Person, session: dict[str, Any]) -> None:
    response = alice.book(session["id"])
    assert response.status_code == 201
    assert response.json()["message"] == "Session booked successfully"
    booking = response.json()["booking"]
    documented = {
        "id", "user_id", "session_id", "status", "timestamp", "created_at", "updated_at", "user_name", "user_email",
        "session_time", "session_location", "event_title", "payment_id", "payment_status", "payment_provider",
        "amount_paid", "currency", "refund_id", "refund_status", "refunded_at",
    }  # fmt: skip
    assert documented <= booking.keys()
    assert (booking["user_id"], booking["user_name"], booking["user_email"]) == (alice.id, "Alice", alice.email)
    assert (booking["session_id"], booking["status"]) == (session["id"], "booked")
    assert (booking["session_time"], booking["session_location"]) == (session["start_time"], "Rua do Sol 14")
    assert booking["timestamp"] == booking["created_at"]
    assert (booking["can_cancel"], booking["can_reactivate"]) == (True, False)
    assert alice.get(f"/bookings/{booking['id']}").json()["booking"] == booking
    assert seats_taken(alice, session) == 1


def test_alice_books_by_the_short_address_too(alice: Person, session: dict[str, Any]) -> None:
    response = alice.post("/book", {"session_id": session["id"]})
    assert (response.status_code, response.json()["message"]) == (201, "Session booked successfully")
    assert alice.book(session["id"]).json()["code"] == "already_booked"


def test_alice_cancels_and_comes_back_by_booking_or_by_reactivating(alice: Person, session: dict[str, Any]) -> None:
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    cancelled = alice.cancel(booking_id)
    assert (cancelled.status_code, cancelled.json()["message"]) == (200, "Booking cancelled successfully")
    assert cancelled.json()["booking"]["status"] == "cancelled"
    assert cancelled.json()["booking"]["can_reactivate"]
    assert seats_taken(alice, session) == 0
    back = alice.book(session["id"])
    assert (back.status_code, back.json()["message"]) == (200, "Booking reactivated successfully")
    assert back.json()["booking"]["id"] == booking_id
    assert alice.cancel(booking_id).status_code == 200
    again = alice.reactivate(booking_id)
    assert (again.status_code, again.json()["message"]) == (200, "Booking reactivated successfully")
    assert (again.json()["booking"]["status"], again.json()["booking"]["version"]) == ("booked", 5)
    assert again.json()["booking"]["cancelled_by"] is None
    assert seats_taken(alice, session) == 1


def test_each_refusal_has_a_code_of_its_own(alice: Person, bob: Person, facilitator: Person) -> None:
    event = facilitator.create_event(sessions=2, capacity=1)
    full, other = (session["id"] for session in event["sessions"])
    past = facilitator.post(f"/events/{event['id']}/sessions", new_session(NOW - timedelta(hours=3)))
    gone = facilitator.post(f"/events/{event['id']}/sessions", new_session(NOW + timedelta(days=9))).json()["session"]
    facilitator.request("DELETE", f"/sessions/{gone['id']}")
    bobs = bob.book(full).json()["booking"]["id"]
    mine = alice.book(other).json()["booking"]["id"]
    refused = {
        "session_full": alice.book(full),
        "already_booked": alice.book(other),
        "session_past": alice.book(past.json()["session"]["id"]),
        "session_cancelled": alice.book(gone["id"]),
        "not_found": alice.book(2**31 - 1),
    }
    for code, response in refused.items():
        assert (response.status_code, response.json()["code"]) == (404 if code == "not_found" else 409, code)
    assert len({response.json()["detail"] for response in refused.values()}) == len(refused)
    assert alice.reactivate(mine).json()["code"] == "already_booked"
    assert alice.cancel(mine).status_code == 200
    assert alice.cancel(mine).json()["code"] == "already_cancelled"
    assert bob.book(other).status_code == 201
    assert alice.reactivate(mine).json()["code"] == "session_full"
    for response in (alice.cancel(bobs), alice.reactivate(bobs), alice.get(f"/bookings/{bobs}")):
        assert (response.status_code, response.json()["code"]) == (404, "not_found")


def test_a_session_that_began_can_be_neither_cancelled_nor_reactivated(alice: Person, facilitator: Person) -> None:
    event = facilitator.create_event(sessions=2)
    attended, missed = (alice.book(session["id"]).json()["booking"]["id"] for session in event["sessions"])
    assert alice.cancel(missed).status_code == 200
    for session in event["sessions"]:
        let_session_begin(facilitator.services, session["id"], NOW - timedelta(minutes=10))
    assert alice.cancel(attended).json()["code"] == "session_past"
    assert alice.reactivate(missed).json()["code"] == "session_past"
    shown = alice.get(f"/bookings/{attended}").json()["booking"]
    assert (shown["can_cancel"], shown["can_reactivate"]) == (False, False)


def test_alice_lists_her_own_bookings_by_status_and_page(alice: Person, bob: Person, facilitator: Person) -> None:
    event = facilitator.create_event(sessions=4)
    first, second, third, fourth = (alice.book(session["id"]).json()["booking"]["id"] for session in event["sessions"])
    assert bob.book(event["sessions"][0]["id"]).status_code == 201
    alice.cancel(second)
    let_session_begin(facilitator.services, event["sessions"][2]["id"], NOW - timedelta(days=1))

    def listed(query: str = "", path: str = "/bookings") -> list[int]:
        return [booking["id"] for booking in alice.get(path + query).json()["bookings"]]

    assert listed() == listed(path="/bookings/my-bookings") == [fourth, third, second, first]
    assert listed("?status=booked") == [fourth, third, first]
    assert listed("?status=cancelled") == [second]
    assert listed("?status=upcoming") == [first, fourth]
    assert listed("?status=past") == [third]
    assert listed("?status=ended") == [second], "the page of cancelled bookings has expired and refunded ones too"
    assert listed("?per_page=3&page=2") == [first]
    page = alice.get("/bookings?per_page=3&page=2").json()["pagination"]
    assert page == {"page": 2, "per_page": 3, "total": 4, "pages": 2, "has_next": False, "has_prev": True}


def test_the_timeline_tells_a_bookings_life_to_its_guest_facilitator_and_admin(
    services: Services, alice: Person, bob: Person, facilitator: Person, other_facilitator: Person, admin: Person
) -> None:
    session_id = facilitator.create_event()["sessions"][0]["id"]
    booking_id = alice.book(session_id).json()["booking"]["id"]
    assert alice.cancel(booking_id).status_code == 200
    wait_until_delivered(services, 30)  # the mails too: a step would come between two responses
    path = f"/bookings/{booking_id}/timeline"

    def complete() -> list[dict[str, Any]] | None:
        steps = alice.get(path).json()["timeline"]
        return steps if sum(step["kind"] == "stored" for step in steps) == 2 else None

    steps = wait_until(complete, 10)
    kinds = [(step["kind"], step["version"]) for step in steps]
    for version, action in ((1, "created"), (2, "cancelled")):
        assert kinds.index((action, version)) < kinds.index(("queued", version))
        assert kinds.index(("queued", version)) < kinds.index(("attempt", version)) < kinds.index(("stored", version))
    assert {step["outcome"] for step in steps if step["kind"] == "attempt"} == {"delivered"}
    assert facilitator.get(path).json()["timeline"] == admin.get(path).json()["timeline"] == steps
    assert (bob.get(path).status_code, other_facilitator.get(path).status_code) == (404, 404)


def test_the_crm_receives_the_documented_payload(services: Services, alice: Person, session: dict[str, Any]) -> None:
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    told = wait_until(lambda: crm_notifications(services, booking_id=booking_id), 10)[0]["data"]
    assert (told["booking_id"], told["action"], told["version"]) == (booking_id, "created", 1)
    assert told["user"] == {"id": alice.id, "name": "Alice", "email": alice.email}
    assert told["event"]["id"] == session["event_id"]
    assert told["facilitator_id"] == session["facilitator_id"]
    assert told["session"]["id"] == session["id"]
    assert (told["session"]["seats_taken"], told["session"]["capacity"]) == (1, 10)
    assert told["session"]["time_zone"] == "Europe/Lisbon"


def test_a_facilitator_reads_the_confirmed_numbers_of_booked_guests(
    facilitator: Person, other_facilitator: Person, admin: Person, services: Services, session: dict[str, Any]
) -> None:
    guests = [register(services, name) for name in ("Asha", "Bela", "Chidi")]
    numbers = [f"+35191234567{number}" for number in range(3)]
    asha, _, cancelled = [guest.book(session["id"]).json()["booking"]["id"] for guest in guests]
    confirm_phone(guests[0], numbers[0])
    guests[1].request("PATCH", "/auth/profile", json={"phone": numbers[1]})
    confirm_phone(guests[2], numbers[2])
    guests[2].cancel(cancelled)
    path = f"/sessions/{session['id']}/phones"
    for reader in (facilitator, admin):
        assert reader.get(path).json()["phones"] == [{"booking_id": asha, "phone": numbers[0]}]
    assert [person.get(path).status_code for person in (other_facilitator, guests[0])] == [404, 403]


def test_priya_cancels_one_guest_with_a_reason_and_arjun_can_not(
    facilitator: Person, other_facilitator: Person, alice: Person, bob: Person
) -> None:
    session = facilitator.create_event(capacity=2)["sessions"][0]
    booking, other = (guest.book(session["id"]).json()["booking"] for guest in (alice, bob))
    path = f"/bookings/{booking['id']}/cancel-for-guest"
    assert other_facilitator.post(path, {"reason": "Double booked"}).status_code == 404
    assert facilitator.post(path, {"reason": " "}).status_code == 400
    assert alice.post(path, {"reason": "Myself"}).status_code == 403
    assert alice.get(f"/bookings/{booking['id']}").json()["booking"]["status"] == "booked"

    assert facilitator.post(path, {"reason": "Double booked"}).status_code == 200
    shown = alice.get(f"/bookings/{booking['id']}").json()["booking"]
    assert (shown["status"], shown["cancelled_by"], shown["reason"]) == ("cancelled", "facilitator", "Double booked")
    assert bob.get(f"/bookings/{other['id']}").json()["booking"]["status"] == "booked"
    assert facilitator.get(f"/sessions/{session['id']}").json()["session"]["seats_taken"] == 1
    assert facilitator.post(path, {"reason": "Double booked"}).json()["code"] == "already_cancelled"
    assert alice.reactivate(booking["id"]).json()["code"] == "not_reactivatable"
