"""One scene for every table of this folder."""

from collections.abc import Iterator

import pytest

from tests.security.scene import Scene, set_scene
from tests.support.people import Person
from tests.support.services import Services


@pytest.fixture(scope="module")
def scene(services: Services, facilitator: Person, other_facilitator: Person, admin: Person) -> Iterator[Scene]:
    scene = set_scene(services, facilitator, other_facilitator, admin)
    yield scene
    scene.main.close()
    scene.crm.close()
