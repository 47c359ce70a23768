"""Bookings in any state, with places and counts; sessions; unread notifications; customers' profiles.

The sessions are made from the bookings. `flask --app crm_microservice facilitators rebuild` also reads them from the
stored notifications about events.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from service_kit.database import UtcDateTime
from service_kit.search_words import searchable

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

KEPT = (
    "booking_id, facilitator_id, version, status, status_version, user_id, user_name, user_email, event_id, "
    "event_title, event_start, session_id, session_title, session_start, session_end, session_time_zone, "
    "session_location, session_capacity, booked_at, booked_at_version, cancelled_at, updated_at, search_text"
)


def upgrade() -> None:
    _create_bookings()
    _create_booking_counts()
    _create_sessions()
    _count_news()
    _fold_search_text()
    op.rename_table("view_positions", "applied_positions")
    op.create_table(
        "profiles",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("phone", sa.String(50)),
        sa.Column("language", sa.String(35)),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_profiles")),
    )
    op.create_index(op.f("ix_customers_website_user_id"), "customers", ["website_user_id"])


def _create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("booking_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facilitator_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger()),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("status_version", sa.BigInteger()),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.BigInteger()),
        sa.Column("user_name", sa.String(200), nullable=False),
        sa.Column("user_email", sa.String(320)),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("event_title", sa.String(300), nullable=False),
        sa.Column("event_start", UtcDateTime()),
        sa.Column("session_id", sa.BigInteger()),
        sa.Column("session_title", sa.String(300)),
        sa.Column("session_start", UtcDateTime()),
        sa.Column("session_end", UtcDateTime()),
        sa.Column("session_time_zone", sa.String(100)),
        sa.Column("session_location", sa.String(500)),
        sa.Column("session_capacity", sa.BigInteger()),
        sa.Column("booked_at", UtcDateTime(), nullable=False),
        sa.Column("booked_at_version", sa.BigInteger()),
        sa.Column("cancelled_at", UtcDateTime()),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_bookings")),
    )
    op.execute(f"INSERT INTO bookings ({KEPT}, places) SELECT {KEPT}, 1 FROM booking_views")
    op.drop_table("booking_views")
    newest_first = ["updated_at", "booking_id"]
    for columns in (
        newest_first,
        ["status", *newest_first],
        ["session_id", *newest_first],
        ["event_id", *newest_first],
        ["user_id"],
        ["booked_at"],
        ["cancelled_at"],
    ):
        name = "_".join(["ix_bookings_facilitator_id", *columns])
        op.create_index(op.f(name), "bookings", ["facilitator_id", *columns])


def _create_booking_counts() -> None:
    op.create_table(
        "booking_counts",
        sa.Column("facilitator_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("scope", sa.String(16), nullable=False),
        sa.Column("scope_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("bookings", sa.BigInteger(), nullable=False),
        sa.Column("places", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("facilitator_id", "scope", "scope_id", "status", name=op.f("pk_booking_counts")),
    )
    for scope, scope_id in (("facilitator", None), ("event", "event_id"), ("session", "session_id")):
        column = scope_id or "0"
        having = f"WHERE {scope_id} IS NOT NULL " if scope_id else ""
        grouping = f", {scope_id}" if scope_id else ""
        op.execute(
            "INSERT INTO booking_counts (facilitator_id, scope, scope_id, status, bookings, places) "
            f"SELECT facilitator_id, '{scope}', {column}, status, COUNT(*), SUM(places) FROM bookings "
            f"{having}GROUP BY facilitator_id, status{grouping}"
        )
    for moment in ("booked_at", "cancelled_at"):
        seconds = f"CAST(strftime('%s', {moment}) AS INTEGER)"
        if op.get_bind().dialect.name == "postgresql":
            seconds = f"CAST(FLOOR(EXTRACT(EPOCH FROM {moment})) AS BIGINT)"
        op.execute(
            "INSERT INTO booking_counts (facilitator_id, scope, scope_id, status, bookings, places) "
            f"SELECT facilitator_id, '{moment}', {seconds} / 900, '', COUNT(*), SUM(places) FROM bookings "
            f"WHERE {moment} IS NOT NULL GROUP BY facilitator_id, {seconds} / 900"
        )


def _create_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("facilitator_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger()),
        sa.Column("event_title", sa.String(300), nullable=False),
        sa.Column("title", sa.String(300)),
        sa.Column("start_time", UtcDateTime()),
        sa.Column("end_time", UtcDateTime()),
        sa.Column("time_zone", sa.String(100)),
        sa.Column("location", sa.String(500)),
        sa.Column("capacity", sa.BigInteger()),
        sa.Column("described_at", UtcDateTime(), nullable=False),
        sa.Column("status", sa.String(100), nullable=False),
        sa.Column("status_at", UtcDateTime()),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_sessions")),
    )
    op.execute(
        "INSERT INTO sessions (session_id, facilitator_id, event_id, event_title, title, start_time, end_time, "
        "time_zone, location, capacity, described_at, status) "
        "SELECT session_id, facilitator_id, event_id, event_title, session_title, session_start, "
        "COALESCE(session_end, session_start), session_time_zone, session_location, session_capacity, updated_at, "
        "'scheduled' FROM (SELECT bookings.*, ROW_NUMBER() OVER "
        "(PARTITION BY session_id ORDER BY updated_at DESC, booking_id DESC) AS newest FROM bookings "
        "WHERE session_id IS NOT NULL) AS described WHERE newest = 1"
    )
    for columns in (["facilitator_id", "end_time"], ["facilitator_id", "event_id"]):
        op.create_index(op.f(f"ix_sessions_{'_'.join(columns)}"), "sessions", columns)


def _count_news() -> None:
    """Number each facilitator's notifications apart from those about what they did themselves."""
    op.add_column("notifications", sa.Column("news_ordinal", sa.BigInteger()))
    actor = "data ->> 'user_id'" if op.get_bind().dialect.name == "postgresql" else "json_extract(data, '$.user_id')"
    op.execute(
        "UPDATE notifications SET news_ordinal = numbered.ordinal FROM (SELECT sequence, "
        "ROW_NUMBER() OVER (PARTITION BY facilitator_id ORDER BY sequence) AS ordinal FROM notifications "
        "WHERE facilitator_id IS NOT NULL AND NOT "
        f"(shape = 'general' AND CAST({actor} AS VARCHAR) = CAST(facilitator_id AS VARCHAR))) AS numbered "
        "WHERE notifications.sequence = numbered.sequence"
    )
    news = sa.text("news_ordinal IS NOT NULL")
    op.create_index(
        "ix_notifications_news",
        "notifications",
        ["facilitator_id", "sequence"],
        sqlite_where=news,
        postgresql_where=news,
    )


