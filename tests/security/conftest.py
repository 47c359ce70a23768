"""The scene that all tables of this folder share."""

from collections.abc import Iterator

import pytest

from tests.security.scene import Scene, set_scene
from tests.support.services import Services


@pytest.fixture(scope="module")
def scene(services: Services) -> Iterator[Scene]:
    scene = set_scene(services)
    yield scene
    scene.main.close()
    scene.crm.close()
