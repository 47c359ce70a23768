"""One log format: a line of JSON for each fact, with its request's id. Secrets and addresses are masked.

Everything logs with the standard library: `logging.getLogger(__name__).info("booking stored", extra={...})`.
"""

import json
import logging
import os
import re
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from flask import g, has_request_context

from service_kit.file_lock import FileLock

MAX_FILE_BYTES = 10 * 1024 * 1024
KEPT_FILES = 5
MAX_TEXT_LENGTH = 20_000  # characters of one line; a traceback fits
NOISY = ("urllib3", "alembic", "flask_migrate", "_granian", "asyncio")

BEARER = re.compile(r"(?i)bearer\s+[^\s\"',;]+")
FEED = re.compile(r"/calendar/[^/\s\"]+\.ics")
# Links that give access to whoever has them: /links/<token>, /manage/<token> and so on, and ?token=<token>.
LINK = re.compile(r"(?i)(/(?:links|manage|unsubscribe|m)/|[?&]token=)[^/\s\"'&#\\]+")
NOT_LOCAL = frozenset(" \t\r\n@<>\"'(),;:=[]{}\\/")
DOMAIN = re.compile(r"[\w-]+(?:\.[\w-]+)+")
to_json = json.JSONEncoder(ensure_ascii=False, default=str).encode
# The attributes that every log record has; all others came in `extra`.
STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


def mask(text: str) -> str:
    """The text without what must not be logged: e-mail addresses keep their first letter, tokens nothing.

    Linear in the length of the text, whatever it holds.
    """
    if "earer" in text.lower():
        text = BEARER.sub("Bearer ***", text)
    if "/calendar/" in text:
        text = FEED.sub("/calendar/***.ics", text)
    if "/" in text or "token=" in text:
        text = LINK.sub(r"\1***", text)
    return _mask_addresses(text) if "@" in text else text


def _mask_addresses(text: str) -> str:
    """From each @ outwards: a regular expression that looks for the start first would be quadratic."""
    parts: list[str] = []
    done = 0
    at = text.find("@")
    while at >= 0:
        start = at
        while start > done and text[start - 1] not in NOT_LOCAL and not text[start - 1].isspace():
            start -= 1
        domain = DOMAIN.match(text, at + 1)
        if start < at and domain:
            parts += [text[done : start + 1], "***", text[at : domain.end()]]
            done = domain.end()
        else:
            parts.append(text[done : at + 1])
            done = at + 1
        at = text.find("@", done)
    return "".join(parts) + text[done:]


def visible(text: str) -> str:
    """The text with control and other invisible characters escaped: a terminal that shows it obeys none of them."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] if c != "\x7f" else "\\u007f" for c in text)


class JsonFormatter(logging.Formatter):
    """Renders a record as one masked line of JSON, tracebacks and libraries' messages included."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "timestamp": datetime.fromtimestamp(record.created, timezone.utc).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage()[:MAX_TEXT_LENGTH],
        }
        extra = vars(record)
        for name in extra.keys() - STANDARD:
            line[name] = extra[name]
        if "request_id" not in line and has_request_context() and "request_id" in g:
            line["request_id"] = g.request_id
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)[-MAX_TEXT_LENGTH:]
        if record.stack_info:
            line["stack"] = record.stack_info
        return visible(mask(to_json(line)))


class SharedRotatingFileHandler(logging.Handler):
    """Appends lines to a file that several processes write to. A full one becomes `<name>.1`, that one `<name>.2`..."""

    def __init__(self, path: Path, largest: int = MAX_FILE_BYTES, kept: int = KEPT_FILES) -> None:
        super().__init__()
        self._path = path
        self._largest = largest  # bytes
        self._kept = kept  # old files
        self._open_file: int | None = None
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._rotating = FileLock(path.with_name(path.name + ".lock"))

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
            file = self._file()
            os.write(file, line)  # one write in append mode: lines of several processes do not mix
            if os.fstat(file).st_size >= self._largest:
                self._rotate()
            if os.name == "nt":
                self._close()  # Windows renames no file that someone has open
        except Exception:
            self.handleError(record)

    def close(self) -> None:
        self.acquire()
        try:
            self._close()
        finally:
            self.release()
        super().close()

    def _file(self) -> int:
        """Return the open file. Open it again if another process has rotated the log."""
        if self._open_file is not None and self._is_current(self._open_file):
            return self._open_file
        self._close()
        self._open_file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return self._open_file

    def _is_current(self, file: int) -> bool:
        try:
            return os.path.samestat(os.stat(self._path), os.fstat(file))
        except FileNotFoundError:
            return False

    def _close(self) -> None:
        if self._open_file is not None:
            os.close(self._open_file)
            self._open_file = None

    def _rotate(self) -> None:
        self._close()
        with self._rotating.held():
            if self._path.stat().st_size < self._largest:
                return  # another process was first
            for number in range(self._kept - 1, 0, -1):
                old = self._numbered(number)
                if old.exists():
                    os.replace(old, self._numbered(number + 1))
            os.replace(self._path, self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


def init_log(file: Path | None, *, debug: bool = False) -> None:
    """Send log records from INFO on (of noisy libraries from WARNING on) to the file, and warnings to the console too.

    Without a file everything goes to the console (standard error).
    """
    console = logging.StreamHandler(sys.stderr)
    handlers: list[logging.Handler] = [console]
    if file is not None:
        handlers.append(SharedRotatingFileHandler(file))
        console.setLevel(logging.DEBUG if debug else logging.WARNING)
    root = logging.getLogger()
    for old in [handler for handler in root.handlers if isinstance(handler.formatter, JsonFormatter)]:
        root.removeHandler(old)
        old.close()
    for handler in handlers:
        handler.setFormatter(JsonFormatter())
        root.addHandler(handler)
    # No line says which thread logged it, or where in the code: finding that out takes longer than the rest.
    logging._srcfile = None  # type: ignore[attr-defined]  # documented: "Optimization" in Python's logging guide
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    root.setLevel(logging.DEBUG if debug else logging.INFO)
    for name in NOISY:
        logging.getLogger(name).setLevel(logging.WARNING)
