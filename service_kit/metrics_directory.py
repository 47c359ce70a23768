"""The directory where a service's processes keep their metrics, to be added up. Import before prometheus_client."""

import os
import re
from pathlib import Path

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
OF_PROCESS = re.compile(r"_(\d+)\.db$")


def use_metrics_directory(data_dir: Path, service: str, *, owner: bool) -> None:
    """Share metrics through files. prometheus_client looks for the variable when it is imported.

    The owner (the service's first process) removes what dead processes left.
    """
    directory = data_dir / "metrics" / service
    directory.mkdir(parents=True, exist_ok=True)
    if owner:
        for file in directory.glob("*.db"):
            if not _is_of_living_process(file):
                file.unlink(missing_ok=True)
    os.environ[VARIABLE] = str(directory)


def forget_dead_processes() -> None:
    """Take the gauges of processes that were killed out of the sums."""
    directory = os.environ.get(VARIABLE)
    if directory is not None:
        for file in Path(directory).glob("gauge_live*_*.db"):
            if not _is_of_living_process(file):
                file.unlink(missing_ok=True)


def _is_of_living_process(file: Path) -> bool:
    match = OF_PROCESS.search(file.name)
    if match is None:
        return False
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
