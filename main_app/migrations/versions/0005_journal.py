"""The journal replaces booking_changes and audit_entries; bookings get all states, places and moves.

Entries are copied as processed: their messages exist already. Everything is one transaction, so a migration
that is killed leaves the database as it was.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-21 15:45:00
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
STATUSES = "status IN ('held', 'booked', 'cancelled', 'expired', 'attended', 'no_show', 'refunded')"
IS_OCCUPYING = "status IN ('held', 'booked', 'attended', 'no_show')"
FRESH = "processed_at IS NULL AND due_at IS NULL"
DELAYED = "processed_at IS NULL AND due_at IS NOT NULL"
FIXED = (
    "id", "subject_type", "subject_id", "version", "action", "from_state", "to_state",
    "actor_id", "actor_role", "actor_auth", "at", "format",
)  # fmt: skip
REFUSAL = "journal entries are never changed, and never deleted before they are processed"

COLUMNS = """subject_type, subject_id, version, action, from_state, to_state, actor_id, actor_role, actor_auth,
    reason, changes, at, format, processed_at, attempts"""
# booking_changes names only the role of the actor: the guest, or the facilitator of the event.
BOOKING_CHANGES = """
    SELECT 'booking' AS subject_type, CAST(c.booking_id AS VARCHAR(64)) AS subject_id, c.version, c.action,
        CASE c.action WHEN 'created' THEN NULL WHEN 'reactivated' THEN 'cancelled' ELSE 'booked' END AS from_state,
        CASE c.action WHEN 'cancelled' THEN 'cancelled' ELSE 'booked' END AS to_state,
        CASE c.by_role WHEN 'user' THEN b.user_id WHEN 'facilitator' THEN e.facilitator_id END AS actor_id,
        c.by_role AS actor_role, CASE c.by_role WHEN 'user' THEN 'login' ELSE 'unknown' END AS actor_auth,
        c.reason AS reason,
        CASE WHEN c.action <> 'cancelled' THEN '{}'
            WHEN c.by_role = 'user' THEN '{"cancelled_by": "user"}'
            ELSE '{"cancelled_by": "facilitator"}' END AS changes,
        c.at AS at, c.id AS old_id
    FROM booking_changes c
    JOIN bookings b ON b.id = c.booking_id
    JOIN sessions s ON s.id = b.session_id
    JOIN events e ON e.id = s.event_id
"""
# Each entry of an event or its sessions was one version of the event; the newest is the current version.
# Other subjects (channels, deliveries) have no versions, so their entries are numbered.
AUDIT_ENTRIES = """
    SELECT CASE WHEN event_id IS NOT NULL THEN 'event' WHEN subject LIKE 'channel:%' THEN 'channel'
            WHEN subject = 'outbox' THEN 'deliveries' ELSE 'other' END AS subject_type,
        CASE WHEN event_id IS NOT NULL THEN CAST(event_id AS VARCHAR(64))
            WHEN subject LIKE 'channel:%' THEN substr(subject, 9) ELSE subject END AS subject_id,
        COALESCE(event_version - count(*) OVER same_subject, 0)
            + row_number() OVER (PARTITION BY COALESCE('event:' || event_id, subject) ORDER BY id) AS version,
        action,
        CASE WHEN action LIKE '%_cancelled' THEN 'scheduled' END AS from_state,
        CASE WHEN event_id IS NULL THEN NULL WHEN action LIKE '%_cancelled' THEN 'cancelled'
            ELSE 'scheduled' END AS to_state,
        actor_id, actor_role, through AS actor_auth, '' AS reason,
        '{' || COALESCE('"session_id": ' || session_id || ', ', '')
            || '"before": ' || COALESCE(CAST(before AS TEXT), 'null')
            || ', "after": ' || COALESCE(CAST(after AS TEXT), 'null') || '}' AS changes,
        at, id AS old_id
    FROM (
        SELECT a.*, s.id AS session_id, e.id AS event_id, e.version AS event_version
        FROM audit_entries a
        LEFT JOIN sessions s
            ON s.id = CASE WHEN a.subject LIKE 'session:%' THEN CAST(substr(a.subject, 9) AS INTEGER) END
        LEFT JOIN events e ON e.id = CASE WHEN a.subject LIKE 'event:%' THEN CAST(substr(a.subject, 7) AS INTEGER)
            ELSE s.event_id END
    ) AS entries
    WINDOW same_subject AS (PARTITION BY COALESCE('event:' || event_id, subject))
