"""Builds the application for the web server."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from main_app import create_app
from main_app.database import db
from main_app.integration.worker_watch import WorkerWatch
from service_kit.adapter import Adapter
from service_kit.database import is_sqlite
from service_kit.strict_json import MAX_BODY_BYTES


@cache
def build() -> Adapter:
    """Build the application, before the server forks: its processes then share this memory.

    Where processes cannot be forked, each of them calls this.
    """
    app = create_app()
    configure_mappers()
    with app.app_context():
        # With PostgreSQL a thread waits for the server, and others use the time.
        one_at_a_time = is_sqlite(db.engine)
    connections = app.extensions["settings"].connections_per_process
    return Adapter(
        app,
        MAX_BODY_BYTES,
        connections=connections,
        one_at_a_time=one_at_a_time,
        started=WorkerWatch(app).start,
    )
