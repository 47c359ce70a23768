"""The studio's own settings.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "studio",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(80)),
        sa.Column("colour", sa.String(7)),
        sa.Column("contact_email", sa.String(254)),
        sa.Column("contact_phone", sa.String(20)),
        sa.Column("address", sa.String(500)),
        sa.Column("about", sa.Text()),
        sa.Column("terms", sa.Text()),
        sa.Column("privacy", sa.Text()),
        sa.Column("default_currency", sa.String(3)),
        sa.Column("default_time_zone", sa.String(64)),
        sa.Column("languages", sa.JSON(none_as_null=True)),
        sa.Column("review_above_cents", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("review_above_cents >= 0", name=op.f("ck_studio_review_above_cents")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name="fk_studio_organisation_id"),
        sa.PrimaryKeyConstraint("organisation_id", name="pk_studio"),
    )
    op.execute("INSERT INTO studio (organisation_id, version) VALUES (1, 1)")


def downgrade() -> None:
    op.drop_table("studio")
