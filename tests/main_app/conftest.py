"""An application inside the test's process, for what running services cannot show."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.main_app.application import application


@pytest.fixture(scope="module")
def app() -> Iterator[Flask]:
    with application() as app:
        yield app
