"""`python -m launcher`: the secrets of an installation, and whether a service is alive."""

import stat
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.cli import FlaskGroup

from launcher import __main__ as launcher
from launcher import environment
from launcher.console import CannotStart
from launcher.secrets_file import write_env_file
from launcher.settings import read_env_file
from launcher.steps import run_visibly
from main_app import create_app
from main_app.settings import MainSettings
from service_kit.metrics import serve_metrics
from tests.support.ports import free_port
from tests.support.services import Services

pytestmark = pytest.mark.either_engine


def test_an_operator_gets_secrets_of_her_own_that_only_she_can_read(tmp_path: Path) -> None:
    first, second = tmp_path / "first.env", tmp_path / "second.env"
    write_env_file("bookings.example.org", first)
    write_env_file("bookings.example.org", second)
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    one, other = read_env_file(first), read_env_file(second)
    assert one["PUBLIC_URL"] == "https://bookings.example.org"
    secrets = ["SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN", "METRICS_TOKEN", "POSTGRES_PASSWORD"]
    values = [values[name] for name in secrets for values in (one, other)]
    assert len(set(values)) == len(values)
    assert all(len(value) == 64 for value in values)


def test_an_operator_who_repeats_the_command_keeps_her_secrets(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    write_env_file("bookings.example.org", path)
    before = path.read_text()
    with pytest.raises(CannotStart, match="exists and is kept"):
        write_env_file("bookings.example.org", path)
    assert path.read_text() == before


@pytest.mark.parametrize(
    "host", ["", "localhost", "https://bookings.example.org", "a b.org", "x.org\nAPP_ENV=development", "-x.org"]
)
def test_an_operator_who_writes_no_host_name_is_told_how(tmp_path: Path, host: str) -> None:
    with pytest.raises(CannotStart, match=r"write it as bookings\.example\.org"):
        write_env_file(host, tmp_path / ".env")
    assert not (tmp_path / ".env").exists()


def test_a_container_has_the_packages_without_a_venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    called: list[list[str]] = []
    monkeypatch.setattr(launcher, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(launcher.subprocess, "call", lambda command, **_: called.append(command) or 0)
    assert launcher.main(["backup", "one.backup"]) == 0
    assert called == [[sys.executable, "-m", "backup", "backup", "one.backup"]]
    monkeypatch.setattr(launcher, "find_spec", lambda _: None)
    assert (launcher.main(["backup"]), len(called)) == (1, 1)


@pytest.mark.parametrize("words", ["invalid peer certificate: UnknownIssuer", "code SELF_SIGNED_CERT_IN_CHAIN"])
def test_a_network_with_a_certificate_of_its_own_is_one_clear_sentence(words: str) -> None:
    fails = [sys.executable, "-c", f"print('Failed to fetch: {words}'); raise SystemExit(1)"]
    with pytest.raises(CannotStart, match=r"a certificate is not trusted.* set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS"):
        run_visibly("Installing", fails)


def test_flask_leaves_the_env_file_to_the_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv")
    monkeypatch.setattr(environment, "VENV", tmp_path / "venv")
    monkeypatch.delenv("FLASK_SKIP_DOTENV", raising=False)
    environment.leave_env_file_to_settings()
    python = next(tmp_path.glob("venv/[bS]*/python*"))
    shown = subprocess.check_output([python, "-c", "import os; print(os.environ['FLASK_SKIP_DOTENV'])"], text=True)
    assert shown.strip() == "1"


def test_an_env_file_of_another_user_is_one_clear_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refuse(_: Path) -> None:
        raise PermissionError

    monkeypatch.setattr("service_kit.settings.dotenv_values", refuse)
    done = CliRunner().invoke(FlaskGroup(create_app=create_app), ["outbox", "status"])
    assert (done.exit_code, done.output.count("\n")) == (1, 1)
    assert "can't be read. Run this as the user that owns it" in done.output


@pytest.fixture
def health(monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def ask(service: str, environment: Mapping[str, str]) -> int:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return launcher.main(["health", service])

    return ask


def test_a_supervisor_learns_whether_the_services_are_alive(services: Services, health) -> None:  # type: ignore[no-untyped-def]
    ports = {"HOST": "127.0.0.1", "MAIN_PORT": str(services.main_port), "CRM_PORT": str(services.crm_port)}
    assert health("main", ports) == 0
    assert health("crm", ports) == 0
    assert health("crm", {"CRM_PORT": str(free_port())}) == 1


def test_a_supervisor_learns_whether_a_worker_is_alive(health, capsys: pytest.CaptureFixture[str]) -> None:  # type: ignore[no-untyped-def]
    assert health("worker", {"WORKER_METRICS_PORT": ""}) == 1
    assert "only if WORKER_METRICS_PORT is set" in capsys.readouterr().out
    port = free_port()
    assert health("worker", {"WORKER_METRICS_PORT": str(port)}) == 1
    serve_metrics(MainSettings.load({"HOST": "127.0.0.1"}), port)
    assert health("worker", {"WORKER_METRICS_PORT": str(port)}) == 0
