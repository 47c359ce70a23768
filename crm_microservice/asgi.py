"""The service as an ASGI application: Flask on threads, request bodies and open streams without one."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware

from crm_microservice import create_app
from crm_microservice.validation import LARGEST_BATCH_BODY

THREADS = 8  # a process's requests at once; more only queue up at the database
BODY_SECONDS = 30.0  # within which a request's body must have arrived

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]


class CrmAsgi:
    """Gives Flask only complete requests, so that a slow sender holds no thread."""

    def __init__(self, flask: Any) -> None:
        self._flask: Any = WSGIMiddleware(flask, workers=THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._flask(scope, receive, send)
            return
        try:
            body = await asyncio.wait_for(_read_body(receive), BODY_SECONDS)
        except asyncio.TimeoutError:
            await send({"type": "http.response.start", "status": 408, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        if body is None:
            return  # the caller went away
        await self._flask(_with_known_length(scope, body), _once(body), send)


async def _read_body(receive: Receive) -> bytes | None:
    """Return the body, or as much of it as shows that it is too large; None when the caller left."""
    body = bytearray()
    while len(body) <= LARGEST_BATCH_BODY:
        message = await receive()
        if message["type"] != "http.request":
            return None
        body += message.get("body", b"")
        if not message.get("more_body", False):
            break
    return bytes(body)


def _with_known_length(scope: Scope, body: bytes) -> Scope:
    headers = [(name, value) for name, value in scope["headers"] if name != b"transfer-encoding"]
    if not any(name == b"content-length" for name, _ in headers):
        # A chunked body has no length of its own, and WSGI would read it as empty.
        headers.append((b"content-length", str(len(body)).encode()))
    # Raw bytes beyond ASCII are allowed on the wire and unknown to WSGI's query string.
    query = quote_from_bytes(scope["query_string"], safe="".join(map(chr, range(0x21, 0x7F)))).encode()
    return {**scope, "headers": headers, "query_string": query}


def _once(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def build() -> CrmAsgi:
    """Return the application, for a server that takes a factory."""
    return CrmAsgi(create_app())
