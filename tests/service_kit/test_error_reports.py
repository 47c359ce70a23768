"""Errors are reported to the service that SENTRY_DSN names, in its protocol and without people's data."""

import gzip
import json
import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
import sentry_sdk

from crm_microservice.settings import CrmSettings
from service_kit.error_reports import init_error_reports
from service_kit.settings import ConfigurationError

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
DEVELOPMENT = {"APP_ENV": "development"}


class Sentry:
    """Takes envelopes (https://develop.sentry.dev/sdk/data-model/envelopes/) and keeps their events."""

    def __init__(self) -> None:
        self.events: list[dict[str, Any]] = []
        self.raw = b""
        sentry = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                if self.headers.get("Content-Encoding") == "gzip":
                    body = gzip.decompress(body)
                sentry.raw += body
                _head, kind, content = body.split(b"\n")[:3]
                if json.loads(kind)["type"] == "event":
                    sentry.events.append(json.loads(content))
                self.send_response(200)
                self.send_header("Content-Length", "2")
                self.end_headers()
                self.wfile.write(b"{}")

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.dsn = f"http://key@127.0.0.1:{self._server.server_address[1]}/7"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def sentry() -> Iterator[Sentry]:
    sentry = Sentry()
    yield sentry
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)
    sentry.close()


def test_an_error_is_reported_without_addresses_tokens_and_variables(sentry: Sentry) -> None:
    init_error_reports(CrmSettings.load({**DEVELOPMENT, "SENTRY_DSN": sentry.dsn}))
    logger = logging.getLogger("samaya.test")
    card = "-".join(["4111"] * 4)
    try:
        raise ValueError("no mail to asha@example.com at /manage/WyJtYW5hZ2Ui.signature")
    except ValueError:
        logger.exception("could not tell asha@example.com")
    logger.warning("only an error is reported")
    sentry_sdk.flush(10)
    (event,) = sentry.events
    assert event["environment"] == "development"
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert event["exception"]["values"][0]["value"] == "no mail to a***@example.com at /manage/***"
    for secret in (b"asha@", b"WyJtYW5hZ2Ui", card.encode()):
        assert secret not in sentry.raw


def test_without_an_address_nothing_is_reported(sentry: Sentry) -> None:
    init_error_reports(CrmSettings.load(DEVELOPMENT))
    logging.getLogger("samaya.test").error("to the log alone")
    sentry_sdk.flush(10)
    assert not sentry_sdk.get_client().is_active()
    assert sentry.events == []


@pytest.mark.parametrize("dsn", ["sentry.example.com", "https://sentry.example.com/1", "key"])
def test_what_is_no_dsn_stops_the_start_with_its_name(dsn: str) -> None:
    with pytest.raises(ConfigurationError, match=r"^SENTRY_DSN must be a DSN such as"):
        CrmSettings.load({**DEVELOPMENT, "SENTRY_DSN": dsn})
