"""Free loopback ports."""

import random
import socket

# Below the range that the system uses for outgoing connections, so that a service that was killed finds its port free
# when it starts again.
LOWEST, HIGHEST = 10_000, 32_000


def free_port() -> int:
    while True:
        port = random.randint(LOWEST, HIGHEST)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
