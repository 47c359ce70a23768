"""Server-sent events for the bell: a person's unread count and newest notification."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, union

from main_app.auth.access import Caller, is_signed_in
from main_app.database import db
from main_app.notifications.models import InAppNotification
from main_app.notifications.queries import notification_json
from service_kit import clock
from service_kit.streams import HEARTBEAT, HEARTBEAT_SECONDS, Broadcast, event, retry

POLL_SECONDS = 0.5
# Each poll reads this far back again, because a transaction may commit later than the times in its rows.
OVERLAP = timedelta(seconds=5)

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
class Change:
    topic: int  # the person's id
    chunk: bytes


class UnreadCounts:
    """Reads the changed bells of people who have a page open."""

    def __init__(self, context: Callable[[], AbstractContextManager[Any]]) -> None:
        self._context = context
        self.readers: Counter[int] = Counter()
        self._since = clock.now()
        self._shown: dict[int, bytes] = {}

    def start(self) -> None:
        self._since = clock.now()
        self._shown = {}

    def read(self) -> tuple[list[Change], bool]:
        started_at = clock.now()
        with self._context(), db.engine.connect() as connection:
            changed = set(connection.execute(CHANGED, {"since": self._since - OVERLAP}).scalars())
            chunks = self._chunks(connection, sorted(changed & self.readers.keys()))
        self._since = started_at
        self._shown = {user_id: chunk for user_id, chunk in self._shown.items() if user_id in self.readers}
        changes = [Change(user_id, chunk) for user_id, chunk in chunks.items() if self._shown.get(user_id) != chunk]
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
    reader: Caller

    async def events(self) -> AsyncGenerator[bytes, None]:
        user_id, changed = self.reader.id, self.bells.changed
        changed.readers[user_id] += 1
        try:
            # Subscribe before reading the state. A change in between is sent twice, which does no harm.
            async with self.bells.broadcast.reader(user_id) as reader:
                yield retry() + await asyncio.to_thread(changed.bell_of, user_id)
                asked_at = time.monotonic()
                while True:
                    if time.monotonic() - asked_at >= HEARTBEAT_SECONDS:
                        asked_at = time.monotonic()
                        if not await asyncio.to_thread(self._is_signed_in):
                            yield event("expired", {})
                            return
                        yield HEARTBEAT
                    try:
                        change = await reader.next(HEARTBEAT_SECONDS)
                    except TimeoutError:
                        continue
                    if change is None:
                        return
                    yield change.chunk
        finally:
            changed.readers[user_id] -= 1
            if changed.readers[user_id] <= 0:
                del changed.readers[user_id]

    def _is_signed_in(self) -> bool:
        with self.bells.context(), db.engine.connect() as connection:
            return is_signed_in(connection, self.reader)
