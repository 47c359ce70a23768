"""What every request gets: an id, a log line, its place in the metrics, and headers that protect the browser."""

import logging
import re
import uuid
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, g, request
from flask_cors import CORS

from service_kit import clock
from service_kit.client_address import client_address, counted_network
from service_kit.local_limits import LocalStorage
from service_kit.metrics import count_request
from service_kit.problems import Problem
from service_kit.settings import LOOPBACK, Settings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MAX_ADDRESS_LENGTH = 8 * 1024  # characters of a path with its query
MAX_LOGGED_PATH_LENGTH = 200
REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# About one client, for each process: nobody may fill the log and so rotate away the lines about others.
LINES_PER_MINUTE = 300
QUIET = ("/health", "/ready", "/metrics")
# In the environ: functions that our server calls after it has sent the response.
AFTER_RESPONSE = "service_kit.after_response"

logger = logging.getLogger("request")


def init_request_hooks(app: Flask, settings: Settings, content_policy: str) -> None:
    """`content_policy` is the Content-Security-Policy of every response that does not set its own."""
    always = {
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "strict-origin-when-cross-origin",
        "Content-Security-Policy": content_policy,
        "Cache-Control": "no-store",
    }
    if settings.in_production:
        always["Strict-Transport-Security"] = "max-age=31536000"
    local_only = bool(settings.insecure_secrets())
    _add_headers(app, always)
    logged = LocalStorage()
    # No hook or view is a coroutine, so Flask need not check that in each request.
    app.ensure_sync = lambda func: func  # type: ignore[method-assign]

    @app.before_request
    def begin() -> None:
        environ = request.environ
        g.started = clock.monotonic()
        sent_id = environ.get("HTTP_X_REQUEST_ID", "")
        g.request_id = sent_id if REQUEST_ID.fullmatch(sent_id) else uuid.uuid4().hex
        if len(environ["PATH_INFO"]) + len(environ.get("QUERY_STRING", "")) > MAX_ADDRESS_LENGTH:
            raise Problem(414, "url_too_long", f"The address is longer than {MAX_ADDRESS_LENGTH // 1024} KiB.")
        if local_only and not _is_local():
            # Checked here too, because `flask run --host` bypasses the check of the settings.
            raise Problem(
                503, "public_secrets", "This service has default or short secrets, so it only answers its own machine."
            )

    @app.after_request
    def finish(response: Response) -> Response:
        # The objects behind the proxies: `request` and `g` look them up at each access.
        sent, state = request._get_current_object(), g._get_current_object()  # type: ignore[attr-defined]
        seconds = clock.monotonic() - state.started
        response.headers["X-Request-Id"] = state.request_id
        count_request(sent, response.status_code, seconds)
        if sent.path in QUIET:
            return response
        client = None if _is_local() else counted_network(client_address())
        lines = logged.incr(client, 60.0) if client else 1
        if lines == LINES_PER_MINUTE + 1:
            logger.warning("too many requests of one client: no more are logged in this minute")
        elif lines <= LINES_PER_MINUTE:
            person = state.get("caller")
            facts = {
                "method": sent.method[:16],
                "path": sent.path[:MAX_LOGGED_PATH_LENGTH],
                "status": response.status_code,
                "ms": round(seconds * 1000, 1),
                "user_id": getattr(person, "id", None) or getattr(person, "user_id", None),
                "request_id": state.request_id,
            }
            _after_response(sent.environ, partial(logger.info, "request", extra=facts))
        return response


def allow_origins(app: Flask, **options: Any) -> None:
    """Let pages of other origins read responses (Flask-CORS). Runs only for requests that name an origin."""
    CORS(app, **options)
    add_headers = app.after_request_funcs[None].pop()

    @app.after_request
    def add_headers_for_origin(response: Response) -> Any:
        return add_headers(response) if "HTTP_ORIGIN" in request.environ else response


def _after_response(environ: "WSGIEnvironment", function: Callable[[], object]) -> None:
    """Call the function after the response is sent, so that the caller does not wait for it.

    Servers other than ours, such as Flask's test client, can't do that: there it is called at once.
    """
    waiting = environ.get(AFTER_RESPONSE)
    if waiting is None:
        function()
    else:
        waiting.append(function)


def _add_headers(app: Flask, always: dict[str, str]) -> None:
    """Add these headers to every response that has none of that name.

    This wraps the application, because Flask's header objects cost much CPU.
    """
    lower = [(name.lower(), (name, value)) for name, value in always.items()]
    wsgi_app = app.wsgi_app

    def app_with_headers(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Any:
            present = {name.lower() for name, _ in headers}
            return start_response(status, headers + [pair for name, pair in lower if name not in present], *exc_info)

        return wsgi_app(environ, start)

    app.wsgi_app = app_with_headers  # type: ignore[method-assign]


def _is_local() -> bool:
    """Whether the connection comes from this machine. Headers of proxies are ignored."""
    before_proxies = request.environ.get("werkzeug.proxy_fix.orig", {})
    address = before_proxies.get("REMOTE_ADDR") or request.environ.get("REMOTE_ADDR") or "127.0.0.1"
    return address in LOOPBACK or address.startswith(("127.", "::ffff:127."))
