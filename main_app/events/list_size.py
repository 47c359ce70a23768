"""Keeps the JSON of every event and of every list of events or sessions at or below MAX_LIST_BYTES.

Unlike other lists (service_kit/list_size.py), these have lists of sessions within them, which become shorter too.
"""

from dataclasses import dataclass
from typing import Any

from main_app.events.responses import EventList, EventResponse, SessionList, shortened
from service_kit.list_size import MAX_LIST_BYTES
from service_kit.responses import json_of

LISTS = frozenset(("events", "sessions"))
TEXTS = frozenset(("title", "summary", "location", "event_title", "facilitator_name"))
# Fields of a session that repeat its event's; `time` repeats `start_time`.
SHARED = frozenset(("event_id", "event_title", "facilitator_id", "facilitator_name", "time", "time_zone", "online"))
# Most sessions run anyway, and have none of these.
OF_RUN_RULE = frozenset(("min_places", "decide_at", "run_state"))


@dataclass(frozen=True)
class Shortening:
    """Makes a list smaller: limits the sessions of each event and the characters of each text."""

    sessions: int
    max_text_length: int

    def shorten(self, row: dict[str, Any]) -> dict[str, Any]:
        """Shorten an event or a session of the list."""
        shorter = {
            name: shortened(value, self.max_text_length) if name in TEXTS else value for name, value in row.items()
        }
        if "sessions" in row:
            next_session = row["next_session"]
            shorter["next_session"] = next_session and self.shorten_session(next_session)
            shorter["sessions"] = [self.shorten_session(session) for session in row["sessions"][: self.sessions]]
        return shorter

    def shorten_session(self, session: dict[str, Any]) -> dict[str, Any]:
        kept = {
            name: value
            for name, value in session.items()
            if name not in SHARED and not (name in OF_RUN_RULE and value is None)
        }
        return self.shorten(kept)


# Tried in this order until the list is small enough. The last one is enough for a hundred rows of any texts.
SHORTENINGS = (Shortening(5, 200), Shortening(3, 200), Shortening(1, 200), Shortening(1, 40), Shortening(0, 40))
OF_EVENT = Shortening(100, 200)  # small enough for a page of any sessions with the longest description


def list_json(schema: type[EventList] | type[SessionList], page: dict[str, Any]) -> bytes:
    """The list as JSON. If that is too large, it has fewer sessions of each event and shorter texts."""
    body = json_of(schema, page)
    for shortening in SHORTENINGS:
        if len(body) <= MAX_LIST_BYTES:
            break
        shorter = {
            name: [shortening.shorten(row) for row in value] if name in LISTS else value for name, value in page.items()
        }
        body = json_of(schema, shorter)
    return body


def event_json(event: dict[str, Any]) -> bytes:
    """The event as JSON. If that is too large, its sessions have shorter titles and fewer fields."""
    body = json_of(EventResponse, {"event": event})
    if len(body) > MAX_LIST_BYTES:
        sessions = [OF_EVENT.shorten_session(session) for session in event["sessions"]]
        body = json_of(EventResponse, {"event": event | {"sessions": sessions}})
    return body
