"""The web server: Granian's processes, which it watches and replaces when they die."""

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from service_kit.connections import DEFAULT_MAX_CONNECTIONS, allow_open_files, max_connections

BACKLOG = 2048  # connections that wait to be accepted
# In which a request's line and headers must have arrived, and between two requests of a connection. Short, because a
# silent connection takes the place of another.
HEADER_SECONDS = 8
STOP_SECONDS = 5  # for a process to finish its requests before it is killed


def serve(
    target: str,
    *,
    host: str,
    port: int,
    processes: int,
    connections: int = DEFAULT_MAX_CONNECTIONS,
) -> None:
    """Serve the `module:function` that makes the Adapter, in several processes, until told to stop.

    Ends with exit code 1 if the same process dies twice within seconds: whoever started the service starts it again.
    """
    allow_open_files(connections)
    Granian(
        target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
        websockets=False,
        workers=processes,
        backlog=BACKLOG,
        backpressure=max_connections(connections),
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
        log_enabled=False,
    ).serve()
