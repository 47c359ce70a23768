"""Server-sent events. A stream costs a coroutine, never a thread.

One poll in each process reads what is new, while any stream is open, and hands it to all of them. So any number of
processes work without talking to each other.
"""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from typing import Any, Generic, Protocol, TypeVar

RECONNECT_MS = 2000
HEARTBEAT_SECONDS = 15.0
HEARTBEAT = b": heartbeat\n\n"
LONGEST_BACKLOG = 2000  # items waiting for one slow reader before its stream is ended; it reconnects

logger = logging.getLogger(__name__)
Item = TypeVar("Item")


class EventStream(Protocol):
    """What one reader gets, until the iterator ends or is closed."""

    def events(self) -> AsyncGenerator[bytes, None]: ...


class Source(Protocol[Item]):  # pyright: ignore[reportInvalidTypeVarUse]
    """Reads new items. Both methods run in a thread."""

    def start(self) -> None:
        """Begin at the present: `read` returns what comes after."""

    def read(self) -> tuple[Sequence[Item], bool]:
        """Return what is new, in order, and whether there may be more already."""
        ...


def event(name: str, data: Any, event_id: int | None = None) -> bytes:
    """One event as it goes over the wire."""
    number = "" if event_id is None else f"id: {event_id}\n"
    return f"{number}event: {name}\ndata: {json.dumps(data)}\n\n".encode()


def retry(milliseconds: int = RECONNECT_MS) -> bytes:
    """Tell the browser how long to wait before it reconnects."""
    return f"retry: {milliseconds}\n".encode()


class Reader(Generic[Item]):
    """The items one stream wants, as they come."""

    def __init__(self, wants: Callable[[Item], bool]) -> None:
        self.wants = wants
        self._queue: asyncio.Queue[Item | None] = asyncio.Queue()

    async def next(self, seconds: float) -> Item | None:
        """Return the next item, None when the reader lags too far behind. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            return await self._queue.get()

    def put(self, item: Item) -> None:
        if self._queue.qsize() < LONGEST_BACKLOG:
            self._queue.put_nowait(item)
        else:
            while not self._queue.empty():
                self._queue.get_nowait()
            self._queue.put_nowait(None)


class Broadcast(Generic[Item]):
    """The open streams of this process and the poll that feeds them. Belongs to one event loop."""

    def __init__(self, source: Source[Item], poll_seconds: float) -> None:
        self._source = source
        self._poll_seconds = poll_seconds
        self._readers: set[Reader[Item]] = set()
        self._poll: asyncio.Task[None] | None = None
        self._starting = asyncio.Lock()

    @contextlib.asynccontextmanager
    async def reader(self, wants: Callable[[Item], bool]) -> AsyncIterator[Reader[Item]]:
        """Receive from now on the items for which `wants` is true."""
        reader = Reader(wants)
        async with self._starting:
            if self._poll is None or self._poll.done():
                await asyncio.to_thread(self._source.start)
                self._readers.add(reader)
                self._poll = asyncio.create_task(self._poll_source())
            else:
                self._readers.add(reader)
        try:
            yield reader
        finally:
            self._readers.discard(reader)

    async def _poll_source(self) -> None:
        while self._readers:
            try:
                items, more = await asyncio.to_thread(self._source.read)
            except Exception:
                # The database may be away for a while; the streams stay open and go on where they were.
                logger.exception("new events could not be read")
                items, more = (), False
            for item in items:
                for reader in self._readers:
                    if reader.wants(item):
                        reader.put(item)
            if not more:
                await asyncio.sleep(self._poll_seconds)
