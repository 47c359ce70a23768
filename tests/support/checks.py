"""What the documented check scripts share: the addresses of the running services, and one line for each step."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import NamedTuple, NoReturn

from launcher.console import CannotStart
from launcher.folders import PYTHON
from launcher.settings import Settings


class Addresses(NamedTuple):
    main_url: str
    crm_url: str
    token: str


class CheckFailed(Exception):
    """The message states what was expected, what happened instead and what to do."""


Check = Callable[[Addresses], Iterator[str]]  # yields a line for each step that worked; raises CheckFailed


def run_as_script(check: Check, needs: str) -> NoReturn:
    """Run `check` against the services that are running here; exit with 0 or 1. `needs` is a module it imports."""
    try:
        __import__(needs)
    except ImportError:
        # Started with a Python that lacks the requirements, which .venv has.
        if not PYTHON.exists():
            print("FAILED  There is no .venv yet: run python start_services.py first.")
            sys.exit(1)
        sys.exit(subprocess.call([str(PYTHON), *sys.argv]))
    try:
        for step in check(addresses_here()):
            print(f"ok      {step}", flush=True)
    except (CheckFailed, CannotStart) as problem:
        print(f"FAILED  {problem}")
        sys.exit(1)
    print("Everything works.")
    sys.exit(0)


def addresses_here() -> Addresses:
    """Return the services' addresses from the environment, `.env` or the defaults."""
    settings = Settings([])
    token = settings.get("CRM_AUTH_TOKEN") or settings.get("WEBHOOK_API_KEY") or settings.get("CRM_API_KEY")
    return Addresses(
        os.environ.get("MAIN_BASE_URL") or settings.main_url,
        os.environ.get("CRM_BASE_URL") or settings.crm_url,
        (token or "your-static-bearer-token-here").split(",")[0].strip(),
    )
