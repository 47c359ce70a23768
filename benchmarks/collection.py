"""What garbage collection between requests costs, compared with Python's automatic one: time of a request, and memory.

Each policy has a process of its own, which loads 2,400 sessions through the ORM for each request. A program:
`python -m benchmarks.collection FOLDER POLICY ROUNDS` prints milliseconds of CPU for each request, and MiB.
"""

import json
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from flask import appcontext_popped

from benchmarks.report import Section, at_most
from service_kit.garbage_collection import Collector
from tests.service_kit.many_sessions import app_with_sessions, load_all, peak_mebibytes
from tests.support.services import ROOT

AUTOMATIC, BETWEEN = "automatic", "between requests"
SLOWER, SLOWER_AT_P99, LARGER = 1.25, 2.0, 1.5


@dataclass(frozen=True)
class Found:
    milliseconds: list[float]
    mebibytes: int

    @property
    def middle(self) -> float:
        return statistics.median(self.milliseconds)

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.milliseconds, n=100)[98]


def measure_collection(rounds: int) -> Section:
    section = Section(
        f"Garbage collection between requests, on Python {platform.python_version()}",
        "As a multiple of automatic collection; a request loads 2,400 sessions through the ORM.",
    )
    ours, automatic = _found(BETWEEN, rounds), _found(AUTOMATIC, rounds)
    if ours is None:
        raise RuntimeError("the process that collects between requests crashed")
    if automatic is None:
        section.note("With automatic collection the process crashed.")
        section.note(f"Between requests: p99 {ours.p99:.0f} ms, {ours.mebibytes} MiB.")
        return section
    for what, mine, its, limit in (
        ("p50", ours.middle, automatic.middle, SLOWER),
        ("p99", ours.p99, automatic.p99, SLOWER_AT_P99),  # of a full collection
    ):
        figures = f"{mine:.1f} against {its:.1f} ms of CPU"
        section.rows.append(at_most(f"{what} of a request", mine / its, limit, figures))
    memory = f"{ours.mebibytes} against {automatic.mebibytes} MiB"
    section.rows.append(at_most("most memory", ours.mebibytes / automatic.mebibytes, LARGER, memory))
    return section


def _found(policy: str, rounds: int) -> Found | None:
    """What a process with this policy prints; None where it crashed."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.collection", folder, policy, str(rounds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode < 0:
        return None
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return Found(*json.loads(done.stdout))


def main() -> None:
    folder, policy, rounds = sys.argv[1:]
    app = app_with_sessions(Path(folder))
    if policy == BETWEEN:
        collector = Collector()
        collector.start()
        appcontext_popped.connect(collector.between_requests, app, weak=False)
    milliseconds = []
    for _ in range(int(rounds)):
        begun = time.thread_time()
        load_all(app)
        milliseconds.append((time.thread_time() - begun) * 1000)
    print(json.dumps([milliseconds, peak_mebibytes()]))


if __name__ == "__main__":
    main()
