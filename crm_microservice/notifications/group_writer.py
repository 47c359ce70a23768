"""Groups requests that arrive together into one durable write, so that the disk is waited for once."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from crm_microservice.notifications.store import Draft, Receipt

MAX_GROUP_SIZE = 500  # drafts
Take = Callable[[], list[Draft]]


@dataclass
class _Waiting:
    drafts: Sequence[Draft]
    done: threading.Event = field(default_factory=threading.Event)
    receipts: list[Receipt] | None = None
    error: BaseException | None = None


class GroupWriter:
    """Any number of threads call `add`. `write` stores a group of drafts in one transaction.

    `write` gets a function that returns the drafts, and calls it once it holds the store's lock: requests that arrived
    while it waited for the lock join the group.
    """

    def __init__(self, write: Callable[[Take], list[Receipt]]) -> None:
        self._write = write
        self._writing = threading.Lock()
        self._queue_guard = threading.Lock()
        self._queue: list[_Waiting] = []

    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        mine = _Waiting(drafts)
        with self._queue_guard:
            self._queue.append(mine)
        # Whoever gets the lock writes for everyone queued by then; the others find themselves done.
        with self._writing:
            while not mine.done.is_set():
                self._write_group([])
        if mine.error is not None:
            raise mine.error
        assert mine.receipts is not None
        return mine.receipts

    def _take_group(self) -> list[_Waiting]:
        with self._queue_guard:
            group, size = [], 0
            while self._queue and (not group or size + len(self._queue[0].drafts) <= MAX_GROUP_SIZE):
                size += len(self._queue[0].drafts)
                group.append(self._queue.pop(0))
        return group

    def _write_group(self, group: list[_Waiting]) -> None:
        """Write the drafts of this group. An empty group is filled with the requests that wait."""

        def take() -> list[Draft]:
            group.extend([] if group else self._take_group())
            return [draft for waiting in group for draft in waiting.drafts]

        try:
            receipts = self._write(take)
        except Exception as error:
            take()  # if the store could not be locked
            if len(group) == 1:
                group[0].error = error
                group[0].done.set()
            else:
                # Nothing of the group was stored. Written one by one, only the caller whose drafts are bad fails.
                for waiting in group:
                    self._write_group([waiting])
            return
        position = 0
        for waiting in group:
            waiting.receipts = receipts[position : position + len(waiting.drafts)]
            position += len(waiting.drafts)
            waiting.done.set()