def _fold_search_text() -> None:
    """Texts are found without their accents from now on, as at the main API: rewrite those that have any."""
    connection = op.get_bind()
    for table, key in (
        ("notifications", "sequence"),
        ("bookings", "booking_id"),
        ("customers", "id"),
        ("approval_requests", "id"),
    ):
        last = -1
        while True:
            page = sa.text(f"SELECT {key}, search_text FROM {table} WHERE {key} > :last ORDER BY {key} LIMIT 5000")
            rows = connection.execute(page, {"last": last}).all()
            if not rows:
                break
            last = rows[-1][0]
            changed = [
                {"key": row[0], "before": row[1], "after": searchable(row[1])}
                for row in rows
                if searchable(row[1]) != row[1]
            ]
            if changed and table == "notifications" and connection.dialect.name == "sqlite":
                _rewrite_search_index(connection, changed)
            if changed:
                connection.execute(sa.text(f"UPDATE {table} SET search_text = :after WHERE {key} = :key"), changed)


def _rewrite_search_index(connection: sa.Connection, changed: list[dict[str, Any]]) -> None:
    facilitator = "(SELECT '|' || COALESCE(facilitator_id, 'None') || '|' FROM notifications WHERE sequence = :key)"
    removed = (
        "INSERT INTO notification_search (notification_search, rowid, search_text, facilitator) "
        f"VALUES ('delete', :key, :before, {facilitator})"
    )
    added = f"INSERT INTO notification_search (rowid, search_text, facilitator) VALUES (:key, :after, {facilitator})"
    connection.execute(sa.text(removed), changed)
    connection.execute(sa.text(added), changed)


def downgrade() -> None:
    raise NotImplementedError("The states and places of bookings would be lost: restore a backup instead.")
