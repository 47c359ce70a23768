"""Sessions of whose price a part is paid online, and the rest to the facilitator.

Revision ID: 0034
Revises: 0032
"""

from alembic import op

revision = "0034"
down_revision = "0032"
branch_labels = None
depends_on = None

BEFORE, NOW = ("pay_online", "pay_facilitator"), ("pay_online", "pay_facilitator", "deposit")


def upgrade() -> None:
    _allow(NOW)
    # As SQL: with a CHECK, Alembic would copy the whole table on SQLite.
    op.execute(
        "ALTER TABLE sessions ADD COLUMN deposit_percent INTEGER "
        "CONSTRAINT ck_sessions_deposit_percent CHECK (deposit_percent > 0 AND deposit_percent < 100)"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE sessions DROP COLUMN deposit_percent")
    op.execute("UPDATE sessions SET payment_terms = 'pay_facilitator' WHERE payment_terms = 'deposit'")
    _allow(BEFORE)


def _allow(terms: tuple[str, ...]) -> None:
    check = f"CONSTRAINT ck_sessions_payment_terms CHECK (payment_terms IN {terms})"
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE sessions DROP CONSTRAINT ck_sessions_payment_terms")
        op.execute(f"ALTER TABLE sessions ADD {check}")
        return
    # A column's CHECK can't be changed on SQLite, and goes with its column.
    op.execute("ALTER TABLE sessions RENAME COLUMN payment_terms TO former_payment_terms")
    op.execute(f"ALTER TABLE sessions ADD COLUMN payment_terms VARCHAR(16) DEFAULT 'pay_facilitator' NOT NULL {check}")
    op.execute("UPDATE sessions SET payment_terms = former_payment_terms")
    op.execute("ALTER TABLE sessions DROP COLUMN former_payment_terms")
