"""Running services with one payment provider, and guests who pay there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from tests.support.payment_settings import SETTINGS, WEBHOOKS
from tests.support.people import Person, new_session, register, register_with_role
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.services import Services, wait_until
from tests.support.stripe_stand_in import StripeStandIn

StandIn = StripeStandIn | RazorpayStandIn
CHARGES = ("charge", "payment")  # Stripe's word, and Razorpay's
PRICE = 3900  # paise
ALL_BACK = [{"days_before": 14, "percent": 100}]
LADDER = [{"days_before": 14, "percent": 50}]


class PayingShop:
    """One session in twenty days, which is paid online. Each event of the provider comes twice."""

    def __init__(self, name: str, api: StandIn, services: Services, ladder: list[dict[str, int]]) -> None:
        self.name, self.api, self.services = name, api, services
        api.send_events_to, api.times = f"{services.main_url}{WEBHOOKS}/{name}", 2
        start = datetime.now(timezone.utc) + timedelta(days=20)
        dates = [new_session(start, capacity=999, price_cents=PRICE, currency="INR", payment_terms="pay_online")]
        event = {"title": "Slow Flow", "time_zone": "Asia/Kolkata", "refund_ladder": ladder, "sessions": dates}
        created = register_with_role(services, "Priya", "facilitator").post("/events", event)
        assert created.status_code == 201, created.text
        self.session_id = created.json()["event"]["sessions"][0]["id"]

    @classmethod
    @contextmanager
    def open(cls, name: str, api: StandIn, refund_ladder: list[dict[str, int]] = ALL_BACK) -> Iterator[PayingShop]:
        with Services(extra=SETTINGS[name](api.url)) as services:
            yield cls(name, api, services, refund_ladder)

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

    def at_the_provider(self) -> tuple[dict[str, int], dict[str, int]]:
        """What was taken with each charge, and what of it went back."""
        charges = [one for one in self.api.objects.values() if one.get("object", one.get("entity")) in CHARGES]
        taken = {one["id"]: one["amount"] for one in charges if one["captured"]}
        return taken, {one["id"]: one["amount_refunded"] for one in charges if one["amount_refunded"]}
