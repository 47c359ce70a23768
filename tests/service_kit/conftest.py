"""Fixtures of tests that go through both services."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.service_kit.both_services import SERVICES, Buffered, service


@pytest.fixture(scope="module", params=SERVICES)
def each_service(request: pytest.FixtureRequest) -> Iterator[Flask]:
    with service(request.param) as app:
        app.test_client_class = Buffered
        yield app


@pytest.fixture(scope="module")
def main() -> Iterator[Flask]:
    with service("main") as app:
        app.test_client_class = Buffered
        yield app


@pytest.fixture(scope="module")
def crm() -> Iterator[Flask]:
    with service("crm") as app:
        app.test_client_class = Buffered
        yield app
