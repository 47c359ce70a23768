"""How a request reaches Flask and its response the caller; addresses that are too long."""

from typing import Any

import pytest
import requests
from flask import Flask, Response, request

from service_kit.wsgi import KEPT_IN_MEMORY, environ_of, run_app
from tests.support.services import Services

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


class Headers(list[tuple[str, str]]):
    """Headers as Granian passes them: all names, but only the values that it can read."""

    unreadable: tuple[str, ...] = ()

    def keys(self) -> list[str]:
        return [*(name for name, _ in self), *self.unreadable]

    def items(self) -> list[tuple[str, str]]:
        return list(self)


class Scope:
    def __init__(self, path: str = "/", query: str = "", headers: Headers | None = None) -> None:
        self.method, self.path, self.query_string = "GET", path, query
        self.headers = headers or Headers()
        self.server, self.client, self.scheme = "127.0.0.1:5000", "10.1.2.3:40000", "http"
        self.http_version, self.authority = "1.1", None


def _environ(body: bytes = b"", **scope: Any) -> dict[str, Any]:
    one = Scope(**scope)
    return environ_of(one, one.headers.items(), body)


def test_flask_sees_the_request_as_it_was_sent() -> None:
    app = Flask(__name__)
    headers = Headers(
        [("host", "samaya.example"), ("cookie", "a=1"), ("cookie", "b=2"), ("x-two", "1"), ("x-two", "2")]
    )
    with app.request_context(_environ(b'{"a": 1}', path="/events/नमस्ते", query="q=न&x=%20y", headers=headers)):
        assert request.path == "/events/नमस्ते"
        assert request.args.to_dict() == {"q": "न", "x": " y"}
        assert request.cookies.to_dict() == {"a": "1", "b": "2"}
        assert request.headers["X-Two"] == "1,2"
        assert request.host == "samaya.example"
        assert request.remote_addr == "10.1.2.3"
        assert request.content_length == len(b'{"a": 1}')
        assert request.get_data() == b'{"a": 1}'


def test_a_header_with_an_underscore_cannot_stand_for_one_with_a_hyphen() -> None:
    environ = _environ(headers=Headers([("x_forwarded_for", "1.2.3.4"), ("content_length", "9")]))
    assert "HTTP_X_FORWARDED_FOR" not in environ
    assert "CONTENT_LENGTH" not in environ


def test_a_header_with_bytes_beyond_ascii_is_there_and_no_check_accepts_it() -> None:
    headers = Headers([("host", "x")])
    headers.unreadable = ("authorization",)
    assert not _environ(headers=headers)["HTTP_AUTHORIZATION"].isascii()


@pytest.mark.parametrize("size", [0, 10, KEPT_IN_MEMORY + 10])
def test_a_response_arrives_whole_and_its_source_is_closed(size: int) -> None:
    app, closed = Flask(__name__), []

    @app.get("/")
    def response() -> Response:
        parts = [b"x" * 1000] * (size // 1000) + [b"y" * (size % 1000)]
        response = Response(iter(parts))
        response.call_on_close(lambda: closed.append(True))
        return response

    status, _, content = run_app(app, _environ())
    if isinstance(content, bytes):
        whole = content
    else:
        with content:
            whole = content.read()
    assert (status, len(whole), closed) == (200, size, [True])


def refused(response: requests.Response, code: str, sentence: str) -> None:
    """The server's own refusals have the form and the headers of all others."""
    body = response.json()
    assert body.keys() == {"type", "title", "status", "detail", "error", "code", "request_id"}
    assert (body["status"], body["code"], body["error"]) == (response.status_code, code, sentence)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", ["/events/" + "a" * 9000, "/events?search=" + "a" * 9000])
def test_addresses_over_8_kib_are_refused_by_both_services(services: Services, address: str) -> None:
    for url in (services.main_url, services.real_crm_url):
        response = requests.get(f"{url}{address}", timeout=10)
        assert response.status_code == 414
        refused(response, "url_too_long", "The address is too long.")


def test_headers_over_32_kib_are_refused_by_both_services(services: Services) -> None:
    for url in (services.main_url, services.real_crm_url):
        response = requests.get(f"{url}/health", headers={"Accept-Encoding": "a," * 17_000}, timeout=10)
        assert response.status_code == 431
        refused(response, "headers_too_large", "The request's headers are too large.")
        assert requests.get(f"{url}/health", headers={"X-Many": "a" * 30_000}, timeout=10).status_code == 200
