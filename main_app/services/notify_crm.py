"""The client of the CRM."""

import logging
import time
from collections.abc import Mapping, Sequence
from typing import Any

import requests
from flask import current_app, has_app_context
from tenacity import Retrying, retry_if_exception, stop_after_attempt, wait_incrementing

from main_app.settings import MainSettings
from service_kit import clock
from service_kit.http_client import HttpResponse, bounded_session, send
from service_kit.ids import new_id

# The response to a batch has a result for each of up to 100 notifications.
MAX_BATCH_RESPONSE_BYTES = 256 * 1024
COMPARISON_SECONDS = 60.0  # the CRM reads all its bookings
QUICK_ATTEMPTS = 4  # with 1, 2 and 3 seconds between them

logger = logging.getLogger(__name__)


class CRMError(Exception):
    """The CRM answered with an error. `status` is the HTTP status."""

    def __init__(self, status: int, detail: str):
        super().__init__(f"the CRM answered {status}: {detail}")
        self.status = status


def _is_transient(error: BaseException) -> bool:
    if isinstance(error, CRMError):
        return error.status >= 500 or error.status in (408, 429)
    return isinstance(error, requests.ConnectionError | requests.Timeout)


class CRMNotificationService:
    """Sends notifications to the CRM.

    The outbox calls `post_one` and `post_batch`, which make one attempt, and does the retries. The methods `send_...`
    are for programs that notify the CRM without the outbox: they make up to QUICK_ATTEMPTS attempts, and raise.

    Address and token come from the arguments, else from Flask's config, else from the environment, else they are the
    defaults. Works with and without an application context. Connections are pooled.
    """

    def __init__(self, base_url: str | None = None, auth_token: str | None = None):
        config: Mapping[str, Any] = current_app.config if has_app_context() else {}
        base_url = base_url or config.get("CRM_BASE_URL")
        auth_token = auth_token or config.get("CRM_AUTH_TOKEN")
        settings = current_app.extensions.get("settings") if has_app_context() else None
        if settings is None:
            # With both arguments the environment is not read, and the timeouts are the defaults.
            settings = MainSettings.model_construct() if base_url and auth_token else MainSettings.load()
        self.base_url = (base_url or settings.crm_base_url).rstrip("/")
        self.auth_token = auth_token or settings.service_token
        self.request_timeout = float(settings.crm_request_timeout)
        self.health_timeout = float(settings.crm_health_timeout)
        self.probe_timeout = float(settings.crm_probe_timeout)
        self._session = bounded_session()

    def send_notification(
        self,
        notification_type: str,
        user_id: int,
        message: str,
        additional_data: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Send a general notification and return the CRM's response.

        Transient failures are retried after 1, 2 and 3 seconds with the same id, so that the CRM stores the
        notification once. Raises CRMError or requests.RequestException.
        """
        payload: dict[str, Any] = {
            "notification_type": notification_type,
            "user_id": user_id,
            "message": message,
        }
        if additional_data is not None:
            payload["additional_data"] = additional_data
        event_id = new_id("evt")
        retrying = Retrying(
            stop=stop_after_attempt(QUICK_ATTEMPTS),
            wait=wait_incrementing(start=1, increment=1),
            retry=retry_if_exception(_is_transient),
            reraise=True,
        )
        return retrying(self._send_once, event_id, payload)

    def send_booking_notification(
        self,
        booking_id: int,
        user_id: int,
        session_id: int,
        action: str,
        additional_data: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Notify the CRM that a booking was created, cancelled or reactivated."""
        return self.send_notification(
            f"booking_{action}",
            user_id,
            f"Booking {booking_id} {action}",
            {"booking_id": booking_id, "session_id": session_id, "action": action} | (additional_data or {}),
        )

    def send_event_notification(
        self, event_id: int, user_id: int, action: str, additional_data: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Notify the CRM that an event was created, updated or deleted."""
        return self.send_notification(
            f"event_{action}",
            user_id,
            f"Event {event_id} {action}",
            {"event_id": event_id, "action": action} | (additional_data or {}),
        )

    def test_connection(self) -> bool:
        """Whether the CRM answers its health check in time."""
        try:
            return self._send("GET", "/health", deadline=self.health_timeout).status == 200
        except requests.RequestException:
            return False

    def post_one(self, event_id: str, payload: dict[str, Any]) -> HttpResponse:
        """Make one attempt to send one notification. Returns the response, also an error."""
        return self._post("/notify", payload, self.request_timeout, {"webhook-id": event_id})

    def post_batch(self, notifications: Sequence[tuple[str, dict[str, Any]]]) -> HttpResponse:
        """Make one attempt to send a batch. An empty one stores nothing but shows whether the CRM accepts messages."""
        body = {"notifications": [{"id": event_id, "data": data} for event_id, data in notifications]}
        deadline = self.request_timeout if notifications else self.probe_timeout
        return self._post("/notify/batch", body, deadline, {}, MAX_BATCH_RESPONSE_BYTES)

    def post_registration(self, event_id: str, payload: dict[str, Any]) -> HttpResponse:
        """Make one attempt to send a new customer to the CRM's approval queue."""
        return self._post("/webhooks/customer-registration", payload, self.request_timeout, {"webhook-id": event_id})

    def has_notification(self, event_id: str) -> bool:
        """Whether the CRM lists this notification among its newest. Raises requests.RequestException."""
        response = self._send(
            "GET",
            "/notifications?limit=50",
            deadline=self.health_timeout,
            headers={"Authorization": f"Bearer {self.auth_token}"},
            max_response_bytes=MAX_BATCH_RESPONSE_BYTES,
        )
        listed = response.json()["notifications"] if response.status == 200 else []
        return any(notification["notification_id"] == event_id for notification in listed)

    def compared(self, path: str, booking_ids: Sequence[int] = ()) -> dict[str, Any]:
        """Ask for what is compared with the main API's bookings, below /api/reconciliation/.

        Raises CRMError, and requests.RequestException if the CRM can't be reached or gives another response.
        """
        response = self._send(
            "POST" if booking_ids else "GET",
            f"/api/reconciliation/{path}",
            deadline=COMPARISON_SECONDS,
            body={"booking_ids": list(booking_ids)} if booking_ids else None,
            headers={"Authorization": f"Bearer {self.auth_token}"},
            max_response_bytes=MAX_BATCH_RESPONSE_BYTES,
        )
        if response.status != 200:
            raise CRMError(response.status, response.detail())
        return response.json()

    def _send_once(self, event_id: str, payload: dict[str, Any]) -> dict[str, Any]:
        response = self.post_one(event_id, payload)
        if not 200 <= response.status < 300:
            raise CRMError(response.status, response.detail())
        body = response.json()
        if not isinstance(body, dict):
            raise ValueError("the CRM's response is not a JSON object")
        return body

    def _post(
        self, path: str, body: Any, deadline: float, headers: dict[str, str], largest: int = 64 * 1024
    ) -> HttpResponse:
        return self._send(
            "POST",
            path,
            deadline=deadline,
            body=body,
            headers={
                "Authorization": f"Bearer {self.auth_token}",
                "webhook-timestamp": str(int(clock.now().timestamp())),
                **headers,
            },
            max_response_bytes=largest,
        )

    def _send(self, method: str, path: str, **options: Any) -> HttpResponse:
        started = time.monotonic()
        try:
            response = send(self._session, method, self.base_url + path, **options)
        except requests.RequestException as error:
            seconds = time.monotonic() - started
            logger.warning("CRM %s %s failed after %.3f s: %s", method, path, seconds, type(error).__name__)
            raise
        level = logging.INFO if response.status < 400 else logging.WARNING
        logger.log(level, "CRM %s %s answered %s in %.3f s", method, path, response.status, time.monotonic() - started)
        return response
