"""Notifications in the SQL database, SQLite or PostgreSQL. Written with SQLAlchemy Core: storing is the hot path."""

from collections.abc import Callable, Sequence
from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.exc import SQLAlchemyError

from crm_microservice.notifications.group_writer import GroupWriter
from crm_microservice.notifications.models import Notification
from crm_microservice.notifications.store import (
    Draft,
    Filters,
    Receipt,
    StoredNotification,
    StoreUnavailable,
)
from service_kit.database import write_connection
from service_kit.prepared import ByKey, Prepared

TRIGRAM = 3  # characters: shorter searches cannot use the search index

rows = Notification.__table__.c
STORED = (
    rows.sequence,
    rows.notification_id,
    rows.shape,
    rows.received_at,
    rows.facilitator_id,
    rows.booking_id,
    rows.action,
    rows.data,
)
# SQLite's full-text table beside the rows; its rowid is their sequence.
SEARCH = table("notification_search", column("rowid", BigInteger), column("notification_search"))
SEARCHED = ("rowid", "search_text", "facilitator")
INTO_SEARCH = Prepared(insert(table("notification_search", *map(column, SEARCHED))).inline(), SEARCHED)
# Not a bound value: with one, SQLite plans the statement anew each time it runs.
ONE = literal_column("1")
# Each ordinal counts within the rows that agree in these columns.
GROUPS = {
    "facilitator_ordinal": ("facilitator_id",),
    "action_ordinal": ("action",),
    "facilitator_action_ordinal": ("facilitator_id", "action"),
    "news_ordinal": ("facilitator_id",),
}


def _last_ordinal(ordinal: str, group: tuple[str, ...]) -> Any:
    """Select the ordinal of the group's last row; the group's members are parameters of the statement."""
    members = [rows[name] == bindparam(name, type_=rows[name].type) for name in group]
    if ordinal == "news_ordinal":
        members.append(rows[ordinal].is_not(None))
    return select(rows[ordinal]).where(*members).order_by(rows.sequence.desc()).limit(ONE).scalar_subquery()


LAST_ORDINALS = Prepared(select(*(_last_ordinal(ordinal, group).label(ordinal) for ordinal, group in GROUPS.items())))
INSERT = Prepared(insert(Notification.__table__).inline(), [each.name for each in rows])
KNOWN = ByKey(rows.notification_id, rows.notification_id, rows.sequence, rows.received_at, rows.booking_id)
LAST_ROW = Prepared(select(rows.sequence, rows.received_at).order_by(rows.sequence.desc()).limit(ONE))

Apply = Callable[[Connection, Sequence[StoredNotification]], None]


