"""What belongs to this installation: its databases, and the files of DATA_DIR that are worth keeping."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from flask import Flask
from sqlalchemy import make_url

from backup.problem import BackupProblem
from crm_microservice import create_app as create_crm_app
from crm_microservice.settings import CrmSettings
from main_app import create_worker_app
from main_app.settings import MainSettings
from service_kit.file_lock import FileLock
from service_kit.settings import ConfigurationError

MAIN, CRM = "main", "crm"
LOCK = "backup.lock"
JSON_STORE = "notifications.json"
# Files that services make again, or that belong to running processes.
NOT_KEPT = ("*.db", "*.db-*", "*.lock", "*.log", "*.log.*", "*.port", "*.part", "*.backup", "*.damaged-*")
FOLDERS_NOT_KEPT = ("logs", "covers", "mailbox", "metrics", "workers", "backups")


@dataclass(frozen=True)
class Database:
    """The database of one service."""

    name: str
    url: str
    settings: MainSettings | CrmSettings

    @property
    def engine(self) -> str:
        return make_url(self.url).get_backend_name()

    @property
    def file(self) -> Path:
        """Of an SQLite database."""
        return Path(make_url(self.url).database or "")

    @property
    def plain_url(self) -> str:
        """As psycopg takes it."""
        return self.url.replace("postgresql+psycopg://", "postgresql://", 1)

    def app(self, url: str | None = None) -> Flask:
        """An application on this database, or on another one."""
        chosen = {"database_url": url or self.url}
        if isinstance(self.settings, CrmSettings):
            return create_crm_app(self.settings.model_copy(update=chosen))
        return create_worker_app(self.settings.model_copy(update=chosen))


@dataclass(frozen=True)
class Installation:
    main: MainSettings
    crm: CrmSettings

    @classmethod
    def load(cls) -> "Installation":
        """Read the settings of both services. Raises BackupProblem if they can't be used."""
        try:
            return cls(MainSettings.load(), CrmSettings.load())
        except ConfigurationError as error:
            raise BackupProblem(f"The settings can't be used: {error}") from error

    @property
    def databases(self) -> list[Database]:
        """The CRM's first: copied first, it never knows more than the main API's copy, from which it is repaired."""
        return [Database(CRM, self.crm.database_url, self.crm), Database(MAIN, self.main.database_url, self.main)]

    @property
    def data_dir(self) -> Path:
        return self.main.data_dir

    @property
    def json_store(self) -> Path | None:
        """The file of the CRM's notifications, if they are kept in one."""
        return self.crm.notification_log_file if self.crm.notification_store == "json" else None

    def files(self) -> list[Path]:
        """The files of DATA_DIR that a backup keeps."""
        others = {self.json_store, self.main.backup_folder, *(each.file for each in self.databases if each.file.name)}
        return [
            path
            for path in sorted(self.data_dir.rglob("*"))
            if path.is_file()
            and not path.is_symlink()
            and not others.intersection((path, *path.parents))
            and not any(fnmatch(path.name, pattern) for pattern in NOT_KEPT)
            and not set(path.relative_to(self.data_dir).parts[:-1]).intersection(FOLDERS_NOT_KEPT)
        ]

    def refuse_other_user(self) -> None:
        """Raise BackupProblem if the services, which run as the owner of DATA_DIR, could not read what is written."""
        if os.name == "nt" or not self.data_dir.exists():
            return
        owner = self.data_dir.stat().st_uid
        if owner != os.geteuid():
            raise BackupProblem(
                f"{self.data_dir} belongs to another user. Nothing was changed; run this as that user, "
                f"with sudo -u '#{owner}'."
            )

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the lock of backups and restores. Raises BackupProblem if another one is under way."""
        self.refuse_other_user()
        self.data_dir.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.data_dir / LOCK).held(wait=False):
                yield
        except BlockingIOError:
            raise BackupProblem("Another backup or restore is under way. Wait until it ends, then try again.") from None
