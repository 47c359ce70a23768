"""Passes requests from Granian to Flask in a few threads; request bodies and event streams need none.

Granian speaks HTTP and calls `Adapter.receive` for each request, in one of its threads for Python. The body arrives
first, so that a slow sender holds no thread. Then Flask (WSGI) runs in such a thread, and the response goes out in one
piece. A view that responds with an event stream names it by `stream_response`; a coroutine sends it.

The event loop only sends streams and large responses, and collects bodies that come in chunks. Granian's own way to
call a Python application is a coroutine for each request: the two turns of the loop took as long as Flask takes for a
small response.
"""

import asyncio
import contextlib
import json
import logging
import signal
import threading
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import FrameType
from typing import Any, BinaryIO, NamedTuple

from flask import Flask, Response, request
from granian._granian import RSGIProtocolClosed

from service_kit.connections import MOST, most_waiting_bodies
from service_kit.garbage_collection import Collector, collector
from service_kit.one_at_a_time import OneAtATime
from service_kit.problems import Problem, problem_body
from service_kit.request_hooks import AFTER_RESPONSE, MAX_ADDRESS_LENGTH
from service_kit.request_loop import AtOnce, RequestLoop
from service_kit.stream_limits import CountedStream, admit_stream
from service_kit.streams import EventStream
from service_kit.wsgi import STREAM, Headers, environ_of, run_app

THREADS = 2  # for each process; they rarely wait, so more would only contend for the GIL
OWN_THREADS = "request"  # what their names start with
BODY_SECONDS = 30.0  # within which a request's body must have arrived
OVERDUE_CHECK_SECONDS = 1.0
STOP_SECONDS = 2.0  # for the threads to finish their requests when the process stops
STOP_CHECK_SECONDS = 0.01
MAX_HEADERS_LENGTH = 32 * 1024  # characters of all names and values; Granian alone would take 400 KiB
CHUNK = 64 * 1024
WITHOUT_BODY_READ = ("GET", "HEAD")
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