class SqlStore:
    """`apply` is called with the new rows inside the transaction that stores them."""

    def __init__(self, engine: Engine, apply: Apply) -> None:
        self._engine = engine
        self._apply = apply
        self._writer = GroupWriter(self._store)

    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        return self._writer.add(drafts) if drafts else []

    def _store(self, drafts: Sequence[Draft]) -> list[Receipt]:
        with write_connection(self._engine) as connection:
            receipts = _known_receipts(connection, {draft.notification_id for draft in drafts})
            new = _Numbering(connection, [draft for draft in drafts if draft.notification_id not in receipts])
            answers = []
            for draft in drafts:
                if draft.notification_id not in receipts:
                    receipts[draft.notification_id] = new.add(draft)
                    answers.append(_receipt(receipts[draft.notification_id], repeated=False))
                else:
                    answers.append(_receipt(receipts[draft.notification_id], repeated=True))
            if new.rows:
                INSERT.run(connection, *new.rows)
                _index_for_search(connection, new.rows)
                self._apply(connection, [_stored(row) for row in new.rows])
        return answers

    def page(self, filters: Filters, limit: int, before: int | None) -> list[StoredNotification]:
        with self._engine.connect() as connection:
            query = _narrowed(connection, select(*STORED), filters)
            if query is None:
                return []
            position = _position(connection, filters)
            if before is not None:
                query = query.where(position < before)
            found = connection.execute(query.order_by(position.desc()).limit(limit))
            return [_stored(row) for row in found.mappings()]

    def count(self, filters: Filters) -> int:
        with self._engine.connect() as connection:
            if filters.search is None and filters.booking_id is None:
                return _count_by_ordinals(connection, filters)
            query = _narrowed(connection, select(func.count()).select_from(Notification), filters)
            if _uses_search_table(connection, filters) and filters.booking_id is None and filters.action is None:
                # The search index knows alone: no row is read.
                query = _since(connection, select(func.count()).select_from(SEARCH).where(_matches(filters)), filters)
            return 0 if query is None else connection.execute(query).scalar_one()

    def after(self, sequence: int, limit: int, facilitator_id: int | None = None) -> list[StoredNotification]:
        query = select(*STORED).where(rows.sequence > sequence).order_by(rows.sequence).limit(limit)
        if facilitator_id is not None:
            query = query.where(rows.facilitator_id == facilitator_id)
        with self._engine.connect() as connection:
            return [_stored(row) for row in connection.execute(query).mappings()]

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        with self._engine.connect() as connection:
            return _span(connection, rows.news_ordinal, {"facilitator_id": facilitator_id}, sequence + 1)

    def last_sequence(self) -> int:
        with self._engine.connect() as connection:
            return connection.execute(select(func.max(rows.sequence))).scalar() or 0

    def find(self, notification_id: str) -> StoredNotification | None:
        with self._engine.connect() as connection:
            found = (
                connection.execute(select(*STORED).where(rows.notification_id == notification_id)).mappings().first()
            )
            return _stored(found) if found is not None else None

    def close(self) -> None:
        self._engine.dispose()

    def check(self) -> None:
        probe = {
            "sequence": -1,
            "notification_id": "",
            "shape": "probe",
            "received_at": _now(),
            "data": {},
            "search_text": "",
        }
        try:
            with write_connection(self._engine) as connection, connection.begin_nested() as attempt:
                connection.execute(insert(Notification), [probe])
                attempt.rollback()
        except SQLAlchemyError as error:
            raise StoreUnavailable("the database takes no rows") from error


def _last_row(connection: Connection) -> tuple[int, datetime | None]:
    last = LAST_ROW.first(connection, {})
    return (last.sequence, last.received_at) if last else (0, None)


class _Numbering:
    """Gives new rows their sequence, time and ordinals. Only correct inside the one writing transaction."""

    def __init__(self, connection: Connection, drafts: Sequence[Draft]) -> None:
        self._sequence, last_received_at = _last_row(connection)
        # A clock set back must not break the order: `since` is answered by the first row at or after it.
        self._received_at = max(_now(), last_received_at) if last_received_at else _now()
        self._ordinals = _last_ordinals(connection, drafts)
        self.rows: list[dict[str, Any]] = []

    def add(self, draft: Draft) -> dict[str, Any]:
        self._sequence += 1
        row: dict[str, Any] = {
            "sequence": self._sequence,
            "notification_id": draft.notification_id,
            "shape": draft.shape,
            "received_at": self._received_at,
            "facilitator_id": draft.facilitator_id,
            "booking_id": draft.booking_id,
            "action": draft.action,
            "data": draft.data,
            "search_text": draft.search_text,
        }
        for ordinal, group in GROUPS.items():
            members = tuple(row[name] for name in group)
            counted = None not in members and (ordinal != "news_ordinal" or draft.is_news)
            row[ordinal] = self._next(ordinal, members) if counted else None
        self.rows.append(row)
        return row

    def _next(self, ordinal: str, members: tuple[Any, ...]) -> int:
        self._ordinals[ordinal, members] += 1
        return self._ordinals[ordinal, members]


def _last_ordinals(connection: Connection, drafts: Sequence[Draft]) -> dict[tuple[str, tuple[Any, ...]], int]:
    """Return the last ordinal of every group the drafts belong to, read with one statement for each pair of
    facilitator and action."""
    ordinals: dict[tuple[str, tuple[Any, ...]], int] = {}
    for pair in {(draft.facilitator_id, draft.action) for draft in drafts}:
        named: dict[str, Any] = dict(zip(("facilitator_id", "action"), pair, strict=True))
        last = LAST_ORDINALS.first(connection, named)._asdict()
        for ordinal, group in GROUPS.items():
            ordinals[ordinal, tuple(named[name] for name in group)] = last[ordinal] or 0
    return ordinals


def _known_receipts(connection: Connection, ids: set[str]) -> dict[str, Any]:
    return {row.notification_id: row._asdict() for row in KNOWN.find(connection, ids)}


