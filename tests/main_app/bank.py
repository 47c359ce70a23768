"""The test bank on this machine, with its client and whoever receives its events."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from werkzeug.serving import make_server

from main_app.services.demo_bank import DemoBank
from tests.main_app.application import application
from tests.support.services import wait_until
from tests.support.vendor import Vendor

KEY = "a-secret-for-tests-only-SECRET_KEY"  # of `application`


@dataclass
class Bank:
    url: str
    receiver: Vendor  # takes the events
    answers_lost: int = 0  # how many of its next answers become errors, after it did what was asked

    @property
    def client(self) -> DemoBank:
        return DemoBank(self.url, KEY)

    def press(self, order_id: int, action: str) -> requests.Response:
        page = f"{self.url}/demo-bank/{order_id}"
        return requests.post(page, data={"action": action}, allow_redirects=False, timeout=10)

    def events(self, payment_id: int, count: int) -> list[tuple[bytes, dict[str, str]]]:
        """The events of a payment, once so many have come."""
        wait_until(lambda: len(self._received(payment_id)) >= count, 20, lambda: f"{self.receiver.requests}")
        return self._received(payment_id)

    def _received(self, payment_id: int) -> list[tuple[bytes, dict[str, str]]]:
        found = [(one["body"], {k.lower(): v for k, v in one["headers"].items()}) for one in self.receiver.requests]
        return [one for one in found if json.loads(one[0])["data"]["payment_id"] == payment_id]


@contextmanager
def running_bank() -> Iterator[Bank]:
    receiver = Vendor()
    with application(migrated=False, MAIN_BASE_URL=receiver.url, DEMO_BANK="true") as app:
        bank = Bank("", receiver)
        wsgi_app = app.wsgi_app

        def losing(environ: Any, start_response: Any) -> Any:
            if not bank.answers_lost:
                return wsgi_app(environ, start_response)
            wsgi_app(environ, lambda *_: lambda _content: None)
            bank.answers_lost -= 1
            start_response("500 Lost", [])
            return []

        app.wsgi_app = losing
        server = make_server("127.0.0.1", 0, app, threaded=True)
        bank.url = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield bank
        finally:
            server.shutdown()
            server.server_close()
            receiver.close()
