"""The web server: Granian's processes, each with its own listening socket, watched and replaced when they die."""

import asyncio
import gc
import logging
import socket
import sys
import time
from typing import Any, cast

from granian._granian import CallbackScheduler, RSGIWorker
from granian._signals import set_loop_signals
from granian.constants import HTTPModes, Interfaces
from granian.net import SocketSpec
from granian.server.mp import MPServer, WorkerProcess
from prometheus_client import Counter

from service_kit.adapter import Adapter
from service_kit.request_loop import RequestLoop

BACKLOG = 2048  # connections that wait to be accepted, and of each process those that are served at once
OTHER_FILES = 256  # of a process: databases, logs, metrics, libraries
SOON_SECONDS = 5.0  # a worker process that dies again within this time waits before it is started again
THREAD_IDLE_SECONDS = 24 * 60 * 60  # until a thread ends, and with it the database connection that it keeps
DEATHS = Counter("web_process_deaths", "Web processes that died and were started again.")

if sys.platform != "win32":
    import resource

logger = logging.getLogger(__name__)


@WorkerProcess.wrap_target
def _serve_requests(number: int, adapter: Adapter, listener: Any, _ipc: Any, _loop: Any, *_settings: Any) -> None:
    """What a web process runs: as Granian's own function for RSGI, but each request goes to `Adapter.receive`.

    Granian allows several threads for Python with WSGI only, because its coroutines need a single one. There are none.
    """
    loop = RequestLoop()
    asyncio.set_event_loop(loop)
    stopped = asyncio.Event()
    termination = set_loop_signals(loop)
    termination.add_cb(lambda: loop.call_soon_threadsafe(stopped.set))
    adapter.start(loop)
    scheduler = cast(Any, CallbackScheduler)(loop, None, None, None, None)
    scheduler._schedule_fn = adapter.receive
    worker = cast(Any, RSGIWorker)(
        number,
        listener,
        None,
        py_threads=adapter.threads,
        py_threads_idle_timeout=THREAD_IDLE_SECONDS,
        backpressure=_most_connections(),
        http_mode="1",
    )
    worker.serve_str(scheduler, loop, termination)
    loop.run_until_complete(stopped.wait())
    adapter.stop()


def _allow_open_files() -> None:
    """Allow as many open files as needed. With none left for a new connection, Granian retries in a busy loop."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        wanted = BACKLOG + OTHER_FILES if hard == resource.RLIM_INFINITY else min(hard, BACKLOG + OTHER_FILES)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _most_connections() -> int:
    """How many connections this process serves at once."""
    if sys.platform == "win32":
        return BACKLOG
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return BACKLOG if soft == resource.RLIM_INFINITY else max(1, min(BACKLOG, soft - OTHER_FILES))


class _Listener:
    """A listening socket that processes inherit."""

    def __init__(self, address: str, port: int, backlog: int) -> None:
        self.holder = SocketSpec(address, port, backlog).build()
        self.socket = socket.socket(fileno=self.holder.get_fd())
        self.socket.set_inheritable(True)


class _WatchedServer(MPServer):
    """Granian's server: a process that died is replaced, logged and counted. One that dies soon waits a second."""

    def _init_shared_socket(self) -> None:
        # Linux spreads new connections over all sockets that listen on a port; at a single one the process that woke
        # last takes nearly all of them. This process keeps the sockets open, which Granian would not: a connection
        # that waits at a process which died is taken by the one that replaces it.
        number = self.workers if sys.platform == "linux" else 1
        self._listeners = [_Listener(self.bind_addr, self.bind_port, self.backlog) for _ in range(number)]

    def _drop_shared_socket(self) -> None:
        for listener in self._listeners:
            listener.socket.close()

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        listener = self._listeners[idx % len(self._listeners)]
        self._ssp, self._shd, self._sso = None, listener.holder, listener.socket
        return super()._spawn_worker(idx, target, callback_loader)

    def _respawn_workers(self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        now = time.monotonic()
        soonest = min((now - self.wrks[number].birth for number in workers), default=SOON_SECONDS)
        for number in workers:
            logger.error("web process %s died and is started again", number + 1)
            DEATHS.inc()
        if soonest < SOON_SECONDS:
            time.sleep(1.0)
        super()._respawn_workers(workers, spawn_target, target_loader, delay)
        self.respawned_wrks.clear()  # Granian would end the whole service when one dies twice within seconds


def serve(
    target: str,
    *,
    host: str,
    port: int,
    processes: int,
) -> None:
    """Serve the `module:function` that makes the Adapter, in several processes, until told to stop."""
    server = _WatchedServer(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=processes,
        backlog=BACKLOG,
        respawn_failed_workers=True,
        workers_kill_timeout=5,
        log_enabled=False,
    )
    _allow_open_files()
    gc.collect()
    gc.freeze()  # the processes share this memory as long as no collection of theirs writes to it
    server.serve(spawn_target=_serve_requests)
