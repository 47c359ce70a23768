"""Runs the channels: one loop finds out what is due, and each channel has threads that deliver and record.

A slow or failing receiver affects only its own channel. Knows no feature: the worker program says which channels
there are, what makes messages, and what is to be done from time to time.
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
from main_app.outbox.claim import Look, claim, look
from main_app.outbox.delivery import record
from main_app.outbox.health import probe, take_probe
from main_app.outbox.long_run import BATCHES_OF_A_RUN, RUN_SECONDS, deliver_run
from main_app.outbox.models import ChannelStatus
from main_app.outbox.rush import Rush, Turns
from main_app.outbox.wakeup import WakeUp
from main_app.settings import MainSettings
from service_kit import clock

STOP_SECONDS = 6.0
GATHER_SECONDS = 0.03  # while messages keep arriving, those of this time share a request
# While changes keep arriving, those of this time share the transactions of a round; the first one waits for nobody.
ROUND_SECONDS = 0.1
ENOUGH = 100  # changes that a round had: transactions of that size need not be larger
LEASE_MARGIN_SECONDS = 1.0  # for recording, after the longest delivery
AFTER_AN_ERROR_SECONDS = 1.0
SHORTEST_SLEEP = 0.05  # what is due already is being claimed by another worker

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Source:
    """Something that makes messages when it is due: the journal's consequences, planned messages."""

    run: Callable[[], int]  # does a bounded amount of work and returns how much: 0 where nothing was due
    next_due: Callable[[], datetime | None]
    is_of_requests: bool = False  # many of its changes mean that many requests arrive


@dataclass(frozen=True)
class Task:
    """Something every worker does from time to time, in a thread of its own."""

    run: Callable[[], object]
    every_seconds: float


