"""Compares the read model with the stored notifications and rebuilds it from them, for operators."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from crm_microservice.facilitators.booking_counts import counts_differ, recount
from crm_microservice.facilitators.models import Booking, Session
from crm_microservice.facilitators.payments import money_differs, recount_money
from crm_microservice.facilitators.read_model import changed_read_model, fold
from crm_microservice.facilitators.session_facts import fold_sessions
from crm_microservice.notifications.catch_up import catch_up, record_position
from crm_microservice.notifications.store import NotificationStore, StoredNotification
from service_kit.database import write_connection

BATCH_SIZE = 1000  # rows in one statement


def compare_read_model(engine: Engine, store: NotificationStore) -> list[str]:
    """List the bookings, sessions, counts and sums that differ from the stored notifications."""
    catch_up(engine, store, changed_read_model)
    with write_connection(engine) as connection:
        return _differences(connection, *_expected_rows(store, None))


def rebuild_read_model(engine: Engine, store: NotificationStore) -> list[str]:
    """Rebuild the read model from the stored notifications. Returns what was different."""
    with write_connection(engine) as connection:
        # The SQL store stores nothing while this transaction runs. What the JSON store stores meanwhile is applied
        # later, from the position recorded here.
        last = store.after(store.last_sequence() - 1, 1)
        bookings, sessions = _expected_rows(store, last[0].sequence if last else 0)
        different = _differences(connection, bookings, sessions)
        for table, rows in ((Booking, list(bookings.values())), (Session, list(sessions.values()))):
            connection.execute(delete(table))
            for start in range(0, len(rows), BATCH_SIZE):
                connection.execute(insert(table), rows[start : start + BATCH_SIZE])
        recount(connection, bookings.values())
        recount_money(connection, bookings.values())
        if last:
            record_position(connection, store, last[0])
    return different


def _expected_rows(store: NotificationStore, up_to: int | None) -> tuple[dict[int, Any], dict[int, Any]]:
    return fold({}, _all_notifications(store, up_to)), fold_sessions(_all_notifications(store, up_to))


def _differences(connection: Connection, bookings: dict[int, Any], sessions: dict[int, Any]) -> list[str]:
    different = []
    for name, table, key, expected in (
        ("booking", Booking.__table__, "booking_id", bookings),
        ("session", Session.__table__, "session_id", sessions),
    ):
        actual = {row[key]: dict(row) for row in connection.execute(select(table)).mappings()}
        ids = sorted(row_id for row_id in actual.keys() | expected.keys() if actual.get(row_id) != expected.get(row_id))
        different += [f"{name} {row_id}" for row_id in ids]
    different += ["counts of bookings"] if counts_differ(connection, bookings.values()) else []
    return different + (["sums of payments"] if money_differs(connection, bookings.values()) else [])


def _all_notifications(store: NotificationStore, up_to: int | None) -> Iterator[StoredNotification]:
    position = 0
    while rows := store.after(position, BATCH_SIZE):
        for row in rows:
            if up_to is not None and row.sequence > up_to:
                return
            yield row
        position = rows[-1].sequence
