"""What a web process of the main API serves."""

from main_app import create_app
from service_kit.server import Adapter
from service_kit.strict_json import LARGEST_BODY


def build() -> Adapter:
    return Adapter(create_app(), LARGEST_BODY)
