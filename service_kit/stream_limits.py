"""Limits of open streams. A stream keeps its connection for hours, so one client or account gets only its share.

Each process counts its own streams.
"""

import threading
from collections import Counter
from collections.abc import AsyncGenerator

from flask import Flask, current_app

from service_kit.client_address import client_key
from service_kit.connections import max_streams
from service_kit.problems import Problem
from service_kit.settings import Settings
from service_kit.streams import EventStream

RETRY_SECONDS = 30
STREAM_LIMITS = "stream_limits"


class CountedStream:
    """An open stream. It counts until `close`, which may be called more than once."""

    def __init__(self, stream: EventStream, limits: "StreamLimits", keys: list[str]) -> None:
        self._stream, self._limits, self._keys = stream, limits, keys

    def events(self) -> AsyncGenerator[bytes, None]:
        return self._stream.events()

    def close(self) -> None:
        keys, self._keys = self._keys, []
        if keys:
            self._limits.release(keys)


class StreamLimits:
    def __init__(self, per_address: int, per_account: int, connections: int) -> None:
        self._per_address, self._per_account, self._connections = per_address, per_account, connections
        self._open: Counter[str] = Counter()  # by the key of an address or account
        self._total = 0
        self._lock = threading.Lock()

    def admit(self, stream: EventStream, address: str, account: str | None) -> CountedStream:
        """Count the stream. Raises Problem beyond a limit."""
        with self._lock:
            if self._open[address] >= self._per_address:
                raise _too_many(f"There are {self._per_address} live connections from your network already.")
            if account is not None and self._open[account] >= self._per_account:
                raise _too_many(f"Your account has {self._per_account} live connections already: close some pages.")
            if self._total >= max_streams(self._connections):
                raise _refused(503, "streams_full", "Too many people follow live updates right now.")
            keys = [address] if account is None else [address, account]
            self._open.update(keys)
            self._total += 1
        return CountedStream(stream, self, keys)

    def release(self, keys: list[str]) -> None:
        with self._lock:
            self._total -= 1
            self._open.subtract(keys)
            for key in keys:
                if self._open[key] <= 0:
                    del self._open[key]


def init_stream_limits(app: Flask, settings: Settings) -> None:
    app.extensions[STREAM_LIMITS] = StreamLimits(
        settings.streams_per_address, settings.streams_per_account, settings.connections_per_process
    )


def admit_stream(stream: EventStream, account: str | None) -> CountedStream:
    """Count a stream for the client of this request, and for the account's limiter key if there is one."""
    limits: StreamLimits = current_app.extensions[STREAM_LIMITS]
    return limits.admit(stream, client_key(), account)


def _too_many(reason: str) -> Problem:
    return _refused(429, "too_many_streams", reason)


def _refused(status: int, code: str, reason: str) -> Problem:
    sentence = f"{reason} Pages still work without live updates. Try again in {RETRY_SECONDS} seconds."
    # The connection would otherwise stay open, and take the place of another.
    return Problem(status, code, sentence, headers={"Retry-After": str(RETRY_SECONDS), "Connection": "close"})
