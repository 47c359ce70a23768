"""JSON over HTTP with bounds: no redirect followed, a total deadline, and at most so many bytes read."""

import json
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookiejar import DefaultCookiePolicy
from socket import SHUT_RDWR
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

LARGEST_ANSWER = 64 * 1024
_in_use = threading.local()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is not JSON."""
        return json.loads(self.body)

    def detail(self) -> str:
        """The sentence an error answer carries, shortened; empty where it has none."""
        try:
            body = self.json()
        except ValueError:
            return "the answer was not JSON"
        sentence = (body.get("error") or body.get("detail") or "") if isinstance(body, dict) else ""
        return str(sentence)[:300]


class AnswerTooLarge(requests.RequestException):
    """The other side sent more than LARGEST_ANSWER."""


class _Plain(HTTPConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        _in_use.connection = self
        super().request(*args, **kwargs)


class _Secure(HTTPSConnection):
    def request(self, *args: Any, **kwargs: Any) -> None:
        _in_use.connection = self
        super().request(*args, **kwargs)


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
    session = requests.Session()
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))  # one caller's never go with another's request
    session.trust_env = False  # no proxy and no .netrc from whoever started the process
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(pool_connections=4, pool_maxsize=pool_size))
    return session


def send(
    session: requests.Session,
    method: str,
    url: str,
    *,
    deadline: float,
    body: Any = None,
    headers: Mapping[str, str] | None = None,
    largest_answer: int = LARGEST_ANSWER,
) -> Answer:
    """One request and its whole answer within `deadline` seconds.

    A timeout in `requests` counts from the last byte, so a server that drips could hold us for
    ever: at the deadline the connection is cut from outside.

    Raises requests.RequestException (Timeout at the deadline).
    """
    # The connection is set when the request starts; kept per thread because a session is shared.
    _in_use.connection = None
    holder = _in_use.__dict__
    expired = threading.Event()

    def cut() -> None:
        expired.set()
        sock = getattr(holder.get("connection"), "sock", None)
        if sock is not None:
            try:
                sock.shutdown(SHUT_RDWR)
            except OSError:
                return  # already closed by the other side

    timer = threading.Timer(deadline, cut)
    timer.daemon = True
    timer.start()
    started = time.monotonic()
    content = None
    if body is not None:
        # Not escaped to ASCII: a batch in another script would be three times as long, and refused for it.
        content = json.dumps(body, ensure_ascii=False).encode()
        headers = {**(headers or {}), "Content-Type": "application/json"}
    try:
        with session.request(
            method, url, data=content, headers=headers, timeout=deadline, allow_redirects=False, stream=True
        ) as response:
            answer = b""
            for chunk in response.iter_content(8192):
                answer += chunk
                if len(answer) > largest_answer:
                    raise AnswerTooLarge(f"the answer is larger than {largest_answer} bytes")
            if expired.is_set():
                raise requests.Timeout(f"no complete answer within {deadline:g} s")
            return Answer(response.status_code, response.headers, answer)
    except (requests.RequestException, OSError) as error:
        if expired.is_set() or time.monotonic() - started >= deadline:
            raise requests.Timeout(f"no complete answer within {deadline:g} s") from error
        raise
    finally:
        timer.cancel()
