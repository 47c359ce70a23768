"""The programs that make up the product, and its demo data."""

from __future__ import annotations

import subprocess
from contextlib import suppress
from pathlib import Path

from launcher.console import CannotStart, say
from launcher.folders import FRONTEND, PYTHON, ROOT
from launcher.settings import VITE_PORT, Settings
from launcher.steps import Stamp, succeeds
from launcher.supervision import Child, get
from launcher.web_app import find_npm

DEMO_FACILITATOR = b"Dr. Priya Sharma"
# Run once, in one process, before the services start. The imports store the bytecode of the modules that the services
# need, so that they do not each compile it. Migrating the databases and making the key for push here means that no
# service keeps Alembic or the library for keys in its memory.
PREPARE = """
import aiosmtpd.smtp, crm_microservice.server, main_app.worker_setup, main_app.server
from main_app.services.web_push import PushKey
from service_kit.migrations import migrate_database
for service in (main_app.server, crm_microservice.server):
    migrate_database(service.build().app)
PushKey(main_app.server.build().app.extensions["settings"].data_dir).public()
"""
LOAD_DEMO = """
main_app.server.build().app.test_cli_runner().invoke(args=["demo", "load"])
"""


def prepare_services(env: dict[str, str], demo: bool = False) -> None:
    """After an installation, run PREPARE so that the services start quickly. They report any failure themselves."""
    stamp = Stamp("prepared", [ROOT / "requirements.txt"])
    if not stamp.is_fresh():
        say("Preparing the services")
        # With PYTHONDONTWRITEBYTECODE, every start would take as long as the first.
        env = {name: value for name, value in env.items() if name != "PYTHONDONTWRITEBYTECODE"}
        command = [str(PYTHON), "-c", PREPARE + (LOAD_DEMO if demo else "")]
        succeeds(command, env)
        stamp.store()


def make_children(settings: Settings) -> list[Child]:
    """Return the programs in the order in which they start."""
    env, python = settings.environment(), str(PYTHON)
    # The log has a line for each request, so it goes to a file. The console shows addresses, warnings and errors.
    data = settings.get("DATA_DIR") or "instance"
    log = settings.get("LOG_FILE") or str(Path(data, "logs", "main.log"))
    children = [
        Child(
            "crm",
            [python, "crm_app.py"],
            env,
            f"{settings.crm_url}/ready",
            ROOT / "crm_microservice",
            health=f"{settings.crm_url}/health",
        ),
        Child(
            "main",
            [python, str(Path("main_app", "app.py"))],
            {**env, "LOG_FILE": log},
            f"{settings.main_url}/ready",
            health=f"{settings.main_url}/health",
        ),
        Child("worker", [python, "-m", "main_app.worker"], {**env, "LOG_FILE": log}, "worker started"),
    ]
    if settings.mail_port:
        # Started as a file in isolated mode: as a module it would import the main API and its libraries.
        mail = [python, "-I", str(ROOT / "main_app" / "mail_server.py"), str(ROOT / data / "mailbox")]
        children.append(Child("mail", [*mail, str(settings.mail_port)], env, "mail server ready"))
    if settings.dev and (FRONTEND / "package.json").exists():
        children.append(Child("vite", [find_npm(), "run", "dev"], env, f"http://localhost:{VITE_PORT}/", FRONTEND))
    return children


def load_demo(settings: Settings) -> None:
    """Load demo accounts and events, with dates from today on. Existing data stays as it is."""
    with suppress(OSError):  # the command would find this too, but takes a second longer
        if DEMO_FACILITATOR in get(f"{settings.main_url}/events?per_page=100", 5)[1]:
            return
    command = [str(PYTHON), "-m", "flask", "--app", "main_app", "demo", "load"]
    done = subprocess.run(command, cwd=ROOT, env=settings.environment(), capture_output=True, text=True, check=False)
    if done.returncode != 0:
        reason = (done.stderr.strip() or "no reason given").splitlines()[-1]
        raise CannotStart(f"The demo data could not be loaded: {reason}")


def first_admin_link(settings: Settings) -> str:
    """The link with which the first admin is made in the browser; empty if there is an admin."""
    command = [str(PYTHON), "-m", "flask", "--app", "main_app", "users", "first-admin"]
    done = subprocess.run(command, cwd=ROOT, env=settings.environment(), capture_output=True, text=True, check=False)
    links = [line for line in done.stdout.splitlines() if line.startswith("http")]
    return links[-1] if links else ""
