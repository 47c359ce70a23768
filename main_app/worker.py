"""The worker program: `python -m main_app.worker`. Any number of workers may run, on any number of hosts.

On SIGTERM and SIGINT it claims nothing new, and finishes and records the deliveries under way.
"""

import logging
import signal
import sys

from main_app.settings import MainSettings
from service_kit.metrics_directory import use_metrics_directory
from service_kit.settings import load_or_exit


def main() -> None:
    settings = load_or_exit(MainSettings, "The worker")
    use_metrics_directory(settings.data_dir, "main", owner=False)
    # prometheus_client reads the metrics directory when it is imported, so nothing below comes before that.
    from main_app import create_worker_app  # after the metrics directory
    from main_app.outbox.wakeup import remove_ports_of_dead_workers  # after the metrics directory
    from main_app.worker_setup import make_dispatcher  # after the metrics directory
    from service_kit.garbage_collection import collect_after_contexts_on_python_3_11  # after the metrics directory
    from service_kit.metrics import serve_metrics  # after the metrics directory
    from service_kit.migrations import migrate_database  # after the metrics directory

    if settings.worker_metrics_port:
        try:
            serve_metrics(settings, settings.worker_metrics_port)
        except OSError as error:
            sys.exit(f"The worker cannot start: WORKER_METRICS_PORT {settings.worker_metrics_port}: {error.strerror}.")
    app = create_worker_app(settings)
    migrate_database(app)
    remove_ports_of_dead_workers(settings.data_dir)
    dispatcher = make_dispatcher(app)
    collect_after_contexts_on_python_3_11(app)
    signal.signal(signal.SIGTERM, dispatcher.stop)
    signal.signal(signal.SIGINT, dispatcher.stop)
    print("worker started", flush=True)  # for start_services.py: with a log file the console shows only warnings
    dispatcher.run()
    logging.shutdown()


if __name__ == "__main__":
    main()
