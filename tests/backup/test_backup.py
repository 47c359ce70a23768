"""An installation is backed up while it runs, and restored: every row as it was. Bad backups change nothing."""

import json
import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from backup.archive import read_header
from backup.create import create_backup, remove_oldest
from backup.installation import CRM, MAIN, Installation
from backup.problem import BackupProblem
from backup.restore import restore_backup
from crm_microservice.settings import CrmSettings
from main_app.auth.models import Role
from main_app.bookings.operations import book_session, cancel_booking
from main_app.database import db
from main_app.messages.after_restore import HELD_BACK
from main_app.outbox.enqueue import NewMessage, enqueue
from main_app.settings import MainSettings
from service_kit import clock
from service_kit.database import sqlite_driver, write_connection
from service_kit.file_lock import FileLock
from service_kit.migrations import migrate_database
from service_kit.settings import database_url
from tests.main_app.builders import make_event, make_person
from tests.main_app.notified import work
from tests.support.ports import free_port
from tests.support.postgres import fresh_database
from tests.support.services import engine_under_test

PASSPHRASE = "a passphrase for tests only"
WRONG_PASSPHRASE = "not that passphrase"


@dataclass
class Place:
    """An installation in a folder of its own, whose services are started in this process."""

    folder: Path
    urls: dict[str, str]
    ports: tuple[int, int]

    def installation(self, **settings: Any) -> Installation:
        read = {
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.urls[MAIN],
            "CRM_DATABASE_URL": self.urls[CRM],
            "MAIN_PORT": str(self.ports[0]),
            "CRM_PORT": str(self.ports[1]),
            "CRM_LOG_FILE": str(self.folder / "crm.log"),
            "PASSWORD_HASHING": "cheap",
            **settings,
        }
        return Installation(MainSettings.load(read), CrmSettings.load(read))

    def migrated(self) -> list[Flask]:
        installation = self.installation()
        installation.data_dir.mkdir(parents=True, exist_ok=True)
        apps = [database.app() for database in installation.databases]
        for app in apps:
            migrate_database(app)
        return apps

    def rows(self, name: str) -> dict[str, list[str]]:
        """All rows of all tables of a database, as texts."""
        url = self.urls[name]
        # The services' own SQLite: another one in the same process would release the locks of the first.
        driver = {"module": sqlite_driver} if url.startswith("sqlite") else {}
        engine = sa.create_engine(database_url(url), **driver)
        with engine.connect() as connection:
            tables = [table for table in sa.inspect(connection).get_table_names() if "_search" not in table]
            found = {table: connection.execute(sa.text(f'SELECT * FROM "{table}"')).all() for table in tables}
        engine.dispose()
        return {table: sorted(map(repr, rows)) for table, rows in found.items()}

    def all_rows(self) -> list[dict[str, list[str]]]:
        return [self.rows(MAIN), self.rows(CRM)]


