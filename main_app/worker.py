"""The delivery worker: `python -m main_app.worker`, as many as wanted, on any number of hosts.

Stops gracefully on SIGTERM and SIGINT: nothing new is claimed, what is under way is finished and recorded.
"""

import logging
import signal

from main_app.settings import MainSettings
from service_kit.metrics_directory import use_metrics_directory
from service_kit.settings import load_or_exit


def main() -> None:
    settings = load_or_exit(MainSettings, "The worker")
    use_metrics_directory(settings.data_dir, "main", owner=False)
    # prometheus_client reads the metrics directory when it is imported, so nothing below comes before that.
    from main_app import create_worker_app  # after the metrics directory
    from main_app.installation import make_dispatcher  # after the metrics directory
    from main_app.outbox.wakeup import forget_dead_workers  # after the metrics directory
    from service_kit.garbage_collection import collect_between_contexts  # after the metrics directory
    from service_kit.migrations import migrate_database  # after the metrics directory

    app = create_worker_app(settings)
    migrate_database(app)
    forget_dead_workers(settings.data_dir)
    dispatcher = make_dispatcher(app)
    collect_between_contexts(app)
    signal.signal(signal.SIGTERM, dispatcher.stop)
    signal.signal(signal.SIGINT, dispatcher.stop)
    dispatcher.run()
    logging.shutdown()


if __name__ == "__main__":
    main()