def _receipt(row: Any, repeated: bool) -> Receipt:
    return Receipt(row["notification_id"], row["sequence"], row["received_at"], row["booking_id"], repeated)


def _stored(row: Any) -> StoredNotification:
    return StoredNotification(**{column.name: row[column.name] for column in STORED})


def _index_for_search(connection: Connection, new: list[dict[str, Any]]) -> None:
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL keeps its trigram index on the column itself
    INTO_SEARCH.run(
        connection,
        *(
            {
                "rowid": row["sequence"],
                "search_text": row["search_text"],
                "facilitator": _facet(row["facilitator_id"]),
            }
            for row in new
        ),
    )


def _facet(facilitator_id: int | None) -> str:
    return f"|{facilitator_id}|"


def _first_since(connection: Connection, since: datetime) -> int | None:
    query = select(rows.sequence).where(rows.received_at >= since).order_by(rows.received_at, rows.sequence).limit(1)
    return connection.execute(query).scalar()


def _narrowed(connection: Connection, query: Any, filters: Filters) -> Any | None:
    """Return the query with its conditions, None where nothing can match."""
    query = _since(connection, query, filters)
    if query is None:
        return None
    for name in ("facilitator_id", "booking_id", "action"):
        wanted = getattr(filters, name)
        if wanted is not None:
            query = query.where(rows[name] == wanted)
    if filters.search is None:
        return query
    if not _uses_search_table(connection, filters):
        return query.where(rows.search_text.contains(filters.search, autoescape=True))
    joined = query.join(SEARCH, SEARCH.c.rowid == rows.sequence)
    return joined.where(_matches(filters))


def _since(connection: Connection, query: Any, filters: Filters) -> Any | None:
    """Return the query limited to rows since the wanted moment, None where there are none."""
    if filters.since is None:
        return query
    # Times never fall along the sequence, so a moment is a position, and every index serves it.
    first = _first_since(connection, filters.since)
    return None if first is None else query.where(_position(connection, filters) >= first)


def _uses_search_table(connection: Connection, filters: Filters) -> bool:
    return connection.dialect.name == "sqlite" and filters.search is not None and len(filters.search) >= TRIGRAM


def _position(connection: Connection, filters: Filters) -> ColumnElement[int]:
    """Return the column to order and to cut by: the search table's own, where it leads, so that it can stop early."""
    return SEARCH.c.rowid if _uses_search_table(connection, filters) else rows.sequence


def _matches(filters: Filters) -> ColumnElement[bool]:
    return SEARCH.c.notification_search.op("MATCH")(_match(filters))


def _match(filters: Filters) -> str:
    assert filters.search is not None
    quoted = filters.search.replace('"', '""')
    match = f'search_text : "{quoted}"'
    if filters.facilitator_id is not None:
        # In the index as well: a word in everyone's rows would otherwise be checked row by row.
        match += f' AND facilitator : "{_facet(filters.facilitator_id)}"'
    return match


def _count_by_ordinals(connection: Connection, filters: Filters) -> int:
    group = {
        name: getattr(filters, name) for name in ("facilitator_id", "action") if getattr(filters, name) is not None
    }
    first = 1
    if filters.since is not None:
        since = _first_since(connection, filters.since)
        if since is None:
            return 0
        first = since
    ordinal = {
        (): rows.sequence,
        ("facilitator_id",): rows.facilitator_ordinal,
        ("action",): rows.action_ordinal,
        ("facilitator_id", "action"): rows.facilitator_action_ordinal,
    }[tuple(group)]
    return _span(connection, ordinal, group, first)


def _span(connection: Connection, ordinal: Any, group: dict[str, Any], first: int) -> int:
    """Return how many rows of the group have a sequence of `first` or above, by its first and last row alone."""
    conditions = [rows[name] == wanted for name, wanted in group.items()]
    if ordinal is rows.news_ordinal:
        conditions.append(ordinal.is_not(None))
    query = select(ordinal).where(*conditions, rows.sequence >= first).limit(1)
    lowest = connection.execute(query.order_by(rows.sequence)).scalar()
    highest = connection.execute(query.order_by(rows.sequence.desc())).scalar()
    return 0 if lowest is None or highest is None else highest - lowest + 1


def _now() -> datetime:
    return datetime.now(timezone.utc)
