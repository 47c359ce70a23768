"""Keeps read models up to date with the JSON store, which can't update them when it stores a notification."""

from sqlalchemy import Connection, Engine, delete, insert, select

from crm_microservice.notifications.json_store import JsonStore
from crm_microservice.notifications.models import AppliedPosition
from crm_microservice.notifications.store import Apply, Forget, NotificationStore, StoredNotification
from service_kit.database import write_connection
from service_kit.rows import write_rows

NAME = "json"
BATCH_SIZE = 1000  # notifications in one transaction
positions = AppliedPosition.__table__.c


def catch_up(engine: Engine, store: NotificationStore, apply: Apply, forget: Forget | None = None) -> None:
    """Apply the JSON store's notifications beyond the recorded position. The SQL store has applied its own."""
    if not isinstance(store, JsonStore):
        return
    while store.last_sequence() != _position(engine, store):
        with write_connection(engine) as connection:
            # Read again inside the transaction: another process may have caught up in the meantime.
            position = _valid_position(connection, store)
            new = store.after(position, BATCH_SIZE)
            if not new:
                _record(connection, position, "")
                return
            write_rows(connection, *apply(connection, new))
            if forget:
                forget(connection, new)
            _record(connection, new[-1].sequence, new[-1].notification_id)


def record_position(connection: Connection, store: NotificationStore, last: StoredNotification) -> None:
    """Record that everything up to this notification has been applied."""
    if isinstance(store, JsonStore):
        _record(connection, last.sequence, last.notification_id)


def _position(engine: Engine, store: NotificationStore) -> int:
    with engine.connect() as connection:
        return _valid_position(connection, store)


def _valid_position(connection: Connection, store: NotificationStore) -> int:
    """Return the recorded position, 0 if it belongs to another file. Applying rows again does no harm."""
    recorded = connection.execute(select(AppliedPosition.__table__).where(positions.name == NAME)).mappings().first()
    if recorded is None:
        return 0
    present = store.find(recorded["notification_id"])
    return recorded["sequence"] if present is not None and present.sequence == recorded["sequence"] else 0


def _record(connection: Connection, sequence: int, notification_id: str) -> None:
    connection.execute(delete(AppliedPosition).where(positions.name == NAME))
    if sequence:
        values = {"name": NAME, "sequence": sequence, "notification_id": notification_id}
        connection.execute(insert(AppliedPosition), [values])
