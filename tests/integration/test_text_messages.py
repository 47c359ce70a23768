"""A text message from the booking to Twilio, and Twilio's report back, by running services."""

import base64
import hashlib
import hmac
from collections.abc import Callable

import requests

from tests.support.people import confirm_phone, register, register_with_role
from tests.support.services import Services, wait_until
from tests.support.twilio import Twilio

NUMBER = "+351912345678"


def test_asha_gets_a_text_and_its_failure_is_seen_on_her_booking(
    start_services: Callable[..., Services], twilio: Twilio
) -> None:
    account = {"TWILIO_ACCOUNT_SID": twilio.account, "TWILIO_AUTH_TOKEN": twilio.token}
    services = start_services(extra={**account, "TWILIO_PHONE_NUMBER": "+15005550006", "TWILIO_API_BASE": twilio.url})
    asha = confirm_phone(register(services, "Asha"), NUMBER)
    session = register_with_role(services, "Priya", "facilitator").create_event(title="Sunrise Sit")["sessions"][0]
    booking = asha.book(session["id"]).json()["booking"]["id"]
    wait_until(lambda: twilio.sent, 15, services.logs)
    text = twilio.sent[0]
    assert (text["To"], text["From"]) == (NUMBER, "+15005550006")
    assert text["Body"].startswith("You're booked: Sunrise Sit, ")
    assert text["StatusCallback"].startswith(services.main_url)

    def state() -> str:
        planned = asha.get(f"/bookings/{booking}/messages").json()["messages"]
        [of_text] = [one for one in planned if (one["kind"], one["channel"]) == ("booking_confirmed", "sms")]
        return of_text["state"]

    wait_until(lambda: state() == "sent", 15, services.logs)
    first_sid = f"SM{1:032x}"
    report = {"MessageSid": first_sid, "MessageStatus": "undelivered", "ErrorCode": "30003", "To": NUMBER}
    assert post(text["StatusCallback"], report, "guessed").status_code == 403
    assert state() == "sent"
    assert post(text["StatusCallback"], report, twilio.token).status_code == 200
    assert state() == "failed"


def post(url: str, form: dict[str, str], token: str) -> requests.Response:
    """A report as Twilio signs it (https://www.twilio.com/docs/usage/webhooks/webhooks-security)."""
    text = url + "".join(name + form[name] for name in sorted(form))
    signature = base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()
    return requests.post(url, data=form, headers={"X-Twilio-Signature": signature}, timeout=30)
