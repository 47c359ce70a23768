"""The check for the newest schema works without Alembic and agrees with it."""

from pathlib import Path
from types import ModuleType

import pytest
from alembic.script import ScriptDirectory

import crm_microservice
import main_app
from main_app.database import db
from service_kit.migrations import Migrations


@pytest.mark.parametrize("package", [main_app, crm_microservice])
def test_the_newest_revision_is_the_one_that_alembic_names(package: ModuleType) -> None:
    folder = Path(package.__file__ or "").parent / "migrations"
    assert Migrations(db, folder).newest() == ScriptDirectory(str(folder)).get_current_head()
