"""Start the main API: `python main_app/app.py`. Brings its database up to date first."""

import sys
from pathlib import Path

PROJECT_ROOT = str(Path(__file__).resolve().parent.parent)
# Run as a script, Python looks in this folder first, where `logging.py` would hide Python's own.
sys.path = [PROJECT_ROOT] + [
    entry for entry in sys.path if Path(entry or ".").resolve() != Path(__file__).resolve().parent
]


def main() -> int:
    from main_app.config import ConfigurationError, load_config

    try:
        config = load_config()
    except ConfigurationError as error:
        print(f"Samaya cannot start: {error}", file=sys.stderr)
        return 2
    from main_app.metrics_directory import use_metrics_directory

    use_metrics_directory(config["DATA_DIR"], owner=True)
    from main_app import create_app
    from main_app.demo import demo_accounts_exist
    from service_kit.database import migrate_database
    from service_kit.server import serve

    app = create_app(config)
    migrate_database(app)
    with app.app_context():
        if config["APP_ENV"] == "production" and demo_accounts_exist():
            print(
                "Samaya cannot start: this database has demo accounts, whose passwords are known to everyone. "
                "Use a fresh database in production (DATABASE_URL or DATA_DIR).",
                file=sys.stderr,
            )
            return 2
    serve("main_app.server:build", host=config["HOST"], port=config["MAIN_PORT"], processes=config["WEB_WORKERS"])
    return 0


if __name__ == "__main__":
    sys.exit(main())
