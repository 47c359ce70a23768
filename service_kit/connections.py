"""How many connections a web process serves at once, and how many of them may be held open."""

import sys

MOST = 2048  # unless CONNECTIONS_PER_PROCESS says otherwise
OTHER_FILES = 256  # of a process: databases, logs, metrics, libraries

if sys.platform != "win32":
    import resource


def allow_open_files(connections: int) -> None:
    """Allow as many open files as needed. With none left for a new connection, Granian retries in a busy loop."""
    if sys.platform != "win32":
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = connections + OTHER_FILES
        wanted = needed if hard == resource.RLIM_INFINITY else min(hard, needed)
        if soft != resource.RLIM_INFINITY and soft < wanted:
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def most_connections(wanted: int) -> int:
    """How many connections this process serves at once: fewer than wanted where it may open fewer files."""
    if sys.platform == "win32":
        return wanted
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return wanted if soft == resource.RLIM_INFINITY else max(4, min(wanted, soft - OTHER_FILES))


def most_streams(wanted: int) -> int:
    """Streams last for hours, so half of the connections are kept for ordinary requests."""
    return most_connections(wanted) // 2


def most_waiting_bodies(wanted: int) -> int:
    """How many requests may wait for their body at once."""
    return most_connections(wanted) // 4
