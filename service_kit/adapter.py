"""The application that Granian calls (RSGI): it collects a request's body, runs Flask in a thread, and sends streams.

Bodies and event streams need no thread: a slow sender or a reader of live updates costs a coroutine. Flask (WSGI) runs
once the body is there, and its thread sends the response in one piece. A view that responds with an event stream names
it by `stream_response`; a coroutine sends it.
"""

import asyncio
import contextlib
import json
import logging
import signal
from collections.abc import AsyncIterable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import FrameType
from typing import Any, BinaryIO

from flask import Flask, Response, request
from granian.rsgi import ProtocolClosed

from service_kit import web_processes
from service_kit.connections import DEFAULT_MAX_CONNECTIONS, max_pending_bodies
from service_kit.problems import Problem, problem_body
from service_kit.request_hooks import AFTER_RESPONSE, MAX_ADDRESS_LENGTH
from service_kit.stream_limits import CountedStream, admit_stream
from service_kit.streams import EventStream
from service_kit.wsgi import STREAM, Headers, environ_of, run_app

THREADS = 2  # for each process; they rarely wait, so more would only contend for the GIL
BODY_SECONDS = 30.0  # within which a request's body must have arrived
UPLOAD_SECONDS = 120.0  # within which an upload must have arrived
MOST_UPLOADS = 8  # of a process, waiting for their body; as many again may wait for their thread
MAX_HEADERS_LENGTH = 32 * 1024  # characters of all names and values; Granian alone would take 400 KiB
CHUNK = 64 * 1024
# Granian keeps without limit what a client does not read. A stream ends here; its reader connects again, and goes on.
MAX_STREAM_BYTES = 4 * 1024 * 1024

logger = logging.getLogger(__name__)

REFUSAL_HEADERS: Headers = [
    ("content-type", "application/problem+json"),
    ("cache-control", "no-store"),
    ("content-security-policy", "default-src 'none'; frame-ancestors 'none'"),
    ("x-content-type-options", "nosniff"),
    ("connection", "close"),
]


def stream_response(stream: EventStream, account: str | None = None) -> Response:
    """The response of a view whose events the server sends after it. `account` is the limiter key of its reader.

    Raises Problem if the client or the account has too many streams open, or the process has.
    """
    if STREAM not in request.environ:
        return Response("Live updates need the services' own server: start it with start_services.py.\n", status=501)
    if request.method != "HEAD":
        request.environ[STREAM] = admit_stream(stream, account)
    return Response(status=200, content_type="text/event-stream; charset=utf-8", headers={"X-Accel-Buffering": "no"})


