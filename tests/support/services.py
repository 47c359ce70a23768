"""Starts the real services as processes. Each `Services` has its own ports, data folder and databases."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import requests

from tests.support.fork_server import ForkedProcess, ForkServer, shared_fork_server
from tests.support.mail import any_mail_server
from tests.support.ports import free_port
from tests.support.postgres import fresh_database

ROOT = Path(__file__).resolve().parents[2]
CRM_TOKEN = "a-service-token-for-tests-only-0123456789"
READY_SECONDS = 40


def engine_under_test() -> str:
    """`sqlite` or `postgresql`, as `python -m tests` says through TEST_ENGINE."""
    return os.environ.get("TEST_ENGINE", "sqlite")


AnyServices = TypeVar("AnyServices", bound="Services")


@dataclass
class Process:
    """`python ARGUMENTS` as a process with its log. It starts faster with a fork server."""

    arguments: list[str]
    environment: dict[str, str]
    log: Path
    cwd: Path = ROOT
    fork_server: ForkServer | None = None
    child: "subprocess.Popen[bytes] | ForkedProcess | None" = None

    @property
    def name(self) -> str:
        """`main`, `crm`, `worker-0` and so on."""
        return self.log.stem

    def start(self) -> None:
        if self.fork_server:
            self.child = self.fork_server.start(self.arguments, self.environment, self.cwd, self.log)
            return
        command = [sys.executable, *self.arguments]
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                command, env=self.environment, cwd=self.cwd, stdout=log, stderr=log, start_new_session=True
            )

    def kill(self) -> None:
        """Send SIGKILL to it and to all processes that it started."""
        if self.child:
            self._signal(signal.SIGKILL)
            self.child.wait()

    def stop(self, seconds: float = 10) -> int:
        """Send SIGTERM and return the exit status. Raises TimeoutExpired if it does not stop in time."""
        assert self.child is not None
        self.child.terminate()
        return self.child.wait(seconds)

    def alive(self) -> bool:
        return self.child is not None and self.child.poll() is None

    def _signal(self, number: int) -> None:
        assert self.child is not None
        try:
            os.killpg(self.child.pid, number)
        except ProcessLookupError:
            return


@dataclass
class Services:
    """Main API, CRM and workers. `extra` adds to every child's environment; `crm_url` may name a proxy.

    With `mailbox`, the development mail server runs too; otherwise mails go to a server that no test reads.
    With `forked`, a fork server starts main API, CRM and workers in a third of the time.
    `root` may be the folder of another version of the product.
    """

    extra: dict[str, str] = field(default_factory=dict)
    crm_url: str | None = None
    workers: int = 1
    mailbox: bool = False
    forked: bool = True
    root: Path = ROOT

    def __post_init__(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="samaya-test-"))
        self.main_port, self.crm_port = free_port(), free_port()
        self.main_url = f"http://127.0.0.1:{self.main_port}"
        self.real_crm_url = f"http://127.0.0.1:{self.crm_port}"
        self.token = CRM_TOKEN
        self.mail_port = free_port() if self.mailbox else None
        environment = self._environment()
        fork_server = shared_fork_server() if self.forked else None
        logs = self.directory
        self.crm = Process(["crm_app.py"], environment, logs / "crm.log", self.root / "crm_microservice", fork_server)
        self.main = Process(["main_app/app.py"], environment, logs / "main.log", self.root, fork_server)
        self.worker_processes = [
            Process(["-m", "main_app.worker"], environment, logs / f"worker-{number}.log", self.root, fork_server)
            for number in range(self.workers)
        ]
        mailbox = str(self.directory / "data" / "mailbox")
        mail_server = ["-I", str(self.root / "main_app" / "mail_server.py"), mailbox, str(self.mail_port)]
        self.mail_servers = [Process(mail_server, environment, self.directory / "mail.log")] if self.mailbox else []

    def __enter__(self: AnyServices) -> AnyServices:
        try:
            for process in self.processes:
                process.start()
            self.wait_ready()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def main_database(self) -> str:
        """The URL of the main API's database."""
        data = self.main.environment["DATA_DIR"]
        return self.main.environment.get("DATABASE_URL") or f"sqlite:///{data}/samaya.db"

    @property
    def crm_database(self) -> str:
        data = self.crm.environment["DATA_DIR"]
        return self.crm.environment.get("CRM_DATABASE_URL") or f"sqlite:///{data}/crm.db"

    @property
    def processes(self) -> list[Process]:
        return [*self.mail_servers, self.crm, self.main, *self.worker_processes]

    def wait_ready(self, *urls: str) -> None:
        """Wait until the services at these addresses are ready; by default both."""
        for url in urls or (self.real_crm_url, self.main_url):
            self._wait_ready(url)

    def _wait_ready(self, url: str) -> None:
        def ready() -> bool:
            ended = [process.name for process in self.processes if not process.alive()]
            assert not ended, f"{ended} ended before {url} was ready\n{self.logs()}"
            return is_ready(url)

        wait_until(ready, READY_SECONDS, lambda: f"{url} is not ready\n{self.logs()}")

    def flask(self, *arguments: str) -> str:
        """Run a command of the main API's CLI against these services' data. Returns what it printed."""
        command = ["-m", "flask", "--app", "main_app", *arguments]
        ended = shared_fork_server().run(command, self.main.environment)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout

    def logs(self, lines: int = 25) -> str:
        """Return the last lines of each process's log, for the message of a failed test."""
        parts = []
        for process in self.processes:
            text = process.log.read_text(errors="replace") if process.log.exists() else ""
            parts.append(f"--- {process.log.name}\n" + "\n".join(text.splitlines()[-lines:]))
        return "\n".join(parts)

    def close(self) -> None:
        for process in self.processes:
            process.kill()
        shutil.rmtree(self.directory, ignore_errors=True)

    def _environment(self) -> dict[str, str]:
        data = self.directory / "data"
        environment = {**os.environ, **dict.fromkeys(_UNSET, "")} | {
            "APP_ENV": "development",
            "DATA_DIR": str(data),
            "TMPDIR": str(self.directory),  # files that a killed process leaves are removed with the rest
            "HOST": "127.0.0.1",
            "MAIN_PORT": str(self.main_port),
            "CRM_PORT": str(self.crm_port),
            "PUBLIC_URL": self.main_url,
            "CRM_BASE_URL": self.crm_url or self.real_crm_url,
            "CRM_PUBLIC_URL": self.real_crm_url,
            "MAIN_BASE_URL": self.main_url,
            "MAIL_PORT": str(self.mail_port or any_mail_server().port),
            "CRM_AUTH_TOKEN": self.token,
            "SECRET_KEY": "a-secret-for-tests-only-0123456789abcdef",
            "JWT_SECRET_KEY": "a-jwt-secret-for-tests-only-0123456789abcdef",
            "CRM_LOG_FILE": str(self.directory / "crm_notifications.log"),
            "RATELIMIT_ENABLED": "false",
            "PASSWORD_HASHING": "cheap",
            "WEB_WORKERS": "2",
            "PYTHONUNBUFFERED": "1",
        }
        if engine_under_test() == "postgresql":
            environment |= {"DATABASE_URL": fresh_database(), "CRM_DATABASE_URL": fresh_database()}
        return environment | self.extra


