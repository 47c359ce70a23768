"""Fixtures for every test: the real services, and people who use them."""

from collections.abc import Callable, Iterator

import pytest

from tests.support.people import Person, register, register_with_role
from tests.support.services import Services


@pytest.fixture(scope="session")
def services() -> Iterator[Services]:
    """The services as processes, shared by all tests that leave them as they found them."""
    with Services() as running:
        yield running


@pytest.fixture
def alice(services: Services) -> Person:
    return register(services, "Alice")


@pytest.fixture
def bob(services: Services) -> Person:
    return register(services, "Bob")


@pytest.fixture(scope="session")
def facilitator(services: Services) -> Person:
    return register_with_role(services, "Priya", "facilitator")


@pytest.fixture(scope="session")
def other_facilitator(services: Services) -> Person:
    return register_with_role(services, "Arjun", "facilitator")


@pytest.fixture(scope="session")
def admin(services: Services) -> Person:
    return register_with_role(services, "Noor", "admin")


@pytest.fixture
def new_person(services: Services) -> Callable[[str], Person]:
    return lambda name: register(services, name)
