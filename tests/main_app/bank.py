"""The test bank on this machine, with its client and whoever receives its events."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Bank(f"http://127.0.0.1:{server.server_port}", receiver)
        finally:
            server.shutdown()
            server.server_close()
            receiver.close()
