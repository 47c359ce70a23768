"""What people get of a paid booking: a receipt, a statement, and a check that finds nothing wrong."""

from typing import Any

import requests

from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, crm_notifications
from tests.support.services import Services, wait_until


def pay_online(services: Services, facilitator: Person, guest: Person) -> dict[str, Any]:
    """A booking of 39 euros that is paid at the demo bank."""
    event = facilitator.create_event(price_cents=3900, currency="EUR", payment_terms="pay_online")
    booking = guest.book(event["sessions"][0]["id"]).json()["booking"]
    opened = guest.post(f"/bookings/{booking['id']}/payment").json()
    requests.post(services.main_url + opened["checkout"], data={"action": "pay"}, allow_redirects=False, timeout=20)

    def now() -> dict[str, Any]:
        return guest.get(f"/bookings/{booking['id']}").json()["booking"]

    wait_until(lambda: now()["status"] == "booked", 20, lambda: str(now()))
    return now()


def test_a_paid_booking_has_a_receipt_a_line_in_priyas_statement_and_a_payment_at_the_crm(
    services: Services, facilitator: Person, alice: Person, bob: Person, admin: Person
) -> None:
    booking = pay_online(services, facilitator, alice)
    order = booking["order_id"]
    (receipt,) = alice.get(f"/orders/{order}").json()["order"]["receipts"]
    assert receipt["amount_cents"] == 3900
    address = f"/orders/{order}/receipts/{receipt['number']}.pdf"
    for person, status in ((alice, 200), (facilitator, 200), (admin, 200), (bob, 404)):
        assert person.get(address).status_code == status, person.name
    drawn = alice.get(address)
    assert (drawn.headers["Content-Type"], drawn.content[:5]) == ("application/pdf", b"%PDF-")

    statement = facilitator.get("/api/money/statements").json()["statement"]
    (row,) = [row for row in statement["rows"] if row["order_id"] == order]
    assert (row["kind"], row["amount_cents"], row["provider"]) == ("payment", 3900, "demo")
    others = f"/api/money/statements.csv?facilitator_id={facilitator.id}"
    assert f'"{order}"' in admin.get(others).text
    for bad in ("2026-13", "2026", "202612", "1999-01"):
        assert facilitator.get(f"/api/money/statements?month={bad}").status_code == 400, bad

    wait_until_delivered(services, booking["id"])
    told = [each["data"]["additional_data"] for each in crm_notifications(services, booking_id=booking["id"])]
    assert told[-1]["payment"]["status"] == "success"
    crm = f"{services.real_crm_url}/api/facilitator/{facilitator.id}"
    headers = {"Authorization": f"Bearer {facilitator.token}"}
    listed = requests.get(f"{crm}/bookings", headers=headers, timeout=20).json()["bookings"]
    (shown,) = [one for one in listed if one["booking_id"] == booking["id"]]
    assert (shown["payment_status"], shown["payment_provider"], shown["amount_paid"]) == ("success", "demo", 3900)
    money = requests.get(f"{crm}/statistics", headers=headers, timeout=20).json()["money"]
    assert [one["currency"] for one in money] == ["EUR"]


def test_the_money_check_finds_nothing_wrong_with_a_paid_booking(
    services: Services, facilitator: Person, alice: Person, admin: Person
) -> None:
    booking = pay_online(services, facilitator, alice)
    checked = admin.post("/api/money/check").json()
    assert checked["payments"] >= 1
    assert booking["order_id"] not in [one["order_id"] for one in checked["differences"]]
    assert [one["kind"] for one in checked["differences"] if one["kind"] == "provider_away"] == []
    assert admin.get("/api/money/check").json() == checked