class Adapter:
    """One for each web process. `started` runs in it before the first request, `stopped` after the last.

    Requests whose path begins like one of `inner` are sent by other requests, which wait for them. So they have threads
    of their own: otherwise all threads could be waiting. The paths of `uploads` take larger bodies, of so many bytes.
    They have one thread of their own, because each is much work and needs much memory.
    """

    def __init__(
        self,
        app: Flask,
        max_body_bytes: int,
        *,
        inner: tuple[str, ...] = (),
        uploads: Mapping[str, int] | None = None,
        connections: int = DEFAULT_MAX_CONNECTIONS,
        threads: int = THREADS,
        started: Callable[[], object] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> None:
        self.app = app
        self._max_body_bytes, self._connections, self._threads = max_body_bytes, connections, threads
        self._inner, self._started, self._stopped = inner, started, stopped
        self._uploads = uploads or {}
        self._pending_bodies: dict[asyncio.Timeout, None] = {}  # of bodies still to come, the oldest first
        self._pending_uploads: dict[asyncio.Timeout, None] = {}
        self._received_uploads = 0  # that wait for their thread, or have it
        self._streams: set[asyncio.Task[None]] = set()
        self._ending = False

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._pool = ThreadPoolExecutor(self._threads, "request")
        self._inner_pool = ThreadPoolExecutor(self._threads, "inner-request")  # starts threads when they are needed
        self._upload_pool = ThreadPoolExecutor(1, "upload")
        _on_termination(loop, self._end_streams)
        web_processes.record_start()
        if self._started:
            self._started()

    def __rsgi_del__(self, _loop: asyncio.AbstractEventLoop) -> None:
        self._upload_pool.shutdown()
        self._inner_pool.shutdown()
        self._pool.shutdown()  # also waits for work after a response, such as its line in the log
        if self._stopped:
            self._stopped()
        web_processes.record_stop()

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        try:
            await self._receive(scope, protocol)
        except Exception:
            logger.exception("a request failed outside the application")
            _refuse_failed(protocol)

    async def _receive(self, scope: Any, protocol: Any) -> None:
        if len(scope.path) + len(scope.query_string) > MAX_ADDRESS_LENGTH:
            _refuse(protocol, 414, "url_too_long", "The address is too long.")
            return
        headers = scope.headers.items()
        if sum(len(name) + len(value) for name, value in headers) > MAX_HEADERS_LENGTH:
            _refuse(protocol, 431, "headers_too_large", "The request's headers are too large.")
            return
        announced = scope.headers.get("content-length")
        body = b""
        if announced is not None or "transfer-encoding" in scope.headers:
            try:
                body = await self._body(protocol, announced, scope.path)
            except TimeoutError:
                _refuse(protocol, 408, "body_too_slow", "The request's body did not arrive in time.")
                return
            except (ProtocolClosed, _Incomplete):  # without effect if the sender is gone
                _refuse(protocol, 400, "body_incomplete", "The request's body ended too early.")
                return
        loop = asyncio.get_running_loop()
        if body and scope.path in self._uploads:
            if self._received_uploads >= MOST_UPLOADS:
                _refuse(protocol, 503, "busy", "Many pictures are being uploaded. Try again in a minute.")
                return
            self._received_uploads += 1
            try:
                await loop.run_in_executor(self._upload_pool, self._respond_safely, scope, headers, body, protocol)
            finally:
                self._received_uploads -= 1
            return
        pool = self._inner_pool if scope.path.startswith(self._inner) else self._pool
        still_to_send = await loop.run_in_executor(pool, self._respond_safely, scope, headers, body, protocol)
        if still_to_send is not None:
            await still_to_send

    async def _body(self, protocol: Any, announced: str | None, path: str) -> bytes:
        """Wait for the body. Raises TimeoutError, ProtocolClosed and _Incomplete.

        With too many waiting bodies the one that has waited longest is given up: an honest sender's arrives earlier.
        """
        pending, most, seconds = self._pending_bodies, max_pending_bodies(self._connections), BODY_SECONDS
        if path in self._uploads:
            pending, most, seconds = self._pending_uploads, MOST_UPLOADS, UPLOAD_SECONDS
        largest = self._uploads.get(path, self._max_body_bytes)
        async with asyncio.timeout(seconds) as waiting:
            pending[waiting] = None
            if len(pending) > most:
                oldest = next(iter(pending))
                del pending[oldest]
                oldest.reschedule(0)
            try:
                if announced is not None and announced.isdecimal() and int(announced) <= largest:
                    return await protocol()  # in one step: each chunk would be a turn of the loop
                return await _body_in_chunks(protocol, largest)
            finally:
                pending.pop(waiting, None)

    def _respond_safely(
        self, scope: Any, headers: Headers, body: bytes, protocol: Any
    ) -> Coroutine[Any, Any, None] | None:
        """Runs in a thread. Returns what the loop has to send, if the response is not sent in one piece."""
        try:
            return self._respond(scope, headers, body, protocol)
        except BaseException:  # also SystemExit, or a panic in a Rust library: they would end the loop
            logger.exception("a request failed outside the application's error handlers")
            _refuse_failed(protocol)
            return None

    def _respond(self, scope: Any, headers: Headers, body: bytes, protocol: Any) -> Coroutine[Any, Any, None] | None:
        environ = environ_of(scope, headers, body)
        try:
            status, response_headers, content = run_app(self.app.wsgi_app, environ)
            streams = environ[STREAM] is not None and status == 200
            if isinstance(content, bytes) and not streams:
                protocol.response_bytes(status, response_headers, content)
            for function in environ[AFTER_RESPONSE]:
                function()
            if streams:
                stream, environ[STREAM] = environ[STREAM], None
                return self._send_events(protocol, response_headers, stream)
            return None if isinstance(content, bytes) else _send_file(protocol, status, response_headers, content)
        finally:
            if environ[STREAM] is not None:
                environ[STREAM].close()

    async def _send_events(self, protocol: Any, headers: Headers, stream: CountedStream) -> None:
        try:
            await self._send_until_disconnected(protocol, headers, stream)
        finally:
            stream.close()

    async def _send_until_disconnected(self, protocol: Any, headers: Headers, stream: CountedStream) -> None:
        headers = [(name, value) for name, value in headers if name != "content-length"]
        transport = protocol.response_stream(200, headers)

        async def send() -> None:
            size = 0
            async with contextlib.aclosing(stream.events()) as events:
                async for chunk in events:
                    await transport.send_bytes(chunk)
                    size += len(chunk)
                    if size > MAX_STREAM_BYTES:
                        return

        sending = asyncio.ensure_future(send())
        disconnected = asyncio.ensure_future(protocol.client_disconnect())
        self._streams.add(sending)
        if self._ending:
            sending.cancel()
        try:
            await asyncio.wait({sending, disconnected}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._streams.discard(sending)
            disconnected.cancel()  # not awaited: it ends with the connection, and the connection with this function
            sending.cancel()
            (result,) = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(result, Exception) and not isinstance(result, ProtocolClosed):
                logger.error("an event stream failed", exc_info=result)

    def _end_streams(self) -> None:
        self._ending = True
        for sending in self._streams:
            sending.cancel()


class _Incomplete(Exception):
    """The sender broke off a body in chunks."""


async def _body_in_chunks(protocol: AsyncIterable[bytes], max_bytes: int) -> bytes:
    """Read a body of unknown length, or as much of it as shows that it is too large."""
    chunks: list[bytes] = []
    size = empty = 0
    async for chunk in protocol:
        chunks.append(chunk)
        size += len(chunk)
        empty += not chunk  # Granian gives one at the end, and one more in place of an error
        if size > max_bytes:
            break
    if empty > 1 and size <= max_bytes:
        raise _Incomplete
    return b"".join(chunks)


async def _send_file(protocol: Any, status: int, headers: Headers, file: BinaryIO) -> None:
    with file:
        transport = protocol.response_stream(status, headers)
        with contextlib.suppress(ProtocolClosed):  # the client left before the end
            while chunk := file.read(CHUNK):
                await transport.send_bytes(chunk)


def _refuse(protocol: Any, status: int, code: str, sentence: str) -> None:
    """Respond without Flask, in the form of its problems. Without effect after a response."""
    body = json.dumps(problem_body(Problem(status, code, sentence))).encode()
    protocol.response_bytes(status, REFUSAL_HEADERS, body)


def _refuse_failed(protocol: Any) -> None:
    _refuse(protocol, 500, "internal_error", "Something went wrong.")


def _on_termination(loop: asyncio.AbstractEventLoop, action: Callable[[], None]) -> None:
    """Run the action in the loop when the process is told to stop, besides what the server does then.

    The server waits for open responses to end, and a stream ends only when told to.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def act(number: int, frame: FrameType | None, before: Any = before) -> None:
            with contextlib.suppress(RuntimeError):  # the loop is closed already
                loop.call_soon_threadsafe(action)
            if callable(before):
                before(number, frame)

        # The loop's own handler for the signal stays: its wake-up file reports signals.
        signal.signal(number, act)
