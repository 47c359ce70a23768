"""The launcher on a fresh copy of the project, as a newcomer uses it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from importlib.machinery import ModuleSpec
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests

from launcher import environment, steps
from launcher.console import CannotStart
from launcher.processes import Signals
from tests.launcher.launched import MADE_HERE, ROOT, Launched
from tests.support.curl import curl
from tests.support.services import wait_until

# The set-up does not depend on the database, so it is tested once.
pytestmark = [pytest.mark.engine("sqlite"), pytest.mark.alone, pytest.mark.timeout(600)]

SECRETS = {
    name: f"a-secret-of-our-own-for-{name}-0123456789" for name in ("SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN")
}
TOKEN = "your-static-bearer-token-here"


class Installation(NamedTuple):
    folder: Path
    first_output: str


def copy_project(folder: Path) -> Path:
    return Path(shutil.copytree(ROOT, folder, ignore=MADE_HERE))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A copy that has been started and stopped once."""
    folder = copy_project(tmp_path_factory.mktemp("fresh") / "samaya")
    with Launched(folder) as first:
        first.wait_ready(500)
    yield Installation(folder, first.output())
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy in which nothing has been set up."""
    return copy_project(tmp_path_factory.mktemp("bare") / "samaya")


def test_a_fresh_copy_shows_what_it_does_and_where_to_go(installation: Installation) -> None:
    said = [line.split("|", 1)[1].strip() for line in installation.first_output.splitlines() if line[:6] == "samaya"]
    steps = ["Creating .venv", "Installing requirements.txt", "Preparing the services", "Ready after"]
    steps += ["Web app ", "Main API ", "CRM ", "Mailbox ", "Accounts ", "Try ", "Ctrl-C", "Stopping", "Stopped"]
    web_app = ["Installing the web app's packages", "Building the web app"]
    if (ROOT / "frontend" / "package.json").exists():
        assert [line for line in said if line in web_app] == web_app, "the web app is built in the background"
    others = [line for line in said if line not in web_app]
    assert [next((step for step in steps if line.startswith(step)), line) for line in others] == steps
    assert '"level": "' not in installation.first_output, "a first start has no warnings and no errors"


def test_the_first_start_makes_the_keys_for_push_and_keeps_them_private(installation: Installation) -> None:
    key = installation.folder / "instance" / "push_vapid.pem"
    assert key.read_text().startswith("-----BEGIN PRIVATE KEY-----")
    assert key.stat().st_mode & 0o077 == 0


def test_every_printed_account_and_the_printed_curl_work(installation: Installation) -> None:
    with Launched(installation.folder) as running:
        running.wait_ready()
        accounts = re.findall(r"(\w+)/([\w-]+)", running.wait_for("Accounts", 1).split("Accounts")[1])
        assert {"priya", "arjun", "kavya", "admin"} < {name for name, _ in accounts}
        for name, password in accounts:
            assert running.sign_in(name, password).status_code == 200, name
        assert '"event": "request"' not in running.output(), "lines of requests belong in the log file"
        assert '"level": "info"' not in running.output(), "lines of deliveries belong in the log file"
        logs = list(installation.folder.rglob("logs/main.log"))
        assert [log.stat().st_mode & 0o777 for log in logs] == [0o600]
        assert '"path": "/auth/login"' in logs[0].read_text(encoding="utf-8")
        response = curl(running.wait_for("Try", 1).split("Try")[1].strip())
        headers = {"Authorization": f"Bearer {response.json()['access_token']}"}
        web_app = running.wait_for("Web app", 1).split()[-1]
        feed = requests.post(f"{running.main_url}/bookings/calendar-feed", headers=headers, timeout=10).json()["url"]
        # Under another name of the same machine, a browser is signed out and blocks the pictures of mails.
        assert feed.startswith(f"{web_app}/calendar/"), "links begin with the printed address"
        if (ROOT / "frontend" / "package.json").exists():
            page = requests.get(web_app, timeout=10)
            assert page.status_code == 200
            assert '<div id="root"' in page.text


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_second_start_installs_nothing_and_stops_within_ten_seconds(
    installation: Installation, number: signal.Signals
) -> None:
    """How soon it is ready: `python -m benchmarks startup`."""
    with Launched(installation.folder) as running:
        running.wait_ready()
        assert "Installing" not in running.output()
        assert len(running.children()) == 4
        assert running.stop(number) < 10
        for port in (running.main_port, running.crm_port, running.mail_port):
            with socket.socket() as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(("127.0.0.1", port))


@pytest.mark.parametrize("name", ["main", "crm", "worker", "mail"])
def test_a_killed_child_is_started_again_and_said_so(installation: Installation, name: str) -> None:
    with Launched(installation.folder, "--no-demo") as running:
        running.wait_ready()
        line = len(running.lines)
        os.kill(running.children()[name], signal.SIGKILL)
        running.wait_for(f"{name} was killed by SIGKILL; starting it again in 1 s", 5, after=line)
        running.wait_for(f"{name} is ready again", 20, after=line)
        for url in (running.main_url, running.crm_url):
            assert requests.get(f"{url}/ready", timeout=5).status_code == 200


def test_bookings_acknowledged_while_everything_stops_are_kept_and_delivered_once(installation: Installation) -> None:
    acknowledged: list[int] = []
    with Launched(installation.folder) as running:
        running.wait_ready()
        guests = [running.sign_in("asha", "asha-samaya").json()["access_token"]] * 4
        sessions = new_sessions(running, 400)
        threads = [
            threading.Thread(target=book_until_gone, args=(running.main_url, token, sessions[number::4], acknowledged))
            for number, token in enumerate(guests)
        ]
        for thread in threads:
            thread.start()
        wait_until(lambda: len(acknowledged) >= 40, 20)
        running.stop()
        for thread in threads:
            thread.join(30)
    assert len(acknowledged) < len(sessions), "everything was booked before the stop, so the test checked nothing"
    with Launched(installation.folder) as running:
        running.wait_ready()
        wait_until(lambda: at_crm(running, acknowledged[-1]), 20)
        for booking in acknowledged:
            assert wait_until(lambda booking=booking: at_crm(running, booking), 10) == 1, booking


def new_sessions(running: Launched, count: int) -> list[int]:
    token = running.sign_in("priya", "priya123").json()["access_token"]
    start = datetime.now(timezone.utc) + timedelta(days=40)
    found: list[int] = []
    while len(found) < count:
        dates = [
            {
                "start_time": (start + timedelta(hours=number)).isoformat(),
                "end_time": (start + timedelta(hours=number, minutes=30)).isoformat(),
                "capacity": 5,
                "price_cents": 0,
            }
            for number in range(len(found), len(found) + 200)
        ]
        response = requests.post(
            f"{running.main_url}/events",
            json={"title": "Many Mornings", "time_zone": "UTC", "sessions": dates},
            headers={"Authorization": f"Bearer {token}"},
            timeout=30,
        )
        assert response.status_code == 201, response.text
        found += [session["id"] for session in response.json()["event"]["sessions"]]
    return found


def book_until_gone(main_url: str, token: str, sessions: list[int], acknowledged: list[int]) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    for session in sessions:
        try:
            response = requests.post(
                f"{main_url}/bookings/book", json={"session_id": session}, headers=headers, timeout=15
            )
        except requests.RequestException:
            return
        if response.status_code == 201:
            acknowledged.append(response.json()["booking"]["id"])


def at_crm(running: Launched, booking: int) -> int:
    response = requests.get(
        f"{running.crm_url}/notifications",
        params={"booking_id": booking},
        headers={"Authorization": f"Bearer {TOKEN}"},
        timeout=10,
    )
    assert response.status_code == 200, response.text
    return response.json()["count"]


def test_a_port_in_use_is_one_clear_sentence(bare: Path) -> None:
    with socket.socket() as other, Launched(bare, MAIN_PORT=str(taken(other))) as running:
        port = other.getsockname()[1]
        assert running.wait_refused() == (
            f"samaya  | Cannot start. Port {port} is in use by another program; stop that program or choose another: "
            f"MAIN_PORT={port + 50} python start_services.py."
        )
        assert len(running.lines) == 1


def taken(holder: socket.socket) -> int:
    holder.bind(("127.0.0.1", 0))
    holder.listen()
    return holder.getsockname()[1]


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"MAIN_PORT": "5601", "CRM_PORT": "5601"}, "MAIN_PORT and CRM_PORT are both 5601; give each its own."),
        ({"MAIN_PORT": "5601", "MAIL_PORT": "5601"}, "MAIL_PORT is 5601, which another service has; give it its own."),
        ({"CRM_PORT": "banana"}, "CRM_PORT must be a port from 1 to 65535, not 'banana'."),
        ({"HOST": "0.0.0.0"}, "HOST=0.0.0.0 is open to the network while SECRET_KEY, JWT_SECRET_KEY, CRM_AUTH_TOKEN"),
        ({"HOST": "0.0.0.0", **SECRETS, "CRM_AUTH_TOKEN": f"new,{TOKEN}"}, "while CRM_AUTH_TOKEN still hold"),
        ({"HOST": "203.0.113.9", **SECRETS}, "HOST=203.0.113.9 is not an address of this machine."),
    ],
)
def test_a_setting_that_cannot_work_is_one_clear_sentence(
    bare: Path, environment: dict[str, str], sentence: str
) -> None:
    with Launched(bare, **environment) as running:
        last = running.wait_refused()
        assert last.startswith("samaya  | Cannot start. ")
        assert sentence in last
        assert not (bare / ".venv").exists()


def test_a_broken_env_file_is_one_clear_sentence(bare: Path) -> None:
    (bare / ".env").write_text("SECRET_KEY=abc\nthis is not a setting\n")
    try:
        with Launched(bare) as running:
            last = running.wait_refused()
    finally:
        (bare / ".env").unlink()
    assert last == "samaya  | Cannot start. Line 2 of .env is not NAME=value; correct it or put # before it."


def test_no_network_is_one_clear_sentence(bare: Path) -> None:
    nowhere = "http://127.0.0.1:9/simple"
    offline = {
        "PIP_CONFIG_FILE": "/dev/null", "PIP_INDEX_URL": nowhere, "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "",
        "PIP_NO_CACHE_DIR": "1", "UV_DEFAULT_INDEX": nowhere, "UV_NO_CACHE": "1",
    }  # fmt: skip
    with Launched(bare, **offline) as running:
        last = running.wait_refused(180)
    assert last == (
        "samaya  | Cannot start. Installing requirements.txt: the network or its proxy can't be reached; "
        "check the connection and start again."
    )


def test_ctrl_c_during_the_set_up_ends_its_steps_too(tmp_path: Path) -> None:
    folder = copy_project(tmp_path / "samaya")

    def steps() -> list[str]:
        listing = subprocess.run(["ps", "-ww", "-A", "-o", "command="], capture_output=True, text=True, check=True)
        return [line for line in listing.stdout.splitlines() if f"{folder}/.venv" in line and "install" in line]

    with Launched(folder) as running:
        wait_until(steps, 60)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(20) == 130, running.output()
    assert steps() == []


def test_a_signal_between_the_start_of_a_step_and_its_entry_ends_the_step(monkeypatch: pytest.MonkeyPatch) -> None:
    start_process, started = subprocess.Popen, []

    def start_and_signal(*command: Any, **options: Any) -> "subprocess.Popen[bytes]":
        started.append(start_process(*command, **options))
        signal.raise_signal(signal.SIGINT)
        return started[-1]

    monkeypatch.setattr(steps.subprocess, "Popen", start_and_signal)
    monkeypatch.setattr(steps, "SIGNALS", Signals())
    handler = signal.signal(signal.SIGINT, steps.SIGNALS)
    try:
        with pytest.raises(KeyboardInterrupt):
            steps.run_visibly("Waiting", [sys.executable, "-c", "import time; time.sleep(60)"])
        assert started[0].poll() == -signal.SIGKILL
    finally:
        signal.signal(signal.SIGINT, handler)
        started[0].kill()
    assert not steps.RUNNING_STEPS


def test_a_second_signal_leaves_no_service_running(installation: Installation) -> None:
    with Launched(installation.folder) as running:
        running.wait_ready()
        running.process.send_signal(signal.SIGTERM)
        running.wait_for("Stopping", 5)
        running.process.send_signal(signal.SIGINT)
        assert running.process.wait(20) == 0, running.output()
    listing = subprocess.run(["ps", "-ww", "-A", "-o", "command="], capture_output=True, text=True, check=True)
    assert [line for line in listing.stdout.splitlines() if f"{installation.folder}/.venv" in line] == []


def test_only_the_first_of_two_signals_interrupts() -> None:
    signals = Signals()
    with pytest.raises(KeyboardInterrupt):
        signals(signal.SIGINT, None)
    signals(signal.SIGTERM, None)
    with pytest.raises(KeyboardInterrupt):
        _signal_twice_while_delayed(Signals())


def _signal_twice_while_delayed(signals: Signals) -> None:
    try:
        with signals.delayed():
            signals(signal.SIGINT, None)
            signals(signal.SIGTERM, None)
    finally:
        with signals.delayed():  # as when the stopping starts a process
            signals(signal.SIGINT, None)


def test_production_with_default_secrets_says_which(installation: Installation) -> None:
    with Launched(installation.folder, APP_ENV="production") as running:
        running.wait_for("Cannot start", 30)
        assert running.process.wait(30) == 1
        said = running.output()
        assert re.search(r"Cannot start\. (crm|main) ended ", said)
        assert "SECRET_KEY, JWT_SECRET_KEY and CRM_AUTH_TOKEN must each be a secret" in said
        assert "RATELIMIT_ENABLED must be on" in said


def test_help_needs_nothing_set_up(bare: Path) -> None:
    without_packages = [sys.executable, "-S", "start_services.py", "--help"]
    shown = subprocess.run(without_packages, cwd=bare, capture_output=True, text=True, check=True)
    assert "Set up and run Samaya with one command" in shown.stdout
    for option in ("--dev", "--no-demo", "--main-port", "--crm-port", "--host"):
        assert option in shown.stdout


def test_a_python_that_is_too_old_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (99, 1))
    with pytest.raises(CannotStart, match=r"^Samaya needs Python 99\.1 or newer and found only 3\.\d+\.\d+; get one"):
        environment.use_new_enough_python()


@pytest.mark.parametrize(
    ("spec", "restarted"),
    [
        (None, ["start_services.py", "--dev"]),
        (ModuleSpec("benchmarks.__main__", None), ["-m", "benchmarks.__main__", "--dev"]),
    ],
    ids=["a file", "a module"],
)
def test_a_newer_python_runs_the_same_command(
    monkeypatch: pytest.MonkeyPatch, spec: ModuleSpec | None, restarted: list[str]
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(environment, "PREFERRED_PYTHON", (99, 1))
    monkeypatch.setattr(environment, "PYTHON", Path("missing"))
    monkeypatch.setattr(environment, "find_python", lambda _: "/usr/bin/python99.1")
    monkeypatch.setattr(environment.os, "execv", lambda _, command: started.append(command))
    monkeypatch.setattr(sys.modules["__main__"], "__spec__", spec)
    monkeypatch.setattr(sys, "argv", ["start_services.py", "--dev"])
    with pytest.raises(SystemExit):
        environment.use_new_enough_python()
    assert started == [["/usr/bin/python99.1", *restarted]]


def test_a_python_without_venv_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(environment.shutil, "which", lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(
        CannotStart, match=r"^Python's venv is missing; on Debian and Ubuntu: apt install python3-venv\.$"
    ):
        environment.make_environment()
