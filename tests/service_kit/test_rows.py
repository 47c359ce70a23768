"""Rows of several tables are written together, the same way on both databases."""

from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import IntegrityError

from crm_microservice import create_app
from crm_microservice.database import db
from crm_microservice.facilitators.models import BookingCount
from crm_microservice.notifications.models import Notification
from crm_microservice.settings import CrmSettings
from service_kit.compiled_statement import Compiled
from service_kit.database import write_connection
from service_kit.migrations import migrate_database
from service_kit.rows import KeyedStatement, OnConflict, Rows, write_rows
from tests.crm_microservice.service import fresh_database_url

NOTIFICATIONS: Any = Notification.__table__
COUNTS: Any = BookingCount.__table__
SUMMER_IN_INDIA = datetime(2030, 7, 1, 12, 0, 0, 42, tzinfo=timezone(timedelta(hours=5, minutes=30)))


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with fresh_database_url(tmp_path) as url:
        app = create_app(CrmSettings.load({"CRM_DATABASE_URL": url, "DATA_DIR": str(tmp_path)}))
        migrate_database(app)
        with app.app_context():
            yield db.engine
            db.engine.dispose()


def notification(number: int, **changed: Any) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(column.name for column in NOTIFICATIONS.columns)
    row |= {"sequence": number, "notification_id": f"n{number}", "shape": "short", "received_at": SUMMER_IN_INDIA}
    return (
        row
        | {"data": {"user": 'Žofie "🧘" \\李', "b": [1.5, None, True], "a": 2**63 - 1}, "search_text": "žofie"}
        | changed
    )


def count(status: str, bookings: int, places: int) -> dict[str, Any]:
    scope = {"facilitator_id": 1, "scope": "event", "scope_id": 2}
    return {**scope, "status": status, "bookings": bookings, "places": places}


def write(engine: Engine, *writes: Rows) -> None:
    with write_connection(engine) as connection:
        write_rows(connection, *writes)


def stored(engine: Engine, table: Any) -> list[dict[str, Any]]:
    with engine.connect() as connection:
        return [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]


def test_what_was_written_is_read(engine: Engine) -> None:
    rows = [notification(number) for number in (1, 2)]
    write(engine, Rows(NOTIFICATIONS, rows, OnConflict.FAIL), Rows(COUNTS, [count("booked", 3, 4)]))
    assert stored(engine, NOTIFICATIONS) == rows
    assert list(stored(engine, NOTIFICATIONS)[0]["data"]) == ["user", "b", "a"]
    assert stored(engine, COUNTS) == [count("booked", 3, 4)]


def test_a_row_replaces_another_or_adds_to_it(engine: Engine) -> None:
    write(engine, Rows(COUNTS, [count("booked", 3, 4), count("held", 1, 1)]))
    write(engine, Rows(COUNTS, [count("booked", -1, 2), count("refunded", 5, 5)], OnConflict.ADD))
    assert stored(engine, COUNTS) == [count("booked", 2, 6), count("held", 1, 1), count("refunded", 5, 5)]
    write(engine, Rows(COUNTS, [count("booked", 9, 9)]))
    assert stored(engine, COUNTS)[0] == count("booked", 9, 9)


def test_if_one_row_is_refused_none_is_written(engine: Engine) -> None:
    write(engine, Rows(NOTIFICATIONS, [notification(1)], OnConflict.FAIL))
    with pytest.raises(IntegrityError):
        write(
            engine,
            Rows(COUNTS, [count("booked", 1, 1)]),
            Rows(NOTIFICATIONS, [notification(2), notification(3, notification_id="n1")], OnConflict.FAIL),
        )
    assert stored(engine, COUNTS) == []
    assert [row["sequence"] for row in stored(engine, NOTIFICATIONS)] == [1]


def test_a_row_that_must_be_new_replaces_none(engine: Engine) -> None:
    write(engine, Rows(NOTIFICATIONS, [notification(1)], OnConflict.FAIL))
    with pytest.raises(IntegrityError):
        write(engine, Rows(NOTIFICATIONS, [notification(1, notification_id="another")], OnConflict.FAIL))
    assert stored(engine, NOTIFICATIONS) == [notification(1)]


def test_a_table_without_rows_is_left_out(engine: Engine) -> None:
    write(engine, Rows(NOTIFICATIONS, []), Rows(COUNTS, [count("booked", 3, 4)]))
    write(engine, Rows(COUNTS, []))
    assert stored(engine, COUNTS) == [count("booked", 3, 4)]
    assert stored(engine, NOTIFICATIONS) == []


def test_a_time_without_a_zone_is_refused(engine: Engine) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        write(engine, Rows(NOTIFICATIONS, [notification(1, received_at=datetime(2030, 7, 1))]))


def test_rows_are_found_by_one_key_or_several(engine: Engine) -> None:
    write(engine, Rows(NOTIFICATIONS, [notification(number) for number in range(1, 6)]))
    by_sequence = KeyedStatement(NOTIFICATIONS.c.sequence, select(NOTIFICATIONS.c.notification_id))
    by_id = KeyedStatement(NOTIFICATIONS.c.notification_id, select(NOTIFICATIONS.c.sequence))
    with engine.connect() as connection:
        assert [row.notification_id for row in by_sequence.all(connection, [4])] == ["n4"]
        assert sorted(row.notification_id for row in by_sequence.all(connection, {2, 3, 2**40})) == ["n2", "n3"]
        assert sorted(row.sequence for row in by_id.all(connection, {"n1", "n5", 'n"', "n{,}"})) == [1, 5]


@pytest.mark.engine("postgresql")
def test_postgresql_gets_one_message_for_all_rows(engine: Engine) -> None:
    rows = [notification(number) for number in range(1, 51)]
    with patch.object(Compiled, "run", autospec=True, side_effect=Compiled.run) as runs:
        write(engine, Rows(NOTIFICATIONS, rows), Rows(COUNTS, [count("booked", 1, 1)]))
    assert runs.call_count == 1
    assert len(stored(engine, NOTIFICATIONS)) == 50
