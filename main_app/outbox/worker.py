"""The delivery worker: `python -m main_app.outbox.worker`, as many as wanted, on any number of machines.

One loop claims; a small pool of threads delivers and records. Stops gracefully on SIGTERM and
SIGINT: nothing new is claimed, what is under way is finished and recorded.
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from typing import Any

from flask import Flask

from main_app.config import load_config
from main_app.metrics_directory import use_metrics_directory
from service_kit import clock

STOP_SECONDS = 6.0
GATHER_SECONDS = 0.03  # while deliveries are under way: what arrives meanwhile shares the next request
HOUSEKEEPING_SECONDS = 600.0
ALERT_SECONDS = 2.0
AFTER_AN_ERROR_SECONDS = 1.0

logger = logging.getLogger("main_app.outbox.worker")


class Worker:
    def __init__(self, app: Flask):
        from main_app.database import db
        from main_app.outbox.channels import all_channels
        from main_app.outbox.wakeup import WakeUp

        self._app = app
        self._slots = app.config["NOTIFICATION_WORKERS"]
        self._batch_size = app.config["NOTIFICATION_BATCH_SIZE"]
        self._poll_seconds = float(app.config["NOTIFICATION_POLL_INTERVAL"])
        self._lease_seconds = float(app.config["NOTIFICATION_LEASE_SECONDS"])
        self._pool = ThreadPoolExecutor(self._slots, thread_name_prefix="deliver")
        self._more = False  # the last claim took as much as it could: more is due already
        self._busy = 0
        self._busy_lock = threading.Lock()
        self._stopping = threading.Event()
        self._last_housekeeping = 0.0
        self._last_watch = 0.0
        with app.app_context():
            self._channels = all_channels(app.config)
            self._wakeup = WakeUp(app.config["DATA_DIR"], db.engine.url)

    def run(self) -> None:
        """Deliver until told to stop."""
        from main_app.consequences import work_out_consequences  # until the worker is at the top

        logger.info("worker started, %s deliveries at once", self._slots)
        while not self._stopping.is_set():
            if not self._more and not self._idle():
                self._stopping.wait(GATHER_SECONDS)
            try:
                with self._app.app_context():
                    work_out_consequences()
                    wait = 0.0 if self._claim_and_start() else self._seconds_to_next()
                    self._keep_house()
            except Exception:
                # The database may be away for a moment. The rows are safe; look again shortly.
                logger.exception("the worker could not look for work")
                wait = AFTER_AN_ERROR_SECONDS
            if wait > 0:
                self._wakeup.wait(wait)
        self._finish()

    def stop(self, *_: Any) -> None:
        self._stopping.set()
        self._wakeup.wake()
        late = threading.Timer(STOP_SECONDS, _leave)
        late.daemon = True
        late.start()

    def _claim_and_start(self) -> bool:
        """Start what each channel has to do, while slots are free. Returns whether it started any."""
        from main_app.outbox.delivery import claim, deliver, probe, probe_after_failure, take_probe

        started = self._more = False
        for channel in self._channels:
            if not self._has_free_slot():
                break
            at_most = min(self._batch_size, channel.largest_batch)
            messages = claim(channel.name, at_most, self._lease_seconds)
            if messages:
                self._more = self._more or len(messages) == at_most

                def work(channel: Any = channel, messages: Any = messages) -> None:
                    if deliver(channel, messages):
                        probe_after_failure(channel)

                self._start(work)
                started = True
            elif take_probe(channel.name):
                # Not in this loop: one that does not answer would hold up the other channels.
                self._start(partial(probe, channel))
        return started

    def _start(self, work: Callable[[], None]) -> None:
        with self._busy_lock:
            self._busy += 1

        def run() -> None:
            with self._app.app_context():
                work()

        self._pool.submit(run).add_done_callback(self._done)

    def _done(self, future: "Future[None]") -> None:
        with self._busy_lock:
            self._busy -= 1
        if future.exception():
            # The lease runs out and the message is claimed again: nothing is lost.
            logger.error("a delivery could not be recorded", exc_info=future.exception())
        self._wakeup.wake()

    def _has_free_slot(self) -> bool:
        with self._busy_lock:
            return self._busy < self._slots

    def _seconds_to_next(self) -> float:
        from main_app.database import db
        from main_app.outbox.delivery import next_moment

        if not self._has_free_slot():
            return self._poll_seconds
        now = clock.now()
        soonest = self._poll_seconds
        for channel in self._channels:
            moment = next_moment(channel.name)
            if moment is not None:
                soonest = min(soonest, (moment - now) / timedelta(seconds=1))
        db.session.rollback()
        return max(soonest, 0.05)  # what is due already is being claimed by another worker

    def _keep_house(self) -> None:
        from main_app.integration.alerts import watch_alerts
        from main_app.outbox.operations import purge_old_rows

        if time.monotonic() - self._last_watch > ALERT_SECONDS:
            self._last_watch = time.monotonic()
            watch_alerts()
        if time.monotonic() - self._last_housekeeping > HOUSEKEEPING_SECONDS:
            self._last_housekeeping = time.monotonic()
            purge_old_rows(self._app.config["NOTIFICATION_RETENTION_DAYS"])

    def _finish(self) -> None:
        self._wakeup.close()
        while not self._idle():  # what hangs until STOP_SECONDS are over is given up by _leave
            time.sleep(0.05)
        self._pool.shutdown()
        logger.info("worker stopped")

    def _idle(self) -> bool:
        with self._busy_lock:
            return self._busy == 0


def _leave() -> None:
    """End at once. What still hangs is given up: its lease runs out and another worker delivers it."""
    logger.warning("worker stopped while a delivery was under way: it will be delivered again")
    logging.shutdown()
    os._exit(0)  # Python itself would wait for the threads that hang


def main() -> None:
    config = load_config()
    use_metrics_directory(config["DATA_DIR"], owner=False)
    from main_app import create_app
    from main_app.outbox.wakeup import forget_dead_workers
    from service_kit.database import migrate_database

    app = create_app(config)
    migrate_database(app)
    forget_dead_workers(config["DATA_DIR"])
    worker = Worker(app)
    signal.signal(signal.SIGTERM, worker.stop)
    signal.signal(signal.SIGINT, worker.stop)
    worker.run()
    logging.shutdown()


if __name__ == "__main__":
    main()
