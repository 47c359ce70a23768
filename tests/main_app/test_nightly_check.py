"""The money is checked each night (integration/nightly.py), and again soon while something differs."""

from datetime import datetime, timezone

import pytest
from sqlalchemy import delete, insert

from main_app.auth.access import Caller
from main_app.payments.models import MoneyCheck
from main_app.payments.money_check import check_nightly, found_differences, last_check
from service_kit.database import write_connection
from tests.main_app.orders import add_order, add_payment

NOON = datetime(2030, 6, 1, 12, tzinfo=timezone.utc)


@pytest.fixture(autouse=True)
def no_checks(context: None) -> None:
    with write_connection() as connection:
        connection.execute(delete(MoneyCheck))


def checked(at: datetime, differing: int = 0) -> None:
    with write_connection() as connection:
        row = {"checked_at": at, "payments": 0, "differing": differing, "differences": []}
        connection.execute(insert(MoneyCheck).values(row))


def test_before_the_first_payment_no_night_has_anything_to_check():
    check_nightly()
    assert last_check()["checked_at"] is None


def test_a_night_checks_what_was_paid(priya: Caller, guest: Caller, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("main_app.payments.money_check.providers_of", lambda _settings: {})
    with write_connection() as connection:
        add_payment(connection, add_order(connection, guest, priya, (3900, 0)))
    check_nightly()
    assert last_check()["payments"] == 1


def test_a_check_that_found_something_is_repeated():
    checked(NOON)
    assert not found_differences()
    checked(NOON, differing=1)
    assert found_differences()
