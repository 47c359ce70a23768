"""A small application on our own server: `python -m tests.service_kit.small_server PORT FOLDER BODY_SECONDS`."""

import sys
import threading
import time
from collections.abc import AsyncGenerator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

import service_kit.adapter
import service_kit.server
from service_kit.adapter import Adapter, stream_response
from service_kit.request_hooks import AFTER_RESPONSE
from service_kit.server import serve
from service_kit.stream_limits import STREAM_LIMITS, StreamLimits
from service_kit.streams import EventStream, event
from service_kit.wsgi import KEPT_IN_MEMORY

MAX_BODY_BYTES = 100_000
BODY_SECONDS = 2.0
HEADER_SECONDS = 1
CONNECTIONS = 32


class Endless(EventStream):
    """Events without end, as fast as they are taken."""

    async def events(self) -> AsyncGenerator[bytes, None]:
        while True:
            yield event("filler", {"text": "x" * 10_000})


@cache
def build() -> Adapter:
    app = Flask(__name__)
    app.extensions[STREAM_LIMITS] = StreamLimits(CONNECTIONS, CONNECTIONS, CONNECTIONS)
    service_kit.adapter.BODY_SECONDS, service_kit.server.HEADER_SECONDS = float(sys.argv[3]), HEADER_SECONDS
    adapter = Adapter(app, MAX_BODY_BYTES, inner=("/inner",), connections=CONNECTIONS)

    @app.post("/length")
    def length() -> str:
        return str(len(request.get_data()))

    counted: list[bytes] = []

    @app.post("/counted")
    def count_this() -> str:
        counted.append(request.get_data())
        return str(len(counted))

    @app.get("/count")
    def count() -> str:
        return str(len(counted))

    @app.get("/waits")
    def waits() -> str:
        """Wait for the file `go on` of the test. A file `waits-...` shows that it has begun."""
        Path(sys.argv[2], f"waits-{threading.get_ident()}").touch()
        until = time.monotonic() + 20
        while not Path(sys.argv[2], "go on").exists() and time.monotonic() < until:
            time.sleep(0.01)
        return "waited"

    @app.get("/inner")
    def awaited_by_others() -> str:
        return "answered"

    @app.get("/stream")
    def stream() -> Response:
        return stream_response(Endless())

    @app.get("/large")
    def large() -> Response:
        return Response(b"x" * 1000 for _ in range(KEPT_IN_MEMORY // 1000 + 10))

    @app.get("/huge")
    def huge() -> Response:
        return Response(b"x" * KEPT_IN_MEMORY for _ in range(30))

    @app.get("/awaited")
    def awaited() -> str:
        return str(len(adapter._pending_bodies))

    @app.get("/finishes-later")
    def finishes_later() -> str:
        request.environ[AFTER_RESPONSE].append(finish)
        return "soon"

    def finish() -> None:
        """Wait for the file `answered` of the test, and a little longer; then make the file `finished`."""
        folder, until = Path(sys.argv[2]), time.monotonic() + 20
        while not (folder / "answered").exists() and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(0.5)
        (folder / "finished").touch()

    @app.get("/exits")
    def exits() -> str:
        raise SystemExit(1)

    inner = app.wsgi_app

    def failing(environ: Any, start_response: Any) -> Any:
        if environ["PATH_INFO"] == "/fails":
            raise RuntimeError("outside of Flask")
        return inner(environ, start_response)

    app.wsgi_app = failing  # type: ignore[method-assign]
    return adapter


if __name__ == "__main__":
    serve("tests.service_kit.small_server:build", host="127.0.0.1", port=int(sys.argv[1]), processes=1)
