"""A client for the main API, which alone checks passwords, confirms sign-ins and changes events."""

import functools
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from service_kit.client_address import CLIENT_ADDRESS
from service_kit.http_client import HttpResponse, bounded_session, send
from service_kit.possible_problems import passes_on
from service_kit.problems import Forbidden, Problem, Unavailable, UpstreamFailed, UpstreamRefused

logger = logging.getLogger(__name__)

SIGN_IN_SECONDS = 5.0
READ_SECONDS = 4.0  # short, because the read model can answer instead
CHANGE_SECONDS = 15.0  # longer than the main API itself waits for its database
MAX_LIST_BYTES = 8 * 1024 * 1024  # a hundred events with all their sessions
FORWARDED_HEADERS = ("Retry-After", "WWW-Authenticate")


@dataclass(frozen=True)
class Reply:
    """The main API's response: a JSON object, for a success or a refusal."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


@functools.cache
def _session() -> requests.Session:
    return bounded_session()


@passes_on(
    {
        400: ("invalid",),
        401: ("invalid_credentials",),
        403: ("switched_off",),
        429: ("rate_limited", "too_many_attempts"),
    }
)
def sign_in(base_url: str, credentials: dict[str, Any], service_token: str, client: str) -> dict[str, Any]:
    """Return the main API's response to a facilitator who signs in.

    Raises UpstreamRefused for its refusal, Forbidden for a person who isn't a facilitator, and what `ask` raises.
    """
    # The main API limits wrong passwords by address, so it needs the visitor's address instead of this service's.
    headers = {"Authorization": f"Bearer {service_token}", CLIENT_ADDRESS: client}
    reply = ask("POST", f"{base_url}/auth/login", headers, SIGN_IN_SECONDS, body=credentials)
    if reply.status >= 500:
        raise UpstreamFailed("main_api_failed", "The main service could not sign you in. Please try again later.")
    if reply.status >= 400:
        message = reply.body.get("error")
        detail = message if isinstance(message, str) else "The main service refused the sign-in."
        code = str(reply.body.get("code") or "sign_in_refused")
        headers = {name: value for name, value in reply.headers.items() if name == "Retry-After"}
        if reply.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="samaya"'
        raise UpstreamRefused(reply.status, code, detail, headers=headers)
    user = reply.body.get("user")
    if not isinstance(user, dict) or "facilitator" not in (user.get("roles") or [user.get("role")]):
        raise Forbidden("Only facilitators can sign in here.", "not_a_facilitator")
    return reply.body


def ask(method: str, url: str, headers: Mapping[str, str], seconds: float, *, body: Any = None) -> Reply:
    """Send one request to the main API and return its response, refusals included.

    Raises Unavailable if it can't be reached, UpstreamFailed if it does not answer in time or not usably.
    """
    try:
        response = send(
            _session(), method, url, deadline=seconds, body=body, headers=headers, max_response_bytes=MAX_LIST_BYTES
        )
    except requests.RequestException as error:
        logger.warning("the main API does not answer: %s", type(error).__name__)
        raise _unreachable(error) from error
    return _reply(response)


def _unreachable(error: requests.RequestException) -> Problem:
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, requests.ConnectTimeout) or isinstance(reason, (NewConnectionError, ConnectTimeoutError)):
        return Unavailable("The main service cannot be reached. Please try again soon.", "main_api_unreachable", 5)
    return UpstreamFailed(
        "no_answer",
        "The main service did not answer in time. Check whether the change was made before you try again.",
    )


def _reply(response: HttpResponse) -> Reply:
    try:
        body = json.loads(response.body)
    except ValueError:
        body = None
    if not isinstance(body, dict) or 300 <= response.status < 400:
        logger.warning("the main API's response is unusable", extra={"status": response.status})
        raise UpstreamFailed("main_api_failed", "The main service sent an unusable response. Please try again later.")
    return Reply(
        response.status, body, {name: response.headers[name] for name in FORWARDED_HEADERS if name in response.headers}
    )
