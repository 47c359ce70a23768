"""The first and the second start on a fresh copy, and the memory of all processes at rest."""

import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.report import Row, Section
from tests.launcher.launched import MADE_HERE, ROOT, Launched

FIRST_SECONDS, SECOND_SECONDS, AT_REST_MB = 35.0, 3.0, 400.0
REST_SECONDS = 5.0


def measure_startup() -> Section:
    section = Section(
        "Start and memory",
        "On a fresh copy of the project, with packages from the cache of uv or their registries. Memory is what the"
        " processes have together, pages they share counted once (PSS, Linux).",
    )
    with tempfile.TemporaryDirectory(prefix="samaya-start-") as folder:
        copy = Path(folder, "samaya")
        shutil.copytree(ROOT, copy, ignore=MADE_HERE)
        with Launched(copy) as first:
            section.rows.append(_limit("first start", first.wait_ready(300), FIRST_SECONDS, "s"))
            section.rows.append(_limit("memory of all processes at rest after it", _memory(first), AT_REST_MB, "MB"))
        with Launched(copy) as second:
            section.rows.append(_limit("second start", second.wait_ready(60), SECOND_SECONDS, "s"))
            section.rows.append(_limit("memory of all processes at rest after it", _memory(second), AT_REST_MB, "MB"))
    return section


def _memory(started: Launched) -> float:
    time.sleep(REST_SECONDS)
    return sum(_own_memory(process) for process in _with_descendants(started.process.pid)) / 1024


def _limit(what: str, value: float, limit: float, unit: str) -> Row:
    return Row(what, f"{value:.1f} {unit}", f"at most {limit:g} {unit}", value <= limit, "")


def _with_descendants(process_id: int) -> list[int]:
    found = [process_id]
    for task in Path(f"/proc/{process_id}/task").iterdir():
        for child in (task / "children").read_text().split():
            found += _with_descendants(int(child))
    return found


def _own_memory(process_id: int) -> int:
    """Kilobytes, shared pages divided among those who share them."""
    rollup = Path(f"/proc/{process_id}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
