"""The application that a web process of the CRM serves."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from crm_microservice import create_app
from crm_microservice.notifications.routes import MAX_BATCH_BODY_BYTES
from service_kit.adapter import Adapter
from service_kit.garbage_collection import collect_after_contexts_on_python_3_11

THREADS = 4  # for each process: while one waits for its commit, others read and check what was sent


@cache
def build() -> Adapter:
    """Build the application. The server calls this before it forks, so that its processes share the memory.

    Where processes are not forked, each of them calls it.
    """
    app = create_app()
    configure_mappers()
    collect_after_contexts_on_python_3_11(app)
    store = app.extensions["notification_store"]
    return Adapter(
        app,
        MAX_BATCH_BODY_BYTES,
        connections=app.extensions["settings"].connections_per_process,
        threads=THREADS,
        stopped=store.close,
    )
