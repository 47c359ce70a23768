"""Pictures of events, facilitators and the studio.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("subject_type", sa.String(16)),
        sa.Column("subject_id", sa.Integer()),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("alt", sa.String().with_variant(sa.String(300), "postgresql"), nullable=False),
        sa.Column("focus_x", sa.Integer(), nullable=False),
        sa.Column("focus_y", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "subject_type IN ('event', 'facilitator', 'logo', 'studio')", name="ck_pictures_subject_type"
        ),
        sa.CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="ck_pictures_subject"),
        sa.CheckConstraint("focus_x BETWEEN 0 AND 100 AND focus_y BETWEEN 0 AND 100", name="ck_pictures_focus"),
        sa.CheckConstraint("width >= 1 AND height >= 1", name="ck_pictures_size"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name="fk_pictures_organisation_id_organisations"
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name="fk_pictures_owner_id_users"),
        sa.PrimaryKeyConstraint("id", name="pk_pictures"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_pictures_subject", "pictures", ["subject_type", "subject_id", "position"])
    op.create_index("ix_pictures_file", "pictures", ["file"])
    unused = sa.text("subject_id IS NULL")
    op.create_index("ix_pictures_unused", "pictures", ["created_at"], sqlite_where=unused, postgresql_where=unused)


def downgrade() -> None:
    op.drop_table("pictures")
