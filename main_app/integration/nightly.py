"""Work that one of the workers does each night."""

import logging
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import bindparam, select, update

from main_app.database import Installation, db
from main_app.integration.crm_check import check_crm, last_check
from main_app.integration.models import NightlyRun
from main_app.services.notify_crm import CRMNotificationService
from main_app.settings import settings
from service_kit import clock
from service_kit.database import insert_of, write_connection
from service_kit.settings import PROJECT_ROOT

HOUR = 3  # in DEFAULT_TIME_ZONE
AGAIN_AFTER = timedelta(minutes=10)  # a check that found gaps is repeated, so that its alert ends

logger = logging.getLogger(__name__)
runs = NightlyRun.__table__.c
CLAIM = (
    update(NightlyRun.__table__)
    .where(runs.name == bindparam("task"), runs.begun_at < bindparam("due"))
    .values(begun_at=bindparam("now"), error=None)
)
NOTE = update(NightlyRun.__table__).where(runs.name == bindparam("task")).values(error=bindparam("why"))


@dataclass(frozen=True)
class NightlyTask:
    """`is_due` may make it run at other times too, at most every ten minutes."""

    name: str
    run: Callable[[], object]
    is_due: Callable[[], bool] = lambda: False


class NightlyWork:
    """Starts what is due in a thread of its own, because other periodic tasks must not wait for it."""

    def __init__(self, app: Flask, tasks: list[NightlyTask]) -> None:
        self._app = app
        self._tasks = tasks
        self._thread: threading.Thread | None = None

    def start_due(self) -> None:
        if self._thread is not None and self._thread.is_alive():
            return
        if due := [task for task in self._tasks if _claim(task)]:
            self._thread = threading.Thread(target=self._run, args=(due,), daemon=True, name="nightly")
            self._thread.start()

    def wait(self) -> None:
        """Wait until what was started has ended."""
        if self._thread is not None:
            self._thread.join()

    def _run(self, due: list[NightlyTask]) -> None:
        with self._app.app_context():
            for task in due:
                try:
                    task.run()
                except Exception as error:
                    logger.exception("a nightly task failed", extra={"task": task.name})
                    with write_connection() as connection:
                        connection.execute(NOTE, {"task": task.name, "why": str(error)[:500]})


def check_crm_nightly() -> None:
    """Compare the bookings with the CRM's."""
    check_crm(CRMNotificationService())


def back_up_nightly() -> None:
    """Back up the installation, and remove the oldest backups. A program of its own: it needs the CRM's code too."""
    if settings().backup_folder is None:
        return
    command = [sys.executable, "-m", "backup", "nightly"]
    done = subprocess.run(command, cwd=PROJECT_ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip().splitlines() or ["It gave no reason."])[-1])
    logger.info("%s", done.stdout.strip())


def must_check_again() -> bool:
    """Whether the last check found gaps, or is older than a restore."""
    last = last_check()
    restored_at = db.session.scalar(select(Installation.restored_at))
    db.session.rollback()
    if last is None:
        return restored_at is not None
    return last.differing > 0 or (restored_at is not None and last.checked_at < restored_at)


def _claim(task: NightlyTask) -> bool:
    """Whether this worker is the one that has to run the task now. The first night counts from the first start."""
    now = clock.now()
    due = now - AGAIN_AFTER if task.is_due() else _last_night(now)
    with write_connection() as connection:
        new = {"name": task.name, "begun_at": now}
        connection.execute(
            insert_of(connection.dialect.name, NightlyRun.__table__).values(new).on_conflict_do_nothing()
        )
        return connection.execute(CLAIM, {"task": task.name, "due": due, "now": now}).rowcount == 1


def _last_night(now: datetime) -> datetime:
    here = now.astimezone(ZoneInfo(settings().default_time_zone))
    night = here.replace(hour=HOUR, minute=0, second=0, microsecond=0)
    return night if night <= here else night - timedelta(days=1)
