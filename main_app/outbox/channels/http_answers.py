"""The outcomes of HTTP answers, and of requests without an answer."""

from typing import Any

import requests

from main_app.outbox.retry_policy import Outcome, Retry, classify_status, parse_retry_after
from service_kit import clock
from service_kit.http_client import Answer


def failure(answer: Answer) -> Outcome | None:
    """The outcome of an answer that is not a success; None for a success."""
    if 200 <= answer.status < 300:
        return None
    retry_after = parse_retry_after(answer.headers.get("Retry-After"), clock.now())
    return classify_status(answer.status, answer.detail(), retry_after)


def unreachable(error: requests.RequestException) -> Retry:
    """The outcome of a request without an answer."""
    if isinstance(error, requests.Timeout):
        return Retry(f"timeout: {error}")
    if isinstance(error, requests.ConnectionError):
        return Retry("connection failed")
    return Retry(f"{type(error).__name__}: {error}"[:300])


def json_object(answer: Answer) -> dict[str, Any]:
    """The answer's body if it is a JSON object, else an empty one."""
    try:
        body = answer.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}
