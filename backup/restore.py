"""Restores a backup: everything is prepared and checked first, then put in its place."""

import os
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import SQLAlchemyError

from backup import postgresql_copy, sqlite_copy
from backup.archive import Header, extract, read_header
from backup.installation import CRM, JSON_STORE, MAIN, Database, Installation
from backup.problem import BackupProblem
from main_app.messages.after_restore import begin_new_epoch
from service_kit.migrations import migrate_database, newest_revision, upgrade_in_transaction

NAMES = {MAIN: "main API", CRM: "CRM"}
CONNECT_SECONDS = 1.0


@dataclass
class Prepared:
    """A restored database that is not in its place yet."""

    database: Database
    file: Path | None = None  # SQLite
    connection: Connection | None = None  # PostgreSQL, with an open transaction

    def put_in_place(self) -> None:
        if self.file is not None:
            sqlite_copy.put_back(self.file, self.database.file)
        if self.connection is not None:
            self.connection.commit()


def restore_backup(installation: Installation, file: Path, passphrase: str, only: str | None = None) -> None:
    """Restore the backup, or only the database of one service (`main` or `crm`).

    Raises BackupProblem; then nothing was changed.
    """
    header = read_header(file)
    databases = [each for each in installation.databases if only in (None, each.name)]
    for database in databases:
        _refuse_other(database, header)
    with installation.alone(), ExitStack() as stack:
        _refuse_running(installation)
        installation.data_dir.mkdir(parents=True, exist_ok=True)
        # Beside the databases, so that files need only be renamed.
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory(dir=installation.data_dir, prefix=".restore-")))
        names = extract(file, header, passphrase, scratch)
        prepared = [stack.enter_context(_prepared(each, header, scratch / each.name)) for each in databases]
        for one in prepared:
            one.put_in_place()
        if only is None:
            _put_files_back(installation, scratch, names)


def _refuse_other(database: Database, header: Header) -> None:
    """Raise BackupProblem for a backup of another engine or of a newer release."""
    engine, revision = header.engines.get(database.name), header.revisions.get(database.name)
    if engine != database.engine:
        setting = "CRM_DATABASE_URL" if database.name == CRM else "DATABASE_URL"
        raise BackupProblem(
            f"The backup of the {NAMES[database.name]} is of {engine}, but {setting} names {database.engine}. "
            f"Nothing was changed; set {setting} to a database of {engine}."
        )
    known = newest_revision(Path(database.app().extensions["migrate"].directory))
    if not revision or revision > known:
        raise BackupProblem(
            f"The backup was made by a newer release: its {NAMES[database.name]} has schema {revision}, this release "
            f"knows {known}. Nothing was changed; install that release first."
        )


def _refuse_running(installation: Installation) -> None:
    for name, port in ((MAIN, installation.main.main_port), (CRM, installation.crm.port)):
        host = installation.main.host if installation.main.host not in ("0.0.0.0", "::") else "127.0.0.1"
        try:
            socket.create_connection((host, port), CONNECT_SECONDS).close()
        except OSError:
            continue
        raise BackupProblem(
            f"The {NAMES[name]} runs on port {port}. Stop the main API, the CRM and all workers, then try again. "
            "Nothing was changed."
        )


@contextmanager
def _prepared(database: Database, header: Header, folder: Path) -> Iterator[Prepared]:
    try:
        if database.engine == "sqlite":
            yield _prepare_sqlite(database, folder)
        else:
            with _prepare_postgresql(database, header, folder) as prepared:
                yield prepared
    except (SQLAlchemyError, psycopg.Error) as error:
        reason = str(getattr(error, "orig", None) or error).strip()
        name = NAMES[database.name]
        raise BackupProblem(f"The {name} could not be restored: {reason}. Nothing was changed.") from error


def _prepare_sqlite(database: Database, folder: Path) -> Prepared:
    sqlite_copy.refuse_open(database.file)
    copy = folder / sqlite_copy.NAME
    sqlite_copy.check(copy)
    app = database.app(f"sqlite:///{copy}")
    migrate_database(app)
    with app.app_context():
        engine = app.extensions["database_engine"]
        if database.name == MAIN:
            with engine.begin() as connection:
                begin_new_epoch(connection)
        engine.dispose()
    sqlite_copy.refuse_open(copy)  # writes its log into the file
    return Prepared(database, file=copy)


@contextmanager
def _prepare_postgresql(database: Database, header: Header, folder: Path) -> Iterator[Prepared]:
    engine = create_engine(database.url, hide_parameters=True)
    app = database.app()
    try:
        with engine.connect() as connection, app.app_context():
            driver: Any = connection.connection.driver_connection
            connection.begin()
            postgresql_copy.refuse_open(driver, NAMES[database.name])
            postgresql_copy.clear(driver)
            upgrade_in_transaction(connection, header.revisions[database.name])
            postgresql_copy.load(driver, folder)
            upgrade_in_transaction(connection, "head")
            if database.name == MAIN:
                begin_new_epoch(connection)
            yield Prepared(database, connection=connection)
    finally:
        engine.dispose()


def _put_files_back(installation: Installation, scratch: Path, names: list[str]) -> None:
    for name in names:
        if not name.startswith("data/"):
            continue
        target = installation.data_dir / name.removeprefix("data/")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(scratch / name, target)
    if f"files/{JSON_STORE}" in names and installation.json_store is not None:
        os.replace(scratch / "files" / JSON_STORE, installation.json_store)
