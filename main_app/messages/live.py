"""Server-sent events for the bell: a person's unread count and newest notification."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, union

from main_app.auth.sign_in import open_sign_ins
from main_app.database import db
from main_app.messages.models import InAppNotification
from main_app.messages.queries import notification_json
from service_kit import clock
from service_kit.streams import HEARTBEAT, HEARTBEAT_SECONDS, Broadcast, event, retry

POLL_SECONDS = 0.5
# Each poll reads this far back again, because a transaction may commit later than the times in its rows.
OVERLAP = timedelta(seconds=5)
EXPIRED = event("expired", {})

bell = InAppNotification.__table__.c
READERS = bindparam("readers", expanding=True)
# Selected by time, not by reader: few rows changed lately, but readers may have many notifications.
CHANGED = union(
    select(bell.user_id).where(bell.created_at > bindparam("since")),
    select(bell.user_id).where(bell.read_at > bindparam("since")),
)
UNREAD = (
    select(bell.user_id, func.count()).where(bell.user_id.in_(READERS), bell.read_at.is_(None)).group_by(bell.user_id)
)
NEWEST_OF_EACH = select(func.max(bell.id)).where(bell.user_id.in_(READERS)).group_by(bell.user_id)
NEWEST = select(InAppNotification.__table__).where(bell.id.in_(NEWEST_OF_EACH))


@dataclass(frozen=True)
class Reader:
    """A person on one device."""

    user_id: int
    sign_in_id: str


@dataclass(frozen=True)
class Change:
    topic: int  # the person's id
    chunk: bytes
    of_sign_in: str | None = None  # None: of all the person's devices


class UnreadCounts:
    """Reads the changed bells of people who have a page open."""

    def __init__(self, context: Callable[[], AbstractContextManager[Any]]) -> None:
        self._context = context
        self.readers: Counter[Reader] = Counter()
        self._since = clock.now()
        self._shown: dict[int, bytes] = {}

    def start(self) -> None:
        self._since = clock.now()
        self._shown = {}

    def read(self) -> tuple[list[Change], bool]:
        started_at = clock.now()
        with self._context(), db.engine.connect() as connection:
            readers = list(self.readers)
            user_ids = {reader.user_id for reader in readers}
            changed = set(connection.execute(CHANGED, {"since": self._since - OVERLAP}).scalars())
            chunks = self._chunks(connection, sorted(changed & user_ids))
            opened = {each["id"] for each in open_sign_ins(connection, [reader.sign_in_id for reader in readers])}
        self._since = started_at
        self._shown = {user_id: chunk for user_id, chunk in self._shown.items() if user_id in user_ids}
        changes = [
            Change(reader.user_id, EXPIRED, reader.sign_in_id) for reader in readers if reader.sign_in_id not in opened
        ]
        changes += [Change(user_id, chunk) for user_id, chunk in chunks.items() if self._shown.get(user_id) != chunk]
        self._shown |= chunks
        return changes, False

    def bell_of(self, user_id: int) -> bytes:
        """The current state of this person's bell, as an event."""
        with self._context(), db.engine.connect() as connection:
            return self._chunks(connection, [user_id])[user_id]

    def _chunks(self, connection: Any, user_ids: list[int]) -> dict[int, bytes]:
        if not user_ids:
            return {}
        unread = dict(connection.execute(UNREAD, {"readers": user_ids}).all())
        newest = {row.user_id: row for row in connection.execute(NEWEST, {"readers": user_ids})}
        return {
            user_id: event(
                "notifications",
                {
                    "unread": unread.get(user_id, 0),
                    "latest": notification_json(newest[user_id]) if user_id in newest else None,
                },
            )
            for user_id in user_ids
        }


class Bells:
    """The open streams of this process and what feeds them."""

    def __init__(self, context: Callable[[], AbstractContextManager[Any]]) -> None:
        self.context = context
        self.changed = UnreadCounts(context)
        self.broadcast: Broadcast[Change] = Broadcast(self.changed, POLL_SECONDS)


@dataclass(frozen=True)
class BellStream:
    """One person's bell, until their sign-in ends."""

    bells: Bells
    reader: Reader

    async def events(self) -> AsyncGenerator[bytes, None]:
        user_id, changed = self.reader.user_id, self.bells.changed
        changed.readers[self.reader] += 1
        try:
            # Subscribe before reading the state. A change in between is sent twice, which does no harm.
            async with self.bells.broadcast.reader(user_id) as reader:
                yield retry() + await asyncio.to_thread(changed.bell_of, user_id)
                while True:
                    try:
                        change = await reader.next(HEARTBEAT_SECONDS)
                    except TimeoutError:
                        yield HEARTBEAT
                        continue
                    if change is None:
                        return
                    if change.of_sign_in in (None, self.reader.sign_in_id):
                        yield change.chunk
                    if change.of_sign_in == self.reader.sign_in_id:
                        return
        finally:
            changed.readers[self.reader] -= 1
            if changed.readers[self.reader] <= 0:
                del changed.readers[self.reader]