@pytest.fixture
def new_place(tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """Makes a place whose databases are empty."""
    root = logging.getLogger()
    before = root.handlers[:], root.level

    def make(name: str) -> Place:
        folder = tmp_path / name
        if engine_under_test() == "postgresql":
            urls = {MAIN: fresh_database(), CRM: fresh_database()}
        else:
            urls = {MAIN: f"sqlite:///{folder}/data/samaya.db", CRM: f"sqlite:///{folder}/data/crm.db"}
        return Place(folder, urls, (free_port(), free_port()))

    yield make
    root.handlers, root.level = before  # applications log for their whole process, which here is pytest's


@dataclass
class Lived:
    """A place where people have booked, and its bookings."""

    place: Place
    main: Flask
    session_id: int

    def book(self) -> int:
        with self.main.app_context():
            return book_session(make_person("Asha"), self.session_id).booking.id


@pytest.fixture
def lived(new_place: Callable[[str], Place]) -> Iterator[Lived]:
    place = new_place("lived")
    _crm, main = place.migrated()
    (place.folder / "data" / "push_vapid.pem").write_text("the key")
    (place.folder / "data" / "uploads").mkdir()
    (place.folder / "data" / "uploads" / "photo.png").write_bytes(b"\x89PNG")
    (place.folder / "data" / "logs").mkdir()
    (place.folder / "data" / "logs" / "main.log").write_text("a line")
    with main.app_context():
        session = make_event(make_person("Priya", Role.FACILITATOR), capacity=10_000).sessions[0].id
        for name in ("Asha", "Bob", "Chandra"):
            guest = make_person(name)
            booking = book_session(guest, session).booking.id
        cancel_booking(guest, booking)
        work()
    yield Lived(place, main, session)
    closed(main)


def closed(app: Flask) -> None:
    """Close the connections to the database, as a service that stops does."""
    with app.app_context():
        db.session.remove()
        app.extensions["database_engine"].dispose()


CHANGED_IN_MAIN = {"installation", "outbox_messages", "planned_messages"}


@pytest.mark.parametrize("passphrase", ["", PASSPHRASE])
def test_every_row_and_file_is_restored(
    lived: Lived, new_place: Callable[[str], Place], tmp_path: Path, passphrase: str
) -> None:
    file = tmp_path / "one.backup"
    create_backup(lived.place.installation(BACKUP_PASSPHRASE=passphrase), file)
    assert (b"asha" in file.read_bytes().lower(), file.stat().st_mode & 0o777) == (False, 0o600)
    expected = lived.place.all_rows()
    other = new_place("other")
    for app in other.migrated():
        closed(app)
    restore_backup(other.installation(), file, passphrase)
    main, crm = other.all_rows()
    assert {name: rows for name, rows in main.items() if name not in CHANGED_IN_MAIN} == {
        name: rows for name, rows in expected[0].items() if name not in CHANGED_IN_MAIN
    }
    assert len(main["outbox_messages"]) == len(expected[0]["outbox_messages"]) > 0
    assert crm == expected[1]
    kept = {path.relative_to(other.folder / "data").as_posix() for path in (other.folder / "data").rglob("*.p*")}
    assert kept == {"push_vapid.pem", "uploads/photo.png"}
    assert (other.folder / "data" / "push_vapid.pem").read_text() == "the key"
    assert not (other.folder / "data" / "logs" / "main.log").exists()


def test_people_book_while_the_backup_runs(lived: Lived, new_place: Callable[[str], Place], tmp_path: Path) -> None:
    stopped, made = threading.Event(), []

    def keep_booking() -> None:
        while not stopped.is_set():
            made.append(lived.book())
        closed(lived.main)

    thread = threading.Thread(target=keep_booking)
    thread.start()
    try:
        while len(made) < 3:
            stopped.wait(0.01)
        create_backup(lived.place.installation(), tmp_path / "one.backup")
        so_far = len(made)
        while len(made) < so_far + 3:
            stopped.wait(0.01)
    finally:
        stopped.set()
        thread.join()
    other = new_place("other")
    restore_backup(other.installation(), tmp_path / "one.backup", "")
    restored, everything = other.rows(MAIN), lived.place.rows(MAIN)
    assert set(restored["bookings"]) < set(everything["bookings"])
    assert set(restored["users"]) < set(everything["users"])
    (main,) = [app for app in other.migrated() if app.name == "main_app"]
    with main.app_context(), db.engine.connect() as connection:
        taken, counted, without_entry = connection.execute(
            sa.text(
                "SELECT (SELECT sum(seats_taken) FROM sessions),"
                " (SELECT sum(places) FROM bookings WHERE status = 'booked'),"
                " (SELECT count(*) FROM bookings WHERE NOT EXISTS (SELECT 1 FROM journal WHERE subject_type = 'booking'"
                " AND subject_id = CAST(bookings.id AS VARCHAR) AND journal.version = bookings.version))"
            )
        ).one()
    closed(main)
    assert (taken, without_entry) == (counted, 0)
    with main.app_context():
        assert book_session(make_person("Dinesh"), lived.session_id).booking.id > 3  # ids go on where they were
    closed(main)


def test_what_may_have_been_sent_is_held_back(lived: Lived, new_place: Callable[[str], Place], tmp_path: Path) -> None:
    with lived.main.app_context():
        booking = lived.book()  # its journal entry is not processed yet
        with write_connection() as connection:
            connection.execute(sa.text("DELETE FROM outbox_messages"))
            enqueue(connection, [NewMessage(channel, "told", channel, {}) for channel in ("crm", "payments", "sms")])
            late = {"due": clock.now() - timedelta(minutes=1), "later": clock.now() + timedelta(days=2)}
            connection.execute(
                sa.text("UPDATE planned_messages SET state = 'planned', due_at = :due WHERE channel = 'email'"), late
            )
    create_backup(lived.place.installation(), tmp_path / "one.backup")
    other = new_place("other")
    restore_backup(other.installation(), tmp_path / "one.backup", "")
    (main,) = [app for app in other.migrated() if app.name == "main_app"]
    with main.app_context():
        with db.engine.connect() as connection:
            messages = connection.execute(
                sa.text("SELECT channel, status, attempts, last_error FROM outbox_messages ORDER BY channel")
            ).all()
        assert messages == [
            ("crm", "pending", 0, None),
            ("payments", "pending", 0, None),  # refunds are looked up: test_restored_payments.py
            ("sms", "dead", 0, HELD_BACK),
        ]
        work()
        with db.engine.connect() as connection:
            of_booking = {"booking": booking}
            plans = connection.execute(
                sa.text("SELECT channel, state, reason FROM planned_messages WHERE booking_id = :booking"), of_booking
            ).all()
            states = connection.execute(
                sa.text(
                    "SELECT DISTINCT state, reason FROM planned_messages WHERE due_at <= :now AND channel = 'email'"
                ),
                {"now": clock.now()},
            ).all()
    closed(main)
    assert ("email", "skipped", "may_have_been_sent") in plans
    assert ("in_app", "queued", None) in plans
    assert ("email", "planned") in {(channel, state) for channel, state, _reason in plans}, "reminders stay planned"
    assert states == [("skipped", "may_have_been_sent")]


def test_each_restore_begins_an_epoch_of_its_own(
    lived: Lived, new_place: Callable[[str], Place], tmp_path: Path
) -> None:
    create_backup(lived.place.installation(), tmp_path / "one.backup")
    other = new_place("other")
    epochs = [1]
    for _ in range(2):
        restore_backup(other.installation(), tmp_path / "one.backup", "")
        (row,) = other.rows(MAIN)["installation"]
        epochs.append(int(row.split(", ")[1]))
    assert epochs[0] < epochs[1] <= epochs[2]
    (main,) = [app for app in other.migrated() if app.name == "main_app"]
    with main.app_context(), db.engine.connect() as connection:
        booking = book_session(make_person("Dinesh"), lived.session_id).booking.id
        found = connection.execute(sa.text(f"SELECT epoch FROM bookings WHERE id = {booking}")).scalar_one()
    closed(main)
    assert found == epochs[2]


# Bad input: a sentence, and nothing changed.


@pytest.fixture
def backup(lived: Lived, tmp_path: Path) -> Path:
    """An encrypted backup of a place whose services have stopped."""
    file = tmp_path / "one.backup"
    create_backup(lived.place.installation(BACKUP_PASSPHRASE=PASSPHRASE), file)
    closed(lived.main)
    return file


def refused(place: Place, file: Path, passphrase: str = PASSPHRASE, **settings: Any) -> str:
    """Try to restore. Returns the sentence, after checking that nothing was changed."""
    before = place.all_rows()
    with pytest.raises(BackupProblem) as problem:
        restore_backup(place.installation(**settings), file, passphrase)
    assert place.all_rows() == before
    assert not list(place.folder.joinpath("data").glob(".restore-*"))
    return str(problem.value)


def with_header(file: Path, **changes: Any) -> Path:
    first, rest = file.read_bytes().split(b"\n", 1)
    file.write_bytes(json.dumps(json.loads(first) | changes).encode() + b"\n" + rest)
    return file


def test_a_backup_of_a_newer_release_is_refused(lived: Lived, backup: Path) -> None:
    revisions = read_header(backup).revisions | {CRM: "9999"}
    assert "made by a newer release: its CRM has schema 9999" in refused(
        lived.place, with_header(backup, revisions=revisions)
    )
    assert "in a form that this one can't read" in refused(lived.place, with_header(backup, samaya_backup=2))


def test_a_backup_of_the_other_engine_is_refused(lived: Lived, backup: Path) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[engine_under_test()]
    sentence = refused(lived.place, with_header(backup, engines={MAIN: other, CRM: other}))
    assert sentence.startswith(
        f"The backup of the CRM is of {other}, but CRM_DATABASE_URL names {engine_under_test()}."
    )


@pytest.mark.parametrize("encrypted", [True, False])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.99])
def test_half_a_backup_is_refused(lived: Lived, backup: Path, tmp_path: Path, share: float, encrypted: bool) -> None:
    if not encrypted:
        backup = tmp_path / "plain.backup"
        create_backup(lived.place.installation(), backup)
        closed(lived.main)
    backup.write_bytes(backup.read_bytes()[: int(backup.stat().st_size * share)])
    assert refused(lived.place, backup) == "The backup is incomplete or damaged. Nothing was changed; use another one."


