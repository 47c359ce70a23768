"""What a web process of the CRM serves."""

from crm_microservice import create_app
from crm_microservice.notifications.routes import LARGEST_BATCH_BODY
from service_kit.metrics_directory import forget_dead_processes
from service_kit.server import Adapter


def build() -> Adapter:
    app = create_app()
    store = app.extensions["notification_store"]
    return Adapter(app, LARGEST_BATCH_BODY, started=forget_dead_processes, stopped=store.close)
