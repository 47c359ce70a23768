"""Each night one of the workers compares the CRM with the bookings, and backs the installation up."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from main_app.integration.alerts import active_alerts
from main_app.integration.models import NightlyRun
from main_app.integration.nightly import NightlyTask, NightlyWork, back_up_nightly
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection
from tests.main_app.application import application

NOON = datetime(2026, 11, 24, 12, tzinfo=timezone.utc)
NIGHT = datetime(2026, 11, 25, 3, 1, tzinfo=timezone.utc)


class Night:
    """Two workers, and a task that counts how often it ran. It may be due at other times, and fail."""

    def __init__(self, app: Flask) -> None:
        self.times, self.due, self.fault = 0, False, ""
        self._workers = [NightlyWork(app, [NightlyTask("yoga", self._run, lambda: self.due)]) for _ in range(2)]

    def _run(self) -> None:
        self.times += 1
        if self.fault:
            raise RuntimeError(self.fault)

    def at(self, moment: datetime) -> int:
        """How often the task has run, after both workers looked at this time."""
        with clock.moved_to(moment):
            for worker in self._workers:
                worker.start_due()
                worker.wait()
        return self.times


@pytest.fixture
def night(app: Flask) -> Iterator[Night]:
    with app.app_context():
        with write_connection() as connection:
            connection.execute(sa.delete(NightlyRun.__table__))
        yield Night(app)


def test_one_of_two_workers_does_it_once_a_night(night: Night) -> None:
    assert [night.at(moment) for moment in (NOON, NOON + timedelta(hours=9), NIGHT, NIGHT + timedelta(hours=9))] == [
        0,
        0,
        1,
        1,
    ]
    assert night.at(NIGHT + timedelta(days=1)) == 2


def test_what_is_due_again_runs_every_ten_minutes(night: Night) -> None:
    night.at(NOON)
    night.due = True
    assert [night.at(NOON + timedelta(minutes=minutes)) for minutes in (5, 11, 15, 22)] == [0, 1, 1, 2]


def test_an_admin_reads_why_it_failed_until_it_works(night: Night) -> None:
    night.at(NOON)
    night.fault = "No room."
    night.at(NIGHT)
    (alert,) = active_alerts()
    assert (alert["name"], alert["detail"]) == ("nightly_failed:yoga", "The nightly yoga failed. No room.")
    night.fault = ""
    night.at(NIGHT + timedelta(days=1))
    assert active_alerts() == []


def test_a_backup_is_made_each_night_if_there_is_a_folder_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with application(BACKUP_FOLDER=str(tmp_path)) as app, app.app_context():
        monkeypatch.setenv("DATA_DIR", str(settings().data_dir))
        monkeypatch.setenv("DATABASE_URL", settings().database_url)
        monkeypatch.setenv("CRM_DATABASE_URL", "sqlite:///" + str(tmp_path / "missing.db"))
        with pytest.raises(RuntimeError, match=r"There is no database at .*missing\.db"):
            back_up_nightly()
    with application() as app, app.app_context():
        back_up_nightly()
    assert list(tmp_path.iterdir()) == []
