"""Starts a copy of the project with its one command, as a newcomer does after the download."""

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import requests

from tests.support.ports import free_port
from tests.support.services import wait_until

ROOT = Path(__file__).resolve().parents[2]
# What a download does not contain.
MADE_HERE = shutil.ignore_patterns(
    ".git",
    ".venv",
    ".env",
    "instance",
    "node_modules",
    "dist",
    "__pycache__",
    ".*_cache",
    "*.log*",
    "notifications.json*",
)
FROM_OUTSIDE = ("DATABASE_URL", "CRM_DATABASE_URL", "DATA_DIR", "CRM_LOG_FILE", "HOST", "APP_ENV")

PARTS_OF_COMMANDS = {
    "main": "main_app/app.py",
    "crm": "crm_app.py",
    "worker": "main_app.worker",
    "mail": "mail_server.py",
}


class Launched:
    """`python start_services.py` running in `folder`, with what it prints."""

    def __init__(self, folder: Path, *options: str, **environment: str) -> None:
        self.main_port, self.crm_port, self.mail_port = free_port(), free_port(), free_port()
        self.main_url = f"http://127.0.0.1:{self.main_port}"
        self.crm_url = f"http://127.0.0.1:{self.crm_port}"
        inherited = {name: value for name, value in os.environ.items() if name not in FROM_OUTSIDE}
        ports = {"MAIN_PORT": str(self.main_port), "CRM_PORT": str(self.crm_port), "MAIL_PORT": str(self.mail_port)}
        ports["RATELIMIT_ENABLED"] = "false"
        self.lines: list[str] = []
        self._begun = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "start_services.py", *options],
            cwd=folder,
            env={**inherited, **ports, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> "Launched":
        return self

    def __exit__(self, *_: object) -> None:
        try:
            if self.process.poll() is None:
                self.stop()
        finally:
            self.process.kill()
            self._reader.join(5)
            assert self.process.stdout is not None
            self.process.stdout.close()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def output(self) -> str:
        return "\n".join(self.lines)

    def wait_for(self, words: str, seconds: float, after: int = 0) -> str:
        """Return the first line after line number `after` that contains `words`."""

        def found() -> str | None:
            if self.process.poll() is not None:
                self._reader.join(5)
                if not any(words in line for line in self.lines[after:]):
                    raise AssertionError(f"it ended without saying {words!r}:\n{self.output()}")
            return next((line for line in self.lines[after:] if words in line), None)

        return wait_until(found, seconds, lambda: f"no {words!r} in\n{self.output()}")

    def wait_ready(self, seconds: float = 60) -> float:
        """Wait for the greeting, and return the seconds since the command was typed."""
        self.wait_for("Ready after", seconds)
        ready = time.monotonic() - self._begun
        self.wait_for("Ctrl-C stops everything", 5)
        return ready

    def wait_refused(self, seconds: float = 30) -> str:
        """Wait until a start has failed, and return its last line."""
        assert self.process.wait(seconds) == 1, self.output()
        self._reader.join(5)
        return self.lines[-1]

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Send the signal and return the seconds until everything had ended."""
        asked = time.monotonic()
        self.process.send_signal(number)
        assert self.process.wait(20) == 0, self.output()
        self._reader.join(5)
        return time.monotonic() - asked

    def children(self) -> dict[str, int]:
        """Return the ids of the processes that it started, by a part of their command lines. Linux and macOS only."""
        listing = subprocess.run(
            ["ps", "-ww", "-A", "-o", "ppid=,pid=,command="], capture_output=True, text=True, check=True
        ).stdout
        found = {}
        for line in listing.splitlines():
            parent, pid, command = line.split(None, 2)
            for name, part in PARTS_OF_COMMANDS.items():
                if int(parent) == self.process.pid and part in command:
                    found[name] = int(pid)
        return found

    def sign_in(self, username: str, password: str) -> requests.Response:
        body = {"username": username, "password": password}
        return requests.post(f"{self.main_url}/auth/login", json=body, timeout=10)
