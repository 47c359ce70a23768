"""Start the main API: `python main_app/app.py`. Migrates its database first."""

import sys
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent
# A script's own folder comes first in sys.path, but the packages are in its parent.
sys.path = [str(PACKAGE.parent)] + [entry for entry in sys.path if Path(entry or ".").resolve() != PACKAGE]


def main() -> int:
    from main_app.settings import MainSettings  # after sys.path is set
    from service_kit.metrics_directory import use_metrics_directory  # after sys.path is set
    from service_kit.settings import load_or_exit  # after sys.path is set

    settings = load_or_exit(MainSettings, "Samaya")
    use_metrics_directory(settings.data_dir, "main", owner=True)

    from main_app.database import db  # after the metrics directory is set
    from main_app.demo import demo_accounts_exist  # after the metrics directory is set
    from main_app.server import build  # after the metrics directory is set
    from service_kit.migrations import migrate_database  # after the metrics directory is set
    from service_kit.server import serve  # after the metrics directory is set

    app = build().app
    migrate_database(app)
    with app.app_context():
        if settings.in_production and demo_accounts_exist():
            print(
                "Samaya cannot start: this database has demo accounts, whose passwords are known to everyone. "
                "Use a fresh database in production (DATABASE_URL or DATA_DIR).",
                file=sys.stderr,
            )
            return 2
        db.engine.dispose()  # no connection is shared with the server's processes
    serve(
        "main_app.server:build",
        host=settings.host,
        port=settings.main_port,
        processes=settings.web_workers,
        connections=settings.connections_per_process,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
