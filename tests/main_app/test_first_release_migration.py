"""A filled database of the first release is migrated with every row, also when the migration is killed midway."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import MetaData, inspect, select, text

from main_app.auth.access import Caller
from main_app.bookings.operations import cancel_booking, reactivate_booking
from main_app.bookings.queries import booking_timeline, get_own_booking
from main_app.bookings.schemas import TimelinePage
from main_app.bookings.session_changes import cancel_event
from main_app.consequences import process_journal
from main_app.database import db
from main_app.outbox.models import OutboxMessage
from main_app.worker_setup import make_dispatcher
from service_kit.migrations import migrate_database
from tests.main_app.application import application
from tests.main_app.builders import entries_of
from tests.support.fork_server import shared_fork_server

FIRST_RELEASE = "0003"
START = datetime(2026, 3, 1, 8, 0, tzinfo=timezone.utc)
PRIYA, ALICE, BOB = 1, 2, 3
EVENT = 1
BOOKED, CANCELLED_BY_PRIYA, BACK = 11, 12, 13
# Runs the migration, and kills its own process at one of the statements.
KILLED_AT = """
import os, signal, sys
from sqlalchemy import event
from main_app import create_app
from main_app.settings import MainSettings
from main_app.database import db
from service_kit.migrations import migrate_database

app = create_app(MainSettings.load())
left = int(sys.argv[1])

def count(*_):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

with app.app_context():
    event.listen(db.engine, "before_cursor_execute", count)
