"""Commands for operators, on a database that is missing or not migrated."""

from pathlib import Path

import pytest

from main_app.database import db
from tests.main_app.application import application

COMMANDS = (["outbox", "status"], ["journal", "purge"], ["users", "role", "a@example.com", "admin"], ["demo", "load"])


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_command_without_a_migrated_database_says_so_and_makes_none(command: list[str]) -> None:
    with application(migrated=False) as app:
        result = app.test_cli_runner().invoke(args=command)
        assert result.exit_code == 1
        assert result.output.startswith("Error: ")
        with app.app_context():
            if db.engine.dialect.name == "sqlite":
                assert "Give this command the same settings as the services" in result.output
                assert not Path(db.engine.url.database or "").exists()
            else:
                assert "is not at this release's schema" in result.output


def test_a_command_whose_database_cannot_be_reached_says_so() -> None:
    with application(migrated=False, DATABASE_URL="postgresql://nobody:a-password@127.0.0.1:9/none") as app:
        result = app.test_cli_runner().invoke(args=["outbox", "status"])
    assert (result.exit_code, "can't be reached" in result.output) == (1, True)
    assert "a-password" not in result.output


def test_help_needs_no_database() -> None:
    with application(migrated=False) as app:
        assert app.test_cli_runner().invoke(args=["outbox", "retry", "--help"]).exit_code == 0
