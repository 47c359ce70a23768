"""What the server does around Flask: slow bodies, large responses, errors, and work after a response."""

import os
import select
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests

from service_kit.adapter import MAX_STREAM_BYTES, THREADS
from service_kit.wsgi import KEPT_IN_MEMORY
from tests.service_kit.small_server import BODY_SECONDS, CONNECTIONS, MAX_BODY_BYTES
from tests.support.ports import free_port
from tests.support.services import Process, wait_until

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
SLOW = b"POST /length HTTP/1.1\r\nHost: x\r\n"
ANNOUNCED, CHUNKED = b"Content-Length: 10\r\n\r\nhalf", b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with _small_server(tmp_path_factory.mktemp("server")) as (address, _):
        yield address


@contextmanager
def _small_server(folder: Path, body_seconds: float = BODY_SECONDS) -> Iterator[tuple[str, Process]]:
    port = free_port()
    arguments = ["-m", "tests.service_kit.small_server", str(port), str(folder), str(body_seconds)]
    process = Process(arguments, dict(os.environ), folder / "server.log")
    process.start()
    address = f"http://127.0.0.1:{port}"
    try:
        wait_until(lambda: _responses(address), 20)
        yield address, process
    finally:
        process.kill()


def _responses(url: str) -> bool:
    try:
        return requests.get(f"{url}/awaited", timeout=2).ok
    except requests.ConnectionError:
        return False


def _connect(url: str, sent: bytes) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", int(url.rpartition(":")[2])), timeout=20)
    connection.sendall(sent)
    return connection


@pytest.mark.parametrize("rest", [ANNOUNCED, CHUNKED])
def test_a_body_that_does_not_arrive_in_time_is_refused(url: str, rest: bytes) -> None:
    with _connect(url, SLOW + rest) as connection:
        assert connection.recv(4096).startswith(b"HTTP/1.1 408 ")
    assert requests.get(f"{url}/awaited", timeout=10).text == "0"


