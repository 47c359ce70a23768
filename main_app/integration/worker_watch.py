"""Each web process watches for workers. It alone can report that none is running: workers send all other alerts."""

import logging
import threading
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from main_app.channels.alerts import alert_channel
from main_app.database import db
from main_app.integration.alerts import NO_WORKER, start_alert
from main_app.integration.models import Alert
from main_app.outbox.claim import claim
from main_app.outbox.delivery import deliver
from main_app.outbox.heartbeat import EVERY_SECONDS, last_heartbeat
from main_app.services.alert_webhook import TIMEOUT
from main_app.settings import settings
from service_kit import clock

ALERT_BATCH_SIZE = 10
LEASE_SECONDS = ALERT_BATCH_SIZE * (TIMEOUT + 1.0)

logger = logging.getLogger(__name__)


def worker_note() -> str | None:
    """A note for /ready. The main API is ready even without a worker: it takes bookings, and their messages wait."""
    detail = db.session.scalar(select(Alert.detail).where(Alert.name == NO_WORKER, Alert.active))
    db.session.rollback()
    return detail


class WorkerWatch:
    """A thread that starts the alert `no_worker` and sends it, because no worker would."""

    def __init__(self, app: Flask):
        self._app = app
        self._since = clock.now()

    def start(self) -> None:
        threading.Thread(target=self._run, daemon=True, name="worker-watch").start()

    def _run(self) -> None:
        pause = threading.Event()
        while not pause.wait(min(EVERY_SECONDS, self._max_silence().total_seconds())):
            try:
                with self._app.app_context():
                    self.check()
            except Exception:
                logger.exception("the workers could not be checked")

    def check(self) -> None:
        """Start the alert if no worker has been seen for too long, and deliver it, because no worker would."""
        seen_at = last_heartbeat(db.session())
        db.session.rollback()
        # After a start of the whole installation the workers have some time to start as well.
        if clock.now() - max(seen_at or self._since, self._since) <= self._max_silence():
            return
        last = f"The last one was seen at {clock.iso(seen_at)}." if seen_at else "None was seen in the last day."
        start_alert(NO_WORKER, f"No worker runs, so nothing is delivered. {last} Start one: python -m main_app.worker")
        channel = alert_channel(settings())
        if channel and (claimed := claim(channel, ALERT_BATCH_SIZE, LEASE_SECONDS)):
            deliver(channel, claimed)

    def _max_silence(self) -> timedelta:
        return timedelta(seconds=self._app.extensions["settings"].alert_no_worker_seconds)
