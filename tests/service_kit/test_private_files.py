"""Databases, logs and keys are readable by their owner only, in both services."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from crm_microservice import create_app as create_crm
from crm_microservice.settings import CrmSettings
from service_kit.database import write_connection
from service_kit.migrations import migrate_database
from tests.main_app.application import application


@pytest.fixture(autouse=True)
def _open_umask() -> object:
    before = os.umask(0o022)
    yield
    os.umask(before)


def _open_main(folder: Path) -> None:
    with application(DATA_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/samaya.db") as app:
        with app.app_context(), write_connection() as connection:
            connection.exec_driver_sql("CREATE TABLE written (id INTEGER)")
        _check(folder, "samaya.db")


def _open_crm(folder: Path) -> None:
    settings = {
        "DATA_DIR": str(folder),
        "CRM_DATABASE_URL": f"sqlite:///{folder}/crm.db",
        "CRM_LOG_FILE": str(folder / "crm.log"),
        "NOTIFICATION_LOG_FILE": str(folder / "notifications.json"),
    }
    app = create_crm(CrmSettings.load(settings))
    migrate_database(app)
    with app.app_context(), write_connection() as connection:
        connection.exec_driver_sql("CREATE TABLE written (id INTEGER)")
        _check(folder, "crm.db")


def _check(folder: Path, database: str) -> None:
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in [folder, *folder.rglob("*")]}
    names = {path.name for path in modes}
    assert {database, f"{database}-wal", f"{database}-shm", "old.log", "old.key"} <= names
    readable = {str(path): oct(mode) for path, mode in modes.items() if mode & 0o077}
    assert readable == {}


@pytest.mark.engine("sqlite")  # PostgreSQL keeps its own files
@pytest.mark.parametrize("open_service", [_open_main, _open_crm])
def test_files_of_an_earlier_release_and_new_ones_are_private(
    open_service: Callable[[Path], None], tmp_path: Path
) -> None:
    folder = tmp_path / "data"
    (folder / "logs").mkdir(parents=True)
    for path in (folder / "logs" / "old.log", folder / "old.key"):
        path.write_text("left by an earlier release")
    folder.chmod(0o755)
    open_service(folder)
