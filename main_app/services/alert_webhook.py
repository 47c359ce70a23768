"""Posts alerts to a webhook, for example of a chat or a pager."""

from typing import Any

from service_kit.http_client import HttpResponse, bounded_session, send

TIMEOUT = 10.0


class AlertWebhook:
    def __init__(self, url: str):
        self._url = url
        self._session = bounded_session(pool_size=2)

    def post(self, event_id: str, payload: dict[str, Any]) -> HttpResponse:
        """Make one attempt. Raises requests.RequestException if there is no response."""
        return send(self._session, "POST", self._url, deadline=TIMEOUT, body=payload, headers={"webhook-id": event_id})
