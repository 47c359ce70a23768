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

SUBJECT_TYPES = "'event', 'facilitator', 'logo', 'studio'"
WITH_TEMPLATES = "'event', 'event_template', 'facilitator', 'logo', 'studio'"


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
        sa.Column("facilitator_id", sa.Integer(), sa.ForeignKey("users.id"), nullable=False),
        sa.Column("title", sa.String().with_variant(sa.String(300), "postgresql"), nullable=False),
        sa.Column("event", sa.JSON(), nullable=False),
        sa.Column("sessions", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_event_templates_facilitator", "event_templates", ["facilitator_id", "id"])
    _set_subject_types(WITH_TEMPLATES)


def downgrade() -> None:
    op.execute("DELETE FROM pictures WHERE subject_type = 'event_template'")
    _set_subject_types(SUBJECT_TYPES)
    op.drop_table("event_templates")


def _set_subject_types(names: str) -> None:
    of_subject_type = f"subject_type IN ({names})"
    if op.get_bind().dialect.name == "postgresql":
        op.drop_constraint(op.f("ck_pictures_subject_type"), "pictures")
        op.create_check_constraint(op.f("ck_pictures_subject_type"), "pictures", of_subject_type)
        return
    # SQLite copies the table, which no other refers to. Alembic doesn't read its CHECKs, so all are named here.
    checks = {
        "ck_pictures_subject_type": of_subject_type,
        "ck_pictures_subject": "(subject_type IS NULL) = (subject_id IS NULL)",
        "ck_pictures_focus": "focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100",
        "ck_pictures_size": "width >= 1 AND height >= 1",
    }
    named = [sa.CheckConstraint(condition, name=op.f(name)) for name, condition in checks.items()]
    # The journal remembers ids, so none is given again.
    last_id = op.get_bind().scalar(sa.text("SELECT seq FROM sqlite_sequence WHERE name = 'pictures'"))
    autoincrement = {"sqlite_autoincrement": True}
    with op.batch_alter_table("pictures", recreate="always", table_args=named, table_kwargs=autoincrement):
        pass
    op.execute("DELETE FROM sqlite_sequence WHERE name = 'pictures'")
    if last_id is not None:
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('pictures', {int(last_id)})")
