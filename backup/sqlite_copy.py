"""Copies SQLite databases while services write to them, and puts copies back."""

import os
from pathlib import Path
from typing import Any

from backup.problem import BackupProblem
from service_kit import database as databases

sqlite_driver: Any = databases.sqlite_driver
NAME = "database.sqlite"
WAIT_SECONDS = 30.0
BUSY_SECONDS = 1.0


def take(database: Path, folder: Path) -> list[Path]:
    """Copy the database as it is at one moment. Nobody who writes has to wait."""
    copy = folder / NAME
    source = sqlite_driver.connect(database, timeout=WAIT_SECONDS)
    target = sqlite_driver.connect(copy)
    try:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # so that it is one file
    finally:
        target.close()
        source.close()
    return [copy]


def check(copy: Path) -> None:
    """Raises BackupProblem if the database is damaged."""
    connection = sqlite_driver.connect(copy)
    try:
        result = connection.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite_driver.DatabaseError as error:
        result = str(error)
    finally:
        connection.close()
    if result != "ok":
        raise BackupProblem(f"The database in the backup is damaged ({result}). Nothing was changed; use another one.")


def refuse_open(database: Path) -> None:
    """Raise BackupProblem if a process has the database open.

    Only the last connection can end the write-ahead log. That also leaves nothing beside the file.
    """
    if not database.exists():
        return
    connection = sqlite_driver.connect(database, timeout=BUSY_SECONDS)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite_driver.OperationalError as error:
        raise BackupProblem(
            f"A service has {database.name} open. Stop the main API, the CRM and all workers, then try again. "
            "Nothing was changed."
        ) from error
    except sqlite_driver.DatabaseError:
        return  # damaged: that is why it is replaced
    finally:
        connection.close()


def put_back(copy: Path, database: Path) -> None:
    """Replace the database in one step."""
    descriptor = os.open(copy, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    for name in ("-wal", "-shm"):
        database.with_name(database.name + name).unlink(missing_ok=True)
    os.replace(copy, database)