# Empty instead of absent: otherwise a developer's .env would set them, and tests would use or change that data.
_UNSET = (
    "DATABASE_URL",
    "CRM_DATABASE_URL",
    "CRM_WEBHOOK_URL",
    "CRM_API_KEY",
    "WEBHOOK_API_KEY",
    "NOTIFICATION_STORE",
    "NOTIFICATION_LOG_FILE",
    "CRM_OPEN_NOTIFICATIONS",
    "CORS_ORIGINS",
    "TRUSTED_PROXIES",
    "FLASK_DEBUG",
    "CRM_DEBUG",
    "SMTP_SERVER",
    "TEMPLATES_DIR",
    "TWILIO_ACCOUNT_SID",
    "WHATSAPP_TOKEN",
)


def wait_until(condition, seconds: float, message=lambda: "it did not happen", every: float = 0.02):  # type: ignore[no-untyped-def]
    """Poll until `condition` returns something true, and return that. Fails with `message`.

    `seconds` are enough on a machine that has nothing else to do; a busy one is given three times as many.
    """
    deadline = time.monotonic() + 3 * seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"after {3 * seconds:g} s: {message()}")
        time.sleep(every)


def is_ready(url: str) -> bool:
    try:
        return requests.get(f"{url}/ready", timeout=2).status_code == 200
    except requests.RequestException:
        return False
