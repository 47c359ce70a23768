"""CRMNotificationService against a running CRM: `python tests/test_notify_crm.py`."""

import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.support.checks import Addresses, CheckFailed, run_as_script


def check_notify_crm(addresses: Addresses) -> Iterator[str]:
    import requests

    from main_app.services.notify_crm import CRMNotificationService

    crm = CRMNotificationService(addresses.crm_url, addresses.token)
    if not crm.test_connection():
        raise CheckFailed(f"Nothing healthy answers at {addresses.crm_url}: run python start_services.py.")
    yield f"test_connection: the CRM answers at {addresses.crm_url}"

    mark = f"check {uuid.uuid4().hex}"
    try:
        responses = {
            "send_notification": crm.send_notification(
                notification_type="user_registered",
                user_id=123,
                message=f"New user registered, {mark}",
                additional_data={"email": "user@example.com"},
            ),
            "send_booking_notification (created)": crm.send_booking_notification(
                booking_id=456,
                user_id=123,
                session_id=789,
                action="created",
                additional_data={"session_name": "Yoga Class"},
            ),
            "send_booking_notification (cancelled)": crm.send_booking_notification(
                booking_id=456, user_id=123, session_id=789, action="cancelled"
            ),
            "send_event_notification (created)": crm.send_event_notification(
                event_id=101, user_id=123, action="created", additional_data={"event_name": "Summer Festival"}
            ),
            "send_event_notification (updated)": crm.send_event_notification(
                event_id=101, user_id=123, action="updated"
            ),
        }
    except Exception as error:
        raise CheckFailed(f"A notification was not accepted ({error}): is CRM_AUTH_TOKEN the CRM's?") from error
    for method, response in responses.items():
        if not {"message", "notification_id", "timestamp"} <= response.keys():
            raise CheckFailed(f"{method}: the CRM's response lacks a documented field: {response}")
        yield f"{method}: accepted as {response['notification_id']}"

    stored = requests.get(
        f"{addresses.crm_url}/notifications",
        params={"search": mark},
        headers={"Authorization": f"Bearer {addresses.token}"},
        timeout=10,
    )
    if stored.status_code != 200 or stored.json()["count"] != 1:
        raise CheckFailed(f"The notification is not stored exactly once: {stored.status_code} {stored.text[:300]}")
    yield "what was sent is stored, once"

    try:
        CRMNotificationService(addresses.crm_url, "not-the-token").send_notification("check", 1, mark)
    except Exception as error:
        if "401" not in str(error):
            raise CheckFailed(f"A wrong token was refused for the wrong reason: {error}") from error
        yield "a wrong token is refused"
    else:
        raise CheckFailed("The CRM accepted a notification with a wrong token.")


def test_the_notification_service_speaks_to_the_crm(services) -> None:  # type: ignore[no-untyped-def]
    addresses = Addresses(services.main_url, services.real_crm_url, services.token)
    assert len(list(check_notify_crm(addresses))) == 8


if __name__ == "__main__":
    run_as_script(check_notify_crm, needs="tenacity")
