"""A proxy between worker and CRM that can be told to fail in many ways, and to work again."""

import contextlib
import http.client
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from tests.support.services import AnyServices

PASS = "pass"
DOWN = "down"  # nobody listens
REFUSE = "refuse"  # closes the connection without a response
HANG = "hang"  # takes the request and never answers
DRIP = "drip"  # a byte of the response every half second
STATUS = "status"  # answers `status` with `headers` and a JSON body
REDIRECT = "redirect"
HTML = "html"  # 200 with a login page
ENDLESS = "endless"  # sends a response without end
RESPONSE_LOST = "response lost"  # the CRM gets the request; the caller gets no response
RESPONSE_HELD = "response held"  # the caller gets the CRM's response after `release`; `heal` drops it


@dataclass
class Fault:
    mode: str = PASS
    status: int = 500
    headers: dict[str, str] = field(default_factory=dict)


class FaultProxy:
    """Listens at `url` and passes everything to `target`, until `fail` is called."""

    def __init__(self, target: str):
        self.target = urlsplit(target)
        self.fault = Fault()
        self.requests_seen = 0
        self.responses_held = 0
        self._connections: set[socket.socket] = set()
        self._healed = threading.Event()
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def setup(self) -> None:
                super().setup()
                proxy._connections.add(self.connection)

            def handle(self) -> None:
                with contextlib.suppress(OSError):  # clients of a failing server close the connection
                    super().handle()

            def finish(self) -> None:
                proxy._connections.discard(self.connection)
                with contextlib.suppress(OSError):
                    super().finish()

            def do_POST(self) -> None:
                proxy.response(self)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self._handler = Handler
        self._server = self._listen(0)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def fail(self, mode: str, status: int = 500, headers: dict[str, str] | None = None) -> None:
        self._healed.clear()
        self.fault = Fault(mode, status, headers or {})
        if mode == DOWN:
            self._stop_listening()

    def heal(self) -> None:
        """Pass everything again. Hanging connections are closed, as when a stuck server is restarted."""
        if self.fault.mode == DOWN:
            self._server = self._listen(self._server.server_address[1])
        self.release()
        self._cut_all()

    def release(self) -> None:
        """Pass everything again, and send the responses that were held back."""
        self.fault = Fault()
        self._healed.set()

    def close(self) -> None:
        if self.fault.mode != DOWN:
            self.heal()
            self._stop_listening()

    def _listen(self, port: int) -> ThreadingHTTPServer:
        server = ThreadingHTTPServer(("127.0.0.1", port), self._handler)
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return server

    def _stop_listening(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._cut_all()

    def _cut_all(self) -> None:
        for connection in list(self._connections):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def response(self, request: BaseHTTPRequestHandler) -> None:
        self.requests_seen += 1
        fault = self.fault
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        with contextlib.suppress(OSError):
            self._act(request, fault, body)

    def _act(self, request: BaseHTTPRequestHandler, fault: Fault, body: bytes) -> None:
        if fault.mode in (PASS, RESPONSE_LOST, RESPONSE_HELD):
            status, headers, content = self._forward(request, body)
            if fault.mode == RESPONSE_HELD:
                self.responses_held += 1
                self._healed.wait()
            if fault.mode == RESPONSE_LOST:
                self._cut(request)
            else:
                self._send(request, status, headers, content)
        elif fault.mode == REFUSE:
            self._cut(request)
        elif fault.mode == HANG:
            self._healed.wait()
            self._cut(request)
        elif fault.mode == DRIP:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
            while not self._healed.wait(0.5):
                request.wfile.write(b" ")
            self._cut(request)
        elif fault.mode == ENDLESS:
            request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
            while not self._healed.is_set():
                request.wfile.write(b'{"a": 1}' * 1024)
            self._cut(request)
        elif fault.mode == REDIRECT:
            self._send(request, 302, {"Location": f"{self.target.geturl()}/health"}, b"")
        elif fault.mode == HTML:
            self._send(request, 200, {"Content-Type": "text/html"}, b"<html><h1>Please sign in</h1></html>")
        else:
            headers = {"Content-Type": "application/json"} | fault.headers
            self._send(request, fault.status, headers, b'{"error": "a fault, on purpose"}')

    def _forward(self, request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        upstream = http.client.HTTPConnection(self.target.hostname or "127.0.0.1", self.target.port, timeout=15)
        try:
            headers = {name: value for name, value in request.headers.items() if name.lower() != "connection"}
            upstream.request(request.command, request.path, body or None, headers)
            response = upstream.getresponse()
            return response.status, {"Content-Type": response.getheader("Content-Type", "")}, response.read()
        except OSError:
            return 502, {"Content-Type": "application/json"}, b'{"error": "nothing behind the proxy"}'
        finally:
            upstream.close()

    @staticmethod
    def _send(request: BaseHTTPRequestHandler, status: int, headers: dict[str, str], content: bytes) -> None:
        request.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            request.send_header(name, value)
        request.end_headers()
        request.wfile.write(content)

    @staticmethod
    def _cut(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        with contextlib.suppress(OSError):
            request.connection.shutdown(socket.SHUT_RDWR)


@contextlib.contextmanager
def fault_proxy(target: str) -> Iterator[FaultProxy]:
    proxy = FaultProxy(target)
    try:
        yield proxy
    finally:
        proxy.close()


@contextlib.contextmanager
def services_with_faults(kind: type[AnyServices], **options: Any) -> Iterator[tuple[AnyServices, FaultProxy]]:
    """The services, with a proxy between the workers and the CRM. Options are those of `kind`."""
    with fault_proxy("http://127.0.0.1:9") as proxy:
        services = kind(crm_url=proxy.url, **options)
        proxy.target = urlsplit(services.real_crm_url)
        with services:
            yield services, proxy
