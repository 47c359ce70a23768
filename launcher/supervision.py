"""Starts programs, restarts those that end or hang, and stops them."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections import deque
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import urlsplit

from launcher.console import CannotStart, say
from launcher.folders import ROOT, WINDOWS
from launcher.processes import OWN_GROUP, SIGNALS, kill_group

READY_SECONDS = 60.0
STOP_SECONDS = 9.0  # for all children together
# Of these, for each child that is still to be stopped. A web process may need 5 s: open pages hold connections.
MIN_STOP_SECONDS = 1.0
RESTART_DELAYS = (1.0, 2.0, 5.0, 10.0, 30.0)
LAST_OUTPUT_SECONDS = 1.0
STABLE_SECONDS = 10.0  # a child that ran for this long is restarted with the first delay
HEALTH_SECONDS = 2.0  # between two health checks
# Timeout of one health check. A busy service responds late, because requests are queued before the check or idle
# connections use every slot (HEADER_SECONDS in service_kit/server.py). Killing it would only make that worse.
HEALTH_TIMEOUT_SECONDS = 45.0
HANGING_SECONDS = 60.0  # a child that has not answered for this long is killed and restarted


class Child:
    """A program that is started and watched, with all processes that it starts."""

    def __init__(
        self, name: str, command: list[str], env: dict[str, str], ready: str, cwd: Path = ROOT, health: str = ""
    ) -> None:
        """`ready` is an address that answers 200 once the child is ready, or a text that the child prints then.

        `health` is an address that answers 200 as long as the child is alive.
        """
        self.name, self._command, self._env, self._cwd, self._ready_sign = name, command, env, cwd, ready
        self._health = health
        self.failures, self.restart_at = 0, 0.0
        self.last_lines: deque[str] = deque(maxlen=20)

    def start(self) -> None:
        self.ready = self._printed_ready = False
        self.started_at, self.restart_at = time.monotonic(), 0.0
        with SIGNALS.delayed():
            self.process = subprocess.Popen(
                self._command, cwd=self._cwd, env=self._env, stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **OWN_GROUP,  # type: ignore[arg-type]
            )  # fmt: skip
        assert self.process.stdout is not None
        threading.Thread(target=self._show, args=(self.process.stdout,), daemon=True).start()
        self.answered = time.monotonic()
        if self._health:
            threading.Thread(target=self._ask_for_health, args=(self.process,), daemon=True).start()

    def _ask_for_health(self, process: subprocess.Popen[bytes]) -> None:
        """Runs in a thread of its own, so that a child that hangs does not delay the watch over the others."""
        while process is self.process and process.poll() is None:
            with suppress(OSError):
                if get(self._health, HEALTH_TIMEOUT_SECONDS)[0] == 200:
                    self.answered = time.monotonic()
            time.sleep(HEALTH_SECONDS)

    def hangs(self) -> bool:
        """Whether the child was ready and has not answered for HANGING_SECONDS."""
        return bool(self._health) and self.ready and time.monotonic() - self.answered > HANGING_SECONDS

    def _show(self, output: IO[bytes]) -> None:
        with output:
            for raw in output:
                line = raw.decode(errors="replace").rstrip()
                self.last_lines.append(line)
                self._printed_ready = self._printed_ready or self._ready_sign in line
                print(f"{self.name:<8}| {line}", flush=True)

    def check_ready(self) -> bool:
        if not self.ready and self._ready_sign.startswith("http"):
            with suppress(OSError):
                self.ready = get(self._ready_sign, 2)[0] == 200
                self.answered = time.monotonic()  # a start may take longer than HANGING_SECONDS
        elif not self.ready:
            self.ready = self._printed_ready
        return self.ready

    def how_it_ended(self) -> str:
        code = self.process.returncode
        return f"was killed by {signal.Signals(-code).name}" if code < 0 else f"ended with exit code {code}"

    def is_running(self) -> bool:
        return self.restart_at == 0.0 and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Signal the child's first process only. It lets its own processes finish their work."""
        if self.is_running():
            self.process.send_signal(signal.CTRL_BREAK_EVENT if WINDOWS else signal.SIGTERM)  # type: ignore[attr-defined]


