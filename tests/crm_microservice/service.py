"""Runs the real CRM as a process, and makes tokens and notifications for its tests."""

import contextlib
import json
import os
import queue
import signal
import socket
import threading
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jwt
import requests

from tests.crm_microservice.main_api import everyone_is_signed_in
from tests.support.fork_server import ForkedProcess, shared_fork_server
from tests.support.ports import free_port
from tests.support.postgres import fresh_database
from tests.support.services import engine_under_test

PROJECT_ROOT = Path(__file__).resolve().parents[2]
TOKEN = "your-static-bearer-token-here"
SECRET = "development-only-secret-change-me-before-production"
START_SECONDS = 30


@contextlib.contextmanager
def fresh_database_url(folder: Path) -> Iterator[str]:
    """Yield the URL of a new database of the engine under test."""
    yield fresh_database() if engine_under_test() == "postgresql" else f"sqlite:///{folder / 'crm.db'}"


class Crm:
    """A CRM in a folder of its own. May be stopped, killed and started again."""

    def __init__(self, folder: Path, database_url: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.settings = {
            "DATA_DIR": str(folder),
            "TMPDIR": str(folder),  # files that a killed process leaves are removed with the rest
            "CRM_DATABASE_URL": database_url,
            "CRM_LOG_FILE": str(folder / "crm.log"),
            "NOTIFICATION_LOG_FILE": str(folder / "notifications.json"),
            "CRM_PORT": str(self.port),
            "CRM_AUTH_TOKEN": TOKEN,
            "JWT_SECRET_KEY": SECRET,
            "MAIN_BASE_URL": everyone_is_signed_in(),
            "APP_ENV": "development",
            **settings,
        }
        self.process: ForkedProcess | None = None

    def start(self) -> "Crm":
        self.process = shared_fork_server().start(
            ["crm_app.py"],
            {**os.environ, **self.settings},
            PROJECT_ROOT / "crm_microservice",
            errors=self.folder / "stderr",
            output=Path(os.devnull),
        )
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                raise AssertionError(f"the CRM ended: {(self.folder / 'stderr').read_text()}")
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.url}/ready", timeout=5).status_code == 200:
                    return self
            time.sleep(0.05)
        raise AssertionError(f"the CRM was not ready in {START_SECONDS} s")

    def terminate(self) -> float:
        """Ask the service to stop; returns the seconds it took."""
        assert self.process is not None
        begun = time.monotonic()
        self.process.terminate()
        self.process.wait(30)
        return time.monotonic() - begun

    def kill(self) -> None:
        """Kill the service and its workers in the middle of whatever they do."""
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(30)

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.terminate()
        if self.process is not None:
            self.kill()

    def get(self, path: str, token: str | None = TOKEN, **options: Any) -> requests.Response:
        return self.request("GET", path, token, **options)

    def post(self, path: str, token: str | None = TOKEN, **options: Any) -> requests.Response:
        return self.request("POST", path, token, **options)

    def request(self, method: str, path: str, token: str | None = TOKEN, **options: Any) -> requests.Response:
        headers = {**({"Authorization": f"Bearer {token}"} if token else {}), **options.pop("headers", {})}
        return requests.request(method, self.url + path, headers=headers, timeout=20, **options)

    def notify(self, data: dict[str, Any], webhook_id: str | None = None) -> requests.Response:
        return self.post("/notify", json=data, headers={"webhook-id": webhook_id} if webhook_id else {})

    def store(self, *notifications: dict[str, Any]) -> list[str]:
        """Store notifications in one request each; returns their ids."""
        responses = [self.notify(data) for data in notifications]
        assert [response.status_code for response in responses] == [200] * len(responses)
        return [response.json()["notification_id"] for response in responses]

    def listed(self, query: str = "", token: str | None = TOKEN) -> dict[str, Any]:
        response = self.get(f"/notifications{query}", token)
        assert response.status_code == 200, response.text
        return response.json()

    def log(self) -> str:
        return (self.folder / "crm.log").read_text()


def person_token(user_id: int, role: str, seconds: float = 900, **changes: Any) -> str:
    """Return a token as the main API signs it, with `changes` of its claims."""
    now = int(time.time())
    claims = {
        "sub": str(user_id),
        "role": role,
        "type": "access",
        "fresh": False,
        "jti": uuid.uuid4().hex,
        "sid": uuid.uuid4().hex,
        "iat": now,
        "nbf": now,
        "exp": int(now + seconds),
        **changes,
    }
    return jwt.encode(claims, SECRET, algorithm="HS256")


def facilitator(user_id: int) -> str:
    return person_token(user_id, "facilitator")


def booking(booking_id: int, facilitator_id: int = 101, **changes: Any) -> dict[str, Any]:
    """Return a notification of a booking in the shape `booking`."""
    return {
        "booking_id": booking_id,
        "user": {"id": 456, "name": "John Doe", "email": "john@example.com"},
        "event": {"id": 789, "title": "Tech Conference 2024", "start_date": "2024-01-15T09:00:00"},
        "facilitator_id": facilitator_id,
        **changes,
    }


class Stream:
    """An open event stream, read by a thread into `events`: (id, event, data)."""

    def __init__(self, crm: Crm, token: str = TOKEN, query: str = "", last_event_id: int | None = None) -> None:
        self.token = token
        headers = {"Authorization": f"Bearer {token}"}
        if last_event_id is not None:
            headers["Last-Event-ID"] = str(last_event_id)
        self.response = requests.get(f"{crm.url}/notifications/stream{query}", headers=headers, stream=True, timeout=30)
        assert self.response.status_code == 200, self.response.text
        self.events: queue.Queue[tuple[int | None, str, Any]] = queue.Queue()
        self.comments: queue.Queue[str] = queue.Queue()
        self.ended = threading.Event()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        fields: dict[str, str] = {}
        with contextlib.suppress(requests.RequestException, AttributeError, ValueError, OSError):
            for raw in self.response.iter_lines(chunk_size=1):
                line = raw.decode()
                if line.startswith(":"):
                    self.comments.put(line)
                elif line:
                    name, _, value = line.partition(": ")
                    fields[name] = value
                elif "event" in fields:
                    event_id = int(fields["id"]) if "id" in fields else None
                    self.events.put((event_id, fields["event"], json.loads(fields["data"])))
                    fields = {}
        self.ended.set()

    def next(self, timeout: float = 20) -> tuple[int | None, str, Any]:
        return self.events.get(timeout=timeout)

    def bookings(self, number: int) -> list[int]:
        """Return the booking ids of the next notifications."""
        found = []
        while len(found) < number:
            _, event, data = self.next()
            if event == "notification":
                found.append(data["data"]["booking_id"])
        return found

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self.response.raw._fp.fp.raw._sock.shutdown(socket.SHUT_RDWR)
        self.response.close()
        self._reader.join(10)
