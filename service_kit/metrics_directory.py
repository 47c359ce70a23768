"""The directory where a service's processes keep their metrics, to be added up. Import before prometheus_client."""

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

METRICS_DIRECTORY_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
OF_PROCESS = re.compile(r"_(\d+)\.\w+$")
# The files are mapped into memory: writing to one on a full disk kills the process. In memory they need no disk.
IN_MEMORY = Path("/dev/shm")
PREFIX = "samaya-metrics-"
OWNER = "data_dir"  # a file with the DATA_DIR that a directory in memory belongs to


def use_metrics_directory(data_dir: Path, service: str, *, owner: bool) -> None:
    """Share metrics through files. prometheus_client looks for the variable when it is imported.

    The owner (the service's first process) removes what dead processes and removed installations left.
    """
    data_dir.mkdir(parents=True, exist_ok=True)
    directory = _in_memory(data_dir.resolve(), service) or data_dir / "metrics" / service
    directory.mkdir(parents=True, exist_ok=True)
    if owner:
        _remove_orphans()
        for file in directory.glob("*.db"):
            if not is_of_living_process(file):
                file.unlink(missing_ok=True)
    os.environ[METRICS_DIRECTORY_VARIABLE] = str(directory)


def _in_memory(data_dir: Path, service: str) -> Path | None:
    """The directory in memory of this service with this DATA_DIR; None where the system has none for this user."""
    name = hashlib.sha256(f"{data_dir}:{service}".encode()).hexdigest()[:24]
    directory = IN_MEMORY / f"{PREFIX}{name}"
    try:
        directory.mkdir(mode=0o700, exist_ok=True)
        if directory.is_symlink() or directory.stat().st_uid != os.getuid():
            return None  # another user's, who might have made it on purpose
        (directory / OWNER).write_text(str(data_dir))
    except OSError:
        return None
    return directory


def _remove_orphans() -> None:
    """Remove the directories in memory whose DATA_DIR no longer exists."""
    for owner in IN_MEMORY.glob(f"{PREFIX}*/{OWNER}"):
        try:
            if owner.stat().st_uid == os.getuid() and not Path(owner.read_text()).exists():
                shutil.rmtree(owner.parent, ignore_errors=True)
        except OSError:
            continue  # another process removed it first


def forget_dead_processes() -> None:
    """Take the gauges of processes that were killed out of the sums."""
    directory = os.environ.get(METRICS_DIRECTORY_VARIABLE)
    if directory is not None:
        for file in Path(directory).glob("gauge_live*_*.db"):
            if not is_of_living_process(file):
                file.unlink(missing_ok=True)


def is_of_living_process(file: Path) -> bool:
    """Whether the process with the number in the file's name runs."""
    match = OF_PROCESS.search(file.name)
    if match is None:
        return False
    if sys.platform == "win32":
        return True  # not known: there os.kill would interrupt the process
    try:
        os.kill(int(match[1]), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
