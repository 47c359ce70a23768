"""Starts the CRM: `cd crm_microservice && python crm_app.py`. Migrates its database, then serves until stopped."""

import os
import sys

PROJECT_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = PROJECT_ROOT  # instead of this file's folder, from which the packages can't be imported


def main() -> None:
    from service_kit.metrics_directory import use_metrics_directory  # needs sys.path as set above
    from service_kit.settings import Settings, load_or_exit  # needs sys.path as set above

    use_metrics_directory(load_or_exit(Settings, "The CRM").data_dir, "crm", owner=True)

    from crm_microservice.server import build  # after the metrics directory is set
    from crm_microservice.settings import CrmSettings  # after the metrics directory is set
    from service_kit.migrations import migrate_database  # needs sys.path as set above
    from service_kit.server import serve  # after the metrics directory is set

    settings = load_or_exit(CrmSettings, "The CRM")
    os.chdir(PROJECT_ROOT)  # its processes start in this folder and import the same packages
    migrate_database(build().app)
    print(f"CRM on http://{settings.host}:{settings.port}", flush=True)
    serve(
        "crm_microservice.server:build",
        host=settings.host,
        port=settings.port,
        processes=settings.web_workers,
        connections=settings.connections_per_process,
    )


if __name__ == "__main__":
    main()
