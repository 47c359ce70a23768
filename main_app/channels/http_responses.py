"""The outcomes of HTTP responses, and of requests without a response."""

from typing import Any

import requests

from main_app.outbox.retry_policy import Outcome, Retry, classify_status, parse_retry_after
from service_kit import clock
from service_kit.http_client import HttpResponse


def failure(response: HttpResponse) -> Outcome | None:
    """The outcome of a response that is not a success; None for a success."""
    if 200 <= response.status < 300:
        return None
    retry_after = parse_retry_after(response.headers.get("Retry-After"), clock.now())
    return classify_status(response.status, response.detail(), retry_after)


def unreachable(error: requests.RequestException) -> Retry:
    """The outcome of a request without a response."""
    if isinstance(error, requests.Timeout):
        return Retry(f"timeout: {error}")
    if isinstance(error, requests.ConnectionError):
        return Retry("connection failed")
    return Retry(f"{type(error).__name__}: {error}"[:300])


def json_object(response: HttpResponse) -> dict[str, Any]:
    """The response's body if it is a JSON object, else an empty one."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
