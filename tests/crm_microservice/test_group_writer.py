"""Requests that arrive together are written together."""

import threading
from datetime import datetime, timezone

import pytest

from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.group_writer import GroupWriter, Take
from crm_microservice.notifications.store import Draft, Receipt, StoreUnavailable
from tests.support.services import wait_until

NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)


def draft(name: str) -> Draft:
    return draft_of(name, {"booking_id": 1, "user": "Asha", "event": "Sit", "facilitator_id": 1})


def test_what_arrives_while_the_store_is_locked_joins_the_group() -> None:
    groups: list[list[str]] = []
    unlocked = threading.Event()

    def write(take: Take) -> list[Receipt]:
        unlocked.wait(10)
        drafts = take()
        groups.append([each.notification_id for each in drafts])
        return [Receipt(each.notification_id, 1, NOW, 1, repeated=False) for each in drafts]

    writer = GroupWriter(write)
    received: dict[str, list[Receipt]] = {}
    threads = []
    for number, name in enumerate(("a", "b", "c"), 1):
        threads.append(threading.Thread(target=lambda name=name: received.update({name: writer.add([draft(name)])})))
        threads[-1].start()
        wait_until(lambda number=number: len(writer._queue) == number, 10)
    unlocked.set()
    for thread in threads:
        thread.join(10)
    assert groups == [["a", "b", "c"]]
    assert {name: [receipt.notification_id for receipt in receipts] for name, receipts in received.items()} == {
        "a": ["a"], "b": ["b"], "c": ["c"],
    }  # fmt: skip


def test_a_store_that_can_not_be_locked_fails_the_request() -> None:
    def write(_take: Take) -> list[Receipt]:
        raise StoreUnavailable("locked by another process")

    with pytest.raises(StoreUnavailable):
        GroupWriter(write).add([draft("a")])
