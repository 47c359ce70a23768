"""Builds the application for the web server."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from main_app import create_app
from main_app.integration.worker_watch import WorkerWatch
from main_app.services import demo_bank
from service_kit.adapter import Adapter
from service_kit.garbage_collection import collect_after_contexts_on_python_3_11
from service_kit.strict_json import MAX_BODY_BYTES


@cache
def build() -> Adapter:
    """Build the application, before the server forks: its processes then share this memory.

    Where processes cannot be forked, each of them calls this.
    """
    app = create_app()
    configure_mappers()
    collect_after_contexts_on_python_3_11(app)
    connections = app.extensions["settings"].connections_per_process
    watch = WorkerWatch(app)
    return Adapter(
        app,
        MAX_BODY_BYTES,
        inner=(demo_bank.API,),
        uploads=app.extensions["max_upload_bytes"],
        connections=connections,
        started=watch.start,
    )
