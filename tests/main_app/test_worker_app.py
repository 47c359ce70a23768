"""The application of the worker."""

import logging
from contextlib import ExitStack
from pathlib import Path

import pytest

from main_app import create_worker_app
from main_app.database import db
from main_app.settings import MainSettings

SLOTS = 64  # the largest NOTIFICATION_WORKERS


@pytest.mark.timeout(15)
@pytest.mark.engine("sqlite")  # PostgreSQL itself limits connections
def test_no_delivery_thread_waits_for_a_connection_of_another(tmp_path: Path) -> None:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    app = create_worker_app(
        MainSettings.load({"DATA_DIR": tmp_path, "DATABASE_URL": f"sqlite:///{tmp_path}/samaya.db"})
    )
    root.handlers, root.level = before
    with app.app_context(), ExitStack() as stack:
        try:
            held = [stack.enter_context(db.engine.connect()) for _ in range(2 * SLOTS)]
            assert len(held) == 2 * SLOTS
        finally:
            stack.close()
            db.engine.dispose()