def test_a_changed_backup_is_refused(lived: Lived, backup: Path) -> None:
    content = bytearray(backup.read_bytes())
    content[-100] ^= 1
    backup.write_bytes(content)
    assert "Nothing was changed" in refused(lived.place, backup)
    backup.write_text("bookings, but no backup\n")
    assert refused(lived.place, backup) == f"{backup} is not a backup of Samaya. Nothing was changed."


def test_the_wrong_passphrase_is_refused(lived: Lived, backup: Path) -> None:
    assert refused(lived.place, backup, WRONG_PASSPHRASE).startswith("This is not the passphrase of the backup.")


def test_a_running_service_is_not_restored(lived: Lived, backup: Path) -> None:
    with lived.main.app_context(), db.engine.connect() as connection:
        connection.execute(sa.text("SELECT 1"))
        assert "Stop the main API, the CRM and all workers" in refused(lived.place, backup)
    closed(lived.main)
    with socket.create_server(("127.0.0.1", lived.place.ports[1])):
        assert refused(lived.place, backup).startswith(f"The CRM runs on port {lived.place.ports[1]}.")


def test_another_user_than_the_services_is_refused(lived: Lived, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    owner = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)  # what it writes, the services could not read
    assert f"belongs to another user. Nothing was changed; run this as that user, with sudo -u '#{owner}'." in refused(
        lived.place, backup
    )
    with pytest.raises(BackupProblem, match="belongs to another user"):
        create_backup(lived.place.installation(), backup.with_name("two.backup"))


