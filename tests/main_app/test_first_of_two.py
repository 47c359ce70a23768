"""Two requests at the same moment, each the first of its kind: on PostgreSQL both read before either has written."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import insert, text

from main_app.auth import api_keys
from main_app.auth.caller import Caller
from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.auth.secret_hash import secret_hash
from main_app.calendars.models import CalendarFeed
from main_app.calendars.operations import create_feed, feed_state
from main_app.database import db
from main_app.messages.models import PushSubscription
from main_app.messages.operations import add_device
from service_kit import clock
from tests.main_app.builders import make_person
from tests.support.services import wait_until

pytestmark = [
    pytest.mark.engine("postgresql"),  # SQLite has one writer at a time
    pytest.mark.usefixtures("context"),
]
CONFIGURED = "key-of-the-environment-0123456789abcdef"
ENDPOINT = "https://fcm.googleapis.com/fcm/send/shared"
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


def second_of_two(app: Flask, first: Any, second: Callable[[], object]) -> Any:
    """Run `second` while the statement `first` is not committed yet. Returns what it returns."""

    def in_context() -> object:
        with app.app_context():
            return second()

    with ThreadPoolExecutor(1) as other, db.engine.connect() as connection, db.engine.connect() as watching:
        connection.execute(first)
        result = other.submit(in_context)
        wait_until(lambda: watching.execute(WAITING).scalar_one() > 0, 10)
        connection.commit()
        return result.result(10)


def test_two_first_addresses_of_a_calendar(app: Flask, guest: Caller) -> None:
    feed = {"user_id": guest.id, "secret_hash": secret_hash("of the first"), "created_at": clock.now()}
    made = second_of_two(app, insert(CalendarFeed.__table__).values(feed), lambda: create_feed(guest.id))
    assert feed_state(guest.id)["created_at"] == made["created_at"]


def test_two_first_uses_of_the_environments_key(app: Flask) -> None:
    row = {
        "organisation_id": ONLY_ORGANISATION, "name": "x", "prefix": api_keys.FROM_ENVIRONMENT, "scopes": [],
        "secret_hash": secret_hash(CONFIGURED), "created_at": clock.now(),
    }  # fmt: skip
    first = insert(api_keys.ApiKey.__table__).values(row)
    before = app.extensions["settings"]
    app.extensions["settings"] = before.model_copy(update={"fast_api_api_key": CONFIGURED})
    try:
        found = second_of_two(app, first, lambda: api_keys.find_key(CONFIGURED))
    finally:
        app.extensions["settings"] = before
    assert found is not None


def test_two_people_subscribe_the_same_browser(app: Flask, guest: Caller) -> None:
    alice = make_person("Alice")
    values = {"endpoint": ENDPOINT, "p256dh": "x", "auth": "y", "created_at": clock.now()}
    first = insert(PushSubscription.__table__).values(user_id=alice.id, **values)
    second_of_two(app, first, lambda: add_device(guest.id, ENDPOINT, "x", "y"))
    found = db.session.query(PushSubscription.user_id).filter_by(endpoint=ENDPOINT).all()
    assert [row.user_id for row in found] == [guest.id], "it belongs to whoever subscribed last"
