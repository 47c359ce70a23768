"""A booking reaches the facilitator: `python tests/test_crm_booking_notification.py` while the services run.

Registers somebody, books a session, waits for the notification at the CRM, cancels, and waits for that too.
"""

import json
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import ProxyHandler, Request, build_opener

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.checks import Addresses, CheckFailed, run_as_script

ARRIVES_WITHIN = 60.0  # seconds
DIRECT = build_opener(ProxyHandler({}))


def check_booking_notification(addresses: Addresses) -> Iterator[str]:
    main, crm = addresses.main_url, addresses.crm_url
    call("the CRM", "GET", f"{crm}/health", expect=200)
    yield f"the CRM answers at {crm}"
    call("the main API", "GET", f"{main}/health", expect=200)
    yield f"the main API answers at {main}"

    account = {"name": "Check Script", "email": f"check.{uuid.uuid4().hex}@example.com", "password": uuid.uuid4().hex}
    call("registration", "POST", f"{main}/auth/register", account, expect=201)
    credentials = {"email": account["email"], "password": account["password"]}
    token = call("login", "POST", f"{main}/auth/login", credentials, expect=200)["access_token"]
    yield f"{account['email']} is registered and signed in"

    sessions = call("sessions", "GET", f"{main}/sessions?status=upcoming&free_places=true&price_max=0", expect=200)[
        "sessions"
    ]
    if not sessions:
        raise CheckFailed(
            "No upcoming session is free and has a place left: start without --no-demo, or create an event."
        )
    session = sessions[0]
    wanted = {"session_id": session["id"]}
    booking = call("booking", "POST", f"{main}/bookings/book", wanted, expect=201, token=token)["booking"]
    yield f"session {session['id']} ({session['title']}) is booked: booking {booking['id']}"

    data = wait_for(addresses, booking["id"], "created")
    expected = {
        "booking_id": booking["id"],
        "facilitator_id": session["facilitator_id"],
        "user e-mail": account["email"],
        "event title": session["event_title"],
    }
    stored = {
        "booking_id": data["booking_id"],
        "facilitator_id": data["facilitator_id"],
        "user e-mail": data["user"]["email"],
        "event title": data["event"]["title"],
    }
    if stored != expected:
        raise CheckFailed(f"The CRM stored {stored} where {expected} was booked.")
    yield f"the CRM has the notification for facilitator {data['facilitator_id']}, with what was booked"

    call("cancelling", "POST", f"{main}/bookings/cancel/{booking['id']}", {}, expect=200, token=token)
    wait_for(addresses, booking["id"], "cancelled")
    yield "the booking is cancelled and the CRM knows"


def wait_for(addresses: Addresses, booking_id: int, action: str) -> dict[str, Any]:
    """The data of the one notification of `action` for the booking, once the worker has delivered it."""
    address = f"{addresses.crm_url}/notifications?booking_id={booking_id}&action={action}"
    deadline = time.monotonic() + ARRIVES_WITHIN
    while True:
        found = call("notifications", "GET", address, expect=200, token=addresses.token)["notifications"]
        if len(found) > 1:
            raise CheckFailed(f"The CRM stored the notification '{action}' of booking {booking_id} {len(found)} times.")
        if found:
            return found[0]["data"]
        if time.monotonic() > deadline:
            raise CheckFailed(
                f"The notification '{action}' of booking {booking_id} is not at the CRM after {ARRIVES_WITHIN:.0f} s: "
                "is the worker running (python -m main_app.worker), and its CRM_AUTH_TOKEN the CRM's?"
            )
        time.sleep(0.1)


def call(what: str, method: str, address: str, body: Any = None, *, expect: int, token: str = "") -> dict[str, Any]:
    """Make one request and return its JSON. Raises CheckFailed where the status is not `expect`."""
    headers = {"Content-Type": "application/json"} if body is not None else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    try:
        with DIRECT.open(Request(address, data, headers, method=method), timeout=10) as response:
            status, text = response.status, response.read().decode()
    except HTTPError as error:
        status, text = error.code, error.read().decode(errors="replace")
    except (URLError, OSError) as error:
        raise CheckFailed(f"{what}: nothing answers at {address} ({error}); run python start_services.py.") from None
    if status != expect:
        raise CheckFailed(f"{what}: {method} {address} answered {status} where {expect} was expected: {text[:300]}")
    return json.loads(text)


def test_a_booking_reaches_the_facilitator(services, facilitator) -> None:  # type: ignore[no-untyped-def]
    facilitator.create_event(title="Checked by script")
    addresses = Addresses(services.main_url, services.real_crm_url, services.token)
    assert len(list(check_booking_notification(addresses))) == 6


if __name__ == "__main__":
    run_as_script(check_booking_notification, needs="json")
