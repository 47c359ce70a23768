"""A log file that several processes write to and that is rotated by whichever finds it full."""

import logging
import os
from pathlib import Path

from service_kit.file_lock import FileLock


class SharedRotatingFileHandler(logging.Handler):
    """Appends a line at a time. A full file becomes `<name>.1`, that one `<name>.2`, and so on; the last goes."""

    def __init__(self, path: Path, largest: int, kept: int) -> None:
        super().__init__()
        self._path = path
        self._largest = largest  # bytes
        self._kept = kept  # old files
        self._lock_between_processes = FileLock(path.with_name(path.name + ".lock"))
        path.parent.mkdir(parents=True, exist_ok=True)

    def emit(self, record: logging.LogRecord) -> None:
        try:
            line = (self.format(record) + "\n").encode("utf-8", "backslashreplace")
            with self._lock_between_processes.held():
                # Opened anew for each line: the name may mean another file since another process rotated.
                with open(self._path, "ab") as file:
                    file.write(line)
                    full = file.tell() >= self._largest
                if full:
                    self._rotate()
        except Exception:
            self.handleError(record)

    def _rotate(self) -> None:
        for number in range(self._kept - 1, 0, -1):
            old = self._numbered(number)
            if old.exists():
                os.replace(old, self._numbered(number + 1))
        os.replace(self._path, self._numbered(1))

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")
