"""Messages to people: plans, preferences, notifications, API keys and account tokens.

Revision ID: 0009
Revises: 0008
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.execute("INSERT INTO organisations (id, name, created_at) VALUES (1, 'Samaya', CURRENT_TIMESTAMP)")
    # As SQL: on SQLite Alembic cannot add a column with a foreign key without copying the table.
    op.execute(
        "ALTER TABLE events ADD COLUMN organisation_id INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT fk_events_organisation_id REFERENCES organisations (id)"
    )
    op.add_column("sessions", sa.Column("start_version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("users", sa.Column("language", sa.String(8), nullable=False, server_default="en"))
    op.add_column("users", sa.Column("email_verified_at", TIME))
    op.add_column("users", sa.Column("quiet_from", sa.String(5)))
    op.add_column("users", sa.Column("quiet_until", sa.String(5)))
    _create_keys_and_tokens()
    _create_planned_messages()
    _create_preferences_and_notifications()


def downgrade() -> None:
    for table in (
        "template_comparisons", "team_channels", "push_subscriptions", "in_app_notifications",
        "notification_preferences", "planned_messages", "account_tokens", "api_keys",
    ):  # fmt: skip
        op.drop_table(table)
    for name in ("quiet_until", "quiet_from", "email_verified_at", "language"):
        op.drop_column("users", name)
    op.drop_column("sessions", "start_version")
    op.drop_column("events", "organisation_id")
    op.drop_table("organisations")


def _create_keys_and_tokens() -> None:
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("prefix", sa.String(16), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_by", sa.Integer()),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("last_used_at", TIME),
        sa.Column("revoked_at", TIME),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_api_keys_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_keys")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_api_keys_secret_hash")),
    )
    op.create_table(
        "account_tokens",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(32), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.Column("used_at", TIME),
        _of_user("account_tokens"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_tokens_token_hash")),
    )
    op.create_index(op.f("ix_account_tokens_user_id"), "account_tokens", ["user_id"])
    op.create_index(op.f("ix_account_tokens_expires_at"), "account_tokens", ["expires_at"])


def _create_planned_messages() -> None:
    name = "planned_messages"
    op.create_table(
        name,
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("public_id", sa.String(40), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("api_key_id", sa.Integer()),
        sa.Column("subject", sa.String(160), nullable=False),
        sa.Column("booking_id", sa.Integer()),
        sa.Column("user_id", sa.Integer()),
        sa.Column("entry_id", BIG_ID),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("recipient", sa.String(320), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("variant", sa.String(1), nullable=False),
        sa.Column("start_version", sa.Integer()),
        sa.Column("due_at", TIME, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(64)),
        sa.Column("data", sa.JSON()),
        sa.Column("event_id", sa.String(64)),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("opened_at", TIME),
        sa.Column("clicked_at", TIME),
        sa.CheckConstraint(
            "state IN ('planned', 'queued', 'skipped', 'withdrawn')", name=op.f("ck_planned_messages_state")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_planned_messages_organisation_id")
        ),
        sa.ForeignKeyConstraint(["api_key_id"], ["api_keys.id"], name=op.f("fk_planned_messages_api_key_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_messages")),
        sa.UniqueConstraint("public_id", name=op.f("uq_planned_messages_public_id")),
        sa.UniqueConstraint(
            "booking_id",
            "kind",
            "channel",
            "start_version",
            name=op.f("uq_planned_messages_booking_id_kind_channel_start_version"),
        ),
        sa.UniqueConstraint(
            "entry_id", "channel", "kind", "recipient", name=op.f("uq_planned_messages_entry_id_channel_kind_recipient")
        ),
    )
    _partial_index("ix_planned_messages_due", name, ["due_at", "id"], "state = 'planned'")
    _partial_index("ix_planned_messages_finished", name, ["updated_at"], "state <> 'planned'")
    _partial_index("ix_planned_messages_api_key", name, ["api_key_id", "id"], "api_key_id IS NOT NULL")
    _partial_index("ix_planned_messages_user", name, ["user_id", "id"], "user_id IS NOT NULL")


def _create_preferences_and_notifications() -> None:
    op.create_table(
        "notification_preferences",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        _of_user("notification_preferences"),
        sa.PrimaryKeyConstraint("user_id", "kind", "channel", name=op.f("pk_notification_preferences")),
    )
    name = "in_app_notifications"
    op.create_table(
        name,
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("booking_id", sa.Integer()),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("url", sa.String(500), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("read_at", TIME),
        _of_user(name),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_app_notifications")),
        sa.UniqueConstraint("event_id", name=op.f("uq_in_app_notifications_event_id")),
    )
    op.create_index(op.f("ix_in_app_notifications_created_at"), name, ["created_at"])
    op.create_index("ix_in_app_notifications_user", name, ["user_id", "id"])
    _partial_index("ix_in_app_notifications_unread", name, ["user_id", "id"], "read_at IS NULL")
    _partial_index("ix_in_app_notifications_read", name, ["read_at"], "read_at IS NOT NULL")
    op.create_table(
        "push_subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(200), nullable=False),
        sa.Column("auth", sa.String(100), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        _of_user("push_subscriptions"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_push_subscriptions")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_push_subscriptions_endpoint")),
    )
    op.create_index(op.f("ix_push_subscriptions_user_id"), "push_subscriptions", ["user_id"])
    op.create_table(
        "team_channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("address", sa.String(1000), nullable=False),
        sa.Column("label", sa.String(200), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("kind IN ('slack', 'discord', 'whatsapp')", name=op.f("ck_team_channels_kind")),
        _of_user("team_channels"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_channels")),
    )
    op.create_index(op.f("ix_team_channels_user_id"), "team_channels", ["user_id"])
    op.create_table(
        "template_comparisons",
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_template_comparisons")),
    )


def _of_user(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f(f"fk_{table}_user_id"), ondelete="CASCADE")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    condition: dict[str, Any] = {"postgresql_where": sa.text(where), "sqlite_where": sa.text(where)}
    op.create_index(name, table, columns, **condition)
