"""One client or account opens only its share of live updates, and ordinary requests are always answered."""

import json
import socket
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests

from service_kit.problems import Problem
from service_kit.stream_limits import StreamLimits
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.engine("sqlite")  # no database is involved in what they prove

CONNECTIONS, PER_ADDRESS, PER_ACCOUNT = 32, 6, 2
MALLORY, CROWD, GUEST = "127.0.0.2", [f"127.0.0.{number}" for number in range(3, 23)], "127.0.0.99"
PAGES = {"main": "/live/seats", "crm": "/notifications/stream"}


class Stream:
    """One connection that asks for live updates; `refused` is the problem in place of them."""

    def __init__(self, stack: ExitStack, url: str, path: str, source: str, token: str | None = None) -> None:
        at = urlsplit(url)
        self.connection = stack.enter_context(
            socket.create_connection((at.hostname, at.port), timeout=20, source_address=(source, 0))
        )
        authorization = f"Authorization: Bearer {token}\r\n" if token else ""
        self.connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n{authorization}\r\n".encode())
        head = self.connection.recv(65536)
        self.status = int(head.split()[1])
        self.headers, self.refused = "", None
        if self.status != 200:
            # Also waits until the service closes the connection.
            whole = head + b"".join(iter(partial(self.connection.recv, 65536), b""))
            self.headers, _, body = whole.decode().partition("\r\n\r\n")
            self.refused = json.loads(body)

    def close(self) -> None:
        self.connection.close()


@pytest.fixture(scope="module")
def limited(request: pytest.FixtureRequest) -> Iterator[Services]:
    extra = {
        "WEB_WORKERS": "1",  # because each process counts on its own
        "CONNECTIONS_PER_PROCESS": str(CONNECTIONS),
        "STREAMS_PER_ADDRESS": str(PER_ADDRESS),
        "STREAMS_PER_ACCOUNT": str(PER_ACCOUNT),
    }
    with Services(extra, workers=0) as services:
        yield services


@pytest.fixture
def open_stream(limited: Services) -> Iterator[Callable[..., Stream]]:
    with ExitStack() as stack:

        def open_one(service: str, source: str, token: str | None = None, path: str | None = None) -> Stream:
            url = limited.main_url if service == "main" else limited.real_crm_url
            token = token or (limited.token if service == "crm" else None)
            return Stream(stack, url, path or PAGES[service], source, token)

        yield open_one


def is_refused(stream: Stream, status: int, code: str) -> bool:
    assert (stream.status, stream.refused and stream.refused["code"]) == (status, code)
    assert stream.refused is not None and "Try again in 30 seconds." in stream.refused["error"]
    assert "content-type: application/problem+json" in stream.headers
    assert "retry-after: 30" in stream.headers
    return True


@pytest.mark.parametrize("service", list(PAGES))
def test_mallory_opens_only_the_share_of_one_address(service: str, open_stream: Callable[..., Stream]) -> None:
    mine = [open_stream(service, MALLORY) for _ in range(PER_ADDRESS)]
    assert [stream.status for stream in mine] == [200] * PER_ADDRESS
    assert is_refused(open_stream(service, MALLORY), 429, "too_many_streams")
    assert open_stream(service, GUEST).status == 200
    mine[0].close()
    wait_until(lambda: open_stream(service, MALLORY).status == 200, 20)


@pytest.mark.parametrize("service", list(PAGES))
def test_a_crowd_of_strangers_with_streams_leaves_pages_working(
    service: str, limited: Services, open_stream: Callable[..., Stream]
) -> None:
    crowd = [open_stream(service, address) for address in CROWD for _ in range(PER_ADDRESS)]
    refused = [stream for stream in crowd if stream.status != 200]
    assert 0 < len(crowd) - len(refused) <= CONNECTIONS // 2
    assert all(is_refused(stream, 503, "streams_full") for stream in refused)
    url = limited.main_url if service == "main" else limited.real_crm_url
    for _ in range(CONNECTIONS):
        assert requests.get(f"{url}/health", timeout=20).status_code == 200
    for stream in crowd:
        stream.close()
    wait_until(lambda: open_stream(service, GUEST).status == 200, 20)


def test_one_account_opens_only_its_share_from_any_address(
    limited: Services, open_stream: Callable[..., Stream]
) -> None:
    priya = register_with_role(limited, "Priya", "facilitator")
    alice = register(limited, "Alice")

    def follow(service: str, person: Person, source: str) -> Stream:
        return open_stream(service, source, person.token, "/live/notifications" if service == "main" else None)

    for service in PAGES:
        assert [follow(service, priya, source).status for source in CROWD[:PER_ACCOUNT]] == [200] * PER_ACCOUNT
        assert is_refused(follow(service, priya, GUEST), 429, "too_many_streams")
    assert follow("main", alice, GUEST).status == 200


class Nothing:
    async def events(self) -> AsyncGenerator[bytes, None]:
        yield b""


def test_a_stream_that_is_closed_twice_frees_one_place() -> None:
    limits = StreamLimits(per_address=3, per_account=2, connections=8)
    streams: list[Any] = [limits.admit(Nothing(), "address", f"account {number}") for number in range(3)]
    streams[0].close()
    streams[0].close()
    limits.admit(Nothing(), "address", None)
    with pytest.raises(Problem, match="3 live connections"):
        limits.admit(Nothing(), "address", None)
    limits.admit(Nothing(), "another address", "account 0")
    with pytest.raises(Problem, match="Too many people"):
        limits.admit(Nothing(), "a third address", None)
