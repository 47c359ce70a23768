"""The disk with the databases and logs is full: people still read, nothing crashes, and space alone repairs it."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from sqlalchemy import select

from main_app.bookings.models import Booking
from tests.support.database import rows
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.engine("sqlite")  # PostgreSQL has a disk of its own
DISK_MEGABYTES = 120  # /ready asks for 50 to be free
RECOVERED_WITHIN = 20.0


@pytest.fixture
def disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A small file system, on which services started in the test keep everything."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={DISK_MEGABYTES}m", "tmpfs", str(folder)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system needs root")
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    assert os.statvfs(disk).f_bavail == 0
    return filler


def processes_of(services: Services) -> set[int]:
    parents = {process.child.pid for process in services.processes if process.child}
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    return parents | {pid for pid, parent in pairs if parent in parents}


@pytest.mark.timeout(180)
def test_reading_goes_on_and_writing_recovers_when_there_is_space_again(disk: Path) -> None:
    with Services() as services:
        sessions = register_with_role(services, "Priya", "facilitator").create_event(sessions=3, capacity=40)[
            "sessions"
        ]
        guests = [register(services, f"Guest {number}") for number in range(6)]
        assert guests[0].book(sessions[0]["id"]).status_code == 201
        wait_until_delivered(services, RECOVERED_WITHIN)
        before = processes_of(services)
        filler = fill(disk)

        refused = [guest.book(sessions[1]["id"]) for _ in range(15) for guest in guests]
        assert refused[-1].status_code == 503, "the write-ahead log cannot grow"
        assert {reply.status_code for reply in refused} <= {201, 200, 409, 503}
        assert refused[-1].json()["code"] == "database_unavailable"
        for _ in range(30):
            for path in ("/events", f"/sessions/{sessions[0]['id']}", "/health", "/metrics"):
                assert requests.get(services.main_url + path, timeout=10).status_code == 200, path
            assert requests.get(f"{services.real_crm_url}/health", timeout=10).status_code == 200
        ready = requests.get(f"{services.main_url}/ready", timeout=10)
        assert (ready.status_code, "MiB are free" in ready.json()["checks"]["disk"]) == (503, True)
        assert processes_of(services) == before, "no process died"

        filler.unlink()
        booked = wait_until(lambda: book_a_place(guests, sessions[2]["id"]), RECOVERED_WITHIN, services.logs)
        wait_until_delivered(services, RECOVERED_WITHIN)
        taken = rows(services.main_database, select(Booking.status).where(Booking.id == booked))
        assert taken[0][0] == "booked"
        assert requests.get(f"{services.main_url}/ready", timeout=10).status_code == 200


def book_a_place(guests: list[Person], session_id: int) -> int | None:
    reply = guests[0].book(session_id)
    return reply.json()["booking"]["id"] if reply.status_code in (200, 201) else None
