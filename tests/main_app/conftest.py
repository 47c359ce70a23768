"""What the tests of the main API share: an application in their own process, and people in and outside of it."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient

from main_app.auth.access import Caller
from main_app.auth.api_keys import SCOPES, make_key
from main_app.auth.models import Role
from main_app.journal.append import Actor
from main_app.messages import plan
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.main_app.notified import start_anew
from tests.main_app.outside_system import SECRET, System
from tests.support.people import Person, register_with_role
from tests.support.services import Services


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """An application inside the test's process, for what running services cannot show."""
    with application() as app:
        yield app


@pytest.fixture
def context(app: Flask) -> Iterator[None]:
    """The test runs inside that application."""
    with app.app_context():
        yield


@pytest.fixture
def nothing_left(context: None) -> None:
    """Remove journal entries, plans and messages of earlier tests."""
    start_anew()


@pytest.fixture
def priya(context: None) -> Caller:
    """A facilitator inside that application."""
    return make_person("Priya", Role.FACILITATOR)


@pytest.fixture
def guest(context: None) -> Caller:
    """A guest inside that application."""
    return make_person("Alice")


@pytest.fixture
def mail_and_sms_are_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "configured_channels", lambda _settings: frozenset({"email", "sms"}))


@pytest.fixture(scope="module")
def client() -> Iterator[FlaskClient]:
    """Anyone who calls an application that knows the booking wizard's secret."""
    # All bookings of these tests have one phone number.
    with (
        application(BOOKING_WIZARD_WEBHOOK_SECRET=SECRET, API_KEY_MESSAGES_PER_RECIPIENT="10000") as app,
        app.app_context(),
    ):
        yield app.test_client()


@pytest.fixture
def system(client: FlaskClient) -> System:
    return System(client, make_key(Actor(None, "admin"), "Desk", list(SCOPES))[1])


@pytest.fixture
def stranger(client: FlaskClient) -> System:
    return System(client, make_key(Actor(None, "admin"), "Another desk", list(SCOPES))[1])


@pytest.fixture
def new_facilitator(services: Services) -> Person:
    """A facilitator who has no events yet."""
    return register_with_role(services, "Kavya", "facilitator")
