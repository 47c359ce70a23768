"""A new enough Python, and the packages in `.venv`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

from launcher.console import CannotStart
from launcher.folders import BIN, PYTHON, ROOT, VENV, WINDOWS
from launcher.steps import Stamp, run_visibly, succeeds

OLDEST_PYTHON = (3, 11)  # flask-openapi and SQLAlchemy need it
PREFERRED_PYTHON = (3, 12)
NEWER_PYTHONS = (13, 12, 11)  # 3.x versions for which every pinned package has a wheel
UV = "uv==0.13.9"
# Each Python of .venv runs this line when it starts.
ENV_FILE_IS_FOR_SETTINGS = 'import os; os.environ.setdefault("FLASK_SKIP_DOTENV", "1")\n'
INSTALLING = threading.Lock()  # into .venv, one at a time


def use_new_enough_python() -> None:
    """Restart under a newer Python of this machine if this one is older than 3.12.

    Samaya works with 3.11, but prefers newer ones because 3.11 has a bug in its garbage collection
    (service_kit/garbage_collection.py). A `.venv` that was made with 3.11 is kept.
    """
    preferred = max(PREFERRED_PYTHON, OLDEST_PYTHON)
    if sys.version_info >= preferred or (sys.version_info >= OLDEST_PYTHON and PYTHON.exists()):
        return
    newer = find_python(preferred)
    if newer is None and sys.version_info < OLDEST_PYTHON:
        newer = find_python(OLDEST_PYTHON)
    if newer:
        command = [newer, *_arguments()]
        sys.exit(subprocess.call(command) if WINDOWS else os.execv(newer, command))
    if sys.version_info >= OLDEST_PYTHON:
        return
    needed, here = (".".join(map(str, version)) for version in (OLDEST_PYTHON, sys.version_info[:3]))
    raise CannotStart(f"Samaya needs Python {needed} or newer and found only {here}; get one from python.org.")


def _arguments() -> list[str]:
    """Return what Python was started with: `-m` and a module, or a file, and the arguments for it."""
    module = sys.modules["__main__"].__spec__
    return sys.argv if module is None else ["-m", module.name, *sys.argv[1:]]


def find_python(oldest: tuple[int, int]) -> str | None:
    """Return the path of a Python of this machine that is at least `oldest` and can create virtual environments."""
    names = [f"python3.{minor}" for minor in NEWER_PYTHONS]
    candidates = [shutil.which(name) for name in names]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    for minor in NEWER_PYTHONS:
        candidates += [str(path) for path in sorted(pyenv.glob(f"3.{minor}.*/bin/python"), reverse=True)]
    launcher = shutil.which("py") if WINDOWS else None
    if launcher:
        for minor in NEWER_PYTHONS:
            ask = [launcher, f"-3.{minor}", "-c", "import sys; print(sys.executable)"]
            candidates.append(subprocess.run(ask, capture_output=True, text=True, check=False).stdout.strip() or None)
    probe = f"import sys, ensurepip, venv; sys.exit(sys.version_info < {oldest})"
    for candidate in candidates:
        if candidate and subprocess.call([candidate, "-c", probe], stderr=subprocess.DEVNULL) == 0:
            return candidate
    return None


def make_environment() -> None:
    """Create an empty `.venv` if there is none that works."""
    # An environment without pip is useful only with uv.
    probe = "" if find_uv() else "import sys, importlib.util as util; sys.exit(util.find_spec('pip') is None)"
    if not (PYTHON.exists() and subprocess.call([str(PYTHON), "-c", probe], stderr=subprocess.DEVNULL) == 0):
        uv = shutil.which("uv")
        # Looked for, not imported: this process runs as long as the services.
        missing = not (find_spec("venv") and find_spec("ensurepip"))  # where a distribution splits Python
        if missing and not uv:
            raise CannotStart("Python's venv is missing; on Debian and Ubuntu: apt install python3-venv.")
        plain = [sys.executable, "-m", "venv", "--without-pip", "--clear"]
        make = [uv, "venv", "--clear", "--python", sys.executable] if uv else plain
        run_visibly("Creating .venv", [*make, str(VENV)], name="python")


def install_requirements(requirements: str = "requirements.txt") -> None:
    """Install into `.venv` what `requirements` pins."""
    stamp = Stamp(requirements, sorted({ROOT / "requirements.txt", ROOT / requirements}))
    if not stamp.is_fresh():
        # requirements.txt lists all dependencies; resolving them would take longer than installing them.
        complete = ["--no-deps"] if requirements == "requirements.txt" else []
        install_packages(f"Installing {requirements}", [*complete, "-r", str(ROOT / requirements)])
        leave_env_file_to_settings()
        stamp.store()


def leave_env_file_to_settings() -> None:
    """Keep `flask` from reading `.env` itself: with another user's file it would show a traceback.

    The services' settings read `.env`, and say in a sentence why they can't.
    """
    [packages] = [*VENV.glob("lib/python*/site-packages"), *VENV.glob("Lib/site-packages")]
    (packages / "samaya.pth").write_text(ENV_FILE_IS_FOR_SETTINGS, encoding="utf-8")


def install_packages(title: str, packages: list[str]) -> None:
    """Install with uv, which is faster, or with pip if there is no uv."""
    with INSTALLING:
        uv = find_uv() or get_uv()
        pip = [str(PYTHON), "-m", "pip", "install", "--disable-pip-version-check", "--retries", "2", "--no-compile"]
        install = [uv, "pip", "install", "--python", str(PYTHON)] if uv else pip
        run_visibly(title, [*install, *packages], name="python")


def find_uv() -> str | None:
    return shutil.which("uv") or shutil.which("uv", path=str(BIN))


def get_uv() -> str | None:
    """Install uv from PyPI into `.venv`. If that fails, install pip there and return None."""
    options = ["install", "--quiet", "--disable-pip-version-check", "--retries", "2", "--no-compile", UV]
    pip_of_this_python = [sys.executable, "-m", "pip", "--python", str(PYTHON)]
    if succeeds([*pip_of_this_python, *options]):  # without installing pip into .venv
        return find_uv()
    if succeeds([str(PYTHON), "-m", "ensurepip"]) and succeeds([str(PYTHON), "-m", "pip", *options]):
        return find_uv()
    return None