def test_a_backup_without_the_services_folder_is_refused(lived: Lived, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    with pytest.raises(BackupProblem, match=f"There is no {elsewhere}. Set DATA_DIR to the folder"):
        create_backup(lived.place.installation(DATA_DIR=str(elsewhere)), tmp_path / "one.backup")
    assert not elsewhere.exists()


def test_two_restores_at_once_are_one(lived: Lived, backup: Path) -> None:
    with FileLock(lived.place.installation().data_dir / "backup.lock").held():
        assert refused(lived.place, backup).startswith("Another backup or restore is under way.")
        with pytest.raises(BackupProblem, match="Another backup or restore is under way"):
            create_backup(lived.place.installation(), backup.with_name("two.backup"))
    assert not backup.with_name("two.backup").exists()


def test_a_backup_replaces_no_other_and_the_oldest_are_removed(lived: Lived, tmp_path: Path) -> None:
    file = tmp_path / "samaya-20260101-000000.backup"
    create_backup(lived.place.installation(), file)
    with pytest.raises(BackupProblem, match="exists already"):
        create_backup(lived.place.installation(), file)
    for day in range(2, 5):
        (tmp_path / f"samaya-2026010{day}-000000.backup").touch()
    (tmp_path / "mine.backup").touch()
    assert [path.name[7:15] for path in remove_oldest(tmp_path, 2)] == ["20260101", "20260102"]
    assert len(list(tmp_path.glob("*.backup"))) == 3
