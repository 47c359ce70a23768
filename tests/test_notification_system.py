"""The notification API as outside systems call it: `python tests/test_notification_system.py` while the services run.

Signs in as the demo data's admin (or CHECK_ADMIN and CHECK_ADMIN_PASSWORD), makes an API key for the check and
revokes it at the end.
"""

import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.checks import Addresses, CheckFailed, run_as_script

API = "/api/v1/booking-notifications"
ARRIVES_WITHIN = 60.0  # seconds
SCOPES = ["notifications:send", "notifications:read", "notifications:retry"]
# The documented payload, word for word: its date lies in the past.
DOCUMENTED = {
    "booking_id": "uuid",
    "user_id": "uuid",
    "customer_name": "John Doe",
    "customer_email": "john@example.com",
    "customer_phone": "+1234567890",
    "barbershop_name": "Mike's Barbershop",
    "barber_name": "Mike",
    "service_name": "Haircut",
    "appointment_date": "2024-01-15T14:00:00Z",
    "appointment_duration": 30,
    "total_price": 25.00,
    "booking_status": "confirmed",
}


class Caller:
    """One caller of the main API, by its bearer token."""

    def __init__(self, base: str, token: str = ""):
        import requests

        self._base = base
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {token}"

    def ask(self, method: str, path: str, body: Any = None, *, expect: int) -> dict[str, Any]:
        try:
            response = self._http.request(method, self._base + path, json=body, timeout=15)
        except OSError as error:  # requests' errors are OSErrors
            raise CheckFailed(f"Nothing answers at {self._base}: run python start_services.py.") from error
        if response.status_code != expect:
            raise CheckFailed(
                f"{method} {path} answered {response.status_code} instead of {expect}: {response.text[:300]}"
            )
        return response.json()


def check_notification_system(addresses: Addresses) -> Iterator[str]:
    main = os.environ.get("FAST_API_BACKEND_URL") or addresses.main_url
    health = Caller(main).ask("GET", f"{API}/health", expect=200)
    yield f"health: the notification API at {main} is {health['status']}"
    admin = sign_in_as_admin(main)
    made = admin.ask("POST", "/api/admin/api-keys", {"name": "Check script", "scopes": SCOPES}, expect=201)
    yield f"an admin makes the API key {made['api_key']['prefix']}..., shown once"
    try:
        yield from check_as_outside_system(Caller(main, made["key"]), admin)
    finally:
        admin.ask("POST", f"/api/admin/api-keys/{made['api_key']['id']}/revoke", expect=200)
    Caller(main, made["key"]).ask("GET", f"{API}/notifications/pending", expect=401)
    yield "the revoked key opens nothing any more"


def check_as_outside_system(system: Caller, admin: Caller) -> Iterator[str]:
    accepted = system.ask("POST", f"{API}/booking-confirmed", DOCUMENTED, expect=202)
    statuses = statuses_of(system, accepted)
    reminders = [one for one in statuses if one["type"].startswith("reminder")]
    if not reminders or {one["status"] for one in reminders} != {"skipped"}:
        raise CheckFailed(f"The reminders of a date in the past are not skipped: {reminders}")
    yield f"booking-confirmed: the documented example is accepted, its {len(reminders)} reminders (past) are skipped"

    booking = coming_booking()
    confirmed = system.ask("POST", f"{API}/booking-confirmed", booking, expect=202)
    mail = wait_for_mail(system, admin, confirmed, booking["customer_email"])
    yield f"booking-confirmed: the mail arrived: {mail['subject']}"
    planned = [one for one in statuses_of(system, confirmed) if one["status"] == "planned"]
    if not planned:
        raise CheckFailed("No reminder is planned for a booking in three days.")
    yield f"{len(planned)} reminders are planned, the first for {min(one['scheduled_for'] for one in planned)}"

    paid = {**booking, "payment_status": "success", "payment_method": "card", "payment_id": "pay_1"}
    mail = wait_for_mail(
        system, admin, system.ask("POST", f"{API}/payment-confirmed", paid, expect=202), booking["customer_email"]
    )
    yield f"payment-confirmed: the mail arrived: {mail['subject']}"

    wanted = {**booking, "hours_before": 5, "channels": ["email"]}
    scheduled = system.ask("POST", f"{API}/appointment-reminders/schedule", wanted, expect=202)
    pending = system.ask("GET", f"{API}/notifications/pending?limit=50&offset=0", expect=200)
    if scheduled["notification_id"] not in {one["id"] for one in pending["notifications"]}:
        raise CheckFailed("A reminder that was just planned is not among the pending notifications.")
    yield f"appointment-reminders/schedule: planned five hours before; {pending['total']} notifications are pending"

    sent = next(one for one in statuses_of(system, confirmed) if one["channel"] == "email" and one["status"] == "sent")
    system.ask("POST", f"{API}/notifications/{sent['id']}/retry", expect=409)
    yield "a notification that was sent cannot be sent again by a retry"

    cancelled = {**booking, "cancellation_reason": "Illness", "refund_amount": 25.0}
    gone = system.ask("POST", f"{API}/booking-cancelled", cancelled, expect=202)
    mail = wait_for_mail(system, admin, gone, booking["customer_email"])
    if any(one["status"] == "planned" for one in statuses_of(system, confirmed)):
        raise CheckFailed("A reminder of a cancelled booking is still planned.")
    yield f"booking-cancelled: the mail arrived: {mail['subject']}; the reminders are withdrawn"

    for path in ("waitlist-place", "request-approved", "request-declined"):
        booking = coming_booking()
        told = system.ask("POST", f"{API}/{path}", booking, expect=202)
        mail = wait_for_mail(system, admin, told, booking["customer_email"])
        yield f"{path}: the mail arrived: {mail['subject']}"

    wizard = system.ask("POST", f"{API}/webhooks/booking-wizard", wizard_event(), expect=202)
    yield f"webhooks/booking-wizard: accepted, {len(wizard['notification_ids'])} notifications"


