"""Runs the channels: one loop finds out what is due, and each channel has threads that deliver and record.

A slow or failing receiver affects only its own channel. Knows no feature: the worker program says which channels
there are, what makes messages, and which tasks run periodically.
"""

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask

from main_app.database import db
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import ChannelWork, claim, read_channel_work
from main_app.outbox.delivery import record_and_claim, send
from main_app.outbox.health import probe, take_probe
from main_app.outbox.high_load import HighLoad, Throttle
from main_app.outbox.models import ChannelStatus
from main_app.outbox.wakeup import WakeUp
from main_app.settings import MainSettings
from service_kit import clock

STOP_SECONDS = 6.0
BATCH_WINDOW_SECONDS = 0.03  # while messages keep arriving, those of this time share a request
# While changes keep arriving, those of this time share the transactions of a round; the first is processed at once.
ROUND_SECONDS = 0.1
FULL_ROUND = 100  # changes: after a round with so many the next one starts without waiting for more
LEASE_MARGIN_SECONDS = 1.0  # for recording, after the longest delivery
AFTER_AN_ERROR_SECONDS = 1.0
MIN_SLEEP_SECONDS = 0.05  # while another worker claims the due messages

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """Makes messages when it is due: the journal's consequences, planned messages."""

    run: Callable[[int], int]  # processes at most so many changes and returns how many: 0 if nothing was due
    next_due: Callable[[], datetime | None]
    max_batch_size: int
    measures_load: bool = False  # many of its changes mean that many requests arrive
    throttled_under_load: bool = False  # runs after the others, and seldom while many requests arrive


@dataclass(frozen=True)
class Task:
    """A periodic task of every worker. All tasks share a thread."""

    name: str
    run: Callable[[], object]
    every_seconds: float


class ChannelSlots:
    """The slots of one channel: each runs one delivery at a time, whatever other channels do."""

    def __init__(self, channel: Channel, number: int, batch_size: int, lease_seconds: float, high_load: HighLoad):
        self.channel = channel
        self.throttle = Throttle(high_load, throttled_under_load=channel.throttled_under_load)
        self.number = number
        self.batch_size = min(batch_size, channel.max_batch_size)
        # No other worker may claim a message while its delivery can still succeed.
        self.lease_seconds = max(lease_seconds, channel.max_delivery_seconds + LEASE_MARGIN_SECONDS)
        self.batch_window_ends = 0.0  # monotonic: waits for more messages to share a request
        self._busy = 0
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(number, thread_name_prefix=channel.name)

    def has_free_slot(self) -> bool:
        with self._lock:
            return self._busy < self.number

    def is_idle(self) -> bool:
        with self._lock:
            return self._busy == 0

    def start(self, work: Callable[[], object], when_done: Callable[[], None]) -> None:
        with self._lock:
            self._busy += 1

        def done(future: "Future[object]") -> None:
            with self._lock:
                self._busy -= 1
            if future.exception():
                # Nothing is lost: the lease expires and the message is claimed again.
                logger.error("a delivery or a probe failed unexpectedly", exc_info=future.exception())
            when_done()

        self._pool.submit(work).add_done_callback(done)

    def close(self) -> None:
        self._pool.shutdown()


