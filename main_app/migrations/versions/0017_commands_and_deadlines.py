"""Commands, which the system carries out by itself, and deadlines.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
COMMAND_STATES = "state IN ('waiting', 'done', 'skipped', 'refused', 'failed')"
DEADLINE_STATES = "state IN ('planned', 'passed', 'withdrawn')"


def upgrade() -> None:
    op.create_table(
        "commands",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("cause", sa.String(64), nullable=False),
        sa.Column("name", sa.String(48), nullable=False),
        sa.Column("subject_type", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("finished_at", TIME),
        sa.CheckConstraint(COMMAND_STATES, name=op.f("ck_commands_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commands")),
        sa.UniqueConstraint(
            "cause", "name", "subject_type", "subject_id", name=op.f("uq_commands_cause_name_subject_type_subject_id")
        ),
    )
    op.create_index("ix_commands_subject", "commands", ["subject_type", "subject_id", "finished_at"])
    op.create_index("ix_commands_finished", "commands", ["finished_at", "id"])
    _partial_index("ix_commands_waiting", "commands", ["due_at", "id"], "state = 'waiting'")
    _partial_index("ix_commands_failed", "commands", ["id"], "state = 'failed'")
    op.create_table(
        "deadlines",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("subject_type", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(48), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.CheckConstraint(DEADLINE_STATES, name=op.f("ck_deadlines_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
        sa.UniqueConstraint(
            "subject_type", "subject_id", "kind", "version",
            name=op.f("uq_deadlines_subject_type_subject_id_kind_version"),
        ),
    )  # fmt: skip
    _partial_index("ix_deadlines_planned", "deadlines", ["due_at", "id"], "state = 'planned'")
    _partial_index("ix_deadlines_ended", "deadlines", ["updated_at", "id"], "state <> 'planned'")


def downgrade() -> None:
    op.drop_table("deadlines")
    op.drop_table("commands")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, postgresql_where=sa.text(where), sqlite_where=sa.text(where))
