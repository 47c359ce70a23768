"""Load from a fixed number of clients, and what it found: requests a second and how long each took.

`wrk` where the machine has it or can install it; else a client of our own, which costs more CPU itself.
"""

import itertools
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

SCRIPT = Path(__file__).with_name("requests.lua")
MAX_BOOKINGS_PER_SECOND = 4000  # more than any load sends

Side = TypeVar("Side")


@dataclass(frozen=True)
class Request:
    """One request of a load; sent once, or again and again where it is the only one.

    `token` is a bearer token, or scheme and token.
    """

    method: str
    path: str
    token: str = ""
    body: str = ""


@dataclass(frozen=True)
class Load:
    """The results of one load. Times are in milliseconds; `failed` counts responses without success."""

    requests: int
    per_second: float
    p50: float
    p99: float
    failed: int


@cache
def wrk() -> str | None:
    """The path of wrk, installed from the system's packages where that is allowed; None where there is none."""
    install = ["apt-get", "install", "-y", "-q", "wrk"]
    for command in (install, ["apt-get", "update", "-q"], install):  # a new machine knows no packages before an update
        if not shutil.which("wrk") and shutil.which("apt-get") and sys.platform == "linux":
            subprocess.run(command, capture_output=True, check=False)
    return shutil.which("wrk")


def in_turn(sides: Sequence[Side], rounds: int) -> Iterator[Side]:
    """Each side once in each round. Every other round is in reverse order: what one leaves behind slows the next."""
    for number in range(rounds):
        yield from sides if number % 2 == 0 else reversed(sides)


def run_bookings(url: str, bookable: Iterator[tuple[str, int]], clients: int, seconds: float) -> Load:
    """Bookings of the next guests and sessions, none twice."""
    chosen = itertools.islice(bookable, int(seconds * MAX_BOOKINGS_PER_SECOND))
    requests = [Request("POST", "/bookings/book", token, f'{{"session_id": {session}}}') for token, session in chosen]
    return run_load(url, requests, clients, seconds)


def run_load(base_url: str, requests: Sequence[Request], clients: int, seconds: float) -> Load:
    """Let `clients` connections send these requests one after the other for `seconds`. Raises where any failed."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requests")
        file.write_text("\n".join("\t".join((one.method, one.path, one.token, one.body)) for one in requests))
        program = wrk()
        if program:
            threads = min(2, clients)
            command = [
                program,
                f"-t{threads}",
                f"-c{clients}",
                f"-d{seconds:g}s",
                "--timeout",
                "30s",
                "-s",
                str(SCRIPT),
            ]
            command += [base_url, "--", str(file), str(threads)]
        else:
            command = [sys.executable, "-m", "benchmarks.client", base_url, str(file), str(clients), str(seconds)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode or "{" not in done.stdout:
        raise RuntimeError(f"the load did not run: {done.stdout[-500:]}{done.stderr[-500:]}")
    load = Load(**json.loads(done.stdout[done.stdout.index('{"requests"') :].splitlines()[0]))
    if not load.requests:
        raise RuntimeError(f"{base_url}{requests[0].path} gave no response within {seconds:g} s")
    if load.failed:
        raise RuntimeError(f"{load.failed} of {load.requests} responses of {base_url} were not successful")
    return load
