"""A filled database of the first release is migrated to the newest schema with all its data."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import flask_migrate
import pytest
import sqlalchemy as sa

from crm_microservice import create_app
from crm_microservice.database import db
from crm_microservice.facilitators.rebuild import compare_read_model
from crm_microservice.notifications.store import Filters
from crm_microservice.settings import CrmSettings
from service_kit.migrations import migrate_database
from tests.crm_microservice.service import booking, fresh_database_url
from tests.support.fork_server import shared_fork_server

FIRST_RELEASE = "0004"
WHEN = "2026-01-02 03:04:05"
# Runs the migration, and kills its own process at one of the statements.
KILLED_AT = """
import os, signal, sys
from sqlalchemy import event
from crm_microservice import create_app
from crm_microservice.database import db
from service_kit.migrations import migrate_database

app = create_app()
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


def notification(sequence: int, ordinal: int, shape: str, data: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "sequence": sequence,
        "notification_id": f"evt-{sequence}",
        "shape": shape,
        "received_at": WHEN,
        "facilitator_id": 101,
        "booking_id": data.get("booking_id"),
        "action": data.get("action"),
        "facilitator_ordinal": ordinal,
        "data": json.dumps(data),
        "search_text": text,
    }


def insert(connection: sa.Connection, table: str, row: dict[str, Any]) -> None:
    names = ", ".join(row)
    connection.execute(sa.text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(f':{name}' for name in row)})"), row)


@pytest.fixture
def first_release(tmp_path: Path):
    """An application with a filled database of the first release."""
    with fresh_database_url(tmp_path) as url:
        app = create_app(CrmSettings.load({"DATA_DIR": str(tmp_path), "CRM_DATABASE_URL": url}))
        with app.app_context():
            flask_migrate.upgrade(revision=FIRST_RELEASE)
            with db.engine.begin() as connection:
                fill(connection)
            yield app
            db.session.remove()
            db.engine.dispose()


def fill(connection: sa.Connection) -> None:
    session = {"id": 55, "title": "Morning", "start_time": "2999-01-01T07:00:00Z", "end_time": "2999-01-01T08:00:00Z"}
    user = {"id": 456, "name": "José", "email": "pepe@example.com"}
    event = {"id": 789, "title": "Retreat", "start_date": "2999-01-01T07:00:00Z"}
    made = booking(1, action="created", version=1, user=user, event=event, session=session)
    made["occurred_at"] = "2026-01-02T03:04:05Z"
    created = {
        "notification_type": "event_created",
        "user_id": 101,
        "message": "Retreat was created",
        "additional_data": {"event_id": 789, "facilitator_id": 101},
    }
    text = "josé\npepe@example.com\nretreat\n2999-01-01t07:00:00z"
    rows = [notification(1, 1, "general", created, "retreat"), notification(2, 2, "booking", made, text)]
    for row in rows:
        insert(connection, "notifications", row)
        if connection.dialect.name == "sqlite":
            indexed = {"rowid": row["sequence"], "search_text": row["search_text"], "facilitator": "|101|"}
            insert(connection, "notification_search", indexed)
    insert(
        connection,
        "booking_views",
        {
            "booking_id": 1,
            "facilitator_id": 101,
            "version": 1,
            "status": "booked",
            "status_version": 1,
            "user_id": 456,
            "user_name": "José",
            "user_email": "pepe@example.com",
            "event_id": 789,
            "event_title": "Retreat",
            "event_start": "2999-01-01 07:00:00",
            "session_id": 55,
            "session_title": "Morning",
            "session_start": "2999-01-01 07:00:00",
            "session_end": "2999-01-01 08:00:00",
            "booked_at": WHEN,
            "booked_at_version": 1,
            "updated_at": WHEN,
            "search_text": "josé\npepe@example.com\nretreat\nmorning",
        },
    )


def test_a_filled_database_of_the_first_release_becomes_todays(first_release: Any):
    flask_migrate.upgrade()
    everything_is_there(first_release)


@pytest.mark.parametrize("statement", [4, 12, 24, 36])
def test_a_migration_that_is_killed_and_run_again_loses_nothing(first_release: Any, statement: int):
    settings = first_release.extensions["settings"]
    environment = os.environ | {"DATA_DIR": str(settings.data_dir), "CRM_DATABASE_URL": settings.database_url}
    db.session.remove()
    db.engine.dispose()
    killed = shared_fork_server().run(["-c", KILLED_AT, str(statement)], environment)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    with db.engine.connect() as connection:
        assert connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() == FIRST_RELEASE
    migrate_database(first_release)
    everything_is_there(first_release)


def everything_is_there(first_release: Any) -> None:
    store = first_release.extensions["notification_store"]
    assert store.count_news_after(0, 101) == 1
    for words in ("jose", "retreat"):
        found = store.page(Filters(facilitator_id=101, search=words), 10, None)
        assert found[0].booking_id == 1, words
    assert compare_read_model(db.engine, store) == []
    with db.engine.connect() as connection:
        places = connection.execute(sa.text("SELECT places FROM bookings")).scalar_one()
        assert places == 1