def start_in_order(children: list[Child], started: list[Child]) -> None:
    """Start the children and add each to `started`. The worker waits for the CRM, which may get messages at once."""
    for child in children:
        if child.name == "worker":
            wait_until_ready([receiver for receiver in started if receiver.name == "crm"])
        with SIGNALS.delayed():
            child.start()
            started.append(child)


def wait_until_ready(children: list[Child]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not all([child.check_ready() for child in children]):
        if not all(child.is_running() for child in children):
            time.sleep(LAST_OUTPUT_SECONDS)  # its last lines may still be on their way, and others may end too
            ended = [child for child in children if not child.is_running()]
            raise CannotStart("\n".join(_why_it_ended(child) for child in ended))
        if time.monotonic() > deadline:
            late = ", ".join(child.name for child in children if not child.ready)
            raise CannotStart(f"Not ready after {READY_SECONDS:.0f} s: {late}; see the lines above.")
        time.sleep(0.05)


def _why_it_ended(child: Child) -> str:
    """Say what a child printed last: all that is wrong with its settings, or one line."""
    lines = [line for line in child.last_lines if line.strip()] or ["it printed nothing"]
    begins = [number for number, line in enumerate(lines) if "cannot start:" in line]
    reason = "\n".join(lines[begins[-1] :]) if begins else lines[-1]
    return f"{child.name} {child.how_it_ended()} before it was ready: {reason}"


def watch(children: list[Child]) -> NoReturn:
    """Restart children that end or hang, with growing delays, until a signal ends the program."""
    while True:
        for child in children:
            if child.restart_at and time.monotonic() >= child.restart_at:
                child.start()
            elif child.is_running():
                if not child.ready and child.check_ready():
                    say(f"{child.name} is ready again.")
                if child.hangs():
                    say(f"{child.name} has not answered for {HANGING_SECONDS:.0f} s and is killed.")
                    kill_group(child.process)
            elif not child.restart_at:
                stable = time.monotonic() - child.started_at > STABLE_SECONDS
                child.failures = 1 if stable else child.failures + 1
                delay = RESTART_DELAYS[min(child.failures, len(RESTART_DELAYS)) - 1]
                say(f"{child.name} {child.how_it_ended()}; starting it again in {delay:.0f} s.")
                kill_group(child.process)
                child.restart_at = time.monotonic() + delay
        time.sleep(0.1)


def stop(children: list[Child]) -> None:
    """Stop the web app and the main API first, so that nothing new comes in; then the worker; then its receivers."""
    say("Stopping; requests under way are finished first.")
    order = {"vite": 0, "main": 1, "worker": 2, "crm": 3, "mail": 4}
    deadline = time.monotonic() + STOP_SECONDS
    children = sorted(children, key=lambda child: order[child.name])
    for position, child in enumerate(children):
        child.ask_to_stop()
        reserved = MIN_STOP_SECONDS * (len(children) - position - 1)
        try:
            child.process.wait(max(deadline - time.monotonic() - reserved, 0.1))
        except subprocess.TimeoutExpired:
            say(f"{child.name} did not stop in time and is killed. What was confirmed to people is stored.")
        kill_group(child.process)
    say("Stopped.")


def get(url: str, seconds: float) -> tuple[int, bytes]:
    """Return the status and the body that one of our services answers. Uses no proxy. Raises OSError."""
    at = urlsplit(url)
    connection = HTTPConnection(at.hostname or "", at.port or 80, timeout=seconds)
    try:
        connection.request("GET", f"{at.path or '/'}{'?' if at.query else ''}{at.query}")
        response = connection.getresponse()
        return response.status, response.read()
    except HTTPException as error:
        raise OSError(f"{url} sent an invalid HTTP response") from error
    finally:
        connection.close()
