"""The service's log: one line a happening, e-mail addresses masked, secrets absent, safe with several processes."""

import logging
import re
import sys
from typing import Any

import structlog

from crm_microservice.config import Config
from crm_microservice.log_file import SharedRotatingFileHandler

LARGEST_LOG_FILE = 10 * 1024 * 1024  # bytes
KEPT_LOG_FILES = 5

EMAIL = re.compile(r"([^\s@<>\"'(),;:=\[\]{}\\/])[^\s@<>\"'(),;:=\[\]{}\\/]*@([\w-]+(?:\.[\w-]+)+)")
BEARER = re.compile(r"(?i)\b(bearer\s+)[^\s\"',;]+")

log = structlog.stdlib.get_logger("crm")


def mask(text: str) -> str:
    """Return the text with e-mail addresses cut to their first letter and bearer tokens taken out."""
    return BEARER.sub(r"\1***", EMAIL.sub(r"\1***@\2", text))


class MaskingFormatter(structlog.stdlib.ProcessorFormatter):
    """Masks the finished line, so that tracebacks and other libraries' messages are covered as well."""

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record))


def set_up_logging(config: Config) -> None:
    """Send everything to the log file, and to standard error from warnings on (in debug mode: all of it)."""
    level = logging.DEBUG if config.debug else logging.INFO
    before_rendering: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
    ]
    structlog.configure(
        processors=[*before_rendering, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    formatter = MaskingFormatter(
        foreign_pre_chain=before_rendering,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(
                key_order=["timestamp", "level", "logger", "event"], bool_as_flag=False
            ),
        ],
    )
    to_file = SharedRotatingFileHandler(config.log_file, LARGEST_LOG_FILE, KEPT_LOG_FILES)
    to_screen = logging.StreamHandler(sys.stderr)
    to_screen.setLevel(logging.DEBUG if config.debug else logging.WARNING)
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler.formatter, MaskingFormatter)]:
        root.removeHandler(old)
        old.close()
    for handler in (to_file, to_screen):
        handler.setFormatter(formatter)
        root.addHandler(handler)
    logging.getLogger("crm").setLevel(level)
    root.setLevel(logging.INFO)
    for chatty in ("alembic", "urllib3", "_granian"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
