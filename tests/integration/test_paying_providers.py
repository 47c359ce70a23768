"""Alice pays through Stripe and Razorpay: their real libraries speak to stand-ins, whose events come twice."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import requests

from tests.support import razorpay_stand_in as razorpay_api
from tests.support import stripe_stand_in as stripe_api
from tests.support.payment_settings import SETTINGS, WEBHOOKS
from tests.support.people import Person, new_session, register, register_with_role
from tests.support.provider_stand_in import CUT, DOWN, ProviderStandIn
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.services import Services, wait_until
from tests.support.stripe_stand_in import StripeStandIn


class Shop:
    """Running services with one provider."""

    def __init__(self, name: str, api: ProviderStandIn, services: Services) -> None:
        self.api, self.services = api, services
        api.send_events_to, api.times = f"{services.main_url}{WEBHOOKS}/{name}", 2
        self.alice = register(services, "Alice")
        start = datetime.now(timezone.utc) + timedelta(days=20)
        dates = [new_session(start, capacity=9, price_cents=3900, currency="INR", payment_terms="pay_online")]
        ladder = [{"days_before": 14, "percent": 100}]
        event = {"title": "Slow Flow", "time_zone": "Asia/Kolkata", "refund_ladder": ladder, "sessions": dates}
        created = register_with_role(services, "Priya", "facilitator").post("/events", event)
        assert created.status_code == 201, created.text
        self.session_id = created.json()["event"]["sessions"][0]["id"]

    def held(self) -> tuple[Person, dict[str, Any]]:
        guest = register(self.services, "Clara")
        booked = guest.book(self.session_id)
        assert (booked.status_code, booked.json()["booking"]["status"]) == (201, "held"), booked.text
        return guest, booked.json()["booking"]

    def checkout(self, guest: Person, booking: dict[str, Any]) -> str:
        """The provider's id of the checkout that a guest opens."""
        opened = guest.post(f"/bookings/{booking['id']}/payment")
        assert opened.status_code == 200, opened.text
        page = opened.json()["checkout"]
        return page["order_id"] if isinstance(page, dict) else page.rpartition("/")[2]

    def until(self, guest: Person, booking: dict[str, Any], status: str) -> dict[str, Any]:
        def found() -> dict[str, Any] | None:
            now = guest.get(f"/bookings/{booking['id']}").json()["booking"]
            return now if now["status"] == status else None

        return wait_until(found, 30, lambda: f"not {status}: {guest.get('/bookings').text}\n{self.services.logs()}")


@pytest.fixture(scope="module", params=["stripe", "razorpay"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    api = StripeStandIn() if request.param == "stripe" else RazorpayStandIn()
    with closing(api), Services(extra=SETTINGS[request.param](api.url)) as services:
        yield Shop(request.param, api, services)


def test_alice_pays_is_booked_cancels_and_gets_everything_back(shop: Shop) -> None:
    guest, booking = shop.held()
    ref = shop.checkout(guest, booking)
    assert shop.checkout(guest, booking) == ref  # in another window
    paid = requests.post(f"{shop.api.url}/pay/{ref}", data={"action": "Pay"}, allow_redirects=False, timeout=10)
    assert paid.status_code == 303
    booked = shop.until(guest, booking, "booked")
    assert (booked["payment_status"], booked["amount_paid"]) == ("success", 3900)
    assert guest.cancel(booking["id"]).status_code == 200
    refunded = shop.until(guest, booking, "refunded")
    assert refunded["refund_status"] == "processed"
    assert len([one for one in shop.api.asked if one.method == "POST" and "refund" in one.path]) == 1


def test_a_declined_guest_pays_at_the_second_attempt(shop: Shop) -> None:
    guest, booking = shop.held()
    ref = shop.checkout(guest, booking)
    shop.api.decline(ref)
    assert shop.checkout(guest, booking) == ref
    shop.api.pay(ref)
    shop.until(guest, booking, "booked")


def test_no_event_comes_and_asking_finds_the_payment_even_if_the_provider_fails_first(shop: Shop) -> None:
    guest, booking = shop.held()
    ref = shop.checkout(guest, booking)
    where, shop.api.send_events_to = shop.api.send_events_to, ""
    shop.api.pay(ref)
    shop.api.fault(DOWN, CUT)
    assert guest.post(f"/bookings/{booking['id']}/payment/returned").status_code == 202
    shop.until(guest, booking, "booked")
    shop.api.send_events_to = where


def test_no_secret_of_the_provider_is_in_a_log(shop: Shop) -> None:
    guest, booking = shop.held()
    shop.checkout(guest, booking)
    logs = "".join(process.log.read_text(errors="replace") for process in shop.services.processes)
    secrets = [stripe_api.KEY, stripe_api.WEBHOOK_SECRET, razorpay_api.KEY_SECRET, razorpay_api.WEBHOOK_SECRET]
    assert not [secret for secret in secrets if secret in logs]