class Dispatcher:
    def __init__(
        self,
        app: Flask,
        channels: Sequence[Channel],
        sources: Sequence[Source] = (),
        tasks: Sequence[Task] = (),
    ):
        settings: MainSettings = app.extensions["settings"]
        self._app = app
        self._poll_seconds = float(settings.notification_poll_interval)
        number, batch_size = settings.notification_workers, settings.notification_batch_size
        lease_seconds = float(settings.notification_lease_seconds)
        load = self._high_load = HighLoad()
        self._channels = [ChannelSlots(channel, number, batch_size, lease_seconds, load) for channel in channels]
        self._sources = [
            (source, Throttle(load, throttled_under_load=source.throttled_under_load)) for source in sources
        ]
        self._tasks = tasks
        self._stopping = threading.Event()
        with app.app_context():
            self._wakeup = WakeUp(settings.data_dir, db.engine.url)

    def run(self) -> None:
        """Deliver until told to stop."""
        number = self._channels[0].number if self._channels else 0
        logger.info("worker started, up to %s deliveries at once per channel", number)
        tasks = threading.Thread(target=self._run_tasks, daemon=True, name="tasks")
        tasks.start()
        while not self._stopping.is_set():
            try:
                with self._app.app_context():
                    processed, wait = self._run_round()
                if 0 < processed < FULL_ROUND:
                    self._stopping.wait(ROUND_SECONDS)
            except Exception:
                # The database may be away for a moment. The rows are safe; try again shortly.
                logger.exception("the worker could not read due messages")
                wait = AFTER_AN_ERROR_SECONDS
            if wait > 0:
                self._wakeup.wait(wait)
        self._wait_for_deliveries()

    def stop(self, *_: Any) -> None:
        self._stopping.set()
        self._wakeup.wake()
        watchdog = threading.Timer(STOP_SECONDS, _exit_process)
        watchdog.daemon = True
        watchdog.start()

    def _run_round(self) -> tuple[int, float]:
        """Make messages and start deliveries. Returns the number of urgent changes, and the seconds to the next round.

        Deliveries of urgent messages start before the others are made.
        """
        processed, wait = self._run_sources(urgent=True)
        wait = min(wait, self._start_due())
        others, other_wait = self._run_sources(urgent=False)
        if others:
            wait = min(wait, self._start_due())
        return processed, min(wait, other_wait)

    def _run_sources(self, urgent: bool) -> tuple[int, float]:
        """Run these sources. Returns the number of changes they processed, and the seconds until one is due again."""
        processed, soonest = 0, self._poll_seconds
        for source, throttle in self._sources:
            if urgent == source.throttled_under_load:
                continue
            if delay := throttle.seconds_until_next():
                soonest = min(soonest, delay)
                continue
            number = source.run(throttle.max_batch_size(source.max_batch_size))
            throttle.count_sent(number)
            if source.measures_load:
                self._high_load.record_round(number)
            processed += number
            # A source that had something to do may have more.
            soonest = 0.0 if number else min(soonest, self._seconds_until(source.next_due()))
        return processed, soonest

    def _start_due(self) -> float:
        """Start due deliveries and probes in free slots. Returns the seconds until there is more to do."""
        work = read_channel_work([slots.channel.name for slots in self._channels])
        window_ends = min(
            (slots.batch_window_ends for slots in self._channels if self._is_due(slots, work)), default=0.0
        )
        if window_ends > time.monotonic():
            self._stopping.wait(window_ends - time.monotonic())
            work = read_channel_work([slots.channel.name for slots in self._channels])
        waits = [self._start_channel(slots, work[slots.channel.name]) for slots in self._channels]
        return min(waits, default=self._poll_seconds)

    def _is_due(self, slots: ChannelSlots, work: Mapping[str, ChannelWork]) -> bool:
        moment = work[slots.channel.name].next_due_at
        is_due = moment is not None and moment <= clock.now()
        return is_due and slots.has_free_slot() and not slots.throttle.seconds_until_next()

    def _start_channel(self, slots: ChannelSlots, work: ChannelWork) -> float:
        if work.next_due_at is None:
            return self._poll_seconds
        wait = self._seconds_until(work.next_due_at)
        if work.next_due_at > clock.now():
            return wait
        if not slots.has_free_slot():
            return self._poll_seconds  # the end of a delivery wakes this loop
        if work.status != ChannelStatus.OK.value:
            # In a slot, not in this loop: a receiver that hangs would delay the other channels.
            if take_probe(slots.channel.name):
                slots.start(partial(self._in_context, probe, slots.channel), self._wakeup.wake)
            return MIN_SLEEP_SECONDS
        if delay := slots.throttle.seconds_until_next():
            return delay
        batch_size = slots.throttle.max_batch_size(slots.batch_size)
        claimed = claim(slots.channel, batch_size, slots.lease_seconds, work=work)
        if not claimed:
            return MIN_SLEEP_SECONDS
        slots.throttle.count_sent(len(claimed))
        slots.batch_window_ends = (
            time.monotonic() + BATCH_WINDOW_SECONDS if 1 < len(claimed) < slots.batch_size else 0.0
        )
        slots.start(partial(self._in_context, self._deliver, slots, claimed), self._wakeup.wake)
        return 0.0

    def _deliver(self, slots: ChannelSlots, claimed: list[Claimed]) -> None:
        """Deliver until no more is due. Recording a batch and claiming the next one share a transaction."""
        while claimed:
            claims_next = (
                len(claimed) >= slots.batch_size or claimed[0].send_individually
            ) and not slots.throttle.is_active()
            sent = send(slots.channel, claimed)
            number = slots.batch_size if claims_next and not self._stopping.is_set() else 0
            claimed = record_and_claim(sent, claim_next=number, lease_seconds=slots.lease_seconds)

    def _in_context(self, work: Callable[..., object], *arguments: Any) -> None:
        with self._app.app_context():
            work(*arguments)

    def _seconds_until(self, moment: datetime | None) -> float:
        if moment is None:
            return self._poll_seconds
        return min(self._poll_seconds, max((moment - clock.now()) / timedelta(seconds=1), MIN_SLEEP_SECONDS))

    def _run_tasks(self) -> None:
        due = dict.fromkeys(self._tasks, 0.0)
        while self._tasks and not self._stopping.wait(max(0.0, min(due.values()) - time.monotonic())):
            for task in self._tasks:
                if due[task] <= time.monotonic():
                    due[task] = time.monotonic() + task.every_seconds
                    try:
                        self._in_context(task.run)
                    except Exception:
                        logger.exception("a periodic task failed", extra={"task": task.name})

    def _wait_for_deliveries(self) -> None:
        self._wakeup.close()
        while not all(slots.is_idle() for slots in self._channels):  # the watchdog limits this time
            time.sleep(0.05)
        for slots in self._channels:
            slots.close()
        logger.info("worker stopped")


def _exit_process() -> None:
    """Exit at once. Leases of unfinished deliveries expire, and another worker delivers the messages."""
    logger.warning("worker stopped while a delivery was under way: it will be delivered again")
    logging.shutdown()
    os._exit(0)  # Python itself would wait for the threads that hang
