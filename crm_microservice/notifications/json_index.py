"""The in-memory index of the JSON file: the offset of each row, and the rows of each group."""

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone

from crm_microservice.notifications.drafts import is_news
from crm_microservice.notifications.store import Filters, StoredNotification

EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
Group = tuple[str, object, object]


class JsonIndex:
    """Rows are numbered from 0, in the order of the file. A group is the list of its rows' numbers, ascending."""

    def __init__(self) -> None:
        self.end = 0  # offset of the end of the indexed part
        self.sequences = array("q")
        self._offsets = array("q")
        self._lengths = array("q")
        self._received = array("q")  # microseconds since the epoch, in ascending order
        self._numbers_by_id: dict[str, int] = {}
        self._groups: dict[Group, array[int]] = {}

    def __len__(self) -> int:
        return len(self.sequences)

    def add(self, row: StoredNotification, length: int) -> None:
        """Add the row that begins at `end` and has this length in bytes."""
        number = len(self)
        self.sequences.append(row.sequence)
        self._offsets.append(self.end)
        self._lengths.append(length)
        self._received.append(_microseconds(row.received_at))
        self._numbers_by_id[row.notification_id] = number
        for group in _groups_of(row.facilitator_id, row.booking_id, row.action):
            self._groups.setdefault(group, array("q")).append(number)
        if is_news(row.shape, row.facilitator_id, row.data):
            self._groups.setdefault(("news", row.facilitator_id, None), array("q")).append(number)
        self.end += length

    def span(self, number: int) -> tuple[int, int]:
        """Return the row's offset and length in bytes."""
        return self._offsets[number], self._lengths[number]

    def number_of(self, notification_id: str) -> int | None:
        return self._numbers_by_id.get(notification_id)

    def last_sequence(self) -> int:
        return self.sequences[-1] if self.sequences else 0

    def last_received_at(self) -> datetime:
        return EPOCH + timedelta(microseconds=self._received[-1]) if self._received else EPOCH

    def numbers_after(self, sequence: int, facilitator_id: int | None) -> Sequence[int]:
        """Return the numbers of all rows with a higher sequence, ascending."""
        first = bisect_left(self.sequences, sequence + 1)
        if facilitator_id is None:
            return range(first, len(self))
        numbers = self._groups.get(("facilitator_id", facilitator_id, None), array("q"))
        return numbers[bisect_left(numbers, first) :]

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        """Return how many rows with a higher sequence are news to the facilitator."""
        first = bisect_left(self.sequences, sequence + 1)
        numbers = self._groups.get(("news", facilitator_id, None), array("q"))
        return len(numbers) - bisect_left(numbers, first)

    def matching(self, filters: Filters, before: int | None = None) -> Sequence[int] | Iterator[int]:
        """Return the numbers of matching rows, newest first. `search` is ignored.

        The result is a Sequence, which has a length, if one group answers alone.
        """
        first = 0 if filters.since is None else bisect_left(self._received, _microseconds(filters.since))
        stop = len(self) if before is None else bisect_left(self.sequences, before)
        wanted = list(_wanted_groups(filters))
        if not wanted:
            return range(stop - 1, first - 1, -1)
        lists = sorted((self._groups.get(group, array("q")) for group in wanted), key=len)
        shortest = lists[0]
        chosen = _Reversed(shortest, bisect_left(shortest, first), bisect_left(shortest, stop))
        if len(lists) == 1:
            return chosen
        return (number for number in chosen if all(_contains(others, number) for others in lists[1:]))


class _Reversed(Sequence[int]):
    """A part of a list of row numbers in reverse order, without a copy."""

    def __init__(self, numbers: "array[int]", first: int, stop: int) -> None:
        self._numbers, self._first, self._stop = numbers, first, max(first, stop)

    def __len__(self) -> int:
        return self._stop - self._first

    def __getitem__(self, index):  # pyright: ignore[reportIncompatibleMethodOverride]
        if not 0 <= index < len(self):
            raise IndexError(index)
        return self._numbers[self._stop - 1 - index]


def _groups_of(facilitator_id: int | None, booking_id: int | None, action: str | None) -> Iterator[Group]:
    if facilitator_id is not None:
        yield ("facilitator_id", facilitator_id, None)
    if booking_id is not None:
        yield ("booking_id", booking_id, None)
    if action is not None:
        yield ("action", action, None)
    if facilitator_id is not None and action is not None:
        yield ("facilitator_id and action", facilitator_id, action)


def _wanted_groups(filters: Filters) -> Iterator[Group]:
    if filters.facilitator_id is not None and filters.action is not None:
        yield ("facilitator_id and action", filters.facilitator_id, filters.action)
        yield from _groups_of(None, filters.booking_id, None)
    else:
        yield from _groups_of(filters.facilitator_id, filters.booking_id, filters.action)


def _contains(numbers: "array[int]", number: int) -> bool:
    at = bisect_left(numbers, number)
    return at < len(numbers) and numbers[at] == number


def _microseconds(moment: datetime) -> int:
    return (moment - EPOCH) // timedelta(microseconds=1)
