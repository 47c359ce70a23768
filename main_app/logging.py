"""One line of JSON a fact, each with its request's id; no secret and no e-mail address in any of them."""

import logging
import re
import sys
import uuid
from typing import Any

import structlog
from flask import Flask, Response, g, has_request_context, request

from service_kit import clock

EMAIL = re.compile(r"([^\s@<>\"'(),;:=\[\]{}\\/])[^\s@<>\"'(),;:=\[\]{}\\/]*@([\w-]+(?:\.[\w-]+)+)")
BEARER = re.compile(r"(?i)bearer\s+[^\s\"',;]+")
FEED = re.compile(r"/calendar/[^/\s\"]+\.ics")
REQUEST_ID = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
QUIET = ("/health", "/ready", "/metrics")

logger = logging.getLogger(__name__)


def mask(text: str) -> str:
    """The text without what must not be logged: e-mail addresses keep their first letter, tokens nothing."""
    return EMAIL.sub(r"\1***@\2", FEED.sub("/calendar/***.ics", BEARER.sub("Bearer ***", text)))


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, so that tracebacks, nested values and libraries' messages are covered as well."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def _with_request(_logger: Any, _method: str, entry: structlog.typing.EventDict) -> structlog.typing.EventDict:
    if has_request_context() and "request_id" in g:
        entry["request_id"] = g.request_id
    return entry


def init_logging(level: int) -> None:
    """Send every log record of the process, ours and the libraries', to stderr as masked JSON."""
    before: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_request,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        MaskingFormatter(
            foreign_pre_chain=before,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for noisy in ("urllib3", "alembic", "flask_migrate", "_granian", "asyncio"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


def init_request_log(app: Flask) -> None:
    @app.before_request
    def begin() -> None:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if REQUEST_ID.match(given) else uuid.uuid4().hex
        g.started = clock.monotonic()

    @app.after_request
    def end(response: Response) -> Response:
        response.headers["X-Request-Id"] = g.get("request_id", "")
        if request.path not in QUIET:
            person = g.get("caller")
            logger.info(
                "request",
                extra={
                    "method": request.method,
                    "path": request.path,
                    "status": response.status_code,
                    "ms": round((clock.monotonic() - g.started) * 1000, 1),
                    "user_id": person.id if person else None,
                },
            )
        return response
