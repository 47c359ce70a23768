"""The main API as this service needs it: it alone knows passwords."""

from typing import Any

import requests

from crm_microservice.errors import Problem
from crm_microservice.logging import log

TIMEOUT = 5  # seconds, for connecting and for each wait on the answer


def log_in(base_url: str, credentials: dict[str, Any]) -> dict[str, Any]:
    """Return the main API's answer to a facilitator's login.

    Raises its own refusal as a Problem, 403 for people who are no facilitators, 502 or 503 when it cannot answer.
    """
    try:
        response = requests.post(f"{base_url}/auth/login", json=credentials, timeout=TIMEOUT, allow_redirects=False)
        answer = response.json()
    except requests.exceptions.JSONDecodeError as error:
        raise Problem(502, "The main service gave an answer that makes no sense. Please try again later.") from error
    except requests.RequestException as error:
        log.warning("main_api_unreachable", reason=type(error).__name__)
        raise Problem(
            503, "The main service cannot be reached. Please try again soon.", headers={"Retry-After": "5"}
        ) from error
    if not isinstance(answer, dict) or response.status_code >= 500 or 300 <= response.status_code < 400:
        raise Problem(502, "The main service could not log you in. Please try again later.")
    if response.status_code >= 400:
        detail = answer.get("error")
        headers = {"Retry-After": response.headers["Retry-After"]} if "Retry-After" in response.headers else {}
        if response.status_code == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="crm"'
        raise Problem(response.status_code, detail if isinstance(detail, str) else "Login refused.", headers=headers)
    user = answer.get("user")
    if not isinstance(user, dict) or user.get("role") != "facilitator":
        raise Problem(403, "This login is for facilitators.")
    return answer
