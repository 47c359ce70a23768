"""The money is checked each night without anybody asking."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import delete, insert

from main_app.auth.access import Caller
from main_app.payments import nightly_check
from main_app.payments.models import MoneyCheck
from main_app.payments.money_check import last_check
from main_app.payments.nightly_check import NightlyCheck, is_due
from main_app.settings import settings
from service_kit import clock
from service_kit.database import write_connection
from tests.main_app.orders import add_order, add_payment
from tests.support.services import wait_until

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
    assert not is_due(NOON)


def test_a_check_is_due_once_a_night(priya: Caller, guest: Caller):
    with write_connection() as connection:
        add_payment(connection, add_order(connection, guest, priya, (3900, 0)))
    assert not is_due(clock.now())
    assert is_due(NOON)
    checked(NOON - timedelta(hours=10))
    assert is_due(NOON)
    checked(NOON - timedelta(hours=8))
    assert not is_due(NOON)
    assert is_due(NOON + timedelta(hours=16))


def test_a_check_that_found_something_is_repeated():
    checked(NOON, differing=1)
    assert not is_due(NOON + timedelta(minutes=9))
    assert is_due(NOON + timedelta(minutes=11))


def test_a_worker_runs_the_check_that_is_due(monkeypatch: pytest.MonkeyPatch):
    started: list[int] = []
    monkeypatch.setattr(nightly_check, "check_nightly", lambda: started.append(len(settings().seller_name)))
    checked(clock.now() - timedelta(days=2))
    nightly = NightlyCheck()
    nightly.start_due()
    wait_until(lambda: started == [len("Samaya")], 20, lambda: "the check did not start")
    checked(clock.now())
    nightly.start_due()
    assert len(started) == 1
    assert last_check()["differing"] == 0
