"""Starts a service again in a fraction of its usual time, so that hundreds of kills fit into a test.

A fork server is a process that has imported a service and waits. On request it forks, and the child runs
the service's own `main`. Only the imports are saved; everything after them is the real service.

Run as `python -m tests.support.forked_services main|crm|worker`; each line on its standard input asks for a
child, whose process id it writes to its standard output.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.support.services import ROOT, Process, Services

GONE_SECONDS = 10


@dataclass
class QuickProcess(Process):
    """A process of the services that a fork server starts. It and its children are one process group."""

    service: str = ""
    process_id: int = 0
    fork_server: "subprocess.Popen[str] | None" = None

    def start(self) -> None:
        if self.fork_server is None:
            with self.log.open("ab") as log:
                self.fork_server = subprocess.Popen(
                    [sys.executable, "-m", "tests.support.forked_services", self.service],
                    env=self.environment,
                    cwd=ROOT,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                    start_new_session=True,
                )
        assert self.fork_server.stdin and self.fork_server.stdout
        self.fork_server.stdin.write("\n")
        self.fork_server.stdin.flush()
        self.process_id = int(self.fork_server.stdout.readline())

    def kill(self) -> None:
        if self.process_id == 0:
            return
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process_id, signal.SIGKILL)
        deadline = time.monotonic() + GONE_SECONDS
        while self.alive():
            assert time.monotonic() < deadline, f"{self.service} survived SIGKILL"
            time.sleep(0.002)

    def alive(self) -> bool:
        try:
            os.kill(self.process_id, 0)
        except ProcessLookupError:
            return False
        return self.process_id != 0

    def close(self) -> None:
        self.kill()
        if self.fork_server:
            self.fork_server.kill()
            self.fork_server.communicate()


class QuickServices(Services):
    """Services whose processes can be killed and started again quickly."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.crm = _quick(self.crm, "crm")
        self.main = _quick(self.main, "main")
        self.worker_processes = [_quick(worker, "worker") for worker in self.worker_processes]

    def close(self) -> None:
        for process in self.processes:
            assert isinstance(process, QuickProcess)
            process.close()
        super().close()


def _quick(process: Process, service: str) -> QuickProcess:
    return QuickProcess(process.command, process.environment, process.log, process.cwd, service=service)


def _prepare_main() -> Callable[[], Any]:
    from main_app.settings import MainSettings
    from service_kit.metrics_directory import use_metrics_directory

    settings = MainSettings.load()
    use_metrics_directory(settings.data_dir, "main", owner=False)
    import granian.server  # noqa: F401  imported for the child

    from main_app import create_app
    from main_app.app import main

    create_app(settings)
    return main


def _prepare_worker() -> Callable[[], Any]:
    _prepare_main()
    from main_app.worker import main

    return main


def _prepare_crm() -> Callable[[], Any]:
    from service_kit.metrics_directory import use_metrics_directory
    from service_kit.settings import Settings

    # Before anything of the package is imported, as the service itself does it.
    use_metrics_directory(Settings.load().data_dir, "crm", owner=False)
    import granian.server  # noqa: F401  imported for the child

    from crm_microservice import create_app
    from crm_microservice.crm_app import main
    from crm_microservice.settings import CrmSettings

    create_app(CrmSettings.load())
    return main


def _reap(*_: Any) -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def serve(service: str) -> None:
    run = {"main": _prepare_main, "worker": _prepare_worker, "crm": _prepare_crm}[service]()
    signal.signal(signal.SIGCHLD, _reap)
    while os.read(0, 1):
        process_id = os.fork()
        if process_id == 0:
            _become(run)
        with contextlib.suppress(OSError):  # the child does so too: whoever comes first
            os.setpgid(process_id, process_id)
        os.write(1, f"{process_id}\n".encode())


def _become(run: Callable[[], Any]) -> None:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    with contextlib.suppress(OSError):
        os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)  # the log
    sys.exit(run())


if __name__ == "__main__":
    sys.path.insert(0, str(Path(ROOT)))
    serve(sys.argv[1])
