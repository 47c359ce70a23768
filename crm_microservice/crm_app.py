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
        run()


def run() -> None:
    from crm_microservice import create_app
    from crm_microservice.config import ConfigurationError, load_config
    from service_kit.database import migrate_database
    from service_kit.server import serve

    try:
        config = load_config()
    except ConfigurationError as error:
        sys.exit(f"The CRM cannot start: {error}")
    # The worker processes start in this folder when they are spawned: the same hiding again.
    os.chdir(PROJECT_ROOT)
    migrate_database(create_app(config))
    print(f"CRM on http://{config.host}:{config.port}", flush=True)
    serve("crm_microservice.server:build", host=config.host, port=config.port, processes=config.web_workers)


if __name__ == "__main__":
    main()
