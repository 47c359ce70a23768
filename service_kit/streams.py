"""Server-sent events. A stream costs a coroutine, never a thread.

While a stream is open, one task in each process polls for new items and passes them to all its streams. Processes need
not communicate with each other.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Hashable, Sequence
from typing import Any, Generic, Protocol, TypeVar

RECONNECT_MS = 2000
HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b": heartbeat\n\n"
MAX_BACKLOG = 2000  # items waiting for a slow reader; beyond it the stream ends and the reader reconnects

logger = logging.getLogger(__name__)


class HasTopic(Protocol):
    @property
    def topic(self) -> Hashable:
        """What it is about: readers of this topic get it, and readers of all topics."""
        ...


Item = TypeVar("Item", bound=HasTopic)


class EventStream(Protocol):
    """The events for one reader, until the iterator ends or is closed."""

    def events(self) -> AsyncGenerator[bytes, None]: ...


class Source(Protocol[Item]):  # pyright: ignore[reportInvalidTypeVarUse]
    """Reads new items. Both methods run in a thread."""

    def start(self) -> None:
        """Start at the newest item: `read` returns only later ones."""

    def read(self) -> tuple[Sequence[Item], bool]:
        """Return what is new, in order, and whether there may be more already."""
        ...


def event(name: str, data: Any, event_id: int | None = None) -> bytes:
    """Format one event as it is sent."""
    number = "" if event_id is None else f"id: {event_id}\n"
    return f"{number}event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def retry(milliseconds: int = RECONNECT_MS) -> bytes:
    """Format the line that tells the browser how long to wait before it reconnects."""
    return f"retry: {milliseconds}\n".encode()


class Reader(Generic[Item]):
    """A queue of the items for one stream."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Item | None] = asyncio.Queue()

    async def next(self, seconds: float) -> Item | None:
        """Return the next item, None if the reader was stopped or is too far behind. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await self._queue.get()

    def put(self, item: Item) -> None:
        if self._queue.qsize() < MAX_BACKLOG:
            self._queue.put_nowait(item)
        else:
            self.stop()

    def stop(self) -> None:
        """Drop what waits: `next` returns None."""
        while not self._queue.empty():
            self._queue.get_nowait()
        self._queue.put_nowait(None)


class Broadcast(Generic[Item]):
    """The open streams of this process and the poll that feeds them. Belongs to one event loop."""

    def __init__(self, source: Source[Item], poll_seconds: float) -> None:
        self._source = source
        self._poll_seconds = poll_seconds
        self._readers: dict[Hashable, set[Reader[Item]]] = {}  # by topic; None: those of all topics
        self._poll: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    def topics(self) -> list[Any]:
        """The topics that have readers. None stands for all topics."""
        return list(self._readers)

    @contextlib.asynccontextmanager
    async def reader(self, topic: Hashable | None) -> AsyncIterator[Reader[Item]]:
        """Open a reader that receives the new items of this topic, or all of them."""
        reader: Reader[Item] = Reader()
        async with self._starting:
            is_first = self._poll is None or self._poll.done()
            if is_first:
                await asyncio.to_thread(self._source.start)
            self._readers.setdefault(topic, set()).add(reader)
            if is_first:
                self._poll = asyncio.create_task(self._poll_source())
        try:
            yield reader
        finally:
            of_topic = self._readers[topic]
            of_topic.discard(reader)
            if not of_topic:
                del self._readers[topic]

    async def _poll_source(self) -> None:
        while self._readers:
            try:
                items, more = await asyncio.to_thread(self._source.read)
            except Exception:
                # The database may be unavailable for a while. The streams stay open and continue where they stopped.
                logger.exception("new events could not be read")
                items, more = (), False
            for item in items:
                # Found by topic: asking each of hundreds of streams about each item would take longer than the rest.
                for reader in (*self._readers.get(item.topic, ()), *self._readers.get(None, ())):
                    reader.put(item)
            if not more:
                await asyncio.sleep(self._poll_seconds)
