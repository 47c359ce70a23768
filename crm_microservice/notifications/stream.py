"""Live notifications as server-sent events. A stream costs a task, never a thread.

One poller a process reads new rows and hands them to the open streams, so that any number of processes work
without talking to each other. The store gives out sequences in the order in which rows become visible, so reading
beyond the last one seen misses nothing.
"""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

from crm_microservice import metrics
from crm_microservice.logging import log
from crm_microservice.notifications.store import NotificationStore, StoredNotification
from crm_microservice.sign_ins import SignIn, Standing

SCOPE_KEY = "crm.subscription"  # where Flask leaves the permitted subscription for the ASGI side
ROWS_AT_ONCE = 500
LONGEST_BACKLOG = 2000  # rows waiting for one slow reader before its stream is ended; it resumes by Last-Event-ID
RECONNECT_MS = 2000

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]


@dataclass(frozen=True)
class Subscription:
    """What a stream may show. `after` is the last sequence its reader has, None to begin now.

    `sign_in` is the one that opened it, None for the service.
    """

    facilitator_id: int | None
    after: int | None
    sign_in: SignIn | None


UNCONFIRMED_EVENT = b'event: notice\ndata: {"notice": "sign-in-unconfirmed"}\n\n'


def event_of(row: StoredNotification) -> bytes:
    data = {
        "sequence": row.sequence,
        "notification_id": row.notification_id,
        "timestamp": row.received_at.isoformat(),
        "data": row.data,
    }
    return f"id: {row.sequence}\nevent: notification\ndata: {json.dumps(data)}\n\n".encode()


Item = tuple[StoredNotification, bytes] | None  # None ends the stream


class StreamHub:
    """Belongs to one event loop. `close` ends all streams."""

    def __init__(self, store: NotificationStore, poll_seconds: float, heartbeat_seconds: float) -> None:
        self._store = store
        self._poll_seconds = poll_seconds
        self._heartbeat_seconds = heartbeat_seconds
        self._open: dict[asyncio.Queue[Item], int | None] = {}
        self._position = 0
        self._poller: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()
        self._closed = False

    def close(self) -> None:
        self._closed = True
        for queue in self._open:
            _end(queue)

    async def serve(self, subscription: Subscription, receive: Receive, send: Send, start: Message) -> None:
        """Send the stream until the reader leaves, the right to it expires or the service stops."""
        metrics.OPEN_STREAMS.inc()
        left = asyncio.ensure_future(_wait_until_left(receive))
        sending = asyncio.ensure_future(self._send_all(subscription, send, start))
        try:
            await asyncio.wait({left, sending}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done():
                sending.result()
        finally:
            for task in (left, sending):
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Exception):
                    await task
            metrics.OPEN_STREAMS.dec()

    async def _send_all(self, subscription: Subscription, send: Send, start: Message) -> None:
        await send(start)
        async for chunk in self._events(subscription):
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    async def _events(self, subscription: Subscription) -> AsyncIterator[bytes]:
        queue: asyncio.Queue[Item] = asyncio.Queue()
        # Listening before looking back: what is stored in between comes twice and is sent once.
        live_from = await self._listen(queue, subscription.facilitator_id)
        try:
            sent = subscription.after
            if sent is None:
                sent = await asyncio.to_thread(self._store.last_sequence)
            # The position goes out at once, so that a reader cut off before its first event misses nothing either.
            yield f"retry: {RECONNECT_MS}\nid: {sent}\nevent: ready\ndata: {{}}\n\n".encode()
            while sent < live_from and not self._closed:
                rows = await asyncio.to_thread(self._store.after, sent, ROWS_AT_ONCE, subscription.facilitator_id)
                for row in rows:
                    yield event_of(row)
                    sent = row.sequence
                if len(rows) < ROWS_AT_ONCE:
                    break
            async for chunk in self._live(queue, subscription, sent):
                yield chunk
        finally:
            self._open.pop(queue, None)

    async def _live(self, queue: "asyncio.Queue[Item]", subscription: Subscription, sent: int) -> AsyncIterator[bytes]:
        asked_at = time.monotonic()
        while not self._closed:
            sign_in = subscription.sign_in
            remaining = float("inf") if sign_in is None else sign_in.expires_at - time.time()
            if sign_in is not None and time.monotonic() - asked_at >= self._heartbeat_seconds:
                asked_at = time.monotonic()
                standing = await asyncio.to_thread(sign_in.standing)  # may take seconds
                if standing is Standing.ENDED:
                    remaining = 0
                elif standing is Standing.UNCONFIRMED:
                    yield UNCONFIRMED_EVENT
            if remaining <= 0:
                yield b"event: expired\ndata: {}\n\n"
                return
            try:
                item = await asyncio.wait_for(queue.get(), min(self._heartbeat_seconds, remaining))
            except asyncio.TimeoutError:
                if remaining > self._heartbeat_seconds:
                    yield b": heartbeat\n\n"
                continue
            if item is None:
                return
            row, chunk = item
            if row.sequence > sent:
                yield chunk
                sent = row.sequence

    async def _listen(self, queue: "asyncio.Queue[Item]", facilitator_id: int | None) -> int:
        """Have new rows put into the queue from now on; returns the sequence after which that begins."""
        async with self._starting:
            if self._poller is None or self._poller.done():
                self._position = await asyncio.to_thread(self._store.last_sequence)
                self._open[queue] = facilitator_id
                self._poller = asyncio.ensure_future(self._poll())
            else:
                self._open[queue] = facilitator_id
            return self._position

    async def _poll(self) -> None:
        while self._open and not self._closed:
            try:
                rows = await asyncio.to_thread(self._store.after, self._position, ROWS_AT_ONCE)
            except Exception as error:
                # The database may be away for a while; the streams stay open and go on where they were.
                log.error("stream_poll_failed", exc_info=error)
                await asyncio.sleep(self._poll_seconds)
                continue
            for row in rows:
                self._hand_out(row)
                self._position = row.sequence
            if len(rows) < ROWS_AT_ONCE:
                await asyncio.sleep(self._poll_seconds)

    def _hand_out(self, row: StoredNotification) -> None:
        chunk = event_of(row)
        for queue, facilitator_id in self._open.items():
            if facilitator_id is not None and facilitator_id != row.facilitator_id:
                continue
            if queue.qsize() >= LONGEST_BACKLOG:
                _end(queue)
            else:
                queue.put_nowait((row, chunk))


def _end(queue: "asyncio.Queue[Item]") -> None:
    while not queue.empty():
        queue.get_nowait()
    queue.put_nowait(None)


async def _wait_until_left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
