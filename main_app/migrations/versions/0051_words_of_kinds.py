"""Events are found by their kind, such as "retreat".

Revision ID: 0051
Revises: 0050
"""

import sqlalchemy as sa
from alembic import op

from service_kit.search_words import index_words, spelling_keys

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

WORDS = {
    "class": "class कक्षा क्लास",
    "workshop": "workshop कार्यशाला",
    "retreat": "retreat रिट्रीट शिविर",
    "coaching": "coaching कोचिंग",
}


def upgrade() -> None:
    connection = op.get_bind()
    add_word = sa.text(
        "INSERT INTO event_words (word, event_id) SELECT CAST(:word AS VARCHAR), id FROM events WHERE kind = :kind "
        "ON CONFLICT DO NOTHING"
    )
    add_spelling = sa.text("INSERT INTO search_spellings (key, word) VALUES (:key, :word) ON CONFLICT DO NOTHING")
    for kind, text in WORDS.items():
        for word in sorted(index_words(text)):
            connection.execute(add_word, {"word": word, "kind": kind})
            for key in spelling_keys(word):
                connection.execute(add_spelling, {"key": key, "word": word})


def downgrade() -> None:
    """The words do no harm."""
