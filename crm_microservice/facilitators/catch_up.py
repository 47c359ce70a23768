"""Brings the view up to date where the store (the JSON file) does not do so itself, and rebuilds it for operators."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, delete, insert, select

from crm_microservice.facilitators.models import BookingView, ViewPosition
from crm_microservice.facilitators.read_model import TABLE, apply_notifications, fold
from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.store import NotificationStore, StoredNotification
from service_kit.database import write_connection

NAME = "json"
AT_ONCE = 1000  # notifications a transaction


def catch_up(engine: Engine, store: NotificationStore) -> None:
    """Apply what the store has beyond the noted position. The SQL store applies by itself: nothing to do."""
    if not isinstance(store, JsonStore):
        return
    while store.last_sequence() != _position(engine, store):
        with write_connection(engine) as connection:
            # Read again inside the transaction: another process may have followed in the meantime.
            position = _valid_position(connection, store)
            new = store.after(position, AT_ONCE)
            if not new:
                _note(connection, position, "")
                return
            apply_notifications(connection, new)
            _note(connection, new[-1].sequence, new[-1].notification_id)


def _position(engine: Engine, store: NotificationStore) -> int:
    with engine.connect() as connection:
        return _valid_position(connection, store)


def _valid_position(connection: Connection, store: NotificationStore) -> int:
    """Return the noted position, 0 where it belongs to another file. Applying rows twice changes nothing."""
    noted = connection.execute(select(ViewPosition.__table__).where(ViewPosition.name == NAME)).mappings().first()
    if noted is None:
        return 0
    there = store.find(noted["notification_id"])
    return noted["sequence"] if there is not None and there.sequence == noted["sequence"] else 0


def _note(connection: Connection, sequence: int, notification_id: str) -> None:
    connection.execute(delete(ViewPosition).where(ViewPosition.name == NAME))
    if sequence:
        values = {"name": NAME, "sequence": sequence, "notification_id": notification_id}
        connection.execute(insert(ViewPosition), [values])


def compare_read_model(engine: Engine, store: NotificationStore) -> list[int]:
    """Return the bookings whose view differs from what the stored notifications say, ascending."""
    catch_up(engine, store)
    with write_connection(engine) as connection:
        return _differences(connection, fold({}, _all_notifications(store)))


def rebuild_read_model(engine: Engine, store: NotificationStore) -> list[int]:
    """Make the view anew from the stored notifications; returns the bookings that changed by it, ascending."""
    with write_connection(engine) as connection:
        # Nothing can be stored meanwhile (SQL), or it is followed later from the position noted here (JSON).
        last = store.after(store.last_sequence() - 1, 1)
        right = fold({}, _all_notifications(store, up_to=last[0].sequence if last else 0))
        different = _differences(connection, right)
        connection.execute(delete(BookingView))
        rows = list(right.values())
        for start in range(0, len(rows), AT_ONCE):
            connection.execute(insert(BookingView), rows[start : start + AT_ONCE])
        if isinstance(store, JsonStore) and last:
            _note(connection, last[0].sequence, last[0].notification_id)
    return different


def _differences(connection: Connection, right: dict[int, dict[str, Any]]) -> list[int]:
    found = connection.execute(select(TABLE)).mappings()
    present = {row["booking_id"]: dict(row) for row in found}
    return sorted(
        booking_id for booking_id in present.keys() | right.keys() if present.get(booking_id) != right.get(booking_id)
    )


def _all_notifications(store: NotificationStore, up_to: int | None = None) -> Iterator[StoredNotification]:
    position = 0
    while rows := store.after(position, AT_ONCE):
        for row in rows:
            if up_to is not None and row.sequence > up_to:
                return
            yield row
        position = rows[-1].sequence
