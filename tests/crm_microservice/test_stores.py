"""The tests of the NotificationStore interface, run against both stores."""

import os
import random
import signal
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest

from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.store import Draft, Filters, NotificationStore, StoredNotification
from crm_microservice.settings import CrmSettings
from service_kit.search_words import searchable
from tests.crm_microservice.conftest import OpenStore
from tests.crm_microservice.service import PROJECT_ROOT, booking
from tests.support.fork_server import shared_fork_server
from tests.support.services import wait_until

KILLS = 8


def draft(notification_id: str, booking_id: int = 1, facilitator_id: int = 101, **changes: object) -> Draft:
    return draft_of(notification_id, booking(booking_id, facilitator_id, **changes))


def everything(store: NotificationStore) -> list[StoredNotification]:
    found: list[StoredNotification] = []
    while rows := store.after(found[-1].sequence if found else 0, 1000):
        found += rows
    return found


def test_what_is_stored_comes_back_word_for_word_also_in_another_process(
    store: NotificationStore, open_store: OpenStore
):
    data = booking(
        7, user={"id": 1, "name": "Žofie 🧘 李雷", "email": "z@example.com"}, additional_data={"b": 1, "a": [None]}
    )
    receipt = store.add([draft_of("one", data)])[0]
    for one in (store, open_store()):
        row = one.after(0, 10)[0]
        assert row.data == data
        assert list(row.data) == list(data)
        assert (row.notification_id, row.received_at, row.sequence) == ("one", receipt.received_at, receipt.sequence)
        assert row.received_at.utcoffset() == timedelta(0)


def test_the_same_id_is_stored_once_and_gets_the_first_receipt(store: NotificationStore, open_store: OpenStore):
    first = store.add([draft("same", 1)])[0]
    again = open_store().add([draft("same", 2)])[0]
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.received_at, again.sequence, again.booking_id) == (first.received_at, first.sequence, 1)
    assert [receipt.repeated for receipt in store.add([draft("a"), draft("a"), draft("same")])] == [False, True, True]
    assert [row.notification_id for row in everything(store)] == ["same", "a"]


