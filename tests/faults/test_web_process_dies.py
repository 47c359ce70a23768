"""One of two web processes is killed under load: the other works on, a replacement starts soon, and it is logged."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

from tests.support.services import Services, wait_until

CLIENTS = 6
CONNECTIONS = 6
BACK_WITHIN = 2.0  # seconds from the death of a process until its replacement answers, on a machine that is not busy


class Client(threading.Thread):
    """Sends requests without a pause, each on a new connection, and keeps the start times of those that failed."""

    def __init__(self, url: str, stopped: threading.Event) -> None:
        super().__init__()
        self._url, self._stopped = url, stopped
        self.answered = 0
        self.failed_at: list[float] = []

    def run(self) -> None:
        while not self._stopped.is_set():
            begun = time.monotonic()
            try:
                assert requests.get(self._url, timeout=60).status_code == 200
                self.answered += 1
            except (requests.RequestException, AssertionError):
                self.failed_at.append(begun)


@pytest.mark.parametrize("service", ["main", "crm"])
def test_nobody_but_those_it_served_notices_and_it_is_replaced(
    start_services: Callable[..., Services], service: str
) -> None:
    services = start_services(extra={"WEB_WORKERS": "2"}, workers=0)
    process, url, log = {
        "main": (services.main, services.main_url, services.main.log),
        "crm": (services.crm, services.real_crm_url, services.crm.log),
    }[service]
    assert process.child is not None
    parent = process.child.pid
    before = wait_until(lambda: pids if len(pids := children_of(parent)) == 2 else None, 10)
    stopped = threading.Event()
    clients = [Client(f"{url}/health", stopped) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    try:
        wait_until(lambda: all(client.answered > 5 for client in clients), 20)
        os.kill(before[0], signal.SIGKILL)
        killed_at = time.monotonic()
        os.kill(before[1], signal.SIGSTOP)  # so that only the replacement can answer
        wait_until(lambda: before[0] not in children_of(parent), 10)  # until then it gets new connections
        gone_at = time.monotonic()
        try:
            # Each new connection may wait at the process that is stopped.
            wait_until(lambda: responses(f"{url}/health"), 10)
            print(f"back after {time.monotonic() - killed_at:.1f} s, promised within {BACK_WITHIN:g} s")
        finally:
            os.kill(before[1], signal.SIGCONT)
        assert len(set(children_of(parent)) - set(before)) == 1
        answered = sum(client.answered for client in clients)
        wait_until(lambda: sum(client.answered for client in clients) > answered + 50, 20)
    finally:
        stopped.set()
        for client in clients:
            client.join()
    for client in clients:
        # Until the dying process is gone, new connections still reach it.
        assert all(begun < gone_at for begun in client.failed_at), "a request that began afterwards failed"
    wait_until(lambda: "web_process_deaths_total 1.0" in requests.get(f"{url}/metrics", timeout=10).text, 10)
    assert "died; a new one has started" in log.read_text()


def test_a_service_whose_process_dies_twice_at_once_ends_so_that_the_starter_starts_it_again(
    start_services: Callable[..., Services],
) -> None:
    services = start_services(extra={"WEB_WORKERS": "1"}, workers=0)
    assert services.main.child is not None
    parent = services.main.child.pid
    (first,) = children_of(parent)
    os.kill(first, signal.SIGKILL)
    (second,) = wait_until(lambda: [pid for pid in children_of(parent) if pid != first], 10)
    os.kill(second, signal.SIGKILL)
    assert services.main.child.wait(20) == 1
    services.main.start()
    wait_until(lambda: responses(f"{services.main_url}/health"), 20)
    exposition = requests.get(f"{services.main_url}/metrics", timeout=10).text
    # The second, and the first too if the second had not counted it. The service's own counters begin at 0.
    counted = [line for line in exposition.splitlines() if line.startswith("web_process_deaths_total ")]
    assert counted in (["web_process_deaths_total 1.0"], ["web_process_deaths_total 2.0"])


def responses(url: str) -> bool:
    """Whether one of some new connections is answered."""
    with ThreadPoolExecutor(CONNECTIONS) as connections:
        return any(connections.map(_is_answered, [url] * CONNECTIONS))


def _is_answered(url: str) -> bool:
    try:
        return requests.get(url, timeout=0.2).status_code == 200
    except requests.RequestException:
        return False


def children_of(parent: int) -> list[int]:
    listing = subprocess.run(["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True).stdout
    return [int(pid) for owner, pid in (line.split() for line in listing.splitlines()) if int(owner) == parent]
