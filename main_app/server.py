"""What a web process of the main API serves."""

from main_app import create_app
from service_kit.server import Adapter


def build() -> Adapter:
    app = create_app()
    return Adapter(app, app.config["MAX_CONTENT_LENGTH"])
