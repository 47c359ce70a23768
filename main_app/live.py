"""`GET /live/seats`: places left, pushed to open pages as server-sent events.

A stream is a coroutine, not a thread, so hundreds of open pages cost the API nothing. One poll a
process, only while a page is open, reads the sessions that changed and tells every stream.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

from flask import Flask
from sqlalchemy import select

from main_app.database import db
from main_app.events.models import EventSession
from service_kit import clock

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/live/seats"
POLL_SECONDS = 0.5
HEARTBEAT_SECONDS = 15.0
# A transaction that began earlier may commit a little later than one we saw already: look back that far.
OVERLAP = timedelta(seconds=5)
LONGEST_QUEUE = 1000


class LiveSeats:
    """The open streams of this process, and the one poll that feeds them."""

    def __init__(self, flask_app: Flask):
        self._flask_app = flask_app
        self._streams: dict[asyncio.Queue[dict[str, Any]], int | None] = {}
        self._poll: asyncio.Task[None] | None = None

    async def stream(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send changes of one event's sessions (`?event_id=`), or of all, until the reader leaves."""
        wanted = parse_qs(scope.get("query_string", b"").decode("latin-1")).get("event_id", [""])[0]
        event_id = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 19 else None
        queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(LONGEST_QUEUE)
        self._streams[queue] = event_id
        if self._poll is None or self._poll.done():
            self._poll = asyncio.create_task(self._poll_changes())
        gone = asyncio.create_task(_disconnected(receive))
        headers = [
            (b"content-type", b"text/event-stream; charset=utf-8"),
            (b"cache-control", b"no-store"),
            (b"x-content-type-options", b"nosniff"),
            (b"x-accel-buffering", b"no"),
        ]
        try:
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            await _write(send, b"retry: 2000\n\n")
            while not gone.done():
                change = asyncio.create_task(queue.get())
                await asyncio.wait({change, gone}, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if change.done():
                    await _write(send, f"event: seats\ndata: {json.dumps(change.result())}\n\n".encode())
                else:
                    change.cancel()
                    await _write(send, b": still here\n\n")
        finally:
            gone.cancel()
            del self._streams[queue]

    async def _poll_changes(self) -> None:
        since = clock.now()
        seen: dict[int, tuple[Any, ...]] = {}
        while self._streams:
            await asyncio.sleep(POLL_SECONDS)
            looked_at = clock.now()
            try:
                rows = await asyncio.to_thread(self._changed_since, since - OVERLAP)
            except Exception:
                # The database may be away for a moment; pages keep what they show.
                self._flask_app.logger.exception("could not read changed seats")
                continue
            since = looked_at
            for row in rows:
                state = tuple(row.values())
                if seen.get(row["session_id"]) != state:
                    seen[row["session_id"]] = state
                    self._tell(row)

    def _tell(self, row: dict[str, Any]) -> None:
        for queue, event_id in self._streams.items():
            if event_id in (None, row["event_id"]) and not queue.full():
                queue.put_nowait(row)

    def _changed_since(self, moment: datetime) -> list[dict[str, Any]]:
        with self._flask_app.app_context():
            sessions = db.session.scalars(select(EventSession).where(EventSession.updated_at > moment))
            return [
                {
                    "session_id": session.id,
                    "event_id": session.event_id,
                    "seats_left": session.capacity - session.seats_taken,
                    "seats_taken": session.seats_taken,
                    "capacity": session.capacity,
                    "status": session.status,
                }
                for session in sessions
            ]


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _write(send: Send, content: bytes) -> None:
    await send({"type": "http.response.body", "body": content, "more_body": True})
