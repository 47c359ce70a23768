"""What the tests of the main API share: an application in their own process, and facilitators with no events yet."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.main_app.application import application
from tests.support.people import Person, register_with_role
from tests.support.services import Services


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """An application inside the test's process, for what running services cannot show."""
    with application() as app:
        yield app


@pytest.fixture
def new_facilitator(services: Services) -> Person:
    """A facilitator who has no events yet."""
    return register_with_role(services, "Kavya", "facilitator")
