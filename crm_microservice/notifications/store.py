"""The interface of a notification store. Two classes implement it: SqlStore and JsonStore."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection

from service_kit.rows import Rows


@dataclass(frozen=True)
class Draft:
    """A checked notification that is not stored yet. `data` is the received object, unchanged."""

    notification_id: str
    shape: str
    data: dict[str, Any]
    facilitator_id: int | None
    is_news: bool  # false for the facilitator's own actions
    booking_id: int | None
    action: str | None
    search_text: str


@dataclass(frozen=True)
class StoredNotification:
    """A row of the store. `sequence` grows with every row, in the order in which rows become visible."""

    sequence: int
    notification_id: str
    shape: str
    received_at: datetime
    facilitator_id: int | None
    booking_id: int | None
    action: str | None
    data: dict[str, Any]


# Returns the rows that change with these notifications, to be written in the same transaction.
Apply = Callable[[Connection, Sequence[StoredNotification]], list[Rows]]

# Erases, after these notifications were written, whom they erase and who was erased before.
Forget = Callable[[Connection, Sequence[StoredNotification]], None]


@dataclass(frozen=True)
class Receipt:
    """The store's result for one draft. `repeated` means that the id had been stored before, with these facts."""

    notification_id: str
    sequence: int
    received_at: datetime
    booking_id: int | None
    repeated: bool


@dataclass(frozen=True)
class Filters:
    """The filters of a listing; a row must match all of them. `search` is normalised."""

    facilitator_id: int | None = None
    booking_id: int | None = None
    action: str | None = None
    since: datetime | None = None
    search: str | None = None


class StoreUnavailable(Exception):
    """The store can't write or read rows at the moment. The message is for operators."""


class NotificationStore(Protocol):
    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        """Store all drafts durably and return a receipt for each, in order. A repeated id is not stored again."""
        ...

    def page(self, filters: Filters, limit: int, before: int | None) -> list[StoredNotification]:
        """Return up to `limit` rows, newest first, with a sequence below `before`."""
        ...

    def count(self, filters: Filters) -> int:
        """Return how many rows match."""
        ...

    def after(self, sequence: int, limit: int, facilitator_id: int | None = None) -> list[StoredNotification]:
        """Return up to `limit` rows with a higher sequence, oldest first. No row with a lower one can follow later."""
        ...

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        """Return how many rows with a higher sequence are news to the facilitator."""
        ...

    def last_sequence(self) -> int:
        """Return the highest sequence, 0 for an empty store."""
        ...

    def find(self, notification_id: str) -> StoredNotification | None: ...

    def check(self) -> str | None:
        """Check that a row could be stored now. Raises StoreUnavailable with the reason.

        Returns a warning for operators, None if there is none.
        """
        ...

    def close(self) -> None:
        """Close files and connections. A later call opens them again."""
        ...
