"""The check for the newest schema works without Alembic and agrees with it."""

from pathlib import Path
from types import ModuleType

import pytest
from alembic.script import ScriptDirectory

import crm_microservice
import main_app
from service_kit.migrations import newest_revision


@pytest.mark.parametrize("package", [main_app, crm_microservice])
def test_the_newest_revision_is_the_one_that_alembic_names(package: ModuleType) -> None:
    folder = Path(package.__file__ or "").parent / "migrations"
    assert newest_revision(folder) == ScriptDirectory(str(folder)).get_current_head()
