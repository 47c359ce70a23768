"""A vendor's HTTP service on this machine, which answers as a test sets it."""

import json
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Vendor:
    """An HTTP server that answers as a test sets it, and keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.response: tuple[int, dict[str, str], bytes] = (200, {}, b"ok")
        self.seconds_per_byte = 0.0
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.title(): value for name, value in self.headers.items()}
                vendor.requests.append({"path": self.path, "headers": headers, "body": body})
                status, headers, content = vendor.response
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(OSError):  # the client has gone
                    vendor.write(self.wfile, content)

            do_GET = do_POST

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def responses(self, status: int, body: Any = None, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        self.response = (status, {"Content-Type": "application/json"} | headers, content)

    def write(self, file: Any, content: bytes) -> None:
        pieces = [content[at : at + 1] for at in range(len(content))] if self.seconds_per_byte else [content]
        for piece in pieces:
            file.write(piece)
            time.sleep(self.seconds_per_byte)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
