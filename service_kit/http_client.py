"""Sends JSON over HTTP with limits: no redirects, a deadline for the whole request, a largest size of the response.

A timeout of `requests` starts again with each byte received, so a server that sends a byte now and then could keep a
request open for ever. Therefore one thread closes the connections of all requests whose deadline has passed.
"""

import contextlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from socket import SHUT_RDWR
from typing import Any, TypeVar

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

MAX_RESPONSE_BYTES = 64 * 1024
IDLE_SECONDS = 60.0
AnySession = TypeVar("AnySession", bound=requests.Session)
_current = threading.local()


class _Request:
    """One request under way, with the connection it uses."""

    def __init__(self, deadline: float) -> None:
        self.ends_at = time.monotonic() + deadline
        self.connection: Any = None
        self.socket: Any = None  # the connection gives up its own when the server says that this response is the last
        self.expired = False

    def abort(self) -> None:
        self.expired = True
        connection = self.connection
        # Once the response was read, another request may use the connection.
        if connection is not None and connection.used_by is self and self.socket is not None:
            with contextlib.suppress(OSError):  # closed by the other side
                self.socket.shutdown(SHUT_RDWR)


class _Watchdog:
    """Closes connections whose deadline has passed.

    Its one thread sleeps until the next deadline; each request only costs adding it to a set and removing it.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._under_way: set[_Request] = set()
        self._wakes_at = 0.0
        self._thread: threading.Thread | None = None

    def add(self, request: _Request) -> None:
        with self._changed:
            self._under_way.add(request)
            if self._thread is None or not self._thread.is_alive():  # a forked process starts without it
                self._wakes_at = 0.0
                self._thread = threading.Thread(target=self._abort_late_requests, daemon=True, name="http-deadlines")
                self._thread.start()
            elif request.ends_at < self._wakes_at:
                self._changed.notify()

    def remove(self, request: _Request) -> None:
        with self._changed:
            self._under_way.discard(request)

    def _abort_late_requests(self) -> None:
        with self._changed:
            while True:
                now = time.monotonic()
                late = [request for request in self._under_way if request.ends_at <= now]
                for request in late:
                    self._under_way.discard(request)
                    request.abort()
                next_end = min((request.ends_at for request in self._under_way), default=now + IDLE_SECONDS)
                self._wakes_at = next_end
                self._changed.wait(next_end - now)


_watchdog = _Watchdog()


@dataclass(frozen=True)
class HttpResponse:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """Parse the body as JSON. Raises ValueError."""
        return json.loads(self.body)

    def detail(self) -> str:
        """Return the message of an error response, shortened; empty if it has none."""
        try:
            body = self.json()
        except ValueError:
            return "the response was not JSON"
        sentence = (body.get("error") or body.get("detail") or "") if isinstance(body, dict) else ""
        return str(sentence)[:300]


class ResponseTooLarge(requests.RequestException):
    """The response is larger than allowed."""


class _Plain(HTTPConnection):
    def connect(self) -> None:
        _use(self)
        super().connect()
        _use(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _use(self)
        super().request(*args, **kwargs)


class _Secure(_Plain, HTTPSConnection):
    """As `_Plain`, whose `super()` is HTTPSConnection here."""


def _use(connection: Any) -> None:
    """Let this thread's request use the connection. Nothing is sent after the deadline."""
    under_way: _Request = _current.request
    connection.used_by = under_way
    under_way.connection, under_way.socket = connection, connection.sock
    if under_way.expired:
        raise requests.Timeout("the connection was made after the deadline")


class _PlainPool(HTTPConnectionPool):
    ConnectionCls = _Plain  # pyright: ignore[reportAssignmentType]  # the protocol wants mutable constants


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _Secure  # pyright: ignore[reportAssignmentType]


class _Adapter(HTTPAdapter):
    """Remembers which connection this thread uses, so that the deadline can end it."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PlainPool, "https": _SecurePool}


def bounded_session(pool_size: int = 10) -> requests.Session:
    return bounded(requests.Session(), pool_size)


def bounded(session: AnySession, pool_size: int = 10) -> AnySession:
    """Let `within` end the requests of this session."""
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_connections=4, pool_maxsize=pool_size))
    return session


@contextlib.contextmanager
def within(deadline: float) -> Iterator[None]:
    """End the request that this block sends with a `bounded_session` after `deadline` seconds.

    Raises requests.Timeout then.
    """
    under_way = _current.request = _Request(deadline)  # one for each thread, because threads share the session
    _watchdog.add(under_way)
    try:
        yield
        if under_way.expired:
            raise requests.Timeout(f"no complete response within {deadline:g} s")
    except (requests.RequestException, OSError) as error:
        if under_way.expired or time.monotonic() >= under_way.ends_at:
            raise requests.Timeout(f"no complete response within {deadline:g} s") from error
        raise
    finally:
        _watchdog.remove(under_way)


def send(
    session: requests.Session,
    method: str,
    url: str,
    *,
    deadline: float,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    max_response_bytes: int = MAX_RESPONSE_BYTES,
) -> HttpResponse:
    """Send one request and read its whole response within `deadline` seconds.

    `body` is what becomes JSON, or bytes, whose type the headers may name.
    Raises requests.RequestException (Timeout at the deadline).
    """
    content = None
    if body is not None:
        # Not escaped to ASCII: that makes Hindi text twice as long, and the receiver would refuse a large batch.
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **(headers or {})}
    with within(deadline):
        # Without what a session does besides: cookies, redirects, proxies, hooks.
        request = requests.PreparedRequest()
        request.prepare(method=method, url=url, headers={**session.headers, **(headers or {})}, data=content)
        with session.get_adapter(url).send(request, stream=True, timeout=deadline) as response:
            content = bytearray()
            for chunk in response.iter_content(8192):
                content += chunk
                if len(content) > max_response_bytes:
                    raise ResponseTooLarge(f"the response is larger than {max_response_bytes} bytes")
            return HttpResponse(response.status_code, response.headers, bytes(content))
