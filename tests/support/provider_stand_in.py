"""What the stand-ins of payment providers share: an HTTP server with state, faults on demand, and events it posts.

A provider's own file says what its API takes and gives.
"""

import html
import json
import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import requests

Answer = tuple[int, Any]
Fault = str
# What may go wrong with one request. "Lost" ones are carried out, but their answer does not arrive.
DOWN, LOST, CUT, TOO_MANY, NO_JSON, HUGE = "down", "lost", "cut", "too_many", "no_json", "huge"


@dataclass
class Asked:
    """One request, as the stand-in got it."""

    method: str
    path: str
    query: list[tuple[str, str]]
    headers: dict[str, str]
    body: bytes

    @property
    def route(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class ProviderStandIn:
    """`events` holds each event that happened, as its body and headers; they are also posted to `send_events_to`."""

    asked: list[Asked] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    send_events_to: str = ""
    times: int = 1  # that each event is posted

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._faults: list[Fault] = []
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                parts = urlsplit(self.path)
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.command, parts.path, parse_qsl(parts.query, True), headers, body)
                if parts.path.startswith("/pay/"):
                    stand_in._pay_page(self, asked)
                else:
                    stand_in._answer(self, asked)

            do_POST = do_GET

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def fault(self, *faults: Fault) -> None:
        """Let the next requests meet these faults, one each."""
        self._faults += faults

    # Of each provider:

    def respond(self, asked: Asked) -> Answer: ...

    def pay(self, checkout_ref: str) -> Any: ...

    def decline(self, checkout_ref: str) -> Any: ...

    def sign(self, event: dict[str, Any], at: float | None = None, secret: str | None = None) -> dict[str, str]: ...

    def return_address(self, checkout_ref: str, paid: bool) -> str: ...

    # Events:

    def happened(self, event: dict[str, Any]) -> None:
        self.events.append(event)
        if self.send_events_to:
            threading.Thread(target=self._deliver_patiently, args=(event,), daemon=True).start()

    def _deliver_patiently(self, event: dict[str, Any]) -> None:
        """Again and again while nobody answers, as providers do."""
        for _ in range(40):
            with suppress(requests.RequestException):
                self.deliver(event)
                return
            time.sleep(0.25)

    def signed(self, event: dict[str, Any], **how: Any) -> tuple[bytes, dict[str, str]]:
        headers = self.sign(event, **how)  # first: Razorpay's time is a part of the event
        return json.dumps(event).encode(), headers

    def deliver(self, *events: dict[str, Any], **how: Any) -> list[int]:
        """Post these events in this order, each `times` times. Returns the statuses."""
        found = []
        for event in events:
            for _ in range(self.times):
                body, headers = self.signed(event, **how)
                headers["Content-Type"] = "application/json"
                found.append(requests.post(self.send_events_to, data=body, headers=headers, timeout=20).status_code)
        return found

    def _answer(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        with self.lock:
            self.asked.append(asked)
            fault = self._faults.pop(0) if self._faults else ""
            if fault in (DOWN, TOO_MANY):
                status, value = (503, {}) if fault == DOWN else (429, {})
            else:
                status, value = self.respond(asked)
        if fault == CUT:
            with suppress(OSError):
                handler.connection.shutdown(socket.SHUT_RDWR)
            handler.close_connection = True
            return
        if fault == LOST:
            status, value = 500, {"error": {"message": "lost"}}
        content = b"<html>" if fault == NO_JSON else json.dumps(value).encode()
        if fault == HUGE:
            content = json.dumps({"padding": "x" * 20_000_000}).encode()
        with suppress(OSError):
            _send(handler, status, "application/json", content)

    def _pay_page(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        """A page with two buttons, for tests in a browser."""
        ref = asked.path.removeprefix("/pay/")
        if asked.method == "GET":
            button = '<button name="action" value="{0}">{0}</button>'
            buttons = button.format("Pay") + button.format("Decline")
            head = f'<!doctype html><title>Pay {html.escape(ref)}</title><link rel="icon" href="data:,">'
            page = f"{head}<form method=post>{buttons}</form>"
            _send(handler, 200, "text/html", page.encode())
            return
        paid = parse_qs(asked.body.decode()).get("action") == ["Pay"]
        act: Callable[[str], Any] = self.pay if paid else self.decline
        with self.lock:
            act(ref)
        _send(handler, 303, "text/plain", b"", {"Location": self.return_address(ref, paid)})


def _send(
    handler: BaseHTTPRequestHandler, status: int, kind: str, content: bytes, headers: dict[str, str] | None = None
) -> None:
    handler.send_response(status)
    for name, value in {"Content-Type": kind, "Content-Length": str(len(content)), **(headers or {})}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)
