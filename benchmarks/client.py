"""A load client of our own, for machines without wrk: `python -m benchmarks.client URL FILE CLIENTS SECONDS`.

It costs more CPU than wrk and shares the machine with what it measures, so its rates are lower; the ratios hold.
"""

import json
import selectors
import socket
import statistics
import sys
import time
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit


def main(url: str, file: str, clients: int, seconds: float) -> None:
    target = urlsplit(url)
    address = (target.hostname or "127.0.0.1", target.port or 80)
    lines = [line.split("\t") for line in Path(file).read_text().splitlines()]
    waiting = cycle([_request(target.netloc, *line) for line in lines])
    connections = [socket.create_connection(address, timeout=30) for _ in range(clients)]
    selector = selectors.DefaultSelector()
    sent: dict[socket.socket, float] = {}
    received: dict[socket.socket, bytearray] = {connection: bytearray() for connection in connections}
    times: list[float] = []
    failed = 0
    started = time.monotonic()
    for connection in connections:
        selector.register(connection, selectors.EVENT_READ)
        sent[connection] = time.monotonic()
        connection.sendall(next(waiting))
    while time.monotonic() - started < seconds:
        for key, _ in selector.select(1):
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            buffer = received[connection]
            buffer += connection.recv(65536)
            status = _answered(buffer)
            if status is None:
                continue
            times.append((time.monotonic() - sent[connection]) * 1000)
            failed += not 200 <= status < 300
            buffer.clear()
            sent[connection] = time.monotonic()
            connection.sendall(next(waiting))
    lasted = time.monotonic() - started
    cuts = statistics.quantiles(times, n=100, method="inclusive")
    found = {"requests": len(times), "per_second": round(len(times) / lasted, 1), "p50": cuts[49], "p99": cuts[98]}
    print(json.dumps(found | {"failed": failed}))


def _request(host: str, method: str, path: str, token: str, body: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}"]
    if body:
        lines.append("Content-Type: application/json")
    if token:
        lines.append(f"Authorization: {token if ' ' in token else f'Bearer {token}'}")
    return "\r\n".join([*lines, "", body]).encode()


def _answered(buffer: bytearray) -> int | None:
    """The status of a complete response; None while some of it is still to come."""
    head, separator, body = bytes(buffer).partition(b"\r\n\r\n")
    if not separator:
        return None
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return int(head.split(b" ", 2)[1]) if len(body) >= length else None


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
