"""What a web process of the main API serves."""

from functools import cache

from sqlalchemy.orm import configure_mappers

from main_app import create_app
from service_kit.server import Adapter
from service_kit.strict_json import LARGEST_BODY


@cache
def build() -> Adapter:
    """Called before the server forks its processes, which then share the memory of what is made here.

    Where processes are not forked, each of them calls it.
    """
    app = create_app()
    configure_mappers()
    return Adapter(app, LARGEST_BODY)
