"""Alice pays through Stripe and Razorpay: their real libraries speak to stand-ins, whose events come twice."""

from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from tests.support import razorpay_stand_in as razorpay_api
from tests.support import stripe_stand_in as stripe_api
from tests.support.paying_shop import PayingShop
from tests.support.provider_stand_in import CUT, DOWN
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.stripe_stand_in import StripeStandIn


@pytest.fixture(scope="module", params=["stripe", "razorpay"])
def shop(request: pytest.FixtureRequest) -> Iterator[PayingShop]:
    api = StripeStandIn() if request.param == "stripe" else RazorpayStandIn()
    with closing(api), PayingShop.open(request.param, api) as shop:
        yield shop


def test_alice_pays_is_booked_cancels_and_gets_everything_back(shop: PayingShop) -> None:
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


def test_a_declined_guest_pays_at_the_second_attempt(shop: PayingShop) -> None:
    guest, booking = shop.held()
    ref = shop.checkout(guest, booking)
    shop.api.decline(ref)
    assert shop.checkout(guest, booking) == ref
    shop.api.pay(ref)
    shop.until(guest, booking, "booked")


def test_no_event_comes_and_asking_finds_the_payment_even_if_the_provider_fails_first(shop: PayingShop) -> None:
    guest, booking = shop.held()
    ref = shop.checkout(guest, booking)
    where, shop.api.send_events_to = shop.api.send_events_to, ""
    shop.api.pay(ref)
    shop.api.fault(DOWN, CUT)
    assert guest.post(f"/bookings/{booking['id']}/payment/returned").status_code == 202
    shop.until(guest, booking, "booked")
    shop.api.send_events_to = where


def test_no_secret_of_the_provider_is_in_a_log(shop: PayingShop) -> None:
    guest, booking = shop.held()
    shop.checkout(guest, booking)
    logs = "".join(process.log.read_text(errors="replace") for process in shop.services.processes)
    secrets = [stripe_api.KEY, stripe_api.WEBHOOK_SECRET, razorpay_api.KEY_SECRET, razorpay_api.WEBHOOK_SECRET]
    assert not [secret for secret in secrets if secret in logs]