def test_an_attacker_with_many_slow_bodies_loses_the_oldest_and_others_are_answered(tmp_path: Path) -> None:
    with _small_server(tmp_path, body_seconds=60) as (url, _), ExitStack() as stack:
        rests = [ANNOUNCED, CHUNKED] * CONNECTIONS
        slow = [stack.enter_context(_connect(url, SLOW + rest)) for rest in rests[: CONNECTIONS // 4]]
        wait_until(lambda: requests.get(f"{url}/awaited", timeout=10).text == str(len(slow)), 10)
        newer = [stack.enter_context(_connect(url, SLOW + rest)) for rest in rests[:4]]
        wait_until(lambda: len(select.select(slow, [], [], 0)[0]) == len(newer), 20)
        for connection in select.select(slow, [], [], 0)[0]:
            assert b"".join(iter(partial(connection.recv, 4096), b"")).startswith(b"HTTP/1.1 408 ")
        newer[0].sendall(b"whole!")
        assert newer[0].recv(4096).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("sent", [b"", b"GET /awaited HTTP/1.1\r\nHost:", b"GET /awaited HTTP/1.1\r\nHost: x\r\n\r\n"])
def test_silent_connections_are_closed_and_others_are_served(tmp_path: Path, sent: bytes) -> None:
    with _small_server(tmp_path) as (url, _), ExitStack() as stack:
        silent = [stack.enter_context(_connect(url, sent)) for _ in range(2 * CONNECTIONS)]
        assert requests.get(f"{url}/awaited", timeout=20).ok
        for connection in silent:
            while connection.recv(4096):
                pass


@pytest.mark.parametrize("rest", [ANNOUNCED, CHUNKED])
def test_slow_senders_hold_no_thread(url: str, rest: bytes) -> None:
    senders = [_connect(url, SLOW + rest) for _ in range(2 * THREADS)]
    try:
        assert requests.post(f"{url}/length", data=b"abc", timeout=10).text == "3"
        for sender in senders:
            sender.setblocking(False)
            with pytest.raises(BlockingIOError):
                sender.recv(1)  # still waited for
    finally:
        for sender in senders:
            sender.close()


TRUNCATED = {
    "before the first chunk": b"Transfer-Encoding: chunked\r\n\r\n",
    "after a chunk": b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
    "within a chunk": b"Transfer-Encoding: chunked\r\n\r\n8\r\nhalf",
    "at a wrong size": b"Transfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nZZ\r\n",
    "before its announced end": ANNOUNCED,
}


@pytest.mark.parametrize("rest", TRUNCATED.values(), ids=TRUNCATED)
def test_a_request_whose_body_ends_too_early_is_refused_and_not_executed(tmp_path: Path, rest: bytes) -> None:
    """Otherwise a change with an empty body, such as retrying all dead letters, could come from a lost connection."""
    with _small_server(tmp_path) as (url, _):
        with _connect(url, b"POST /counted HTTP/1.1\r\nHost: x\r\n" + rest) as connection:
            connection.shutdown(socket.SHUT_WR)
            response = b"".join(iter(lambda: connection.recv(4096), b""))
        assert response.startswith(b"HTTP/1.1 400 ") and b"body_incomplete" in response
        assert requests.get(f"{url}/count", timeout=10).text == "0"
        _connect(url, b"POST /counted HTTP/1.1\r\nHost: x\r\n" + rest).close()
        assert requests.post(f"{url}/counted", data=iter([b"whole"]), timeout=10).text == "1"


def test_a_body_that_waits_for_a_free_thread_is_not_too_slow(tmp_path: Path) -> None:
    with _small_server(tmp_path) as (url, _), ThreadPoolExecutor() as clients:
        with _connect(url, SLOW + b"Content-Length: 3\r\n\r\n") as connection:
            wait_until(lambda: requests.get(f"{url}/awaited", timeout=10).text == "1", 10)
            waiting = [clients.submit(requests.get, f"{url}/waits", timeout=20) for _ in range(THREADS)]
            wait_until(lambda: len(list(tmp_path.glob("waits-*"))) == THREADS, 10)
            connection.sendall(b"abc")
            connection.settimeout(3 * BODY_SECONDS)
            with pytest.raises(TimeoutError):
                connection.recv(4096)
            (tmp_path / "go on").touch()
            connection.settimeout(20)
            assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        assert [one.result().text for one in waiting] == ["waited"] * THREADS


def test_a_stream_that_is_not_read_ends_before_it_fills_the_memory(url: str) -> None:
    with requests.get(f"{url}/stream", stream=True, timeout=20) as response:
        size = sum(len(chunk) for chunk in response.iter_content(65536))
    assert MAX_STREAM_BYTES < size < 2 * MAX_STREAM_BYTES
    assert requests.head(f"{url}/stream", timeout=10).content == b""


@pytest.mark.parametrize("size", [0, 1, MAX_BODY_BYTES])
def test_a_body_in_chunks_arrives_whole(url: str, size: int) -> None:
    pieces = iter([b"x" * (size // 2), b"y" * (size - size // 2)]) if size > 1 else iter([b"x"] * size)
    assert requests.post(f"{url}/length", data=pieces, timeout=10).text == str(size)


def test_a_large_response_arrives_whole(url: str) -> None:
    assert len(requests.get(f"{url}/large", timeout=10).content) > KEPT_IN_MEMORY


def test_a_client_that_leaves_a_large_response_is_no_error(tmp_path: Path) -> None:
    with _small_server(tmp_path) as (url, process):
        for _ in range(5):
            with _connect(url, b"GET /huge HTTP/1.1\r\nHost: x\r\n\r\n") as connection:
                connection.recv(10)
        assert len(requests.get(f"{url}/huge", timeout=20).content) == 30 * KEPT_IN_MEMORY  # begun after all others
        assert "Traceback" not in process.log.read_text()


def test_a_request_that_waits_does_not_keep_others_from_being_answered(tmp_path: Path) -> None:
    with _small_server(tmp_path) as (url, _), ThreadPoolExecutor() as client:
        waiting = client.submit(requests.get, f"{url}/waits", timeout=20)
        for _ in range(3):
            assert requests.post(f"{url}/length", data=b"abc", timeout=10).text == "3"
        assert not waiting.done()
        (tmp_path / "go on").touch()
        assert waiting.result().text == "waited"


def test_requests_that_others_wait_for_are_answered_while_all_threads_wait(tmp_path: Path) -> None:
    with _small_server(tmp_path) as (url, _), ThreadPoolExecutor() as clients:
        waiting = [clients.submit(requests.get, f"{url}/waits", timeout=20) for _ in range(THREADS)]
        wait_until(lambda: len(list(tmp_path.glob("waits-*"))) == THREADS, 10)
        assert requests.get(f"{url}/inner", timeout=10).text == "answered"
        assert not any(one.done() for one in waiting)
        (tmp_path / "go on").touch()
        assert [one.result().text for one in waiting] == ["waited"] * THREADS


@pytest.mark.parametrize("path", ["fails", "exits"])
def test_a_request_that_fails_outside_of_flask_gets_an_error_and_ends_no_thread(url: str, path: str) -> None:
    for _ in range(2 * THREADS):
        response = requests.get(f"{url}/{path}", timeout=10)
        assert (response.status_code, response.json()["error"]) == (500, "Something went wrong.")


def test_work_after_a_response_does_not_delay_it_and_is_done_before_a_normal_stop(tmp_path: Path) -> None:
    with _small_server(tmp_path) as (url, process):
        assert requests.get(f"{url}/finishes-later", timeout=10).text == "soon"
        (tmp_path / "answered").touch()
        assert process.stop() == 0
    assert (tmp_path / "finished").exists()
