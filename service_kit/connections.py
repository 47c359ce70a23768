"""Limits of a web process: connections, streams, and bodies that have not arrived yet."""

import sys

DEFAULT_MAX_CONNECTIONS = 2048  # unless CONNECTIONS_PER_PROCESS says otherwise
OTHER_FILES = 256  # of a process: databases, logs, metrics, libraries

if sys.platform != "win32":
    import resource


def allow_open_files(connections: int) -> None:
    """Allow as many open files as needed. With none left for a new connection, Granian retries in a busy loop."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = connections + OTHER_FILES
        allowed = needed if hard == resource.RLIM_INFINITY else min(hard, needed)
        if soft != resource.RLIM_INFINITY and soft < allowed:
            resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def max_connections(configured: int) -> int:
    """How many connections this process serves at once: fewer than configured where it may open fewer files."""
    if sys.platform == "win32":
        return configured
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return configured if soft == resource.RLIM_INFINITY else max(4, min(configured, soft - OTHER_FILES))


def max_streams(configured: int) -> int:
    """Streams last for hours, so half of the connections are kept for ordinary requests."""
    return max_connections(configured) // 2


def max_pending_bodies(configured: int) -> int:
    """How many requests may wait for their body at once."""
    return max_connections(configured) // 4