"""
LINK_MESSAGES = """
    UPDATE outbox_messages SET entry_id = (
        SELECT journal.id FROM journal WHERE journal.subject_type = '{subject_type}'
        AND journal.subject_id = substr(outbox_messages.subject, {start}) AND journal.version = outbox_messages.version
    ) WHERE subject LIKE '{subject_type}:%'
"""
LAST_REASON = """
    UPDATE bookings SET reason = (
        SELECT c.reason FROM booking_changes c
        WHERE c.booking_id = bookings.id AND c.action = 'cancelled' AND c.reason <> '' ORDER BY c.version DESC LIMIT 1
    ) WHERE cancelled_by = 'facilitator'
"""


def upgrade() -> None:
    _create_journal()
    _copy_entries()
    _widen_bookings()
    op.drop_table("booking_changes")
    op.drop_table("audit_entries")
    if _is_sqlite():
        _replace_bookings_on_sqlite()
    _create_booking_indexes()
    if _is_sqlite():
        _protect_on_sqlite()
    else:
        _protect_on_postgresql()


def downgrade() -> None:
    raise NotImplementedError("The old tables can't hold the journal's data: restore a backup.")


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _count(table: str) -> int:
    return op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()


def _create_journal() -> None:
    op.create_table(
        "journal",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject_type", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(32), nullable=False),
        sa.Column("from_state", sa.String(16)),
        sa.Column("to_state", sa.String(16)),
        sa.Column("actor_id", sa.Integer()),
        sa.Column("actor_role", sa.String(16), nullable=False),
        sa.Column("actor_auth", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("format", sa.Integer(), nullable=False),
        sa.Column("erased_at", TIME),
        sa.Column("processed_at", TIME),
        sa.Column("due_at", TIME),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_error", sa.Text()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_journal")),
        sa.UniqueConstraint(
            "subject_type", "subject_id", "version", name=op.f("uq_journal_subject_type_subject_id_version")
        ),
    )
    for name, columns, where in (
        ("ix_journal_fresh", ["id"], FRESH),
        ("ix_journal_delayed", ["due_at", "id"], DELAYED),
        ("ix_journal_delayed_subject", ["subject_id", "version"], DELAYED),
    ):
        op.create_index(name, "journal", columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
    op.create_index("ix_journal_processed_at", "journal", ["processed_at"])


def _copy_entries() -> None:
    expected = _count("booking_changes") + _count("audit_entries")
    changes = "changes" if _is_sqlite() else "CAST(changes AS JSON)"
    op.execute(
        f"""
        INSERT INTO journal ({COLUMNS})
        SELECT subject_type, subject_id, version, action, from_state, to_state, actor_id, actor_role, actor_auth,
            reason, {changes}, at, 0, at, 0
        FROM ({BOOKING_CHANGES} UNION ALL SELECT * FROM ({AUDIT_ENTRIES}) AS audit) AS entries
        ORDER BY at, old_id
        """
    )
    copied = _count("journal")
    if copied != expected:
        raise RuntimeError(f"{copied} journal entries were made of {expected} changes: nothing was migrated")
    op.execute(LINK_MESSAGES.format(subject_type="booking", start=9))
    op.execute(LINK_MESSAGES.format(subject_type="event", start=7))


def _new_columns() -> list[sa.Column]:
    return [
        sa.Column("places", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("held_until", TIME),
        sa.Column("reason", sa.Text()),
        sa.Column("previous_starts_at", TIME),
        sa.Column("previous_ends_at", TIME),
        sa.Column("previous_location", sa.String(200)),
        sa.Column("change_seen", sa.Boolean(), nullable=False, server_default=sa.true()),
    ]


def _widen_bookings() -> None:
    for column in _new_columns():
        op.add_column("bookings", column)
    op.execute(LAST_REASON)
    if not _is_sqlite():
        for name in ("places", "change_seen"):
            op.alter_column("bookings", name, server_default=None)
        op.drop_constraint(op.f("ck_bookings_status"), "bookings")
        op.create_check_constraint(op.f("ck_bookings_status"), "bookings", STATUSES)
        op.create_check_constraint(op.f("ck_bookings_places"), "bookings", "places >= 1")
        op.drop_index("uq_bookings_active", "bookings")


def _replace_bookings_on_sqlite() -> None:
    """SQLite cannot change a constraint, so the table is recreated. No table refers to bookings any more."""
    columns = [
        "id", "user_id", "session_id", "status", "places", "held_until", "cancelled_by", "reason",
        "previous_starts_at", "previous_ends_at", "previous_location", "change_seen", "version", "created_at",
        "updated_at", "payment_id", "payment_status", "payment_provider", "amount_paid", "currency", "refund_id",
        "refund_status", "refunded_at",
    ]  # fmt: skip
    op.create_table(
        "new_bookings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("held_until", TIME),
        sa.Column("cancelled_by", sa.String(16)),
        sa.Column("reason", sa.Text()),
        sa.Column("previous_starts_at", TIME),
        sa.Column("previous_ends_at", TIME),
        sa.Column("previous_location", sa.String(200)),
        sa.Column("change_seen", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("payment_id", sa.String(120)),
        sa.Column("payment_status", sa.String(16)),
        sa.Column("payment_provider", sa.String(16)),
        sa.Column("amount_paid", sa.Integer()),
        sa.Column("currency", sa.String(3)),
        sa.Column("refund_id", sa.String(120)),
        sa.Column("refund_status", sa.String(16)),
        sa.Column("refunded_at", TIME),
        sa.CheckConstraint(STATUSES, name=op.f("ck_bookings_status")),
        sa.CheckConstraint("places >= 1", name=op.f("ck_bookings_places")),
        sa.CheckConstraint(
            "payment_status IN ('pending', 'success', 'failed')", name=op.f("ck_bookings_payment_status")
        ),
        sa.CheckConstraint(
            "refund_status IN ('initiated', 'processed', 'failed')", name=op.f("ck_bookings_refund_status")
        ),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_bookings_session_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_bookings_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bookings")),
    )
    expected, named = _count("bookings"), ", ".join(columns)
    op.execute(f"INSERT INTO new_bookings ({named}) SELECT {named} FROM bookings ORDER BY id")
    if _count("new_bookings") != expected:
        raise RuntimeError("not every booking was copied: nothing was migrated")
    op.drop_table("bookings")
    op.rename_table("new_bookings", "bookings")
    op.create_index(op.f("ix_bookings_session_id"), "bookings", ["session_id"])
    op.create_index("ix_bookings_user", "bookings", ["user_id", "created_at"])


def _create_booking_indexes() -> None:
    op.create_index(
        "uq_bookings_active",
        "bookings",
        ["user_id", "session_id"],
        unique=True,
        postgresql_where=sa.text(IS_OCCUPYING),
        sqlite_where=sa.text(IS_OCCUPYING),
    )


def _protect_on_sqlite() -> None:
    # A migration that recreates the journal must create these triggers again.
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in FIXED)
    op.execute(
        f"""
        CREATE TRIGGER journal_no_change BEFORE UPDATE ON journal WHEN NOT (
            {same} AND (OLD.processed_at IS NULL OR NEW.processed_at IS OLD.processed_at) AND (
                (NEW.reason IS OLD.reason AND NEW.changes IS OLD.changes AND NEW.erased_at IS OLD.erased_at)
                OR (NEW.reason = '' AND NEW.changes = '{{}}' AND NEW.erased_at IS NOT NULL)
            )
        ) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
    )
    op.execute(
        f"""
        CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal WHEN OLD.processed_at IS NULL
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
    )
    # INSERT OR REPLACE deletes the older row without firing the trigger above.
    op.execute(
        f"""
        CREATE TRIGGER journal_no_replace BEFORE INSERT ON journal
        WHEN EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """
    )


def _protect_on_postgresql() -> None:
    new, old = (", ".join(f"{row}.{column}" for column in FIXED) for row in ("NEW", "OLD"))
    op.execute(
        f"""
        CREATE FUNCTION refuse_journal_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF TG_OP = 'TRUNCATE' THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
            IF TG_OP = 'DELETE' THEN
                IF OLD.processed_at IS NULL THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
                RETURN OLD;
            END IF;
            IF ROW({new}) IS DISTINCT FROM ROW({old})
                OR (OLD.processed_at IS NOT NULL AND NEW.processed_at IS DISTINCT FROM OLD.processed_at)
                OR NOT (
                    (NEW.reason = OLD.reason AND CAST(NEW.changes AS TEXT) = CAST(OLD.changes AS TEXT)
                        AND NEW.erased_at IS NOT DISTINCT FROM OLD.erased_at)
                    OR (NEW.reason = '' AND CAST(NEW.changes AS TEXT) = '{{}}' AND NEW.erased_at IS NOT NULL)
                )
            THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal "
        "FOR EACH ROW EXECUTE FUNCTION refuse_journal_change()"
    )
    op.execute(
        "CREATE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_journal_change()"
    )
