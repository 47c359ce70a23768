"""Rate limits per address. Counted per process, or together where RATELIMIT_STORAGE_URI names a Redis."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

limiter = Limiter(get_remote_address, headers_enabled=True)


def init_limits(app: Flask) -> None:
    limiter.init_app(app)
