"""Makes a backup while the services run."""

import tempfile
from datetime import datetime, timezone
from pathlib import Path

from sqlalchemy import create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from backup import postgresql_copy, sqlite_copy
from backup.archive import Header, new_archive
from backup.installation import JSON_STORE, Database, Installation
from backup.problem import BackupProblem
from service_kit.database import sqlite_driver

PREFIX, SUFFIX = "samaya-", ".backup"


def default_file(installation: Installation) -> Path:
    """A new name in the folder of backups."""
    folder = installation.main.backup_folder or installation.data_dir / "backups"
    return folder / f"{PREFIX}{datetime.now(timezone.utc):%Y%m%d-%H%M%S}{SUFFIX}"


def create_backup(installation: Installation, file: Path) -> None:
    """Write a backup to this file. Raises BackupProblem.

    The CRM is copied first. So it knows nothing that the copied main API does not know; what it does not know yet is
    found and sent by `crm resync`.
    """
    if file.exists():
        raise BackupProblem(f"{file} exists already. Name another file.")
    if not installation.data_dir.is_dir():
        raise BackupProblem(f"There is no {installation.data_dir}. Set DATA_DIR to the folder that the services use.")
    installation.refuse_other_user()  # before a folder is made for the file
    databases = installation.databases
    revisions = {each.name: _revision(each) for each in databases}
    engines = {each.name: each.engine for each in databases}
    header = Header(datetime.now(timezone.utc).isoformat(timespec="seconds"), engines, revisions)
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (
        installation.alone(),
        tempfile.TemporaryDirectory(dir=file.parent, prefix=".samaya-") as scratch,
        new_archive(file, header, installation.main.backup_passphrase) as archive,
    ):
        for each in databases:
            folder = Path(scratch, each.name)
            folder.mkdir()
            for path in _take(each, folder):
                archive.add(f"{each.name}/{path.name}", path)
                path.unlink()
            if each.name == "crm" and installation.json_store is not None and installation.json_store.exists():
                archive.add_bytes(f"files/{JSON_STORE}", _complete_lines(installation.json_store))
        for path in installation.files():
            archive.add_bytes(f"data/{path.relative_to(installation.data_dir).as_posix()}", path.read_bytes())


def remove_oldest(folder: Path, kept: int) -> list[Path]:
    """Remove all but the newest backups of the folder. Returns those removed."""
    backups = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))
    oldest = backups[: max(0, len(backups) - kept)]
    for path in oldest:
        path.unlink()
    return oldest


def _take(database: Database, folder: Path) -> list[Path]:
    if database.engine == "sqlite":
        return sqlite_copy.take(database.file, folder)
    return postgresql_copy.take(database.plain_url, folder)


def _revision(database: Database) -> str:
    if database.engine == "sqlite" and not database.file.exists():
        raise BackupProblem(f"There is no database at {database.file}. Give the settings of the services.")
    # The services' own SQLite: another one in the same process would release the locks of the first.
    driver = {"module": sqlite_driver} if database.engine == "sqlite" else {}
    engine = create_engine(database.url, hide_parameters=True, **driver)
    try:
        with engine.connect() as connection:
            return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        raise BackupProblem(f"The database of the {database.name} can't be read: {reason}.") from error
    finally:
        engine.dispose()


def _complete_lines(file: Path) -> bytes:
    """The CRM only ever adds lines. The last one may be half written."""
    content = file.read_bytes()
    return content[: content.rfind(b"\n") + 1]
