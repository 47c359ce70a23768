"""The service as an ASGI application: Flask on threads, request bodies and open streams without one."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any
from urllib.parse import quote_from_bytes

from a2wsgi import WSGIMiddleware
from flask import Flask

from crm_microservice import create_app, metrics
from crm_microservice.config import Config
from crm_microservice.notifications.routes import LARGEST_BATCH_BODY
from crm_microservice.notifications.store import NotificationStore
from crm_microservice.notifications.stream import SCOPE_KEY, StreamHub

THREADS = 8  # a process's requests at once; more only queue up at the database
STREAM_PATH = "/notifications/stream"
BODY_SECONDS = 30.0  # within which a request's body must have arrived

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


class CrmAsgi:
    """Gives Flask only complete requests, so that a slow sender holds no thread, and takes over the open streams."""

    def __init__(self, flask: Flask) -> None:
        config: Config = flask.extensions["crm_config"]
        store: NotificationStore = flask.extensions["notification_store"]
        self._store = store
        self._flask: Any = WSGIMiddleware(flask, workers=THREADS)  # pyright: ignore[reportArgumentType]
        self._open_hub = lambda: StreamHub(store, config.stream_poll_seconds, config.stream_heartbeat_seconds)
        self._hub: StreamHub | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)
        else:
            await send({"type": "websocket.close", "code": 1000})

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        self._hub = self._open_hub()
        metrics.forget_dead_processes()
        _call_on_termination(self._hub.close)
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._store.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            body = await asyncio.wait_for(_read_body(receive), BODY_SECONDS)
        except asyncio.TimeoutError:
            await send({"type": "http.response.start", "status": 408, "headers": [(b"content-length", b"0")]})
            await send({"type": "http.response.body", "body": b""})
            return
        if body is None:
            return  # the caller went away
        scope = _with_known_length(scope, body)
        if scope["path"] == STREAM_PATH and scope["method"] == "GET":
            await self._stream(scope, body, receive, send)
        else:
            await self._flask(scope, _once(body), send)

    async def _stream(self, scope: Scope, body: bytes, receive: Receive, send: Send) -> None:
        """Let Flask decide as for any request; where it permits the stream, go on in its place."""
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._flask(scope, _once(body), keep)
        subscription = scope.get(SCOPE_KEY)
        if subscription is not None and self._hub is not None:
            headers = [(name, value) for name, value in answer[0]["headers"] if name != b"content-length"]
            await self._hub.serve(subscription, receive, send, {**answer[0], "headers": headers})
            return
        for message in answer:
            await send(message)


def _call_on_termination(action: Callable[[], None]) -> None:
    """Have the action run in this loop when the process is told to stop, besides what the server does then.

    The server waits for open responses to end, and a stream ends only when told to.
    """
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def act(number: int, frame: FrameType | None, before: Any = before) -> None:
            loop.call_soon_threadsafe(action)
            if callable(before):
                before(number, frame)

        # The loop's own handler for the signal stays: it hears of signals through its wake-up file.
        signal.signal(number, act)


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
