"""Starts the CRM: `cd crm_microservice && python crm_app.py`. Migrates its database, then serves until stopped."""

import os
import sys

PROJECT_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = PROJECT_ROOT  # Python puts this file's folder there, from which the packages can't be imported


def main() -> None:
    from service_kit.metrics_directory import use_metrics_directory  # after the path is right
    from service_kit.settings import Settings, load_or_exit  # after the path is right

    use_metrics_directory(load_or_exit(Settings, "The CRM").data_dir, "crm", owner=True)

    from service_kit.small_jwt import import_small_jwt  # after the path is right

    import_small_jwt()
    from crm_microservice.server import build  # after the metrics know their directory
    from crm_microservice.settings import CrmSettings  # after the metrics know their directory
    from service_kit.migrations import migrate_database  # after the path is right
    from service_kit.server import serve  # after the metrics know their directory

    settings = load_or_exit(CrmSettings, "The CRM")
    os.chdir(PROJECT_ROOT)  # the worker processes start in this folder, with the same path
    migrate_database(build().app)
    print(f"CRM on http://{settings.host}:{settings.port}", flush=True)
    serve("crm_microservice.server:build", host=settings.host, port=settings.port, processes=settings.web_workers)


if __name__ == "__main__":
    main()
