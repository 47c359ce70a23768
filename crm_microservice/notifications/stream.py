"""Live notifications as server-sent events.

Rows become visible in the order of their sequence. So reading beyond the last sequence misses nothing, and a client
that reconnects with its last sequence gets everything since.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Collection
from dataclasses import dataclass
from functools import cached_property

from crm_microservice import metrics
from crm_microservice.notifications.store import Filters, NotificationStore, StoredNotification
from crm_microservice.sign_in_watch import SignInStatus, SignInWatch
from crm_microservice.sign_ins import SignIn
from service_kit import clock
from service_kit.streams import HEARTBEAT, Broadcast, event, retry

BATCH_SIZE = 500
ROWS_FOR_A_QUERY = 10  # one query costs about as much as reading this many unwanted rows
ALL_FACILITATORS = "all"  # the topic of a notification of no facilitator: only readers of all notifications get it


@dataclass(frozen=True)
class Subscription:
    """What a stream may show. `after` is the last sequence that its reader has, None to begin with new rows.

    `sign_in` is the sign-in that opened the stream, None for a service.
    """

    facilitator_id: int | None
    after: int | None
    sign_in: SignIn | None


class Stored:
    """A new notification. Its event is formatted only if somebody reads it."""

    def __init__(self, row: StoredNotification) -> None:
        self.sequence = row.sequence
        self.topic = ALL_FACILITATORS if row.facilitator_id is None else row.facilitator_id
        self._row = row

    @cached_property
    def chunk(self) -> bytes:
        return _event_of(self._row)


class NewNotifications:
    """Reads the notifications that were stored since the previous read: of these topics only, or all."""

    def __init__(self, store: NotificationStore) -> None:
        self._store = store
        self._position = 0
        self.topics: Callable[[], Collection[int | None]] = lambda: [None]

    def start(self) -> None:
        self._position = self._store.last_sequence()

    def read(self) -> tuple[list[Stored], bool]:
        # In this order: a reader of a topic that is added after this gets everything up to `last` from the store.
        last = self._store.last_sequence()
        topics = self.topics()
        if last <= self._position:
            return [], False
        if None in topics or len(topics) * ROWS_FOR_A_QUERY > last - self._position:
            topics = [None]  # one query for all rows
        found = [self._store.after(self._position, BATCH_SIZE, topic) for topic in topics]
        end = min([last, *(rows[-1].sequence for rows in found if len(rows) == BATCH_SIZE)])
        stored = [Stored(row) for rows in found for row in rows if row.sequence <= end]
        self._position = end
        return sorted(stored, key=lambda one: one.sequence), end < last


class Notifications:
    """The open streams of this process and the poll that feeds them."""

    def __init__(
        self, store: NotificationStore, watch: SignInWatch, poll_seconds: float, heartbeat_seconds: float
    ) -> None:
        self.store = store
        self.watch = watch
        self.heartbeat_seconds = heartbeat_seconds
        new = NewNotifications(store)
        self.broadcast: Broadcast[Stored] = Broadcast(new, poll_seconds)
        new.topics = self.broadcast.topics


class NotificationStream:
    """The events for one reader, until their sign-in ends."""

    def __init__(self, notifications: Notifications, subscription: Subscription) -> None:
        self._notifications, self._subscription = notifications, subscription

    async def events(self) -> AsyncGenerator[bytes, None]:
        metrics.OPEN_STREAMS.inc()
        try:
            async for chunk in self._events():
                yield chunk
        finally:
            metrics.OPEN_STREAMS.dec()

    async def _events(self) -> AsyncIterator[bytes]:
        store, facilitator_id = self._notifications.store, self._subscription.facilitator_id
        # Subscribe before reading stored rows: a row stored in between then arrives twice and is sent once.
        async with (
            self._notifications.broadcast.reader(facilitator_id) as reader,
            self._notifications.watch.watch(self._subscription.sign_in, reader) as watched,
        ):
            live_from = await asyncio.to_thread(store.last_sequence)
            sent = live_from if self._subscription.after is None else self._subscription.after
            newest = await asyncio.to_thread(store.page, Filters(facilitator_id), 1, None)
            quiet = (clock.now() - newest[0].received_at).total_seconds() if newest else None
            # Send the position at once: a reader who is cut off before the first event can continue from it. The quiet
            # time, in seconds since the newest notification, says whether what the reader knows can be out of date.
            yield retry() + event("ready", {"quiet": quiet}, sent)
            while sent < live_from and watched.status is SignInStatus.CONFIRMED:
                rows = await asyncio.to_thread(store.after, sent, BATCH_SIZE, facilitator_id)
                for row in rows:
                    yield _event_of(row)
                    sent = row.sequence
                if len(rows) < BATCH_SIZE:
                    break
            sign_in = self._subscription.sign_in
            heartbeat = self._notifications.heartbeat_seconds
            while True:
                remaining = float("inf") if sign_in is None else sign_in.expires_at - time.time()
                if remaining <= 0 or watched.status is SignInStatus.ENDED:
                    yield event("expired", {})
                    return
                if watched.status is SignInStatus.UNCONFIRMED:
                    # Its reader connects again, and is let in once the sign-in can be confirmed.
                    yield event("notice", {"notice": "sign-in-unconfirmed"})
                    return
                try:
                    stored = await reader.next(min(heartbeat, remaining))
                except TimeoutError:
                    if remaining > heartbeat:
                        yield HEARTBEAT
                    continue
                if stored is None:
                    if watched.status is SignInStatus.CONFIRMED:
                        return  # it is too far behind
                elif stored.sequence > sent:
                    yield stored.chunk
                    sent = stored.sequence


def _event_of(row: StoredNotification) -> bytes:
    data = {
        "sequence": row.sequence,
        "notification_id": row.notification_id,
        "timestamp": row.received_at.isoformat(),
        "data": row.data,
    }
    return event("notification", data, row.sequence)
