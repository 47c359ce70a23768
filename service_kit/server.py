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
from granian.http import HTTP1Settings
from granian.net import SocketSpec
from granian.server.mp import MPServer, WorkerProcess
from prometheus_client import Counter

from service_kit.adapter import Adapter
from service_kit.connections import MOST, allow_open_files, most_connections
from service_kit.request_loop import RequestLoop

BACKLOG = 2048  # connections that wait to be accepted
# In which a request's line and headers must have arrived, and between two requests of a connection. Short, because a
# silent connection takes the place of another.
HEADER_SECONDS = 8
UNREAD_SECONDS = 60  # until a connection is closed whose client reads nothing of its response
SOON_SECONDS = 5.0  # a worker process that dies again within this time waits before it is started again
THREAD_IDLE_SECONDS = 24 * 60 * 60  # until a thread ends, and with it the database connection that it keeps
DEATHS = Counter("web_process_deaths", "Web processes that died and were started again.")

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
        backpressure=most_connections(adapter.connections),
        http_mode="1",
        http1_opts=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
    )
    worker.serve_str(scheduler, loop, termination)
    loop.run_until_complete(stopped.wait())
    adapter.stop()


class _Listener:
    """A listening socket that processes inherit."""

    def __init__(self, address: str, port: int, backlog: int) -> None:
        self.holder = SocketSpec(address, port, backlog).build()
        self.socket = socket.socket(fileno=self.holder.get_fd())
        self.socket.set_inheritable(True)
        if sys.platform == "linux":  # connections inherit it
            self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, UNREAD_SECONDS * 1000)


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
    connections: int = MOST,
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
    allow_open_files(connections)
    gc.collect()
    gc.freeze()  # the processes share this memory as long as no collection of theirs writes to it
    server.serve(spawn_target=_serve_requests)
