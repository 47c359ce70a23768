"""Free loopback ports."""

import random
import socket

# Below the range the system takes for outgoing connections: a service that is down for a moment, as in
# the kill tests, must find its port free when it comes back.
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
