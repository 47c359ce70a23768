"""Starts the CRM: `cd crm_microservice && python crm_app.py`. Migrates its database, then serves until stopped."""

import os
import sys

PROJECT_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
# Python puts this file's folder first on the path, where our modules would hide the standard library's.
sys.path[0] = PROJECT_ROOT

import tempfile  # noqa: E402 after the path is right


def main() -> None:
    # prometheus-client decides at its import, within the package's, whether processes share their counts.
    with tempfile.TemporaryDirectory(prefix="crm-metrics-", ignore_cleanup_errors=True) as shared_counts:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = shared_counts
        serve()


def serve() -> None:
    from granian import Granian
    from granian.constants import Interfaces

    from crm_microservice import create_app
    from crm_microservice.config import ConfigurationError, load_config
    from service_kit.database import migrate_database

    try:
        config = load_config()
    except ConfigurationError as error:
        sys.exit(f"The CRM cannot start: {error}")
    # The worker processes start in this folder when they are spawned: the same hiding again.
    os.chdir(PROJECT_ROOT)
    migrate_database(create_app(config))
    print(f"CRM on http://{config.host}:{config.port}", flush=True)
    Granian(
        "crm_microservice.asgi:build",
        factory=True,
        address=config.host,
        port=config.port,
        interface=Interfaces.ASGI,
        workers=config.web_workers,
        backlog=2048,
        respawn_failed_workers=True,
        workers_kill_timeout=4,
        log_enabled=False,
    ).serve()


if __name__ == "__main__":
    main()
