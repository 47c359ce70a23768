"""What the server runs: Flask in threads; request bodies and live streams beside it without one."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, cast
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware
from flask import Flask

from main_app.live import PATH as LIVE_SEATS
from main_app.live import LiveSeats

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Asgi = Callable[[Scope, Receive, Send], Awaitable[None]]

THREADS = 5  # more of them only contend for Python's one lock
BODY_SECONDS = 30.0  # within which a request's body must have arrived
VISIBLE_ASCII = "".join(map(chr, range(0x21, 0x7F)))


class MainAsgi:
    """Gives Flask only requests whose body is complete, so that a slow sender holds no thread."""

    def __init__(self, flask_app: Flask):
        self._largest_body: int = flask_app.config["MAX_CONTENT_LENGTH"]
        self._flask = cast(Asgi, WSGIMiddleware(cast(Any, flask_app), workers=THREADS))
        self._live_seats = LiveSeats(flask_app)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if scope["path"] == LIVE_SEATS and scope["method"] == "GET":
            await self._live_seats.stream(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(self._read_body(receive), BODY_SECONDS)
        except asyncio.TimeoutError:
            await send({"type": "http.response.start", "status": 408, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        if body is not None:
            await self._flask(_for_wsgi(scope, body), _once(body), send)

    async def _read_body(self, receive: Receive) -> bytes | None:
        """The body, or as much of it as shows that it is too large; None where the caller went away."""
        body = bytearray()
        while len(body) <= self._largest_body:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message.get("body", b"")
            if not message.get("more_body", False):
                break
        return bytes(body)


def _for_wsgi(scope: Scope, body: bytes) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    if not any(name == b"content-length" for name, _ in headers):
        # A chunked body has no length of its own, and WSGI would read it as empty.
        headers.append((b"content-length", str(len(body)).encode()))
    # Bytes beyond ASCII may stand in an address on the wire; WSGI's query string does not know them.
    query = quote_from_bytes(scope["query_string"], safe=VISIBLE_ASCII).encode()
    return {**scope, "headers": headers, "query_string": query}


def _once(body: bytes) -> Receive:
    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def build() -> MainAsgi:
    """The application, for a server that takes a factory."""
    from main_app import create_app

    return MainAsgi(create_app())
