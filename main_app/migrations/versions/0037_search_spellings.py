"""Keys by which the words of events are found though they are misspelt.

Revision ID: 0037
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

from service_kit.search_words import spelling_keys

revision = "0037"
down_revision = "0034"
branch_labels = None
depends_on = None

BATCH = 2000  # words


def upgrade() -> None:
    word = sa.String(20).with_variant(sa.String(20, collation="C"), "postgresql")
    op.create_table(
        "search_spellings",
        sa.Column("key", word, nullable=False),
        sa.Column("word", word, nullable=False),
        sa.PrimaryKeyConstraint("key", "word", name="pk_search_spellings"),
    )
    connection = op.get_bind()
    next_words = sa.text("SELECT DISTINCT word FROM event_words WHERE word > :last ORDER BY word LIMIT :batch")
    add = sa.text("INSERT INTO search_spellings (key, word) VALUES (:key, :word) ON CONFLICT DO NOTHING")
    last = ""
    while words := connection.scalars(next_words, {"last": last, "batch": BATCH}).all():
        if rows := [{"key": key, "word": word} for word in words for key in spelling_keys(word)]:
            connection.execute(add, rows)
        last = words[-1]


def downgrade() -> None:
    op.drop_table("search_spellings")
