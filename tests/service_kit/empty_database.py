"""An application that has nothing but the tables of one test file, empty."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from service_kit.database import init_database
from service_kit.settings import database_url
from tests.support.postgres import fresh_database
from tests.support.services import engine_under_test


@contextmanager
def empty_database(db: SQLAlchemy, folder: Path, writer_lock: int | None = None) -> Iterator[Flask]:
    app = Flask(__name__)
    url = database_url(fresh_database()) if engine_under_test() == "postgresql" else f"sqlite:///{folder}/test.db"
    init_database(app, db, url, migrations=folder, writer_lock=writer_lock)
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()