def test_many_racing_writers_with_the_same_ids_store_each_id_once(store: NotificationStore, open_store: OpenStore):
    stores = [store, open_store(), open_store()]
    stored: list[str] = []
    guard = threading.Lock()

    def write(one: NotificationStore) -> None:
        for number in range(30):
            receipt = one.add([draft(f"id-{number}", number + 1)])[0]
            if not receipt.repeated:
                with guard:
                    stored.append(receipt.notification_id)

    threads = [threading.Thread(target=write, args=(one,)) for one in stores for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(stored) == sorted(f"id-{number}" for number in range(30))
    assert sorted(row.notification_id for row in everything(open_store())) == sorted(stored)


def test_a_reader_that_follows_racing_writers_never_skips_a_row(store: NotificationStore, open_store: OpenStore):
    """A lower position must not appear after a higher one was read, or the live stream would miss it."""
    writers, each = 6, 25

    def write(one: NotificationStore, name: int) -> None:
        for number in range(each):
            one.add([draft(f"{name}-{number}", number + 1)])

    stores = [store, open_store()]
    threads = [threading.Thread(target=write, args=(stores[name % 2], name)) for name in range(writers)]
    for thread in threads:
        thread.start()
    reader, position, seen = open_store(), 0, []
    while len(seen) < writers * each and (rows := reader.after(position, 7)) is not None:
        if not rows and not any(thread.is_alive() for thread in threads) and not (rows := reader.after(position, 7)):
            break
        seen += [row.notification_id for row in rows]
        position = rows[-1].sequence if rows else position
    for thread in threads:
        thread.join()
    assert len(seen) == len(set(seen)) == writers * each


def test_pages_and_counts_agree_with_a_plain_list_for_every_filter(store: NotificationStore):
    chance = random.Random(7)
    names = ["Ana", "STRASSE", "Ελένη", "李雷", "50%_off"]
    searches = [None, None, "ana", searchable("straße"), searchable("ΕΛΈΝΗ"), "雷", "50%_", 'no"pe', "%"]
    drafts = [
        draft(
            f"n{number}",
            chance.randint(1, 6),
            chance.randint(101, 103),
            action=chance.choice(["created", "cancelled", "reactivated"]),
            user={
                "id": 1,
                "name": chance.choice(names),
                "email": "x@example.com",
            },
        )
        for number in range(120)
    ]
    for start in range(0, 120, 8):
        store.add(drafts[start : start + 8])
        time.sleep(0.001)
    rows = everything(store)
    moment = rows[60].received_at
    for _ in range(150):
        filters = Filters(
            facilitator_id=chance.choice([None, None, 101, 102, 999]),
            booking_id=chance.choice([None, None, None, 1, 2]),
            action=chance.choice([None, None, "created", "cancelled", "odd"]),
            since=chance.choice([None, None, moment, moment + timedelta(days=1)]),
            search=chance.choice(searches),
        )
        expected = [row for row in reversed(rows) if matches(row, filters)]
        assert store.count(filters) == len(expected), filters
        paged: list[StoredNotification] = []
        while page := store.page(filters, 9, paged[-1].sequence if paged else None):
            assert len(page) <= 9
            paged += page
        assert paged == expected, filters


def matches(row: StoredNotification, filters: Filters) -> bool:
    wanted = [
        (filters.facilitator_id, row.facilitator_id),
        (filters.booking_id, row.booking_id),
        (filters.action, row.action),
    ]
    return (
        all(asked is None or asked == has for asked, has in wanted)
        and (filters.since is None or row.received_at >= filters.since)
        and (filters.search is None or filters.search in searchable(row.data["user"]["name"]))
    )


def test_a_count_is_all_that_match_whatever_the_filters(store: NotificationStore):
    store.add([draft(f"n{number}") for number in range(1_005)])
    long_ago, later = (store.page(Filters(), 1, None)[0].received_at + timedelta(days=days) for days in (-1, 1))
    for filters in (
        Filters(booking_id=1),
        Filters(facilitator_id=101),
        Filters(search="john"),
        Filters(search="jo"),
        Filters(facilitator_id=101, search="john"),
        Filters(action="created", search="john"),
        Filters(since=long_ago, search="john"),
    ):
        assert store.count(filters) == 1_005, filters
    assert store.count(Filters(facilitator_id=102, search="john")) == 0
    assert store.count(Filters(since=later, search="john")) == 0


def test_unread_counts_are_of_the_facilitators_own_rows(store: NotificationStore):
    store.add([draft(f"n{number}", 1, 101 + number % 2) for number in range(10)])
    assert store.count_news_after(0, 101) == 5
    assert store.count_news_after(store.after(0, 10)[6].sequence, 101) == 1
    assert store.count_news_after(store.last_sequence(), 101) == 0
    assert store.count_news_after(0, 999) == 0


def test_checking_the_store_leaves_nothing_behind(store: NotificationStore):
    store.add([draft("one")])
    assert store.check() is None
    assert [row.notification_id for row in everything(store)] == ["one"]
    assert store.add([draft("two")])[0].sequence == 2


def test_killed_writers_lose_nothing_they_acknowledged_and_store_nothing_twice(
    store_config: CrmSettings, open_store: OpenStore, tmp_path: Path
):
    """kill -9 at random moments, with two writer processes of two threads each, repeatedly on the same store."""
    environment = {
        **os.environ,
        "DATA_DIR": str(store_config.data_dir),
        "CRM_DATABASE_URL": store_config.database_url.replace("+psycopg", ""),
        "CRM_LOG_FILE": str(store_config.log_file),
        "NOTIFICATION_LOG_FILE": str(store_config.notification_log_file),
        "NOTIFICATION_STORE": store_config.notification_store,
        "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
    }
    chance = random.Random()
    acknowledged: list[str] = []
    errors = tmp_path / "writers.log"
    for turn in range(KILLS // 2):
        said = [tmp_path / f"said-{turn}{side}" for side in "ab"]
        writers = [
            shared_fork_server().start(
                ["-m", "tests.crm_microservice.writer_process", file.name], environment, PROJECT_ROOT, errors, file
            )
            for file in said
        ]
        for file in said:
            wait_until(lambda file=file: "\n" in file.read_text(), 30, errors.read_text)
        for writer in writers:
            time.sleep(chance.uniform(0, 0.15))
            os.kill(writer.pid, signal.SIGKILL)
            writer.wait(10)
        for file in said:
            # A line that the kill cut off was not acknowledged.
            acknowledged += file.read_text().split("\n")[:-1]
    found = [row.notification_id for row in everything(open_store())]
    assert len(found) == len(set(found))
    assert not set(acknowledged) - set(found)
    assert len(acknowledged) > KILLS
    assert open_store().add([draft("afterwards")])[0].repeated is False


@pytest.mark.parametrize("since", [timedelta(0), timedelta(microseconds=1)])
def test_since_includes_its_own_moment(store: NotificationStore, since: timedelta):
    receipt = store.add([draft("one")])[0]
    expected = 1 if since == timedelta(0) else 0
    assert store.count(Filters(since=receipt.received_at + since)) == expected
    assert len(store.page(Filters(since=receipt.received_at + since), 5, None)) == expected
