"""The steps of the set-up: commands that are shown while they run. One with a Stamp is skipped once it is done."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.console import CannotStart, say
from launcher.folders import BIN, ROOT, VENV
from launcher.processes import OWN_GROUP, SIGNALS, kill_group

UNREACHABLE = re.compile(
    r"name resolution|NewConnectionError|Failed to fetch|dns error|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT"
    r"|Network is unreachable|Max retries exceeded|timed out|getaddrinfo|Cannot connect to proxy|Connection refused",
    re.IGNORECASE,
)
# Look for it before UNREACHABLE: uv prints "Failed to fetch" for certificates that are not trusted too.
UNTRUSTED = re.compile(r"UnknownIssuer|CERTIFICATE_VERIFY_FAILED|SELF_SIGNED_CERT|UNABLE_TO_\w+_CERT", re.IGNORECASE)
RUNNING_STEPS: set[subprocess.Popen[bytes]] = set()  # commands of the set-up that are running now


@contextmanager
def step(command: list[str], cwd: Path, env: dict[str, str] | None, output: int) -> Iterator[subprocess.Popen[bytes]]:
    """Start one command of the set-up. At the end it is killed if it still runs."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with SIGNALS.delayed():
            process = subprocess.Popen(
                command, cwd=cwd, env=env, stdin=subprocess.DEVNULL, stdout=output,
                stderr=subprocess.STDOUT, **OWN_GROUP,  # type: ignore[arg-type]
            )  # fmt: skip
            RUNNING_STEPS.add(process)
        yield process
    finally:
        if process:
            RUNNING_STEPS.discard(process)
            if process.poll() is None:
                kill_group(process)
            if process.stdout:
                process.stdout.close()


def run_visibly(title: str, command: list[str], cwd: Path = ROOT, name: str = "setup") -> None:
    """Run one step of the set-up and show its output. Raises CannotStart if it fails."""
    say(title)
    env = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
    last_lines: deque[str] = deque(maxlen=60)
    with step(command, cwd, env, subprocess.PIPE) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            last_lines.append(raw.decode(errors="replace").rstrip())
            if last_lines[-1] and not last_lines[-1].startswith(
                " + "
            ):  # leave out pip's and uv's line for each package
                print(f"{name:<8}| {last_lines[-1]}"[: shutil.get_terminal_size((160, 24)).columns], flush=True)
        if process.wait() == 0:
            return
    if UNTRUSTED.search("\n".join(last_lines)):
        raise CannotStart(
            f"{title}: a certificate is not trusted. If your network has its own certificate authority, "
            "set SSL_CERT_FILE and NODE_EXTRA_CA_CERTS to its certificate's file; "
            "with sudo: --preserve-env=SSL_CERT_FILE,NODE_EXTRA_CA_CERTS."
        )
    if UNREACHABLE.search("\n".join(last_lines)):
        raise CannotStart(f"{title}: the network or its proxy can't be reached; check the connection and start again.")
    raise CannotStart(f"{title}: failed; the lines above say why.")


def succeeds(command: list[str], env: dict[str, str] | None = None) -> bool:
    """Run a step of the set-up silently and return whether it succeeded."""
    with step(command, ROOT, env, subprocess.DEVNULL) as process:
        return process.wait() == 0


class BackgroundStep(threading.Thread):
    """Runs one part of the set-up in the background. `finish` waits for it and raises its CannotStart."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__(daemon=True)
        self._work = work
        self._problem: CannotStart | None = None
        self.start()

    def run(self) -> None:
        try:
            self._work()
        except CannotStart as problem:
            self._problem = problem

    def finish(self) -> None:
        while self.is_alive():
            self.join(0.1)  # waiting without a timeout would block Ctrl-C on Windows
        if self._problem:
            raise self._problem

    def cancel(self) -> None:
        """Kill the commands that it runs, until it has ended."""
        while self.is_alive():
            for process in list(RUNNING_STEPS):
                kill_group(process)
            self.join(0.05)


class Stamp:
    """Stores a hash of the inputs of a finished step, so that the next start can skip the step."""

    def __init__(self, name: str, sources: list[Path]) -> None:
        digest = hashlib.sha256()
        for source in sources:
            inside = sorted(path for path in source.rglob("*") if path.is_file()) if source.is_dir() else [source]
            for path in inside:
                digest.update(f"{path.relative_to(ROOT).as_posix()}\n".encode() + path.read_bytes())
        self._file, self._hash = VENV / "stamps" / name, digest.hexdigest()

    def is_fresh(self) -> bool:
        return self._file.exists() and self._file.read_text() == self._hash

    def store(self) -> None:
        self._file.parent.mkdir(exist_ok=True)
        self._file.write_text(self._hash)
