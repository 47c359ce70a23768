"""What happens to every request: its id, time, log line, count, and the headers that protect a browser."""

import logging
import re
import uuid

from flask import Flask, Response, g, request

from service_kit import clock
from service_kit.metrics import count_request
from service_kit.problems import Problem
from service_kit.settings import LOOPBACK, Settings

LONGEST_URL = 8 * 1024  # characters
LONGEST_LOGGED_PATH = 200
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
QUIET = ("/health", "/ready", "/metrics")

logger = logging.getLogger("request")


def init_request_hooks(app: Flask, settings: Settings, content_policy: str) -> None:
    """`content_policy` is the Content-Security-Policy of every answer that has none of its own."""
    headers = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Content-Security-Policy": content_policy,
        "Cache-Control": "no-store",
    }
    if settings.in_production:
        headers["Strict-Transport-Security"] = "max-age=31536000"
    local_only = bool(settings.has_public_secrets())

    @app.before_request
    def begin() -> None:
        g.started = clock.monotonic()
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.fullmatch(given) else uuid.uuid4().hex
        if len(request.environ["PATH_INFO"]) + len(request.environ.get("QUERY_STRING", "")) > LONGEST_URL:
            raise Problem(414, "url_too_long", f"The address is longer than {LONGEST_URL // 1024} KiB.")
        if local_only and not _is_local():
            # However this was started: an address open to the network needs secrets that nobody else knows.
            raise Problem(
                503, "public_secrets", "This service has the default secrets, so it answers only its own machine."
            )

    @app.after_request
    def finish(response: Response) -> Response:
        seconds = clock.monotonic() - g.started
        response.headers["X-Request-Id"] = g.request_id
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        count_request(response.status_code, seconds)
        if request.path not in QUIET:
            person = g.get("caller")
            logger.info(
                "request",
                extra={
                    "method": request.method[:16],
                    "path": request.path[:LONGEST_LOGGED_PATH],
                    "status": response.status_code,
                    "ms": round(seconds * 1000, 1),
                    "user_id": getattr(person, "id", None) or getattr(person, "user_id", None),
                },
            )
        return response


def _is_local() -> bool:
    """Whether the connection comes from this machine, whatever a proxy's headers say."""
    before_proxies = request.environ.get("werkzeug.proxy_fix.orig", {})
    address = before_proxies.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR") or "127.0.0.1"
    return address in LOOPBACK or address.startswith(("127.", "::ffff:127."))
