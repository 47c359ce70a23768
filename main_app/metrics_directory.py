"""Where the processes of the main API and its workers keep their metrics, to be added up."""

import os
from pathlib import Path


def use_metrics_directory(data_dir: Path, *, owner: bool) -> None:
    """Share metrics through files. Must run before prometheus_client is imported.

    The owner (the main API's first process) begins afresh by removing what dead processes left.
    """
    directory = data_dir / "metrics" / "main"
    directory.mkdir(parents=True, exist_ok=True)
    if owner:
        for leftover in directory.glob("*.db"):
            leftover.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)
