"""Fixtures of the CRM's tests: running services and stores, on the database that TEST_ENGINE names."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask

from crm_microservice import create_app
from crm_microservice.database import db
from crm_microservice.notifications.store import NotificationStore
from crm_microservice.settings import CrmSettings
from service_kit.migrations import migrate_database
from tests.crm_microservice.service import Crm, fresh_database_url
from tests.crm_microservice.studio import Studio
from tests.support.services import engine_under_test

OpenApp = Callable[[], Flask]
OpenStore = Callable[[], NotificationStore]
# The JSON store does not depend on the database, so it is tested with SQLite only.
STORES = ["sql", "json"] if engine_under_test() == "sqlite" else ["sql"]


@pytest.fixture(scope="module", params=STORES)
def crm(request: pytest.FixtureRequest) -> Iterator[Crm]:
    """A running CRM for each kind of store, shared by a module's tests, which each use ids of their own."""
    with tempfile.TemporaryDirectory() as folder, fresh_database_url(Path(folder)) as url:
        service = Crm(Path(folder), url, NOTIFICATION_STORE=request.param, CRM_STREAM_HEARTBEAT_SECONDS="1")
        try:
            yield service.start()
        finally:
            service.stop()


@pytest.fixture
def priya(crm: Crm) -> Studio:
    """A facilitator whom no other test knows."""
    return Studio(crm)


@pytest.fixture
def start_crm(tmp_path: Path) -> Iterator[Callable[..., Crm]]:
    """Start a CRM of the test's own, with settings."""
    with ExitStack() as stack:
        url = stack.enter_context(fresh_database_url(tmp_path))

        def start(**settings: str) -> Crm:
            service = Crm(tmp_path, url, **settings)
            stack.callback(service.stop)
            return service.start()

        yield start


@pytest.fixture(params=STORES)
def store_config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[CrmSettings]:
    """The configuration of an empty store of each kind, its database migrated."""
    with fresh_database_url(tmp_path) as url:
        config = CrmSettings.load(
            {
                "DATA_DIR": str(tmp_path),
                "CRM_DATABASE_URL": url,
                "CRM_LOG_FILE": str(tmp_path / "crm.log"),
                "NOTIFICATION_LOG_FILE": str(tmp_path / "notifications.json"),
                "NOTIFICATION_STORE": request.param,
            }
        )
        app = create_app(config)
        migrate_database(app)
        _close(app)
        yield config


@pytest.fixture
def open_app(store_config: CrmSettings) -> Iterator[OpenApp]:
    """Build the application again, as another process would."""
    opened: list[Flask] = []

    def open_again() -> Flask:
        opened.append(create_app(store_config))
        return opened[-1]

    yield open_again
    for app in opened:
        _close(app)


@pytest.fixture
def open_store(open_app: OpenApp) -> OpenStore:
    """Open the store again, as another process would."""
    return lambda: open_app().extensions["notification_store"]


def _close(app: Flask) -> None:
    app.extensions["notification_store"].close()
    with app.app_context():
        db.engine.dispose()  # with the JSON store, the database is open as well


@pytest.fixture
def store(open_store: OpenStore) -> NotificationStore:
    return open_store()
