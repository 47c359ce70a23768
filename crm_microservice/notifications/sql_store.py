"""Notifications in the SQL database, SQLite or PostgreSQL. Written with SQLAlchemy Core: storing is the hot path."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Engine,
    FromClause,
    bindparam,
    column,
    func,
    insert,
    literal_column,
    select,
    table,
)
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from crm_microservice.notifications.models import Notification
from crm_microservice.notifications.store import (
    Apply,
    Draft,
    Filters,
    Forget,
    Receipt,
    StoredNotification,
    StoreUnavailable,
)
from service_kit import clock
from service_kit.compiled_statement import CompiledStatement
from service_kit.database import is_sqlite, write_connection
from service_kit.rows import KeyedStatement, OnConflict, Rows, write_rows

TRIGRAM = 3  # characters: shorter searches cannot use the search index

TABLE = Notification.__table__
rows = TABLE.c
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
# SQLite's full-text table beside the rows; its rowid is their sequence. A trigger adds them to it, 64 at a time.
SEARCH = table("notification_search", column("rowid", BigInteger), column("notification_search"))
LAST_INDEXED = select(func.coalesce(func.max(SEARCH.c.rowid), 0))
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


def _of_last_row(name: str) -> Any:
    return select(rows[name]).order_by(rows.sequence.desc()).limit(ONE).scalar_subquery().label(name)


LAST = CompiledStatement(
    select(
        *(_of_last_row(name) for name in ("sequence", "received_at")),
        *(_last_ordinal(ordinal, group).label(ordinal) for ordinal, group in GROUPS.items()),
    )
)
KNOWN = KeyedStatement(
    rows.notification_id, select(rows.notification_id, rows.sequence, rows.received_at, rows.booking_id)
)


class SqlStore:
    """The transaction that stores new rows also writes what `apply` returns for them."""

    def __init__(self, engine: Engine, apply: Apply, forget: Forget | None = None) -> None:
        self._engine = engine
        self._apply = apply
        self._forget = forget

    def add(self, drafts: Sequence[Draft]) -> list[Receipt]:
        if not drafts:
            return []
        try:
            with write_connection(self._engine) as connection:
                return self._write(connection, drafts, {})
        except IntegrityError:  # some id has been stored before; rarely, so that nobody looks them up beforehand
            with write_connection(self._engine) as connection:
                known = KNOWN.all(connection, {draft.notification_id for draft in drafts})
                return self._write(connection, drafts, {row.notification_id: row._asdict() for row in known})

    def _write(self, connection: Connection, drafts: Sequence[Draft], known: dict[str, Any]) -> list[Receipt]:
        """Store the drafts whose ids are not known."""
        new = _new_rows(connection, [draft for draft in drafts if draft.notification_id not in known])
        if new:
            notifications = [_stored(row) for row in new.values()]
            follows = self._apply(connection, notifications)
            write_rows(connection, Rows(TABLE, [*new.values()], OnConflict.FAIL), *follows)
            if self._forget:
                self._forget(connection, notifications)
        stored = known | new
        receipts, seen = [], set(known)
        for draft in drafts:
            receipts.append(_receipt(stored[draft.notification_id], repeated=draft.notification_id in seen))
            seen.add(draft.notification_id)
        return receipts

    def page(self, filters: Filters, limit: int, before: int | None) -> list[StoredNotification]:
        found: list[StoredNotification] = []
        with self._engine.connect() as connection:
            for part in _parts(connection, filters):
                query = select(*STORED).select_from(part.source).where(*part.conditions)
                if before is not None:
                    query = query.where(part.position < before)
                query = query.order_by(part.position.desc()).limit(limit - len(found))
                found += [_stored(row) for row in connection.execute(query).mappings()]
                if len(found) == limit:
                    break
        return found

    def count(self, filters: Filters) -> int:
        with self._engine.connect() as connection:
            if filters.search is None and filters.booking_id is None:
                return _count_by_ordinals(connection, filters)
            counts = (
                select(func.count()).select_from(part.counted).where(*part.conditions)
                for part in _parts(connection, filters)
            )
            return sum(connection.execute(count).scalar_one() for count in counts)

    def after(self, sequence: int, limit: int, facilitator_id: int | None = None) -> list[StoredNotification]:
        query = select(*STORED).where(rows.sequence > sequence).order_by(rows.sequence).limit(limit)
        if facilitator_id is not None:
            query = query.where(rows.facilitator_id == facilitator_id)
        with self._engine.connect() as connection:
            return [_stored(row) for row in connection.execute(query).mappings()]

    def count_news_after(self, sequence: int, facilitator_id: int) -> int:
        with self._engine.connect() as connection:
            return _count_from(connection, rows.news_ordinal, {"facilitator_id": facilitator_id}, sequence + 1)

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
            "received_at": clock.now(),
            "data": {},
            "search_text": "",
        }
        try:
            with write_connection(self._engine) as connection, connection.begin_nested() as attempt:
                connection.execute(insert(Notification), [probe])
                attempt.rollback()
        except SQLAlchemyError as error:
            raise StoreUnavailable("the database refuses new rows") from error


def _new_rows(connection: Connection, drafts: Sequence[Draft]) -> dict[str, dict[str, Any]]:
    """Return the new row of each id. Call it in a write transaction only: writers run one at a time."""
    ordinals: dict[tuple[str, tuple[Any, ...]], int] = {}
    sequence, received_at = 0, clock.now()
    for pair in {(draft.facilitator_id, draft.action) for draft in drafts}:
        named: dict[str, Any] = dict(zip(("facilitator_id", "action"), pair, strict=True))
        last = LAST.first(connection, named)._asdict()
        for ordinal, group in GROUPS.items():
            ordinals[ordinal, tuple(named[name] for name in group)] = last[ordinal] or 0
        sequence = last["sequence"] or 0
        # A clock set back must not break the order: `since` is answered by the first row at or after it.
        received_at = max(received_at, last["received_at"] or received_at)
    new: dict[str, dict[str, Any]] = {}
    for draft in drafts:
        if draft.notification_id in new:
            continue
        sequence += 1
        row = new[draft.notification_id] = {
            "sequence": sequence,
            "notification_id": draft.notification_id,
            "shape": draft.shape,
            "received_at": received_at,
            "facilitator_id": draft.facilitator_id,
            "booking_id": draft.booking_id,
            "action": draft.action,
            "data": draft.data,
            "search_text": draft.search_text,
        }
        for ordinal, group in GROUPS.items():
            members = tuple(row[name] for name in group)
            row[ordinal] = None
            if None not in members and (ordinal != "news_ordinal" or draft.is_news):
                row[ordinal] = ordinals[ordinal, members] = ordinals[ordinal, members] + 1
    return new


def _receipt(row: Any, repeated: bool) -> Receipt:
    return Receipt(row["notification_id"], row["sequence"], row["received_at"], row["booking_id"], repeated)


def _stored(row: Any) -> StoredNotification:
    return StoredNotification(**{column.name: row[column.name] for column in STORED})


def _facilitator_term(facilitator_id: int | None) -> str:
    return f"|{facilitator_id}|"


def _first_since(connection: Connection, since: datetime) -> int | None:
    query = select(rows.sequence).where(rows.received_at >= since).order_by(rows.received_at, rows.sequence).limit(1)
    return connection.execute(query).scalar()


@dataclass(frozen=True)
class _Part:
    """A part of the rows, and how a query finds those that match in it."""

    source: FromClause
    counted: FromClause  # where counting needs less
    position: ColumnElement[int]  # to order and to cut by
    conditions: list[ColumnElement[bool]]


def _parts(connection: Connection, filters: Filters) -> list[_Part]:
    """Return the parts in which rows may match, the newest rows first. Each has its own fastest query."""
    first = 0
    if filters.since is not None:
        # received_at never decreases with the sequence, so a time becomes a lowest sequence, which every index has.
        found = _first_since(connection, filters.since)
        if found is None:
            return []
        first = found
    members = [
        rows[name] == wanted
        for name in ("facilitator_id", "booking_id", "action")
        if (wanted := getattr(filters, name)) is not None
    ]
    if filters.search is None:
        return [_Part(TABLE, TABLE, rows.sequence, [rows.sequence >= first, *members])]
    containing = [*members, rows.search_text.contains(filters.search, autoescape=True)]
    if not is_sqlite(connection) or len(filters.search) < TRIGRAM:
        return [_Part(TABLE, TABLE, rows.sequence, [rows.sequence >= first, *containing])]
    newer = max(first, connection.execute(LAST_INDEXED).scalar_one() + 1)
    joined = TABLE.join(SEARCH, SEARCH.c.rowid == rows.sequence)
    # The search index knows the facilitator too. If nothing else is wanted, no row is read to count.
    counted = joined if filters.booking_id is not None or filters.action is not None else SEARCH
    indexed = [SEARCH.c.rowid >= first, _matches(filters), *(members if counted is joined else [])]
    return [
        _Part(TABLE, TABLE, rows.sequence, [rows.sequence >= newer, *containing]),
        # Ordered by the search table's rowid, so that SQLite stops at the limit.
        _Part(joined, counted, SEARCH.c.rowid, indexed),
    ]


def _matches(filters: Filters) -> ColumnElement[bool]:
    return SEARCH.c.notification_search.op("MATCH")(_match(filters))


def _match(filters: Filters) -> str:
    assert filters.search is not None
    quoted = filters.search.replace('"', '""')
    match = f'search_text : "{quoted}"'
    if filters.facilitator_id is not None:
        # In the index as well: a word in everyone's rows would otherwise be checked row by row.
        match += f' AND facilitator : "{_facilitator_term(filters.facilitator_id)}"'
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
    return _count_from(connection, ordinal, group, first)


def _count_from(connection: Connection, ordinal: Any, group: dict[str, Any], first: int) -> int:
    """Return how many rows of the group have a sequence of `first` or above, by its first and last row alone."""
    conditions = [rows[name] == wanted for name, wanted in group.items()]
    if ordinal is rows.news_ordinal:
        conditions.append(ordinal.is_not(None))
    query = select(ordinal).where(*conditions, rows.sequence >= first).limit(1)
    lowest = connection.execute(query.order_by(rows.sequence)).scalar()
    highest = connection.execute(query.order_by(rows.sequence.desc())).scalar()
    return 0 if lowest is None or highest is None else highest - lowest + 1
