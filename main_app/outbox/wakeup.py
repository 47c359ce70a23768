"""How a commit wakes sleeping workers at once.

SQLite: each worker listens on a loopback UDP port and writes its port to DATA_DIR/workers; a commit sends an empty
datagram to each. PostgreSQL: NOTIFY, LISTEN in the worker. The NOTIFY is sent after the commit, by a background
thread on a connection of its own: within the transaction it would make all commits wait for each other. A lost
wake-up costs no more than the poll interval.
"""

import atexit
import contextlib
import logging
import os
import select
import socket
import threading
import time
from functools import cache
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.engine import URL

from main_app.settings import settings
from service_kit.database import after_commit

POSTGRES_CHANNEL = "samaya_outbox"
RECONNECT_SECONDS = 1.0
# Seconds; commits within this time share a wake-up. A worker that found something to do waits as long for more. With
# a shorter time, the wake-ups of many bookings on PostgreSQL take much of a core.
BETWEEN_WAKE_UPS = 0.1
SETTLED_NS = 100_000_000  # a directory's time stamp is coarse: its ports are cached if it changed longer ago than this
EXIT_SECONDS = 2.0  # how long an ending process waits for its last NOTIFY to be sent

logger = logging.getLogger(__name__)
_parsed = cache(make_url)  # every commit needs it


def wake_workers_after_commit() -> None:
    """Wake the workers once the transaction that is open now has committed."""
    after_commit(wake_workers)


def wake_workers() -> None:
    """Wake every worker. Never raises: workers also poll."""
    url = _parsed(settings().database_url)
    if url.get_backend_name() == "postgresql":
        _notifier(url).notify()
        return
    ports = _ports(_directory(settings().data_dir))
    if ports:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.setblocking(False)
            for port in ports:
                with contextlib.suppress(OSError):
                    sender.sendto(b"", ("127.0.0.1", port))


_port_cache: dict[Path, tuple[int, list[int]]] = {}  # when a directory last changed, and the ports in it then


def _ports(directory: Path) -> list[int]:
    """The ports of the workers on this machine. The directory is read again if it has changed."""
    try:
        changed = os.stat(directory).st_mtime_ns
    except OSError:
        return []  # no worker has run yet
    cached = _port_cache.get(directory)
    if cached is None or cached[0] != changed:
        ports = []
        for port_file in directory.glob("*.port"):
            with contextlib.suppress(ValueError):
                ports.append(int(port_file.stem.split("-")[1]))
        cached = changed, ports
        if time.time_ns() - changed > SETTLED_NS:
            _port_cache[directory] = cached
    return cached[1]


class _Notifier:
    """Sends NOTIFY from a thread of its own, once for all commits that come close together."""

    def __init__(self, url: URL):
        self.process_id = os.getpid()
        self._dsn = _dsn(url)
        self._wanted = threading.Event()
        self._sent = threading.Event()
        threading.Thread(target=self._run, daemon=True, name="wakeup-notifier").start()
        # A command ends right after its commit, and a daemon thread with it.
        atexit.register(self._sent.wait, EXIT_SECONDS)

    def notify(self) -> None:
        self._sent.clear()
        self._wanted.set()

    def _run(self) -> None:
        import psycopg  # here: SQLite needs none of it

        pause = threading.Event()
        while True:
            try:
                with psycopg.connect(self._dsn, autocommit=True) as connection:
                    # A NOTIFY is a transaction: by default each would wait for the disk, and bookings with it.
                    connection.execute("SET synchronous_commit = off")
                    while True:
                        self._wanted.wait()
                        self._wanted.clear()
                        connection.execute("SELECT pg_notify(%s, '')", (POSTGRES_CHANNEL,))
                        if not self._wanted.is_set():
                            self._sent.set()
                        pause.wait(BETWEEN_WAKE_UPS)
            except psycopg.Error as error:
                logger.warning("cannot send wake-ups, workers poll until it works again: %s", type(error).__name__)
                self._wanted.set()  # it was not sent: the connection may have broken while idle
                pause.wait(RECONNECT_SECONDS)


_notifiers: dict[URL, _Notifier] = {}
_notifiers_lock = threading.Lock()


def _notifier(url: URL) -> _Notifier:
    notifier = _notifiers.get(url)
    if notifier is None or notifier.process_id != os.getpid():  # a forked process has no threads of its parent
        with _notifiers_lock:
            notifier = _notifiers.get(url)
            if notifier is None or notifier.process_id != os.getpid():
                notifier = _notifiers[url] = _Notifier(url)
    return notifier


def _dsn(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


class WakeUp:
    """Lets the worker wait until something is committed or the time is up."""

    def __init__(self, data_dir: Path, url: URL):
        self._woken = threading.Event()
        self._stopped = threading.Event()
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        directory = _directory(data_dir)
        directory.mkdir(parents=True, exist_ok=True)
        self._port_file = directory / f"{os.getpid()}-{self._socket.getsockname()[1]}.port"
        self._port_file.touch()
        threading.Thread(target=self._receive_datagrams, daemon=True, name="wakeup-datagrams").start()
        if url.get_backend_name() == "postgresql":
            threading.Thread(target=self._receive_notify, args=(_dsn(url),), daemon=True, name="wakeup-notify").start()

    def wake(self) -> None:
        self._woken.set()

    def wait(self, seconds: float) -> None:
        self._woken.wait(max(0.0, seconds))
        self._woken.clear()

    def close(self) -> None:
        self._stopped.set()
        self._port_file.unlink(missing_ok=True)

    def _receive_datagrams(self) -> None:
        with self._socket:
            self._socket.setblocking(False)
            while not self._stopped.is_set():
                readable, _, _ = select.select([self._socket], [], [], 1.0)
                if readable:
                    with contextlib.suppress(BlockingIOError):
                        while True:
                            self._socket.recv(16)
                    self.wake()
                    self._stopped.wait(BETWEEN_WAKE_UPS)

    def _receive_notify(self, dsn: str) -> None:
        import psycopg  # here: SQLite needs none of it

        while not self._stopped.is_set():
            try:
                with psycopg.connect(dsn, autocommit=True) as connection:
                    connection.execute(f"LISTEN {POSTGRES_CHANNEL}")
                    self.wake()  # something may have been committed while nobody listened
                    while not self._stopped.is_set():
                        for _ in connection.notifies(timeout=1.0, stop_after=1):
                            self.wake()
            except psycopg.Error as error:
                logger.warning("lost the wake-up connection, polling until it is back: %s", type(error).__name__)
                self._stopped.wait(RECONNECT_SECONDS)


def remove_ports_of_dead_workers(data_dir: Path) -> None:
    """Remove the port files of workers that were killed, so that nothing is sent to a reused port."""
    for port_file in _directory(data_dir).glob("*.port"):
        process_id = int(port_file.name.split("-")[0])
        try:
            os.kill(process_id, 0)
        except ProcessLookupError:
            port_file.unlink(missing_ok=True)
        except OSError:
            continue  # alive, and another user's


@cache
def _directory(data_dir: Path) -> Path:
    return Path(data_dir) / "workers"
