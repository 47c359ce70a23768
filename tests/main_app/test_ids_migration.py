"""The migration that ends the reuse of ids on SQLite: the next id is above every one that is remembered somewhere."""

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from main_app.auth.account_tokens import VERIFY_EMAIL, make_token
from main_app.auth.models import Role
from main_app.auth.recovery import request_new_password
from main_app.database import db
from main_app.messages.models import TeamChannel
from service_kit import clock
from service_kit.database import write_connection, write_transaction
from tests.main_app.application import application
from tests.main_app.builders import make_person

BEFORE = "0014"
DELETED = ("DELETE FROM account_tokens", "DELETE FROM team_channels")


@pytest.mark.engine("sqlite")
def test_the_next_ids_are_above_those_of_the_journal_and_of_waiting_messages() -> None:
    with application() as app, app.app_context():
        priya = make_person("Priya", Role.FACILITATOR)
        for _ in range(5):
            request_new_password(priya.email)
        team = new_team_channel(priya.id)
        db.session.remove()
        downgrade(revision=BEFORE)
        with write_connection() as connection:
            plan = (
                "INSERT INTO planned_messages (public_id, organisation_id, subject, kind, channel, recipient, variant,"
            )
            plan += " due_at, state, created_at, updated_at) VALUES ('a', 1, 'booking:1', 'team_booking', 'slack',"
            plan += f" 'team:{team + 3}', 'a', :now, 'planned', :now, :now)"
            connection.execute(text(plan), {"now": "2026-01-02 03:04:05.000000"})
            for statement in DELETED:
                connection.execute(text(statement))
        upgrade()
        assert new_team_channel(priya.id) == team + 4
        request_new_password(priya.email)  # its journal entry would be there already
        with write_transaction() as db_session:
            assert make_token(db_session, priya.id, VERIFY_EMAIL).id == 7


def new_team_channel(user_id: int) -> int:
    with write_transaction() as db_session:
        channel = TeamChannel(
            user_id=user_id, kind="slack", address="https://a.example", label="", created_at=clock.now()
        )
        db_session.add(channel)
        db_session.flush()
        return channel.id
