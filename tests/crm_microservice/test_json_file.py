"""Damage to the JSON file, after which no stored notification may be lost."""

import json
from datetime import datetime, tzinfo
from pathlib import Path

import pytest

from crm_microservice.notifications import json_store
from crm_microservice.notifications.drafts import draft_of
from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.store import Filters
from tests.crm_microservice.service import booking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notifications.json"


@pytest.fixture
def stored(path: Path) -> list[str]:
    """Five stored notifications: n1 to n5."""
    ids = [f"n{number}" for number in range(1, 6)]
    store = JsonStore(path)
    for number, notification_id in enumerate(ids, 1):
        store.add([draft_of(notification_id, booking(number))])
    store.close()
    return ids


def ids_in(store: JsonStore) -> list[str]:
    found = [row.notification_id for row in store.after(0, 100)]
    store.close()
    return found


def set_aside(path: Path) -> list[Path]:
    return list(path.parent.glob("notifications.json.damaged-*"))


def test_every_line_is_a_json_document(path: Path, stored: list[str]):
    assert [json.loads(line)["notification_id"] for line in path.read_text().splitlines()] == stored


def test_times_rise_even_if_the_clock_is_set_back(path: Path, stored: list[str], monkeypatch: pytest.MonkeyPatch):
    class SetBack(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "SetBack":
            return cls(2020, 1, 1, tzinfo=tz)

    monkeypatch.setattr(json_store, "datetime", SetBack)
    store = JsonStore(path)
    store.add([draft_of("next", booking(9))])
    times = [row.received_at for row in store.after(0, 100)]
    store.close()
    assert times == sorted(times)
    assert len(times) == len(stored) + 1


@pytest.mark.parametrize("kept_bytes", [1, 40, -1])
def test_a_torn_last_line_is_cut_off_and_the_next_row_is_whole(path: Path, stored: list[str], kept_bytes: int):
    whole = path.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    path.write_bytes(whole.removesuffix(last) + last[:kept_bytes])
    store = JsonStore(path)
    assert [row.notification_id for row in store.after(0, 100)] == stored[:-1]
    assert store.add([draft_of("next", booking(9))])[0].sequence == 5
    assert ids_in(JsonStore(path)) == [*stored[:-1], "next"]
    store.close()
    assert not set_aside(path)


def test_zeros_after_a_power_cut_are_cut_off(path: Path, stored: list[str]):
    with open(path, "ab") as file:
        file.write(bytes(4096))
    store = JsonStore(path)
    store.add([draft_of("next", booking(9))])
    assert ids_in(store) == [*stored, "next"]


@pytest.mark.parametrize("line", [0, 2, 4])
def test_a_damaged_file_is_kept_aside_and_logged_and_its_good_rows_stay(
    path: Path, stored: list[str], line: int, caplog: pytest.LogCaptureFixture
):
    lines = path.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b"Tech Conference", b"Tech Conferencf")
    damaged = b"".join(lines)
    path.write_bytes(damaged)
    good = [one for number, one in enumerate(stored) if number != line]
    store = JsonStore(path)
    assert [row.notification_id for row in store.after(0, 100)] == good
    logged = [record for record in caplog.records if record.name.startswith("crm_microservice")]
    assert [(record.message, record.levelname) for record in logged] == [("the notification file was damaged", "ERROR")]
    assert [file.read_bytes() for file in set_aside(path)] == [damaged]
    assert set_aside(path)[0].name in (store.check() or "")
    assert store.add([draft_of(stored[line], booking(9))])[0].repeated is False
    assert len(ids_in(JsonStore(path))) == 5
    store.close()


def test_a_file_of_another_kind_is_kept_aside_and_never_overwritten(path: Path):
    path.write_text('[\n  {"timestamp": "2024-01-15", "data": {}}\n]\n')
    store = JsonStore(path)
    store.add([draft_of("new", booking(1))])
    assert ids_in(store) == ["new"]
    assert set_aside(path)[0].read_text().startswith("[\n")


def test_other_processes_follow_to_the_repaired_file(path: Path, stored: list[str]):
    reading, repairing = JsonStore(path), JsonStore(path)
    assert reading.count(Filters()) == 5
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b"rubbish\n", *lines[2:]]))
    repairing.add([draft_of("next", booking(9))])
    reading.add([draft_of("last", booking(9))])
    assert ids_in(reading) == ["n1", "n3", "n4", "n5", "next", "last"]
    repairing.close()


def test_a_failed_write_leaves_no_half_row(path: Path, stored: list[str], monkeypatch: pytest.MonkeyPatch):
    def disk_is_full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    store = JsonStore(path)
    store.check()
    with monkeypatch.context() as patch:
        patch.setattr("crm_microservice.notifications.json_store.os.fsync", disk_is_full)
        with pytest.raises(Exception, match="cannot be written"):
            store.add([draft_of("unlucky", booking(9))])
    assert store.add([draft_of("unlucky", booking(9))])[0].repeated is False
    assert ids_in(store) == [*stored, "unlucky"]
