"""Texts of messages that admins write, and indexes for the office's lists of changes and bookings.

Revision ID: 0049
Revises: 0047
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0047"
branch_labels = None
depends_on = None

NOT_BOOKED = sa.text("status <> 'booked'")
IN_USE = sa.text("in_use")


def upgrade() -> None:
    op.create_table(
        "message_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("language", sa.String(8), nullable=False),
        sa.Column("variant", sa.String(1), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("saved_by", sa.Integer()),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_message_texts_organisation_id"),
        sa.ForeignKeyConstraint(["saved_by"], ["users.id"], name="fk_message_texts_saved_by"),
        sa.PrimaryKeyConstraint("id", name="pk_message_texts"),
        sa.UniqueConstraint(
            *("organisation_id", "kind", "language", "variant", "version"),
            name="uq_message_texts_organisation_id_kind_language_variant_version",
        ),
    )
    op.create_index(
        "uq_message_texts_in_use",
        "message_texts",
        ["organisation_id", "kind", "language", "variant"],
        unique=True,
        sqlite_where=IN_USE,
        postgresql_where=IN_USE,
    )
    op.create_index("ix_journal_at", "journal", ["at", "id"])
    op.create_index("ix_journal_actor", "journal", ["actor_id", "at", "id"])
    op.create_index("ix_journal_action", "journal", ["subject_type", "action", "at", "id"])
    op.create_index(
        "ix_bookings_not_booked",
        "bookings",
        ["status", "id"],
        sqlite_where=NOT_BOOKED,
        postgresql_where=NOT_BOOKED,
    )


def downgrade() -> None:
    op.drop_index("ix_bookings_not_booked", table_name="bookings")
    op.drop_index("ix_journal_action", table_name="journal")
    op.drop_index("ix_journal_actor", table_name="journal")
    op.drop_index("ix_journal_at", table_name="journal")
    op.drop_table("message_texts")
