"""The migration of the stages keeps unprocessed entries. While one is between two stages it cannot be undone."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from main_app.auth.models import Role
from main_app.bookings.operations import book_session
from main_app.consequences import plan_messages, process_journal
from main_app.database import db
from service_kit.database import write_connection
from tests.main_app.application import application
from tests.main_app.builders import make_person, make_session

BEFORE = "0013"
UNPROCESSED = "SELECT count(*) FROM journal WHERE processed_at IS NULL"


def count(query: str) -> int:
    with db.engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def test_the_migration_of_the_stages_goes_both_ways(caplog: pytest.LogCaptureFixture) -> None:
    with application() as app, app.app_context():
        _book_and_process_half()
        with pytest.raises(SystemExit):
            downgrade(revision=BEFORE)
        assert "between two stages" in caplog.text
        db.session.remove()
        assert plan_messages() == 1
        book_session(make_person(), make_session(make_person("Priya", Role.FACILITATOR)).id)
        waiting = count(UNPROCESSED)
        assert waiting > 0

        db.session.remove()
        downgrade(revision=BEFORE)
        assert count(UNPROCESSED) == waiting
        upgrade()
        with pytest.raises(DBAPIError, match="never changed"), write_connection() as connection:
            connection.execute(text("UPDATE journal SET action = 'other'"))
        assert process_journal() == waiting
        assert plan_messages() == 1
        assert count(UNPROCESSED) == 0


def _book_and_process_half() -> None:
    """Book, and process the booking's entry in the first stage only."""
    book_session(make_person(), make_session(make_person("Priya", Role.FACILITATOR)).id)
    while process_journal():
        pass
    assert count(UNPROCESSED) == 1