class Lane:
    """The slots of one channel: so many deliveries at once, whatever other channels do."""

    def __init__(self, channel: Channel, slots: int, batch_size: int, lease_seconds: float, rush: Rush):
        self.channel = channel
        self.turns = Turns(rush, gives_way=channel.gives_way)
        self.slots = slots
        self.batch_size = min(batch_size, channel.largest_batch)
        self.longest_run = BATCHES_OF_A_RUN * self.batch_size if self.batch_size > 1 else 1
        # Nobody may take a message over while its delivery can still succeed.
        longest = channel.longest_delivery_seconds + (RUN_SECONDS if self.longest_run > 1 else 0.0)
        self.lease_seconds = max(lease_seconds, longest + LEASE_MARGIN_SECONDS)
        self.gather_until = 0.0  # monotonic
        self._busy = 0
        self._lock = threading.Lock()
        self._pool = ThreadPoolExecutor(slots, thread_name_prefix=channel.name)
        self.recorders = ThreadPoolExecutor(slots, thread_name_prefix=f"{channel.name}-record")

    def has_free_slot(self) -> bool:
        with self._lock:
            return self._busy < self.slots

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
                # The lease ends and the message is claimed again: nothing is lost.
                logger.error("a delivery could not be recorded", exc_info=future.exception())
            when_done()

        self._pool.submit(work).add_done_callback(done)

    def close(self) -> None:
        self._pool.shutdown()
        self.recorders.shutdown()


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
        slots, batch_size = settings.notification_workers, settings.notification_batch_size
        lease_seconds = float(settings.notification_lease_seconds)
        self._rush = Rush()
        self._lanes = [Lane(channel, slots, batch_size, lease_seconds, self._rush) for channel in channels]
        self._sources = sources
        self._tasks = tasks
        self._stopping = threading.Event()
        with app.app_context():
            self._wakeup = WakeUp(settings.data_dir, db.engine.url)

    def run(self) -> None:
        """Deliver until told to stop."""
        slots = self._lanes[0].slots if self._lanes else 0
        logger.info("worker started, %s deliveries at once for each channel", slots)
        tasks = threading.Thread(target=self._run_tasks, daemon=True, name="tasks")
        tasks.start()
        while not self._stopping.is_set():
            try:
                with self._app.app_context():
                    made, wait = self._run_sources()
                    wait = min(wait, self._start_due())
                if 0 < made < ENOUGH:
                    self._stopping.wait(ROUND_SECONDS)
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

    def _run_sources(self) -> tuple[int, float]:
        """Let each source make its messages. Returns how much they did, and the seconds until one is due again."""
        made, soonest = 0, self._poll_seconds
        for source in self._sources:
            number = source.run()
            if source.is_of_requests:
                self._rush.note(number)
            made += number
            # Where it had something to do there may be more.
            soonest = 0.0 if number else min(soonest, self._seconds_until(source.next_due()))
        return made, soonest

    def _start_due(self) -> float:
        """Start what each channel has to do, as slots are free. Returns the seconds until there is more to do."""
        seen = look([lane.channel.name for lane in self._lanes])
        gather = min((lane.gather_until for lane in self._lanes if self._is_due(lane, seen)), default=0.0)
        if gather > time.monotonic():
            self._stopping.wait(gather - time.monotonic())
            seen = look([lane.channel.name for lane in self._lanes])
        return min(
            (self._start_lane(lane, seen[lane.channel.name]) for lane in self._lanes), default=self._poll_seconds
        )

    def _is_due(self, lane: Lane, seen: Mapping[str, Look]) -> bool:
        moment = seen[lane.channel.name].next_moment
        is_due = moment is not None and moment <= clock.now()
        return is_due and lane.has_free_slot() and not lane.turns.seconds_until_next()

    def _start_lane(self, lane: Lane, seen: Look) -> float:
        if seen.next_moment is None:
            return self._poll_seconds
        wait = self._seconds_until(seen.next_moment)
        if seen.next_moment > clock.now():
            return wait
        if not lane.has_free_slot():
            return self._poll_seconds  # the end of a delivery wakes this loop
        if seen.status != ChannelStatus.OK.value:
            # Not in this loop: a receiver that does not answer would hold up the other channels.
            if take_probe(lane.channel.name):
                lane.start(partial(self._in_context, probe, lane.channel), self._wakeup.wake)
            return SHORTEST_SLEEP
        if turn := lane.turns.seconds_until_next():
            return turn
        claimed = claim(lane.channel, lane.batch_size, lane.lease_seconds, longest_run=lane.longest_run)
        if not claimed:
            return SHORTEST_SLEEP
        lane.turns.take(len(claimed))
        lane.gather_until = time.monotonic() + GATHER_SECONDS if 1 < len(claimed) < lane.batch_size else 0.0
        lane.start(partial(self._in_context, self._deliver, lane, claimed), self._wakeup.wake)
        return 0.0

    def _deliver(self, lane: Lane, claimed: list[Claimed]) -> None:
        """Deliver, and go on while more is due: recording and the next claim share a transaction."""
        while claimed:
            goes_on = (len(claimed) >= lane.batch_size or claimed[0].alone) and not lane.turns.must_wait()
            claimed = deliver_run(
                lane.channel,
                claimed,
                lane.batch_size,
                record_meanwhile=lambda sent: lane.recorders.submit(self._in_context, record, sent),
                is_stopping=self._stopping.is_set,
                claim_next=lane.batch_size if goes_on else 0,
                lease_seconds=lane.lease_seconds,
            )

    def _in_context(self, work: Callable[..., object], *arguments: Any) -> None:
        with self._app.app_context():
            work(*arguments)

    def _seconds_until(self, moment: datetime | None) -> float:
        if moment is None:
            return self._poll_seconds
        return min(self._poll_seconds, max((moment - clock.now()) / timedelta(seconds=1), SHORTEST_SLEEP))

    def _run_tasks(self) -> None:
        due = dict.fromkeys(self._tasks, 0.0)
        while self._tasks and not self._stopping.wait(max(0.0, min(due.values()) - time.monotonic())):
            for task in self._tasks:
                if due[task] <= time.monotonic():
                    due[task] = time.monotonic() + task.every_seconds
                    try:
                        self._in_context(task.run)
                    except Exception:
                        logger.exception("a regular task of the worker failed")

    def _finish(self) -> None:
        self._wakeup.close()
        while not all(lane.is_idle() for lane in self._lanes):  # after STOP_SECONDS `_leave` ends the process
            time.sleep(0.05)
        for lane in self._lanes:
            lane.close()
        logger.info("worker stopped")


def _leave() -> None:
    """End at once. The lease of what still hangs ends, and another worker delivers it."""
    logger.warning("worker stopped while a delivery was under way: it will be delivered again")
    logging.shutdown()
    os._exit(0)  # Python itself would wait for the threads that hang
