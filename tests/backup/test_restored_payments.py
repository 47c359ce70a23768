"""After a restore no guest gets the same money back twice, and nobody gets the checkout of a payment that was lost."""

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
import sqlalchemy as sa

from tests.backup.test_restored_installation import command
from tests.support.database import rows
from tests.support.payment_settings import SETTINGS, WEBHOOKS
from tests.support.people import Person, new_session, register, register_with_role
from tests.support.provider_stand_in import ProviderStandIn
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.rounds import thorough
from tests.support.services import Services, wait_until
from tests.support.stripe_stand_in import StripeStandIn

OF_BOOKING = sa.text(
    "SELECT refunds.kind, refunds.state FROM refunds JOIN payments ON payments.id = refunds.payment_id"
    " JOIN bookings ON bookings.order_id = payments.order_id WHERE bookings.id = :booking"
)


class Shop:
    def __init__(self, name: str, api: ProviderStandIn, services: Services) -> None:
        self.api, self.services = api, services
        api.send_events_to = f"{services.main_url}{WEBHOOKS}/{name}"
        start = datetime.now(timezone.utc) + timedelta(days=20)
        dates = [new_session(start, capacity=9, price_cents=3900, currency="INR", payment_terms="pay_online")]
        ladder = [{"days_before": 14, "percent": 50}]  # so that the provider would take the refund a second time
        event = {"title": "Slow Flow", "time_zone": "Asia/Kolkata", "refund_ladder": ladder, "sessions": dates}
        created = register_with_role(services, "Priya", "facilitator").post("/events", event)
        assert created.status_code == 201, created.text
        self.session_id = created.json()["event"]["sessions"][0]["id"]

    def checkout(self, guest: Person) -> tuple[int, str]:
        """The booking that a guest holds, and the provider's id of its checkout."""
        booked = guest.book(self.session_id)
        assert booked.status_code == 201, booked.text
        booking = booked.json()["booking"]["id"]
        opened = guest.post(f"/bookings/{booking}/payment")
        assert opened.status_code == 200, opened.text
        page = opened.json()["checkout"]
        return booking, page["order_id"] if isinstance(page, dict) else page.rpartition("/")[2]

    def pays(self, guest: Person) -> int:
        booking, ref = self.checkout(guest)
        self.api.pay(ref)
        self.until(guest, booking, status="booked")
        return booking

    def until(self, guest: Person, booking: int, **expected: Any) -> None:
        def found() -> bool:
            now = guest.get(f"/bookings/{booking}").json()["booking"]
            return {name: now[name] for name in expected} == expected

        wait_until(found, 40, lambda: f"not {expected}: {guest.get('/bookings').text}\n{self.services.logs()}")

    @property
    def refunds(self) -> int:
        """How often a refund was asked for."""
        return len([one for one in self.api.asked if one.method == "POST" and "refund" in one.path])


@pytest.fixture(params=["stripe", "razorpay"] if thorough() else ["stripe"])
def shop(request: pytest.FixtureRequest) -> Iterator[Shop]:
    api = StripeStandIn() if request.param == "stripe" else RazorpayStandIn()
    with closing(api), Services(extra=SETTINGS[request.param](api.url)) as services:
        yield Shop(request.param, api, services)


def test_nobody_is_refunded_twice_and_no_checkout_is_taken_for_another(shop: Shop) -> None:
    services = shop.services
    bala, clara, ella = (register(services, name) for name in ("Bala", "Clara", "Ella"))
    balas, claras, ellas = (shop.pays(guest) for guest in (bala, clara, ella))
    (worker,) = services.worker_processes
    worker.stop()
    assert ella.cancel(ellas).status_code == 200  # her refund is open when the backup is made
    file = str(services.directory / "one.backup")
    done = command(services, "backup", file)
    assert done.returncode == 0, done.stderr

    worker.start()
    assert clara.cancel(claras).status_code == 200
    for guest, booking in ((clara, claras), (ella, ellas)):
        shop.until(guest, booking, refund_status="processed")
    _, doras_ref = shop.checkout(register(services, "Dora"))
    shop.api.send_events_to, events = "", shop.api.send_events_to
    shop.api.pay(doras_ref)
    assert shop.refunds == 2
    for process in services.processes:
        process.stop()
    done = command(services, "restore", file, "--yes")
    assert done.returncode == 0, done.stderr
    for process in services.processes:
        process.start()
    services.wait_ready()
    shop.api.send_events_to = events

    for guest in (bala, clara, ella):
        guest.sign_in()
    shop.until(ella, ellas, refund_status="processed")
    assert bala.cancel(balas).status_code == 200  # her refund has the id that Clara's had
    shop.until(bala, balas, refund_status="processed")
    assert clara.get(f"/bookings/{claras}").json()["booking"]["status"] == "booked"
    assert clara.cancel(claras).status_code == 200

    def claras_refunds() -> list[tuple[str, str]]:
        found = rows(services.main_database, OF_BOOKING.bindparams(booking=claras))
        return sorted((row.kind, row.state) for row in found)

    wait_until(
        lambda: claras_refunds() == [("cancelled", "failed"), ("provider", "processed")],
        40,
        lambda: str(claras_refunds()),
    )
    assert shop.refunds == 3
    finn = register(services, "Finn")
    booking, ref = shop.checkout(finn)
    assert ref != doras_ref
    shop.api.pay(ref)
    shop.until(finn, booking, status="booked")
