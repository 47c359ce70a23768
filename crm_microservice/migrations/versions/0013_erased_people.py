"""People who were erased. The audit trail lets what it says of them be cleared, and nothing else.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

REFUSAL = "the audit trail only grows"
FIXED = ("id", "at", "who_id", "action", "subject")
# A contentless table needs the old values to remove a row.
REINDEX = """
    INSERT INTO notification_search (notification_search, rowid, search_text, facilitator)
    VALUES ('delete', old.sequence, old.search_text, '|' || old.facilitator_id || '|');
    INSERT INTO notification_search (rowid, search_text, facilitator)
    VALUES (new.sequence, new.search_text, '|' || new.facilitator_id || '|');
"""
IS_INDEXED = "old.sequence <= (SELECT coalesce(max(rowid), 0) FROM notification_search)"


def upgrade() -> None:
    op.create_table(
        "erased_people",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_erased_people")),
    )
    if op.get_bind().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    op.execute(
        "CREATE TRIGGER notification_search_update AFTER UPDATE OF search_text ON notifications"
        f" WHEN old.search_text <> new.search_text AND {IS_INDEXED} BEGIN {REINDEX} END"
    )
    same = " AND ".join(f"NEW.{column} IS OLD.{column}" for column in FIXED)
    cleared = " AND ".join(f"(NEW.{column} IS OLD.{column} OR NEW.{column} IS NULL)" for column in ("before", "after"))
    renamed = "(NEW.who IS OLD.who OR NEW.who = 'Erased person')"
    op.execute("DROP TRIGGER audit_entries_no_update")
    op.execute(
        f"CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries WHEN NOT ({same} AND {cleared} "
        f"AND {renamed}) BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    )


def _on_postgresql() -> None:
    new, old = (", ".join(f"{row}.{column}" for column in FIXED) for row in ("NEW", "OLD"))
    changed = " OR ".join(
        f'(NEW."{column}" IS NOT NULL AND CAST(NEW."{column}" AS TEXT) IS DISTINCT FROM CAST(OLD."{column}" AS TEXT))'
        for column in ("before", "after")
    )
    op.execute(
        f"""
        CREATE FUNCTION refuse_audit_update() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF ROW({new}) IS DISTINCT FROM ROW({old}) OR {changed}
                OR (NEW.who IS DISTINCT FROM OLD.who AND NEW.who <> 'Erased person')
            THEN RAISE EXCEPTION '{REFUSAL}'; END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute("DROP TRIGGER audit_entries_no_change ON audit_entries")
    op.execute(
        "CREATE TRIGGER audit_entries_no_change BEFORE DELETE OR TRUNCATE ON audit_entries "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
    op.execute(
        "CREATE TRIGGER audit_entries_no_update BEFORE UPDATE ON audit_entries "
        "FOR EACH ROW EXECUTE FUNCTION refuse_audit_update()"
    )


def downgrade() -> None:
    raise NotImplementedError("Names that were erased could come back: restore a backup instead.")