migrate_database(app)
"""


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def first_release_rows() -> dict[str, list[dict[str, Any]]]:
    """What the first release had written: three people, an event of two sessions, three bookings, its messages."""
    person: dict[str, Any] = {
        "time_zone": "Europe/Lisbon",
        "biography": "",
        "password_hash": "x",
        "epoch": 1,
        "failed_logins": 0,
    }
    person["created_at"] = at(0)
    session = {"event_id": EVENT, "capacity": 10, "price_cents": 0, "currency": "EUR", "location": None}
    booking = {"created_at": at(2), "updated_at": at(2)}
    changes = [
        (BOOKED, 1, "created", "user", "", 2),
        (BOOKED, 2, "updated", "facilitator", "", 5),
        (CANCELLED_BY_PRIYA, 1, "created", "user", "", 2.5),
        (CANCELLED_BY_PRIYA, 2, "cancelled", "facilitator", "Storm", 6),
        (BACK, 1, "created", "user", "", 3),
        (BACK, 2, "cancelled", "user", "", 3.5),
        (BACK, 3, "reactivated", "user", "", 4),
    ]
    audit = [
        (1, "event_created", "event:1", None, {"title": "Evening Sit"}, "login"),
        (4.5, "session_updated", "session:1", {"title": "Sit"}, {"title": "Evening Sit"}, "service_token"),
        (6, "session_cancelled", "session:2", None, {"reason": "Storm"}, "login"),
        (7, "channel_paused", "channel:crm", None, {"reason": "The CRM moves"}, "login"),
        (8, "channel_resumed", "channel:crm", None, None, "login"),
        (9, "deliveries_retried", "outbox", None, {"count": 3}, "login"),
    ]
    messages = [
        (f"booking:{booking_id}", version, f"booking_{action}", "delivered" if hours < 3.2 else "pending")
        for booking_id, version, action, _, _, hours in sorted(changes, key=lambda change: change[5])
    ]
    messages += [("event:1", version, kind, "pending") for version, kind in enumerate(EVENT_KINDS, 1)]
    messages.append(("registration:2", 1, "customer_registration", "dead"))
    return {
        "users": [
            {"id": number, "name": name, "email": f"{name}@example.com", "role": role, "version": 1, **person}
            for number, name, role in ((PRIYA, "Priya", "facilitator"), (ALICE, "Alice", "user"), (BOB, "Bob", "user"))
        ],
        "logins": [
            {"id": "0" * 32, "user_id": ALICE, "created_at": at(1), "expires_at": at(9999), "refresh_hash": "x"}
        ],
        "events": [
            {"id": EVENT, "facilitator_id": PRIYA, "kind": "class", "title": "Evening Sit", "description": "",
             "location": "Rua do Sol 14", "cover": "sit", "time_zone": "Europe/Lisbon", "status": "scheduled",
             "starts_at": at(90_000), "ends_at": at(90_001), "version": 3, "created_at": at(1), "updated_at": at(6)},
        ],
        "event_words": [{"word": word, "event_id": EVENT} for word in ("evening", "sit")],
        "sessions": [
            {"id": 1, "title": "Evening Sit", "starts_at": at(90_000), "ends_at": at(90_001), "seats_taken": 2,
             "status": "scheduled", "version": 2, "created_at": at(1), "updated_at": at(5)} | session,
            {"id": 2, "title": "Evening Sit", "starts_at": at(90_100), "ends_at": at(90_101), "seats_taken": 0,
             "status": "cancelled", "version": 2, "created_at": at(1), "updated_at": at(6)} | session,
        ],
        "bookings": [
            {"id": BOOKED, "user_id": ALICE, "session_id": 1, "status": "booked", "version": 2, "cancelled_by": None}
            | booking,
            {"id": CANCELLED_BY_PRIYA, "user_id": ALICE, "session_id": 2, "status": "cancelled", "version": 2,
             "cancelled_by": "facilitator"} | booking,
            {"id": BACK, "user_id": BOB, "session_id": 1, "status": "booked", "version": 3, "cancelled_by": None}
            | booking,
        ],
        "booking_changes": [
            {"id": number, "booking_id": booking_id, "version": version, "action": action, "by_role": role,
             "reason": reason, "at": at(hours)}
            for number, (booking_id, version, action, role, reason, hours) in enumerate(changes, 1)
        ],
        "audit_entries": [
            {"id": number, "at": at(hours), "actor_id": PRIYA, "actor_role": "facilitator", "through": through,
             "action": action, "subject": subject, "before": before, "after": after}
            for number, (hours, action, subject, before, after, through) in enumerate(audit, 1)
        ],
        "outbox_messages": [
            {"id": number, "event_id": f"evt_{number:032}",
             "channel": "crm_registrations" if status == "dead" else "crm",
             "aggregate": aggregate, "version": version, "kind": kind, "payload": {"number": number}, "status": status,
             "due_at": at(number), "attempts": 0 if status == "pending" else 1, "fence": 0, "created_at": at(number),
             "finished_at": None if status == "pending" else at(number)}
            for number, (aggregate, version, kind, status) in enumerate(messages, 1)
        ],
        "delivery_attempts": [
            {"id": number, "message_id": number, "started_at": at(number), "duration_ms": 5, "outcome": "delivered"}
            for number in (1, 2, 3)
        ],
        "outbox_channels": [{"channel": "crm", "status": "ok", "since": at(0)}],
        "idempotency_keys": [
            {"user_id": ALICE, "key": "tap", "fingerprint": "f", "started_at": at(2), "status": 201, "answer": "{}"}
        ],
        "calendar_feeds": [{"user_id": ALICE, "secret_hash": "s", "created_at": at(2)}],
        "alerts": [{"name": "dead_letters", "active": True, "since": at(3), "detail": "1", "version": 1}],
    }  # fmt: skip


NEW_NAMES = {"aggregate": "subject", "answer": "response"}
DROPPED = {"failed_logins", "locked_until"}  # sign-in failures are counted elsewhere
EVENT_KINDS = ("event_created", "session_updated", "session_cancelled")
KEPT = ("users", "logins", "events", "event_words", "sessions", "bookings", "idempotency_keys", "calendar_feeds",
        "alerts", "delivery_attempts", "outbox_messages", "outbox_channels")  # fmt: skip


@contextmanager
def first_release() -> Iterator[Flask]:
    """An application whose database is as the first release left it."""
    with application(migrated=False) as app, app.app_context():
        upgrade(revision=FIRST_RELEASE)
        schema = MetaData()
        schema.reflect(db.engine)
        with db.engine.connect().execution_options(write=True) as connection:
            for table, rows in first_release_rows().items():
                connection.execute(schema.tables[table].insert(), rows)
            connection.commit()
        yield app


def contents(table: str) -> list[dict[str, Any]]:
    """Every row of a table, by its first columns."""
    schema = MetaData()
    schema.reflect(db.engine, only=[table])
    with db.engine.connect() as connection:
        rows = connection.execute(select(schema.tables[table])).all()
    return sorted((dict(row._mapping) for row in rows), key=lambda row: str(list(row.values())[0:2]))


def nothing_is_lost(before: dict[str, list[dict[str, Any]]]) -> None:
    for table in KEPT:
        after = contents(table)
        if table == "event_words":  # events are found by more words than before
            after = [row for row in after if row in before[table]]
        assert len(after) == len(before[table]), table
        for old, new in zip(before[table], after, strict=True):
            expected = {NEW_NAMES.get(name, name): value for name, value in old.items()}
            if table == "idempotency_keys":
                expected["owner"] = f"user:{expected.pop('user_id')}"
            assert new.items() >= {name: expected[name] for name in expected.keys() - DROPPED}.items(), table


def the_journal_has_every_change() -> None:
    def history(subject_type: str, subject_id: int | str) -> list[tuple[Any, ...]]:
        entries = entries_of(db.session(), subject_type, subject_id)
        return [
            (one.version, one.action, one.from_state, one.to_state, one.actor_id, one.actor_auth, one.reason)
            for one in entries
        ]

    assert history("booking", BOOKED) == [
        (1, "created", None, "booked", ALICE, "login", ""),
        (2, "updated", "booked", "booked", PRIYA, "unknown", ""),
    ]
    assert history("booking", CANCELLED_BY_PRIYA) == [
        (1, "created", None, "booked", ALICE, "login", ""),
        (2, "cancelled", "booked", "cancelled", PRIYA, "unknown", "Storm"),
    ]
    assert history("booking", BACK) == [
        (1, "created", None, "booked", BOB, "login", ""),
        (2, "cancelled", "booked", "cancelled", BOB, "login", ""),
        (3, "reactivated", "cancelled", "booked", BOB, "login", ""),
    ]
    assert history("event", EVENT) == [
        (1, "event_created", None, "scheduled", PRIYA, "login", ""),
        (2, "session_updated", None, "scheduled", PRIYA, "service_token", ""),
        (3, "session_cancelled", "scheduled", "cancelled", PRIYA, "login", ""),
    ]
    changed = entries_of(db.session(), "event", EVENT)[1].changes
    assert changed == {"session_id": 1, "before": {"title": "Sit"}, "after": {"title": "Evening Sit"}}
    assert [entry[:2] for entry in history("channel", "crm")] == [(1, "channel_paused"), (2, "channel_resumed")]
    assert [entry[:2] for entry in history("deliveries", "outbox")] == [(1, "deliveries_retried")]
    rows = db.session.execute(text("SELECT count(*), count(processed_at), max(format) FROM journal")).one()
    assert tuple(rows) == (13, 13, 0)
    db.session.rollback()


def messages_keep_id_and_order_and_know_their_entry() -> None:
    rows = db.session.execute(
        select(OutboxMessage.id, OutboxMessage.subject, OutboxMessage.version, OutboxMessage.entry_id).order_by(
            OutboxMessage.id
        )
    ).all()
    entries = {
        (f"{kind}:{number}", one.version): one.id
        for kind, number in (("booking", BOOKED), ("booking", CANCELLED_BY_PRIYA), ("booking", BACK), ("event", EVENT))
        for one in entries_of(db.session(), kind, number)
    }
    assert [row.id for row in rows] == list(range(1, 12))
    assert [row.entry_id for row in rows] == [entries.get((row.subject, row.version)) for row in rows]
    assert sum(row.entry_id is None for row in rows) == 1, "a registration had no entry"
    db.session.rollback()


def life_goes_on() -> None:
    """What was booked in the first release can be cancelled, and the next versions follow."""
    alice = Caller(ALICE, "user", "Alice", "Alice@example.com", "")
    priya = Caller(PRIYA, "facilitator", "Priya", "Priya@example.com", "")
    assert process_journal() == 0, "old entries have their messages already"
    assert get_own_booking(ALICE, CANCELLED_BY_PRIYA).reason == "Storm"
    assert cancel_booking(alice, BOOKED).version == 3
    assert reactivate_booking(alice, BOOKED).version == 4
    cancel_event(priya, EVENT)
    assert process_journal() == 5  # and Bob's
    steps = booking_timeline(alice, BOOKED, TimelinePage()).timeline
    changed = [step.kind for step in steps if step.kind not in ("queued", "attempt", "stored")]
    assert changed == ["created", "updated", "cancelled", "reactivated", "cancelled"]


def test_every_row_of_the_first_release_is_still_there() -> None:
    with first_release() as app:
        before = {table: contents(table) for table in KEPT}
        migrate_database(app)
        nothing_is_lost(before)
        the_journal_has_every_change()
        messages_keep_id_and_order_and_know_their_entry()
        life_goes_on()


def test_the_migrated_schema_is_the_one_the_code_knows() -> None:
    with first_release() as app:
        migrate_database(app)
        make_dispatcher(app)  # knows every table, as a worker does
        with db.engine.connect() as connection:
            assert (
                compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), db.metadata) == []
            )
        assert not {"booking_changes", "audit_entries"} & set(inspect(db.engine).get_table_names())


@pytest.mark.parametrize("statement", [5, 12, 20, 28, 36, 44, 52])
def test_a_migration_that_is_killed_and_run_again_loses_nothing(statement: int) -> None:
    with first_release() as app:
        before = {table: contents(table) for table in KEPT}
        db.engine.dispose()
        environment = os.environ | {
            "DATA_DIR": str(app.extensions["settings"].data_dir),
            "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
        }
        killed = shared_fork_server().run(["-c", KILLED_AT, str(statement)], environment)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == FIRST_RELEASE
        migrate_database(app)
        nothing_is_lost(before)
        the_journal_has_every_change()
