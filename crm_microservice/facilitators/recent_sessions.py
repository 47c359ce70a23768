"""A cache of facilitators' upcoming sessions, as the main API listed them a few seconds ago.

A dashboard asks every few seconds, and the main API needs many pages to list a facilitator with many sessions.
"""

import threading
import time
from dataclasses import dataclass

from crm_microservice.facilitators.main_api_events import MainApiEvents, MainSession
from crm_microservice.notifications.store import NotificationStore
from service_kit import clock

TTL_SECONDS = 10.0
MAX_ENTRIES = 100  # facilitators
MAX_NEWER = 200  # notifications since the list was made


@dataclass(frozen=True)
class _Listed:
    sessions: list[MainSession]
    asked_at: float
    position: int  # of the store, taken before the main API was asked


class RecentSessions:
    """The cache of one process. A newer notification about one of the facilitator's events invalidates their list."""

    def __init__(self, store: NotificationStore, seconds: float = TTL_SECONDS) -> None:
        self._store = store
        self._seconds = seconds
        self._lists: dict[int, _Listed] = {}  # the oldest first
        self._guard = threading.Lock()

    def ahead(self, main: MainApiEvents, facilitator_id: int) -> list[MainSession]:
        """Return the facilitator's sessions that have not ended, the earliest first. Raises NoResponse."""
        listed = self._lists.get(facilitator_id)
        if listed is None or not self._is_current(listed, facilitator_id):
            listed = self._ask(main, facilitator_id)
        now = clock.now()
        return [session for session in listed.sessions if session.end_time > now]

    def _is_current(self, listed: _Listed, facilitator_id: int) -> bool:
        if time.monotonic() - listed.asked_at >= self._seconds:
            return False
        newer = self._store.after(listed.position, MAX_NEWER, facilitator_id)
        # Bookings change only places, which the CRM counts itself. Changes of events are general notifications.
        return len(newer) < MAX_NEWER and all(row.shape != "general" for row in newer)

    def _ask(self, main: MainApiEvents, facilitator_id: int) -> _Listed:
        # Taken before the request, so that a change made while the main API responds invalidates the list.
        asked_at, position = time.monotonic(), self._store.last_sequence()
        found = main.sessions_ahead(facilitator_id)
        listed = _Listed(sorted(found, key=lambda session: (session.start_time, session.id)), asked_at, position)
        with self._guard:
            self._lists.pop(facilitator_id, None)
            self._lists[facilitator_id] = listed
            while len(self._lists) > MAX_ENTRIES:
                del self._lists[next(iter(self._lists))]
        return listed
