"""Bookings compared with orders of pretix, on the same machine in the same run.

pretix comes from PyPI into a folder of its own, DATA_DIR/peers, and runs as its documentation says: gunicorn, two
processes, PostgreSQL. Both are sent the same load by the same client, in turn. An order goes through pretix's REST
API: one free place, paid, no mail. pretix does more with an order than we with a booking, and less (it tells nobody
else): read the ratio as "what a guest waits for", not as a judgement.
"""

import argparse
import json
import os
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from benchmarks.load import Load, Request, run_bookings, run_load
from benchmarks.report import Row, Section, middle, print_section
from benchmarks.stage import Product
from launcher.console import CannotStart, say
from launcher.environment import find_uv, get_uv
from launcher.processes import kill_group
from launcher.steps import run_visibly
from tests.support.ports import free_port
from tests.support.postgres import ADMIN_URL, fresh_database, throwaway_cluster
from tests.support.services import ROOT, wait_until

PACKAGES = {"pretix": ["pretix==2026.8.0", "gunicorn==23.0.0"]}
CLIENTS = (1, 8)
PROCESSES = 2
READY_SECONDS = 120.0
WARM_UP_SECONDS = 10.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("peer", choices=[*PACKAGES])
    parser.add_argument("--seconds", type=int, default=5, help="of each load (now %(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="of each load (now %(default)s)")
    options = parser.parse_args()
    os.environ["TEST_ENGINE"] = "postgresql"
    try:
        python = install(options.peer)
        with ExitStack() as stack:
            if ADMIN_URL not in os.environ:
                say("Starting PostgreSQL")
                os.environ[ADMIN_URL] = stack.enter_context(throwaway_cluster(durable=True))
            pretix = stack.enter_context(Pretix(python))
            say("Starting Samaya")
            product = stack.enter_context(Product())
            print_section(measure(product, pretix, options.seconds, options.repeats))
    except (CannotStart, RuntimeError, AssertionError) as problem:
        print(f"benchmarks.peers: {problem}", file=sys.stderr)
        return 1
    return 0


def measure(product: Product, pretix: "Pretix", seconds: float, repeats: int) -> Section:
    section = Section(
        "Bookings compared with orders of pretix, on PostgreSQL", "Bookings a second as a multiple of orders a second."
    )
    bookable = product.bookable()
    say("Warming up")  # each process loads what it needs with its first request, pretix for seconds
    run_load(pretix.url, [pretix.order], 2 * PROCESSES, WARM_UP_SECONDS)
    run_bookings(product.url, bookable, 2 * PROCESSES, 1)
    for clients in CLIENTS:
        ours: list[Load] = []
        theirs: list[Load] = []
        for repeat in range(repeats):
            say(f"Measuring with {clients} clients, {repeat + 1} of {repeats}")
            theirs.append(run_load(pretix.url, [pretix.order], clients, seconds))
            ours.append(run_bookings(product.url, bookable, clients, seconds))
        section.rows.append(_row(clients, ours, theirs))
    return section


def _row(clients: int, ours: list[Load], theirs: list[Load]) -> Row:
    def side(loads: list[Load]) -> str:
        rates = sorted(load.per_second for load in loads)
        return f"{middle(loads):,.1f} ({rates[0]:,.1f} - {rates[-1]:,.1f})"

    figures = f"{side(ours)} bookings against {side(theirs)} orders a second"
    return Row(f"{clients} clients", f"{middle(ours) / middle(theirs):.1f} times", "", None, figures)


def install(peer: str) -> Path:
    """Have the peer's packages in an environment of their own, and return its Python. Raises CannotStart."""
    folder = Path(os.environ.get("DATA_DIR", ROOT / "instance"), "peers", peer).absolute()
    python = folder / "bin" / "python"
    installed = folder / "installed"
    wanted = "\n".join(PACKAGES[peer])
    if not installed.exists() or installed.read_text() != wanted:
        uv = find_uv() or get_uv()
        if uv is None:
            raise CannotStart("uv is needed and could not be installed from PyPI; check the connection.")
        run_visibly(f"Making {folder}", [uv, "venv", "--clear", "--python", sys.executable, str(folder)], name=peer)
        install = [uv, "pip", "install", "--python", str(python), *PACKAGES[peer]]
        run_visibly(f"Installing {PACKAGES[peer][0]} from PyPI", install, name=peer)
        installed.write_text(wanted)
    return python


class Pretix:
    """pretix with a database of its own, and one order to be sent to it again and again."""

    def __init__(self, python: Path) -> None:
        self._data = Path(python).parents[1] / "data"
        self._data.mkdir(exist_ok=True)
        database, port = urlsplit(fresh_database()), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._environment = {
            "PATH": os.environ["PATH"],
            "PRETIX_PRETIX_URL": self.url,
            "PRETIX_PRETIX_DATADIR": str(self._data),
            "PRETIX_DATABASE_BACKEND": "postgresql",
            "PRETIX_DATABASE_NAME": database.path.lstrip("/"),
            "PRETIX_DATABASE_USER": database.username or "",
            "PRETIX_DATABASE_PASSWORD": database.password or "",
            "PRETIX_DATABASE_HOST": database.hostname or "",
            "PRETIX_DATABASE_PORT": str(database.port or 5432),
        }
        say("Making pretix's database and an event in it")
        shop = self._make_shop(python)
        token, order = f"Token {shop['token']}", json.dumps(shop["order"])
        self.order = Request("POST", shop["path"], token, order)
        self._command = [
            str(python), "-m", "gunicorn", "pretix.wsgi", "--workers", str(PROCESSES), "--bind", f"127.0.0.1:{port}",
        ]  # fmt: skip

    def _make_shop(self, python: Path) -> dict[str, Any]:
        done = subprocess.run(
            [python, Path(__file__).with_name("pretix_shop.py")],
            env=self._environment, cwd=self._data, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"pretix could not be set up: {done.stderr[-1500:]}")
        return json.loads(done.stdout.splitlines()[-1])

    def __enter__(self) -> "Pretix":
        say("Starting pretix")
        with (self._data / "gunicorn.log").open("wb") as log:
            self._server = subprocess.Popen(
                self._command, env=self._environment, cwd=self._data, stdout=log, stderr=log, start_new_session=True
            )
        wait_until(self._takes_an_order, READY_SECONDS, lambda: f"pretix takes no order: {self._last}")
        return self

    def __exit__(self, *_: object) -> None:
        kill_group(self._server)

    def _takes_an_order(self) -> bool:
        headers = {"Authorization": self.order.token, "Content-Type": "application/json"}
        try:
            response = requests.post(f"{self.url}{self.order.path}", self.order.body, headers=headers, timeout=30)
        except requests.RequestException as error:
            self._last = str(error)
            return False
        self._last = f"{response.status_code} {response.text[:500]}"
        return response.status_code == 201


if __name__ == "__main__":
    sys.exit(main())
