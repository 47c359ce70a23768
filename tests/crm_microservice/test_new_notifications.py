"""What a poll reads for the open streams: what somebody reads, in order, nothing twice, and nothing left out."""

import pytest

from crm_microservice.notifications import stream
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.store import NotificationStore
from crm_microservice.notifications.stream import NewNotifications
from tests.crm_microservice.service import booking

PRIYA, ARJUN, KAVYA = 101, 102, 103


def add(store: NotificationStore, *facilitators: int) -> list[int]:
    """Store a notification for each of these facilitators. Returns their sequences."""
    first = store.last_sequence() + 1
    drafts = [draft_of(str(first + number), booking(1, one)) for number, one in enumerate(facilitators)]
    return [receipt.sequence for receipt in store.add(drafts)]


def started(store: NotificationStore, *topics: int | None) -> NewNotifications:
    new = NewNotifications(store)
    new.topics = lambda: topics
    new.start()
    return new


def read_all(new: NewNotifications) -> list[int]:
    found: list[int] = []
    more = True
    while more:
        rows, more = new.read()
        found += [row.sequence for row in rows]
    return found


@pytest.mark.parametrize("others", [1, 100])
def test_readers_get_the_notifications_of_their_topics_in_order(store: NotificationStore, others: int) -> None:
    new = started(store, PRIYA, ARJUN)
    sequences = add(store, ARJUN, *[KAVYA] * others, PRIYA, ARJUN)
    wanted = [sequences[0], *sequences[-2:]]
    assert [one for one in read_all(new) if one in wanted] == wanted
    assert read_all(new) == []


def test_of_many_notifications_only_those_that_somebody_reads_are_loaded(store: NotificationStore) -> None:
    new = started(store, PRIYA)
    *_, last = add(store, *[KAVYA] * 100, PRIYA)
    assert read_all(new) == [last]


def test_readers_of_all_topics_get_everything(store: NotificationStore) -> None:
    new = started(store, PRIYA, None)
    sequences = add(store, *[KAVYA] * 100, PRIYA)
    assert read_all(new) == sequences


def test_what_one_read_does_not_hold_comes_with_the_next(
    store: NotificationStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "BATCH_SIZE", 3)
    new = started(store, PRIYA, ARJUN)
    sequences = add(store, *[PRIYA, PRIYA, ARJUN, KAVYA] * 10)
    wanted = [sequence for number, sequence in enumerate(sequences) if number % 4 != 3]
    assert [one for one in read_all(new) if one in wanted] == wanted


def test_a_reader_who_comes_during_a_read_misses_nothing_that_is_stored_after_it(store: NotificationStore) -> None:
    new = started(store, PRIYA)
    add(store, *[ARJUN] * 50)
    late: list[int] = []

    def topics_before_kavya() -> list[int]:
        late.extend(add(store, KAVYA))
        return [PRIYA]

    new.topics = topics_before_kavya
    assert read_all(new) == []
    new.topics = lambda: [PRIYA, KAVYA]
    assert set(late) <= set(read_all(new))
