"""Runs the quick tests with the newest versions of all packages: `python -m tests.upgrades`. Changes nothing.

Arguments are passed to pytest in place of the quick tests: `python -m tests.upgrades tests/service_kit -k name`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from launcher.console import CannotStart
from launcher.environment import find_uv, use_new_enough_python
from launcher.folders import ROOT, WINDOWS
from tests.__main__ import QUICK
from tests.support.environment import REDIS_FROM_PYPI

FILES = ("requirements.txt", "requirements-dev.txt")
TRANSITIVE = "# Transitive dependencies"  # the heading after the packages that we name ourselves
PINNED = re.compile(r"^([\w.-]+)(\[\w+\])?==([^\s;]+)(.*)$", re.MULTILINE)
VERSIONS = "from importlib.metadata import version; import sys; print(*map(version, sys.argv[1:]))"
PARALLEL = ("-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "-m", "not alone and not slow")


def main(for_pytest: list[str]) -> int:
    use_new_enough_python()
    pinned = [found for file in FILES for found in PINNED.findall(_named_by_us(file))]
    with tempfile.TemporaryDirectory(prefix="samaya-upgrades-") as folder:
        newest_of = [f"{name}{extras}{marker}" for name, extras, _, marker in pinned]
        python = _environment(Path(folder), [*newest_of, REDIS_FROM_PYPI])
        here = [(name, version) for name, _, version, marker in pinned if not marker]
        newest = subprocess.check_output([python, "-c", VERSIONS, *(name for name, _ in here)], text=True).split()
        for (name, version), new in zip(here, newest, strict=True):
            if version != new:
                print(f"{name} {version} -> {new}", flush=True)
        tests = for_pytest or [*PARALLEL, *QUICK]
        environment = {**os.environ, "TEST_ENGINE": "sqlite", "PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.call([python, "-m", "pytest", *tests], cwd=ROOT, env=environment)


def _named_by_us(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8").partition(TRANSITIVE)[0]


def _environment(folder: Path, packages: list[str]) -> str:
    """Make a virtual environment with these packages, and return the path of its Python."""
    uv = find_uv()
    if uv is None:
        raise CannotStart("`python -m tests.upgrades` needs uv: run `python -m tests --quick` once, which installs it.")
    python = str(folder / ("Scripts/python.exe" if WINDOWS else "bin/python"))
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(folder)], check=True)
    subprocess.run([uv, "pip", "install", "--quiet", "--upgrade", "--python", python, *packages], check=True)
    return python


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except CannotStart as problem:
        sys.exit(f"tests.upgrades: {problem}")
