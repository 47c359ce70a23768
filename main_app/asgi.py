"""What the server runs: Flask in threads, live streams beside it without one."""

from typing import cast

from a2wsgi import WSGIMiddleware
from a2wsgi.wsgi_typing import WSGIApp

from main_app import create_app
from main_app.live import Asgi, LiveSeats

THREADS = 10

flask_app = create_app()
app = LiveSeats(flask_app, cast(Asgi, WSGIMiddleware(cast(WSGIApp, flask_app), workers=THREADS)))
