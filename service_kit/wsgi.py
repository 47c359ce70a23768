"""A request as WSGI describes it (PEP 3333), and the response of a WSGI application to it."""

import sys
import tempfile
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any, BinaryIO
from urllib.parse import quote

from service_kit.request_hooks import AFTER_RESPONSE

KEPT_IN_MEMORY = 1024 * 1024  # bytes of a response; a larger one is collected in a temporary file
VISIBLE_ASCII = "".join(map(chr, range(0x21, 0x7F)))
BEYOND_ASCII = "\xff"
NOT_OF_HTTP = ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING")
STREAM = "service_kit.stream"  # where a view leaves the counted event stream that it responds with

Headers = list[tuple[str, str]]
WsgiResponse = tuple[int, Headers, BinaryIO | bytes]


def environ_of(scope: Any, headers: Iterable[tuple[str, str]], body: bytes) -> dict[str, Any]:
    """The request as WSGI describes it (PEP 3333)."""
    path, server, client = scope.path, scope.server.rpartition(":"), scope.client.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": path if path.isascii() else path.encode().decode("latin-1"),
        # Bytes beyond ASCII may stand in an address on the wire; WSGI's query string does not know them.
        "QUERY_STRING": quote(scope.query_string, safe=VISIBLE_ASCII),
        "SERVER_NAME": server[0],
        "SERVER_PORT": server[2],
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": client[0].strip("[]"),
        "REMOTE_PORT": client[2],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        STREAM: None,
        AFTER_RESPONSE: [],
    }
    for name, value in headers:
        if "_" in name:
            continue  # WSGI could not tell it from the name with a hyphen, which a proxy may have set or removed
        key = name.upper().replace("-", "_")
        if key == "TRANSFER_ENCODING":
            continue  # the body is complete
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            environ[key] += ("; " if key == "HTTP_COOKIE" else ",") + value
        else:
            environ[key] = value
    for name in scope.headers.keys():  # noqa: SIM118 not a dictionary
        # Granian leaves out values with bytes beyond ASCII. An invalid one stands for them, so that checks refuse it.
        key = f"HTTP_{name.upper().replace('-', '_')}"
        if key not in environ and key not in NOT_OF_HTTP and "_" not in name:
            environ[key] = BEYOND_ASCII
    if scope.authority and "HTTP_HOST" not in environ:
        environ["HTTP_HOST"] = scope.authority
    if body and "CONTENT_LENGTH" not in environ:
        environ["CONTENT_LENGTH"] = str(len(body))  # a chunked body has no length of its own
    return environ


def run_app(app: Any, environ: dict[str, Any]) -> WsgiResponse:
    """Call the WSGI application and collect its response."""
    started: list[Any] = []

    def start_response(status: str, headers: Headers, _exc_info: Any = None) -> Callable[[bytes], object]:
        started[:] = [int(status[:3]), [(name.lower(), value) for name, value in headers]]
        return lambda _: None

    chunks = app(environ, start_response)
    try:
        content = _collect(chunks)
    finally:
        if hasattr(chunks, "close"):
            chunks.close()
    return started[0], started[1], content


def _collect(chunks: Iterable[bytes]) -> BinaryIO | bytes:
    kept: list[bytes] = []
    size = 0
    iterator = iter(chunks)
    for chunk in iterator:
        kept.append(chunk)
        size += len(chunk)
        if size > KEPT_IN_MEMORY:
            file = tempfile.TemporaryFile()  # noqa: SIM115 closed by whoever sends it
            file.writelines(kept)
            file.writelines(iterator)
            file.seek(0)
            return file
    return kept[0] if len(kept) == 1 else b"".join(kept)
