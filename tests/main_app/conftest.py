"""What the tests of the main API share: an application in their own process, and facilitators with no events yet."""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import text

from tests.main_app.application import application
from tests.support.database import change
from tests.support.people import Person, register
from tests.support.services import Services


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    """An application inside the test's process, for what running services cannot show."""
    with application() as app:
        yield app


@pytest.fixture
def new_facilitator(services: Services) -> Person:
    person = register(services, "Kavya")
    # Past the services, which would take a second to start their command line.
    role = text("UPDATE users SET role = 'facilitator' WHERE id = :id").bindparams(id=person.id)
    change(services.main_database, role)
    return person
