"""Starts the product's programs by forking, which saves the time of their imports, most of a start.

A fork server is a process that has imported the libraries and the product's modules, and waits. On request it forks,
and the child runs a program as `python ARGUMENTS` would: in its own directory and session, with its own environment,
writing to its own files.

Run as `python -m tests.support.fork_server`. Requests and responses are lines of JSON.
"""

import functools
import importlib
import json
import os
import pkgutil
import runpy
import signal
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn

from service_kit.metrics_directory import METRICS_DIRECTORY_VARIABLE

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("service_kit", "main_app", "crm_microservice")
# Libraries that the packages import only when they run.
LIBRARIES = (
    "alembic.autogenerate",
    "flask.cli",
    "flask_migrate",
    "granian.server",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite",
)
RUN_AS_MODULE = "main_app.worker"  # by -m, which warns of a module that is imported already
POLL_SECONDS = 0.005


class ForkedProcess:
    """A process that a fork server started; the part of `subprocess.Popen` that tests use."""

    def __init__(self, server: "ForkServer", pid: int):
        self._server, self.pid = server, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        if self.returncode is None:
            self.returncode = self._server.exit_status(self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        deadline = time.monotonic() + (timeout if timeout is not None else float("inf"))
        while (status := self.poll()) is None:
            if time.monotonic() > deadline:
                raise subprocess.TimeoutExpired(str(self.pid), timeout or 0)
            time.sleep(POLL_SECONDS)
        return status

    def terminate(self) -> None:
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


class ForkServer:
    """A running fork server. Threads may share it."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-m", __name__],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def start(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        cwd: Path,
        errors: Path,
        output: Path | None = None,
    ) -> ForkedProcess:
        """Run `python ARGUMENTS`. Its standard error is added to `errors`, its output to `output` or the same file."""
        files = {"errors": str(errors), "output": str(output or errors)}
        request = {"arguments": arguments, "environment": dict(environment), "cwd": str(cwd), **files}
        return ForkedProcess(self, self._ask(request))

    def run(
        self, arguments: Sequence[str], environment: Mapping[str, str], cwd: Path = ROOT, seconds: float = 60
    ) -> "subprocess.CompletedProcess[str]":
        """Run `python ARGUMENTS` to its end. Raises TimeoutExpired after `seconds`."""
        with tempfile.TemporaryDirectory() as folder:
            output, errors = Path(folder, "output"), Path(folder, "errors")
            # prometheus_client is imported already, and then needs a directory.
            child = self.start(arguments, {METRICS_DIRECTORY_VARIABLE: folder, **environment}, cwd, errors, output)
            status = child.wait(seconds)
            return subprocess.CompletedProcess(arguments, status, output.read_text(), errors.read_text())

    def exit_status(self, pid: int) -> int | None:
        """Like `Popen.returncode`: None while the process runs, negative if a signal ended it."""
        return self._ask({"poll": pid})

    def _ask(self, request: dict[str, Any]) -> Any:
        with self._one_at_a_time:
            assert self._process.stdin and self._process.stdout
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
            response = self._process.stdout.readline()
        assert response, "the fork server ended"
        return json.loads(response)


@functools.cache
def shared_fork_server() -> ForkServer:
    """The one fork server of this test process. It ends when its standard input does."""
    return ForkServer()


def serve() -> None:
    for line in sys.stdin:
        request = json.loads(line)
        response = _poll(request["poll"]) if "poll" in request else _fork(request)
        print(json.dumps(response), flush=True)


def import_everything() -> None:
    # prometheus_client needs a directory when it is imported. A child has its own and makes its files there.
    with tempfile.TemporaryDirectory() as directory:
        os.environ[METRICS_DIRECTORY_VARIABLE] = directory
        for library in LIBRARIES:
            importlib.import_module(library)
        for package in PACKAGES:
            folder = ROOT / package
            for module in pkgutil.walk_packages([str(folder)], f"{package}."):
                if "migrations" not in module.name and module.name != RUN_AS_MODULE:
                    importlib.import_module(module.name)


def _poll(pid: int) -> int | None:
    found, status = os.waitpid(pid, os.WNOHANG)
    return os.waitstatus_to_exitcode(status) if found else None


def _fork(request: dict[str, Any]) -> int:
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read_end)
        _run_child(request, write_end)
    os.close(write_end)
    os.read(read_end, 1)  # returns once the child is a process group of its own and its files exist
    os.close(read_end)
    return pid


def _run_child(request: dict[str, Any], write_end: int) -> NoReturn:
    os.setsid()
    for number, file in enumerate((os.devnull, request["output"], request["errors"])):
        opened = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT if number else os.O_RDONLY, 0o644)
        os.dup2(opened, number)
        os.close(opened)
    os.close(write_end)
    os.environ.clear()
    os.environ.update(request["environment"])
    os.chdir(request["cwd"])
    _run_program(request["arguments"])
    sys.exit(0)


def _run_program(arguments: list[str]) -> None:
    """Do what `python ARGUMENTS` does, for `-m module ...`, `-c program ...` or `file ...`."""
    if arguments[0] == "-c":
        sys.path[0], sys.argv = os.getcwd(), ["-c", *arguments[2:]]
        exec(arguments[1], {"__name__": "__main__"})
    elif arguments[0] == "-m":
        sys.path[0], sys.argv = os.getcwd(), arguments[1:]
        warnings.filterwarnings("error", module="runpy")
        runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    else:
        file = Path(arguments[0]).resolve()
        sys.path[0], sys.argv = str(file.parent), arguments
        runpy.run_path(str(file), run_name="__main__")


if __name__ == "__main__":
    import_everything()
    serve()
