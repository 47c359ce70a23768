"""Requests that arrive together are written together."""

import threading
from datetime import datetime, timezone

import pytest

from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.group_writer import MAX_GROUP_SIZE, GroupWriter, Take, _Waiting
from crm_microservice.notifications.store import Draft, Receipt, StoreUnavailable
from tests.support.services import wait_until

NOW = datetime(2030, 1, 1, tzinfo=timezone.utc)


def draft(name: str) -> Draft:
    return draft_of(name, {"booking_id": 1, "user": "Asha", "event": "Sit", "facilitator_id": 1})


class Store:
    """Takes drafts once it is unlocked, and none of a group with a draft named `bad`."""

    def __init__(self) -> None:
        self.groups: list[list[str]] = []
        self.unlocked = threading.Event()

    def write(self, take: Take) -> list[Receipt]:
        self.unlocked.wait(10)
        drafts = take()
        self.groups.append([each.notification_id for each in drafts])
        if "bad" in self.groups[-1]:
            raise ValueError("this draft is bad")
        return [Receipt(each.notification_id, 1, NOW, 1, repeated=False) for each in drafts]


def add_at_once(store: Store, *requests: list[str]) -> list[list[str] | Exception]:
    """Add the drafts of these names by one thread for each request, while the store is locked.

    Returns the ids of each request's receipts, or its error.
    """
    writer = GroupWriter(store.write)
    results: list[list[str] | Exception] = [[] for _ in requests]

    def add(number: int) -> None:
        try:
            receipts = writer.add([draft(name) for name in requests[number]])
            results[number] = [receipt.notification_id for receipt in receipts]
        except ValueError as error:
            results[number] = error

    threads = [threading.Thread(target=add, args=[number], daemon=True) for number in range(len(requests))]
    for waiting, thread in enumerate(threads, 1):
        thread.start()
        wait_until(lambda waiting=waiting: len(writer._queue) == waiting, 10)
    store.unlocked.set()
    for thread in threads:
        thread.join(10)
        assert not thread.is_alive()
    return results


def test_what_arrives_while_the_store_is_locked_joins_the_group() -> None:
    store = Store()
    assert add_at_once(store, ["a"], ["b", "c"], ["d"]) == [["a"], ["b", "c"], ["d"]]
    assert store.groups == [["a", "b", "c", "d"]]


def test_a_request_that_can_not_be_stored_fails_alone() -> None:
    store = Store()
    a, bad, c = add_at_once(store, ["a"], ["b", "bad"], ["c"])
    assert (a, c) == (["a"], ["c"])
    assert isinstance(bad, ValueError)
    assert store.groups == [["a", "b", "bad", "c"], ["a"], ["b", "bad"], ["c"]]


def test_a_group_has_a_limit_and_a_request_above_it_is_a_group_of_its_own() -> None:
    store = Store()
    requests = [[f"{number}-{part}" for part in range(size)] for number, size in enumerate((600, 300, 200, 1))]
    assert add_at_once(store, *requests) == requests
    assert [len(group) for group in store.groups] == [600, 500, 1]


def test_a_request_behind_a_full_group_is_written_in_the_next_one() -> None:
    store = Store()
    store.unlocked.set()
    writer = GroupWriter(store.write)
    writer._queue.append(_Waiting([draft("before")] * MAX_GROUP_SIZE))  # whose caller has not got the lock yet
    assert [receipt.notification_id for receipt in writer.add([draft("a")])] == ["a"]
    assert [len(group) for group in store.groups] == [MAX_GROUP_SIZE, 1]


def test_a_store_that_can_not_be_locked_fails_the_request() -> None:
    def write(_take: Take) -> list[Receipt]:
        raise StoreUnavailable("locked by another process")

    with pytest.raises(StoreUnavailable):
        GroupWriter(write).add([draft("a")])
