"""Templates of events.

Revision ID: 0054
Revises: 0052
"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0052"
branch_labels = None
depends_on = None

# The CHECK's name and condition. 0031 had the convention for names applied twice.
BEFORE = ("ck_pictures_ck_pictures_subject_type", "subject_type IN ('event', 'facilitator', 'logo', 'studio')")
NOW = ("ck_pictures_subject_type", "subject_type IN ('event', 'event_template', 'facilitator', 'logo', 'studio')")


def upgrade() -> None:
    op.create_table(
        "event_templates",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "organisation_id",
            sa.Integer(),
            sa.ForeignKey("organisations.id"),
            nullable=False,
            server_default=sa.text("1"),
        ),
        sa.Column("owner_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("title", sa.String().with_variant(sa.String(300), "postgresql"), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_templates_owner", "event_templates", ["owner_id", "id"])
    _replace_check(BEFORE, NOW)


def downgrade() -> None:
    op.execute("DELETE FROM pictures WHERE subject_type = 'event_template'")
    _replace_check(NOW, BEFORE)
    op.drop_table("event_templates")


def _replace_check(old: tuple[str, str], new: tuple[str, str]) -> None:
    sqlite = op.get_bind().dialect.name == "sqlite"
    # The journal remembers ids, so SQLite, which copies the table, must not give one again.
    last_id = (
        op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'pictures'")) if sqlite else None
    )
    with op.batch_alter_table("pictures", table_kwargs={"sqlite_autoincrement": True}) as pictures:
        pictures.drop_constraint(op.f(old[0]), type_="check")
        pictures.create_check_constraint(op.f(new[0]), new[1])
    if last_id is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'pictures'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('pictures', {int(last_id)})")
