"""Requests to other systems have a deadline, follow no redirect, limit the response, and send Hindi unescaped."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import requests
from urllib3.connection import HTTPConnection

from service_kit.http_client import MAX_RESPONSE_BYTES, ResponseTooLarge, bounded_session, send
from tests.support.people import Person, new_session
from tests.support.services import Services

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

NAMASTE = "नमस्ते"


class Other(BaseHTTPRequestHandler):
    """Another system, which answers as the path says."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/redirect":
            self._response(302, b"", Location="/echo")
        elif self.path == "/authorization":
            self._response(200, (self.headers["Authorization"] or "none").encode())
        elif self.path == "/cookie":
            self._response(200, (self.headers["Cookie"] or "no cookie").encode(), **{"Set-Cookie": "person=1; Path=/"})
        elif self.path == "/large":
            self._response(200, b"x" * (MAX_RESPONSE_BYTES + 1))
        elif self.path in ("/drip", "/last-drip"):
            self.send_response(200)
            if self.path == "/last-drip":
                self.send_header("Connection", "close")
            self.send_header("Content-Length", "1000")
            self.end_headers()
            try:
                for _ in range(1000):
                    self.wfile.write(b"x")
                    time.sleep(0.05)
            except OSError:
                self.close_connection = True
        else:
            self._response(200, body)

    def _response(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Other)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def session() -> Iterator[requests.Session]:
    with bounded_session() as session:
        yield session


@pytest.mark.parametrize("path", ["/drip", "/last-drip"])
def test_a_server_that_drips_is_cut_at_the_deadline_and_the_next_request_works(
    other: str, session: requests.Session, path: str
) -> None:
    with pytest.raises(requests.Timeout):
        send(session, "POST", f"{other}{path}", deadline=0.4, body={})
    assert send(session, "POST", f"{other}/echo", deadline=5, body={"a": 1}).json() == {"a": 1}


def test_a_short_deadline_ends_in_time_beside_a_long_one(other: str, session: requests.Session) -> None:
    ended: list[str] = []

    def ask(deadline: float, name: str) -> None:
        with pytest.raises(requests.Timeout):
            send(session, "POST", f"{other}/drip", deadline=deadline, body={})
        ended.append(name)

    threads = [threading.Thread(target=ask, args=(3.0, "long")), threading.Thread(target=ask, args=(0.4, "short"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended == ["short", "long"]


def test_nothing_is_sent_if_connecting_took_until_the_deadline(
    session: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = HTTPConnection.connect

    def connect_slowly(connection: HTTPConnection) -> None:
        time.sleep(0.6)
        connect(connection)

    monkeypatch.setattr(HTTPConnection, "connect", connect_slowly)
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(requests.Timeout):
            send(session, "POST", f"http://127.0.0.1:{server.getsockname()[1]}/", deadline=0.3, body={})
        with server.accept()[0] as accepted:
            accepted.settimeout(5)
            assert accepted.recv(1000) == b""


def test_no_redirect_is_followed(other: str, session: requests.Session) -> None:
    assert send(session, "POST", f"{other}/redirect", deadline=5, body={}).status == 302


def test_a_cookie_of_one_response_goes_with_no_later_request(other: str, session: requests.Session) -> None:
    for _ in range(2):
        assert send(session, "POST", f"{other}/cookie", deadline=5, body={}).body == b"no cookie"


def test_proxies_and_passwords_of_the_environment_are_ignored(
    other: str, session: requests.Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login someone password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert send(session, "POST", f"{other}/authorization", deadline=5, body={}).body == b"none"


def test_no_more_than_the_largest_response_is_read(other: str, session: requests.Session) -> None:
    with pytest.raises(ResponseTooLarge):
        send(session, "POST", f"{other}/large", deadline=5, body={})


def test_many_requests_start_no_thread_each(other: str, session: requests.Session, monkeypatch) -> None:
    send(session, "POST", f"{other}/echo", deadline=5, body={})  # the one thread for all deadlines runs
    started: list[threading.Thread] = []
    start = threading.Thread.start
    monkeypatch.setattr(threading.Thread, "start", lambda thread: (started.append(thread), start(thread))[1])
    for _ in range(20):
        send(session, "POST", f"{other}/echo", deadline=5, body={})
    assert [thread for thread in started if "process_request" not in thread.name] == []


def test_hindi_is_sent_as_it_is(other: str, session: requests.Session) -> None:
    response = send(session, "POST", f"{other}/echo", deadline=5, body={"title": NAMASTE})
    assert NAMASTE.encode() in response.body


@pytest.mark.parametrize("service", ["main", "crm"])
def test_an_event_with_many_hindi_titles_is_accepted_by_both_services(
    services: Services, facilitator: Person, service: str
) -> None:
    """The body is below 64 KiB as sent, but above if each letter is escaped when the CRM passes it on."""
    start = datetime.now(timezone.utc).replace(microsecond=0) + timedelta(days=30)
    dates = [new_session(start + timedelta(days=day), title=NAMASTE * 30) for day in range(66)]
    body = {"title": NAMASTE, "time_zone": "Asia/Kolkata", "sessions": dates}
    url = {
        "main": f"{services.main_url}/events",
        "crm": f"{services.real_crm_url}/api/facilitator/{facilitator.id}/events",
    }[service]
    content = json.dumps(body, ensure_ascii=False).encode()
    assert len(content) < 64 * 1024 < len(json.dumps(body))
    headers = {"Authorization": f"Bearer {facilitator.token}", "Content-Type": "application/json"}
    response = requests.post(url, data=content, headers=headers, timeout=30)
    assert response.status_code == 201, response.text
    assert response.json()["event"]["sessions"][0]["title"] == NAMASTE * 30
