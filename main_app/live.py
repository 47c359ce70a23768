"""Server-sent events for open pages: `/live/seats` (changed sessions) and `/live/notifications` (the person's bell)."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, Response, request

from main_app.auth.access import SIGNED_IN, access, caller
from main_app.database import db
from main_app.events.models import EventSession
from main_app.events.responses import SESSIONS, session_values
from main_app.messages.live import Bells, BellStream, Reader
from service_kit import clock
from service_kit.adapter import stream_response
from service_kit.streams import HEARTBEAT, HEARTBEAT_SECONDS, Broadcast, event, retry

PATH = "/live/seats"
POLL_SECONDS = 0.5
# Each poll reads this far back again, because a transaction may commit later than the time in its `updated_at`.
OVERLAP = timedelta(seconds=5)

sessions = EventSession.__table__.c


@dataclass(frozen=True)
class Change:
    topic: int  # the event's id
    chunk: bytes


class ChangedSeats:
    """Reads from the database which sessions changed: their places, their status, or what they offer."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._since = clock.now()
        self._seen: dict[int, tuple[Any, ...]] = {}

    def start(self) -> None:
        self._since = clock.now()
        self._seen = {}

    def read(self) -> tuple[list[Change], bool]:
        started_at = clock.now()
        changes = []
        for row in self._rows(self._since - OVERLAP):
            state = tuple(row.values())
            if self._seen.get(row["session_id"]) != state:
                self._seen[row["session_id"]] = state
                changes.append(Change(row["event_id"], event("seats", row)))
        self._since = started_at
        return changes, False

    def _rows(self, moment: datetime) -> list[dict[str, Any]]:
        query = SESSIONS.where(sessions.updated_at > moment, sessions.draft.is_(False))
        with self._app.app_context(), db.engine.connect() as connection:
            return [{"session_id": row.id, **session_values(row)} for row in connection.execute(query)]


@dataclass(frozen=True)
class SeatStream:
    """The changes of one event's sessions, or of all."""

    changes: Broadcast[Change]
    event_id: int | None

    async def events(self) -> AsyncGenerator[bytes, None]:
        async with self.changes.reader(self.event_id) as reader:
            # Once a page has this, it misses no change: it then loads what it missed before.
            yield retry() + b"\n"
            while True:
                try:
                    change = await reader.next(HEARTBEAT_SECONDS)
                except TimeoutError:
                    yield HEARTBEAT
                    continue
                if change is None:
                    return
                yield change.chunk


def init_live_seats(app: Flask) -> None:
    changes = Broadcast(ChangedSeats(app), POLL_SECONDS)

    @app.get(PATH, doc_ui=False)
    def live_seats() -> Response:
        text = request.args.get("event_id", "")
        event_id = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
        return stream_response(SeatStream(changes, event_id))


def init_live_notifications(app: Flask) -> None:
    bells = Bells(app.app_context)

    @app.get("/live/notifications", doc_ui=False)
    @access(*SIGNED_IN)
    def live_notifications() -> Response:
        return stream_response(BellStream(bells, Reader(caller().id, caller().sign_in_id)), caller().key)
