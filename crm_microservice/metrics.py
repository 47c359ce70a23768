"""What the service counts, for Prometheus. Correct with several processes when PROMETHEUS_MULTIPROC_DIR is set."""

import os
import re
from pathlib import Path

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"

NOTIFICATIONS = Counter("crm_notifications", "Notifications received, by shape and outcome.", ["shape", "outcome"])
APPROVALS = Counter("crm_approvals", "Requests for approval, by kind and outcome.", ["kind", "outcome"])
REQUESTS = Histogram("crm_request_seconds", "Time to answer requests.", ["method", "route", "status"])
OPEN_STREAMS = Gauge("crm_open_streams", "Open notification streams.", multiprocess_mode="livesum")


def exposition() -> bytes:
    """Return all processes' metrics in Prometheus' text format."""
    if FOLDER_VARIABLE not in os.environ:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    return generate_latest(registry)


def forget_dead_processes() -> None:
    """Take the gauges of processes that were killed out of the sums."""
    folder = os.environ.get(FOLDER_VARIABLE)
    if folder is None:
        return
    for file in Path(folder).glob("gauge_live*_*.db"):
        match = re.search(r"_(\d+)\.db$", file.name)
        if match and not _is_running(int(match[1])):
            mark_process_dead(int(match[1]), folder)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
