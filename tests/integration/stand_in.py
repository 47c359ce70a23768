"""What the tests of claiming share: a channel whose receiver a test sets, and its messages in the database."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert, select

from main_app.database import db
from main_app.outbox import claim as claiming
from main_app.outbox import delivery
from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.claim import read_channel_work
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.outbox.models import DeliveryAttempt, OutboxMessage
from main_app.outbox.retry_policy import Delivered, Outcome, Skipped
from service_kit import clock
from service_kit.database import write_connection, write_transaction

LEASE = 15.0
NAME = "stand-in"


class StandIn(Channel):
    """A channel whose receiver answers as a test sets it."""

    name = NAME
    delays = (60, 300)
    max_batch_size = 100

    def __init__(self, *responses: Outcome, probe: Outcome | None = None, skip: Mapping[str, str] | None = None):
        self._responses, self._probe, self._skip = list(responses), probe or Delivered({}), skip or {}
        self.sent: list[str] = []

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        return [self._outcome_of(message.subject) for message in messages]

    def _outcome_of(self, subject: str) -> Outcome:
        if subject in self._skip:
            return Skipped(self._skip[subject])
        self.sent.append(subject)
        return self._responses.pop(0)

    def probe(self) -> Outcome:
        return self._probe


class ManyReceivers(StandIn):
    """A channel with destinations that fail independently."""

    one_destination = False


def put(
    subject: str, version: int = 1, due_at: datetime | None = None, *, key: str | None = "", destination: str = ""
) -> None:
    """Enqueue a message whose ordering key is its subject, unless another one is given."""
    key = subject if key == "" else key
    one = NewMessage(NAME, "told", subject, {}, version, ordering_key=key, destination=destination, due_at=due_at)
    with write_transaction() as db_session:
        enqueue(db_session, [one])


def message(subject: str, version: int = 1) -> OutboxMessage:
    found = db.session.scalars(
        select(OutboxMessage)
        .where(OutboxMessage.subject == subject, OutboxMessage.version == version)
        .execution_options(populate_existing=True)
    ).one()
    db.session.rollback()
    return found


def claim(limit: int = 100, channel: Channel | None = None) -> list[Claimed]:
    return claiming.claim(channel or StandIn(), limit, LEASE)


def claimed(limit: int = 100, channel: Channel | None = None) -> list[tuple[str, int]]:
    """Claim, and return the subject and the version of each message."""
    ids = [one.id for one in claim(limit, channel)]
    known = {row.id: (row.subject, row.version) for row in db.session.scalars(select(OutboxMessage))}
    db.session.rollback()
    return [known[number] for number in ids]


def record(
    channel: Channel, claimed: Sequence[Claimed], outcomes: Sequence[Outcome], started_at: datetime, seconds: float
) -> None:
    with write_connection() as connection:
        delivery.record(connection, delivery.Sent(channel, claimed, outcomes, started_at, seconds))


def outcomes() -> list[str]:
    found = [attempt.outcome for attempt in db.session.scalars(select(DeliveryAttempt).order_by(DeliveryAttempt.id))]
    db.session.rollback()
    return found


def next_due_at() -> datetime | None:
    return read_channel_work([NAME])[NAME].next_due_at


def later(seconds: float) -> Any:
    return clock.moved_to(clock.now() + timedelta(seconds=seconds))


def add_finished(number: int) -> None:
    add_rows({"subject": f"done:{n}", "status": "delivered", "finished_at": clock.now()} for n in range(number))


def add_backlog(keys: int, each: int, attempts: int) -> None:
    add_rows(
        {
            "subject": f"thing:{key}",
            "ordering_key": f"thing:{key}",
            "version": version + 1,
            "blocked": version > 0,
            "attempts": attempts,
        }
        for version in range(each)
        for key in range(keys)
    )


def add_rows(rows: Any) -> None:
    now = clock.now()
    common = {
        "channel": NAME,
        "kind": "told",
        "version": 1,
        "payload": {},
        "ordering_key": None,
        "status": "pending",
        "finished_at": None,
        "blocked": False,
        "attempts": 0,
        "due_at": now,
        "created_at": now,
        "waiting_since": now,
    }
    with write_transaction() as db_session:
        numbered = [common | row | {"event_id": f"row-{row['subject']}-{n}"} for n, row in enumerate(rows)]
        db_session.execute(insert(OutboxMessage), numbered)