class Received(NamedTuple):
    """A request as Granian passes it: `scope` describes it, `protocol` reads its body and sends its response."""

    scope: Any
    protocol: Any
    headers: Headers


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
    """One for each worker process. `started` runs in it before the first request, `stopped` after the last.

    `one_at_a_time` lets one thread answer all requests as long as none takes long (one_at_a_time.py).
    """

    def __init__(
        self,
        app: Flask,
        max_body_bytes: int,
        *,
        connections: int = MOST,
        threads: int = THREADS,
        one_at_a_time: bool = False,
        started: Callable[[], object] | None = None,
        stopped: Callable[[], object] | None = None,
    ) -> None:
        self.app = app
        self._max_body_bytes = max_body_bytes
        self.connections = connections
        self.threads = threads
        self._started, self._stopped = started, stopped
        self._collector: Collector | None = None
        self._one_at_a_time = OneAtATime() if one_at_a_time else None
        self._when_body_arrived = AtOnce(self._body_arrived)
        self._responding: set[int] = set()  # threads
        self._awaited: dict[Any, tuple[Received, float]] = {}  # bodies still to come, and until when; oldest first
        self._tasks: set[asyncio.Task[None]] = set()
        self._streams: set[asyncio.Task[None]] = set()
        self._from_loop: ThreadPoolExecutor | None = None  # answers requests whose bodies the loop has read
        self._loop: RequestLoop | None = None
        self._loop_thread = 0
        self._all_busy_at = 0.0  # when all threads were last seen at work
        self._ending = False

    def start(self, loop: RequestLoop) -> None:
        """Called in the loop's thread."""
        self._loop = loop
        self._loop_thread = threading.get_ident()
        self._from_loop = ThreadPoolExecutor(self.threads, OWN_THREADS)
        self._collector = collector()
        _on_termination(loop, self._end_streams)
        loop.call_later(OVERDUE_CHECK_SECONDS, self._refuse_overdue)
        if self._started:
            self._started()

    def stop(self) -> None:
        until = time.monotonic() + STOP_SECONDS
        # Also waits for work after a response, such as its line in the log.
        while self._responding and time.monotonic() < until:
            time.sleep(STOP_CHECK_SECONDS)
        if self._stopped:
            self._stopped()

    def receive(self, watcher: Any) -> None:
        """Take a request, and answer it if its body need not be waited for. Granian calls this in its threads."""
        try:
            self._receive(watcher.scope, watcher.proto)
        except Exception:
            logger.exception("a request could not be received")
            watcher.done()  # responds with 500 if there is no response yet

    def _receive(self, scope: Any, protocol: Any) -> None:
        if len(scope.path) + len(scope.query_string) > MAX_ADDRESS_LENGTH:
            _refuse(protocol, 414, "url_too_long", "The address is too long.")
            return
        received = Received(scope, protocol, scope.headers.items())
        if sum(len(name) + len(value) for name, value in received.headers) > MAX_HEADERS_LENGTH:
            _refuse(protocol, 431, "headers_too_large", "The request's headers are too large.")
            return
        announced = scope.headers.get("content-length")
        if scope.method in WITHOUT_BODY_READ and announced is None and not _is_chunked(scope):
            self._respond_now(received, b"")
        elif announced is not None and announced.isdecimal() and int(announced) <= self._max_body_bytes:
            body = protocol()  # in one step: each chunk would be a turn of the loop
            self._await(body, received)
            body.add_done_callback(self._when_body_arrived)
        else:
            self._in_loop(self._receive_chunks(received))

    def _await(self, body: Any, received: Received) -> None:
        self._awaited[body] = (received, time.monotonic() + BODY_SECONDS)
        if len(self._awaited) > most_waiting_bodies(self.connections):
            assert self._loop is not None
            self._loop.call_soon_threadsafe(self._refuse_excess)

    def _refuse_excess(self) -> None:
        """Refuse those that have waited longest: an honest sender's body arrives before its turn comes."""
        for body in list(self._awaited)[: -most_waiting_bodies(self.connections)]:
            self._refuse_waiting(body)

    def _refuse_waiting(self, body: Any) -> None:
        awaited = self._awaited.pop(body, None)
        if awaited is not None:
            body.cancel()
            if not isinstance(body, asyncio.Task):  # a task responds itself, when it no longer reads
                _refuse_slow(awaited[0].protocol)

    def _body_arrived(self, body: Any) -> None:
        """Granian calls this in one of its threads; on Windows, and for a refused body, in the loop's."""
        awaited = self._awaited.pop(body, None)
        if awaited is None:
            return  # it was refused
        if body.exception() is not None:
            _refuse_incomplete(awaited[0].protocol)
            return
        received, content = awaited[0], body.result()
        if threading.get_ident() == self._loop_thread:
            self._respond_in_thread(received, content)
        else:
            self._respond_now(received, content)

    def _refuse_overdue(self) -> None:
        assert self._loop is not None
        self._loop.call_later(OVERDUE_CHECK_SECONDS, self._refuse_overdue)
        now = time.monotonic()
        if len(self._responding) >= self.threads:
            self._all_busy_at = now  # bodies may have arrived that no thread is free to take
        for body, (_, until) in list(self._awaited.items()):
            if max(until, self._all_busy_at + 2 * OVERDUE_CHECK_SECONDS) > now:
                break
            self._refuse_waiting(body)

    async def _receive_chunks(self, received: Received) -> None:
        """Read a body of unknown length, or as much of it as shows that it is too large."""
        chunks: list[bytes] = []
        size = empty = 0
        body = asyncio.current_task()
        self._await(body, received)
        try:
            async for chunk in received.protocol:
                chunks.append(chunk)
                size += len(chunk)
                empty += not chunk  # Granian gives one at the end, and one more in place of an error
                if size > self._max_body_bytes:
                    break
        except asyncio.CancelledError:
            _refuse_slow(received.protocol)
            return
        finally:
            self._awaited.pop(body, None)
        if empty > 1 and size <= self._max_body_bytes:
            _refuse_incomplete(received.protocol)
            return
        self._respond_in_thread(received, b"".join(chunks))

    def _in_loop(self, coroutine: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(self._start_task, coroutine)

    def _start_task(self, coroutine: Coroutine[Any, Any, None]) -> None:
        assert self._loop is not None
        task = self._loop.create_task(coroutine)
        self._tasks.add(task)  # the loop itself keeps only weak references
        task.add_done_callback(self._task_ended)

    def _task_ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            logger.error("a request's task failed", exc_info=error)

    def _respond_in_thread(self, received: Received, body: bytes) -> None:
        assert self._from_loop is not None
        self._from_loop.submit(self._respond_now, received, body)

    def _respond_now(self, received: Received, body: bytes) -> None:
        if self._one_at_a_time:
            self._one_at_a_time.run(partial(self._respond_safely, received, body))
        else:
            self._respond_safely(received, body)
        if self._collector:
            self._collector.between_requests()

    def _respond_safely(self, received: Received, body: bytes) -> None:
        thread = threading.get_ident()
        self._responding.add(thread)
        try:
            self._respond(received, body)
        except BaseException:  # also SystemExit, or a panic in a Rust library: Granian expects none
            logger.exception("a request failed outside the application's error handlers")
            # Without effect after a response.
            _refuse(received.protocol, 500, "internal_error", "Something went wrong.")
        finally:
            self._responding.discard(thread)

    def _respond(self, received: Received, body: bytes) -> None:
        environ = environ_of(received.scope, received.headers, body)
        try:
            status, headers, content = run_app(self.app.wsgi_app, environ)
            stream: CountedStream | None = environ[STREAM]
            if stream is not None and status == 200:
                self._in_loop(self._send_events(received.protocol, headers, stream))
                environ[STREAM] = None
            elif isinstance(content, bytes):
                received.protocol.response_bytes(status, headers, content)
            else:
                self._in_loop(_send_file(received.protocol, status, headers, content))
        finally:
            if environ[STREAM] is not None:
                environ[STREAM].close()
        for function in environ[AFTER_RESPONSE]:
            function()

    async def _send_events(self, protocol: Any, headers: Headers, stream: CountedStream) -> None:
        try:
            await self._send_until_left(protocol, headers, stream)
        finally:
            stream.close()

    async def _send_until_left(self, protocol: Any, headers: Headers, stream: CountedStream) -> None:
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
        left = asyncio.ensure_future(protocol.client_disconnect())
        self._streams.add(sending)
        if self._ending:
            sending.cancel()
        try:
            await asyncio.wait({sending, left}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._streams.discard(sending)
            left.cancel()  # not awaited: it ends with the connection, and the connection with this function
            sending.cancel()
            (result,) = await asyncio.gather(sending, return_exceptions=True)
            if isinstance(result, Exception) and not isinstance(result, RSGIProtocolClosed):
                logger.error("an event stream failed", exc_info=result)

    def _end_streams(self) -> None:
        self._ending = True
        for sending in self._streams:
            sending.cancel()


async def _send_file(protocol: Any, status: int, headers: Headers, file: BinaryIO) -> None:
    with file:
        transport = protocol.response_stream(status, headers)
        with contextlib.suppress(RSGIProtocolClosed):  # the client left before the end
            while chunk := file.read(CHUNK):
                await transport.send_bytes(chunk)


def _is_chunked(scope: Any) -> bool:
    return "transfer-encoding" in scope.headers or scope.http_version == "2"


def _refuse(protocol: Any, status: int, code: str, sentence: str) -> None:
    """Respond without Flask, in the form of its problems."""
    body = json.dumps(problem_body(Problem(status, code, sentence))).encode()
    protocol.response_bytes(status, REFUSAL_HEADERS, body)


def _refuse_incomplete(protocol: Any) -> None:
    """Without effect if the sender is gone."""
    _refuse(protocol, 400, "body_incomplete", "The request's body ended too early.")


def _refuse_slow(protocol: Any) -> None:
    _refuse(protocol, 408, "body_too_slow", "The request's body did not arrive in time.")


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

        # The loop's own handler for the signal stays: it hears of signals through its wake-up file.
        signal.signal(number, act)
