"""The measurements, each against services that run as they do for a user."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from main_app.outbox.enqueue import CRM
from main_app.outbox.models import OutboxMessage
from tests.support.crowd import Crowd, Reply
from tests.support.database import rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, crm_notifications, register, register_with_role
from tests.support.services import Process, Services, wait_until

DRAINED_WITHIN = 60.0
ASLEEP_SECONDS = 0.2  # after its work is done, a worker sleeps again well within


@dataclass
class Stage:
    """Running services without a worker, a crowd, and sessions to book."""

    services: Services
    crowd: Crowd
    facilitator: Person
    dates: list[int]
    idle_dates: list[int]
    bookings: list[tuple[int, int]] = field(default_factory=list)  # (guest's place in the crowd, booking)

    def worker(self, batch_size: int) -> Process:
        model = self.services.worker_processes[0]
        return Process(model.command, model.environment | {"NOTIFICATION_BATCH_SIZE": str(batch_size)}, model.log)

    def cancel_all(self) -> None:
        talks = []
        for place, guest in enumerate(self.crowd.guests):
            mine = [booking for owner, booking in self.bookings if owner == place]
            paths = [f"/bookings/cancel/{booking}" for booking in mine]
            talks.append((guest, [self.crowd.request(guest, "POST", path)[1] for path in paths]))
        _all_of(self.crowd.converse(talks), 200)


@contextmanager
def prepared(clients: int, bookings_each: int, idle_bookings: int) -> Iterator[Stage]:
    with Services(workers=1) as services, Crowd(services, clients) as crowd:
        facilitator = register_with_role(services, "Priya", "facilitator")
        dates = facilitator.create_event(sessions=bookings_each, capacity=clients)["sessions"]
        idle_dates = facilitator.create_event(sessions=idle_bookings)["sessions"]
        wait_until_delivered(services, DRAINED_WITHIN)
        services.worker_processes[0].stop()
        yield Stage(services, crowd, facilitator, [date["id"] for date in dates], [date["id"] for date in idle_dates])


def plain_requests_per_second(stage: Stage) -> float:
    crowd = stage.crowd
    talks = [(guest, [crowd.request(guest, "GET", "/health")[1]] * 60) for guest in crowd.guests]
    started = time.monotonic()
    replies = _all_of(crowd.converse(talks), 200)
    return len(replies) / (time.monotonic() - started)


def bookings_per_second(stage: Stage) -> tuple[float, list[float]]:
    """Every guest books every session, one after the other. Returns the rate, and each answer's seconds."""
    crowd = stage.crowd
    talks = [(guest, [crowd.book(guest, date)[1] for date in stage.dates]) for guest in crowd.guests]
    started = time.monotonic()
    conversations = crowd.converse(talks)
    rate = sum(map(len, conversations)) / (time.monotonic() - started)
    for place, replies in enumerate(conversations):
        stage.bookings += [(place, reply.json()["booking"]["id"]) for reply in replies]
    return rate, [reply.seconds for reply in _all_of(conversations, 201)]


def deliveries_per_second(stage: Stage, batch_size: int) -> float:
    """Let a worker deliver what waits. The time runs from its first delivery to its last."""
    newest = select(func.max(OutboxMessage.id)).where(OutboxMessage.channel == CRM, OutboxMessage.status == "delivered")
    before = rows(stage.services.main_database, newest)[0][0] or 0
    worker = stage.worker(batch_size)
    worker.start()
    try:
        wait_until_delivered(stage.services, DRAINED_WITHIN)
    finally:
        worker.stop()
    query = select(func.min(OutboxMessage.finished_at), func.max(OutboxMessage.finished_at), func.count())
    first, last, count = rows(
        stage.services.main_database, query.where(OutboxMessage.channel == CRM, OutboxMessage.id > before)
    )[0]
    return (count - min(batch_size, count - 1)) / (last - first).total_seconds()


def idle_latencies(stage: Stage) -> list[float]:
    """Seconds from a booking, made while everything sleeps, to its row at the CRM."""
    services = stage.services
    alice = register(services, "Alice")
    worker = stage.worker(batch_size=100)
    worker.start()
    try:
        wait_until_delivered(services, DRAINED_WITHIN)
        return [_idle_latency(services, alice, date) for date in stage.idle_dates]
    finally:
        worker.stop()


def _idle_latency(services: Services, guest: Person, session_id: int) -> float:
    time.sleep(ASLEEP_SECONDS)
    booking = guest.book(session_id).json()["booking"]
    (told,) = wait_until(lambda: crm_notifications(services, booking_id=booking["id"]), DRAINED_WITHIN)
    return (_moment(told["timestamp"]) - _moment(booking["created_at"])).total_seconds()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _all_of(conversations: Sequence[Sequence[Reply]], status: int) -> list[Reply]:
    replies = [reply for conversation in conversations for reply in conversation]
    wrong = [reply for reply in replies if reply.status != status]
    if wrong:
        raise AssertionError(f"{len(wrong)} answers were not {status}: {wrong[0].status} {wrong[0].body[:300]!r}")
    return replies