def sign_in_as_admin(main: str) -> Caller:
    name = os.environ.get("CHECK_ADMIN", "admin")
    password = os.environ.get("CHECK_ADMIN_PASSWORD", "admin123")
    field = "email" if "@" in name else "username"
    try:
        response = Caller(main).ask("POST", "/auth/login", {field: name, "password": password}, expect=200)
    except CheckFailed as error:
        raise CheckFailed(f"{error} Set CHECK_ADMIN and CHECK_ADMIN_PASSWORD to those of an admin.") from error
    return Caller(main, response["access_token"])


def coming_booking() -> dict[str, Any]:
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=3)
    return {
        **DOCUMENTED,
        "booking_id": str(uuid.uuid4()),
        "user_id": str(uuid.uuid4()),
        "customer_email": f"john.{uuid.uuid4().hex[:12]}@example.com",
        "customer_phone": "+14155550132",
        "appointment_date": start.isoformat(),
    }


def wizard_event() -> dict[str, Any]:
    booking = coming_booking()
    customer = {
        "userId": booking["user_id"],
        "name": "John Doe",
        "email": booking["customer_email"],
        "phone": "+14155550132",
    }
    return {
        "event_type": "booking_completed",
        "booking_data": {
            "bookingId": booking["booking_id"],
            "customerInfo": customer,
            "locationDetails": {"name": "Mike's Barbershop"},
            "barberDetails": {"name": "Mike"},
            "serviceDetails": {"name": "Haircut"},
            "dateTime": booking["appointment_date"],
            "duration": 30,
            "price": 25.00,
            "paymentMethod": "card",
            "paymentStatus": "paid",
        },
        "timestamp": datetime.now(timezone.utc).isoformat(),
        "source": "booking_wizard",
    }


def statuses_of(system: Caller, accepted: dict[str, Any]) -> list[dict[str, Any]]:
    return [system.ask("GET", f"{API}/notifications/{one}/status", expect=200) for one in accepted["notification_ids"]]


def wait_for_mail(system: Caller, admin: Caller, accepted: dict[str, Any], address: str) -> dict[str, Any]:
    """Wait until the e-mail of this response is sent, and return it from the development mailbox."""

    def sent() -> dict[str, Any] | None:
        emails = [one for one in statuses_of(system, accepted) if one["channel"] == "email"]
        return next((one for one in emails if one["status"] == "sent"), None)

    status = wait_until(sent, "the mail is not sent: is the worker running, and a mail server set up?")
    messages = admin.ask("GET", "/api/mailbox?channel=email", expect=200)["messages"]
    mine = [one for one in messages if address in one["to"]]
    if not mine:
        raise CheckFailed(f"Notification {status['id']} is sent, but no mail to {address} is in the mailbox.")
    return mine[0]


def wait_until(look: Callable[[], dict[str, Any] | None], otherwise: str) -> dict[str, Any]:
    until = time.monotonic() + ARRIVES_WITHIN
    while time.monotonic() < until:
        found = look()
        if found is not None:
            return found
        time.sleep(0.2)
    raise CheckFailed(f"After {ARRIVES_WITHIN:.0f} s {otherwise}")


def test_the_documented_notification_flow_works(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from tests.support.people import PASSWORD, register_with_role
    from tests.support.services import Services

    with Services(mailbox=True) as services:
        admin = register_with_role(services, "Noor", "admin")
        monkeypatch.setenv("CHECK_ADMIN", admin.email)
        monkeypatch.setenv("CHECK_ADMIN_PASSWORD", PASSWORD)
        addresses = Addresses(services.main_url, services.real_crm_url, services.token)
        assert len(list(check_notification_system(addresses))) == 14


if __name__ == "__main__":
    run_as_script(check_notification_system, needs="requests")
