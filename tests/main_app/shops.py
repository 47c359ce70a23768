"""The three payment providers with everything around them, so that one test can speak of all."""

import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from typing import Any

from main_app.services.demo_bank import DemoBank, sign
from main_app.services.payment_provider import Checkout, CheckoutRequest, Provider
from main_app.services.razorpay_payments import RazorpayPayments
from main_app.services.stripe_payments import StripePayments
from service_kit import clock
from tests.main_app.bank import KEY, Bank, running_bank
from tests.support import razorpay_stand_in as razorpay_api
from tests.support import stripe_stand_in as stripe_api
from tests.support.provider_stand_in import LOST
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.stripe_stand_in import StripeStandIn

NAMES = ("demo", "stripe", "razorpay")
Event = tuple[bytes, dict[str, str]]
numbers = itertools.count(1000)


def client_of(name: str, base: str, webhook_secret: str | None = None) -> Provider:
    if name == "demo":
        return DemoBank(base, KEY)
    if name == "stripe":
        secret = stripe_api.WEBHOOK_SECRET if webhook_secret is None else webhook_secret
        return StripePayments(stripe_api.KEY, secret, base)
    secret = razorpay_api.WEBHOOK_SECRET if webhook_secret is None else webhook_secret
    return RazorpayPayments(razorpay_api.KEY_ID, razorpay_api.KEY_SECRET, secret, base)


class Shop:
    """A merchant with one provider, and what guests, banks and the dashboard do there."""

    refund_that_fails = 1313  # cents

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        self.client = client_of(name, url)

    def request(self, amount_cents: int = 3900, currency: str = "INR") -> CheckoutRequest:
        number = next(numbers)
        return CheckoutRequest(
            payment_id=number,
            order_id=number + 1,
            booking_id=number + 2,
            amount_cents=amount_cents,
            currency=currency,
            description="Evening Sit, with Priya: ध्यान",
            ends_at=clock.now() + timedelta(minutes=31),
            success_url="https://samaya.example/my-bookings/7?paid=1",
            cancel_url="https://samaya.example/my-bookings/7",
            key=f"payment-{number}",
        )

    def paid(self, amount_cents: int = 3900) -> tuple[CheckoutRequest, Checkout, str]:
        """A request, its checkout and its charge, after a guest paid."""
        request = self.request(amount_cents)
        checkout = self.client.create_checkout(request)
        self.pay(request, checkout)
        (charge,) = self.client.snapshot(checkout.ref).charges
        return request, checkout, charge.ref

    def pay(self, request: CheckoutRequest, checkout: Checkout) -> None: ...

    def decline(self, request: CheckoutRequest, checkout: Checkout) -> None: ...

    def dispute(self, request: CheckoutRequest, charge_ref: str) -> str: ...

    def decide(self, request: CheckoutRequest, dispute_ref: str, guest_wins: bool) -> None: ...

    def let_refunds_fail(self, request: CheckoutRequest, charge_ref: str) -> None: ...

    def lose_next_answer(self) -> None: ...

    def events(self, request: CheckoutRequest, count: int) -> list[Event]:
        """The events about a payment, as they come."""
        ...

    def signed(self, body: dict[str, Any], at: datetime, secret: str | None = None) -> Event:
        """An event as the provider, or somebody with another secret, signs it at that time."""
        ...


class DemoShop(Shop):
    def __init__(self, bank: Bank) -> None:
        super().__init__("demo", bank.url)
        self.bank = bank

    def pay(self, request: CheckoutRequest, checkout: Checkout) -> None:
        assert self.bank.press(request.order_id, "pay").status_code == 303

    def decline(self, request: CheckoutRequest, checkout: Checkout) -> None:
        assert self.bank.press(request.order_id, "decline").status_code == 303

    def dispute(self, request: CheckoutRequest, charge_ref: str) -> str:
        assert self.bank.press(request.order_id, "dispute").status_code == 303
        return ""

    def decide(self, request: CheckoutRequest, dispute_ref: str, guest_wins: bool) -> None:
        action = "lose_dispute" if guest_wins else "win_dispute"
        assert self.bank.press(request.order_id, action).status_code == 303

    def let_refunds_fail(self, request: CheckoutRequest, charge_ref: str) -> None:
        self.events(request, 2)  # the second is of the failure, seconds later

    def lose_next_answer(self) -> None:
        self.bank.answers_lost = 1

    def events(self, request: CheckoutRequest, count: int) -> list[Event]:
        return self.bank.events(request.payment_id, count)

    def signed(self, body: dict[str, Any], at: datetime, secret: str | None = None) -> Event:
        content, timestamp = json.dumps(body).encode(), str(int(at.timestamp()))
        signature = sign(secret or KEY, body["id"], timestamp, content)
        return content, {"webhook-id": body["id"], "webhook-timestamp": timestamp, "webhook-signature": signature}


class StandInShop(Shop):
    def __init__(self, name: str, api: StripeStandIn | RazorpayStandIn) -> None:
        super().__init__(name, api.url)
        self.api = api

    def pay(self, request: CheckoutRequest, checkout: Checkout) -> None:
        self.api.pay(checkout.ref)

    def decline(self, request: CheckoutRequest, checkout: Checkout) -> None:
        self.api.decline(checkout.ref)

    def dispute(self, request: CheckoutRequest, charge_ref: str) -> str:
        return self.api.dispute(charge_ref)

    def decide(self, request: CheckoutRequest, dispute_ref: str, guest_wins: bool) -> None:
        self.api.decide_dispute(dispute_ref, "lost" if guest_wins else "won")

    def let_refunds_fail(self, request: CheckoutRequest, charge_ref: str) -> None:
        self.api.settle_refunds(charge_ref, "failed")

    def lose_next_answer(self) -> None:
        self.api.fault(LOST)

    def events(self, request: CheckoutRequest, count: int) -> list[Event]:
        found = [self.api.signed(event) for event in self.api.events]
        ours = [one for one in found if self.client.read_event(*one).payment_id == request.payment_id]
        assert len(ours) >= count
        return ours

    def signed(self, body: dict[str, Any], at: datetime, secret: str | None = None) -> Event:
        return self.api.signed(body, at=at.timestamp(), secret=secret)


@contextmanager
def open_shop(name: str) -> Iterator[Shop]:
    with ExitStack() as stack:
        if name == "demo":
            yield DemoShop(stack.enter_context(running_bank()))
        elif name == "stripe":
            yield StandInShop(name, stack.enter_context(closing(StripeStandIn())))
        else:
            yield StandInShop(name, stack.enter_context(closing(RazorpayStandIn())))
