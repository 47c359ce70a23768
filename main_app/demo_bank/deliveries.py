"""Sends the bank's events in a thread of its own, so that no request waits for another one of the same server."""

import logging
import threading
import time
from dataclasses import dataclass, field
from datetime import timedelta

import requests

from main_app.demo_bank.ledger import Ledger, Row
from main_app.services.demo_bank import sign
from service_kit import clock
from service_kit.http_client import bounded_session, send

PATH = "/api/v1/booking-notifications/webhooks/demo"
DEADLINE = 10.0  # seconds
LEASE = timedelta(seconds=15)  # longer than a delivery takes: another process then takes over
RETRIES = (1, 3, 10, 30, 120, 600)  # seconds after each failed attempt
IDLE_SECONDS = 60.0

logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Deliveries:
    """One for each process that changes the ledger."""

    ledger: Ledger
    base: str
    secret_key: str = field(repr=False)

    def __post_init__(self) -> None:
        self._changed = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._session = bounded_session()

    def wake(self) -> None:
        """Deliver what is due, now and from now on."""
        with self._starting:
            if self._thread is None or not self._thread.is_alive():  # a forked process starts without it
                self._thread = threading.Thread(target=self._run, daemon=True, name="demo-bank")
                self._thread.start()
        self._changed.set()

    def deliver_due(self) -> None:
        while event := self.ledger.claim_event(LEASE):
            attempts = event["attempts"]
            retry = None if self._deliver(event) or attempts >= len(RETRIES) else RETRIES[attempts]
            self.ledger.event_settled(event["number"], retry and clock.now() + timedelta(seconds=retry))

    def _run(self) -> None:
        while True:
            self._changed.clear()
            try:
                self.deliver_due()
                due_at = self.ledger.next_event_due()
            except Exception:
                logger.exception("the demo bank could not send its events")
                time.sleep(IDLE_SECONDS)
                continue
            wait = IDLE_SECONDS if due_at is None else (due_at - clock.now()).total_seconds()
            self._changed.wait(min(max(wait, 0.05), IDLE_SECONDS))

    def _deliver(self, event: Row) -> bool:
        body, timestamp = event["body"].encode(), str(int(clock.now().timestamp()))
        headers = {
            "webhook-id": event["id"],
            "webhook-timestamp": timestamp,
            "webhook-signature": sign(self.secret_key, event["id"], timestamp, body),
        }
        try:
            response = send(self._session, "POST", self.base + PATH, deadline=DEADLINE, body=body, headers=headers)
        except requests.RequestException as error:
            logger.warning("an event of the demo bank did not arrive: %s", type(error).__name__)
            return False
        return 200 <= response.status < 300
