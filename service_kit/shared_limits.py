"""Rate limits that all processes count together in Redis. While it is unavailable, each counts for itself."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any, ClassVar, TypeVar

from limits.errors import StorageError
from limits.storage import RedisStorage, Storage

from service_kit.local_limits import LocalStorage
from service_kit.settings import REDIS_SCHEMES

PREFIX = "shared+"  # of the addresses that make the limits library use this storage
PAUSE_SECONDS = 5.0  # before an unavailable Redis is asked again
TIMEOUT_SECONDS = 0.5  # requests wait for Redis

logger = logging.getLogger(__name__)
Result = TypeVar("Result")


class SharedStorage(Storage):
    STORAGE_SCHEME: ClassVar[list[str]] = [PREFIX + scheme for scheme in REDIS_SCHEMES]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._redis = connect(uri.removeprefix(PREFIX))
        self._local = LocalStorage()
        self._asked_again_at = 0.0  # monotonic
        self._is_unavailable = False

    @property
    def base_exceptions(self) -> type[Exception]:
        return StorageError

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        return self._first(lambda storage: storage.incr(key, int(expiry), amount))

    def get(self, key: str) -> int:
        return self._first(lambda storage: storage.get(key))

    def get_expiry(self, key: str) -> float:
        return self._first(lambda storage: storage.get_expiry(key))

    def check(self) -> bool:
        return not self._is_unavailable

    def reset(self) -> int | None:
        return self._first(lambda storage: storage.reset())

    def clear(self, key: str) -> None:
        self._first(lambda storage: storage.clear(key))

    def _first(self, use: Callable[[Storage], Result]) -> Result:
        """Use Redis, or this process's own counts while Redis is unavailable."""
        now = time.monotonic()
        if now >= self._asked_again_at:
            if self._is_unavailable:
                self._asked_again_at = now + PAUSE_SECONDS  # the other threads don't wait for it as well
            try:
                result = use(self._redis)
            except StorageError as error:
                self._note_unavailable(error)
            else:
                self._note_available()
                return result
        return use(self._local)

    def _note_unavailable(self, error: StorageError) -> None:
        self._asked_again_at = time.monotonic() + PAUSE_SECONDS
        if not self._is_unavailable:
            self._is_unavailable = True
            logger.error("Redis is unavailable, so each process counts rate limits for itself: %s", _reason(error))

    def _note_available(self) -> None:
        if self._is_unavailable:
            self._is_unavailable, self._asked_again_at = False, 0.0
            logger.info("Redis is available again: rate limits are counted together")


def connect(uri: str) -> Storage:
    """A storage in Redis that fails quickly instead of waiting. It connects when it is used."""
    from redis.backoff import NoBackoff  # here: most installations have no Redis
    from redis.retry import Retry  # as above

    timeouts = {"socket_timeout": TIMEOUT_SECONDS, "socket_connect_timeout": TIMEOUT_SECONDS}
    options: dict[str, Any] = {**timeouts, "retry": Retry(NoBackoff(), 0)}
    return RedisStorage(uri, wrap_exceptions=True, **options)


@cache
def _connected(uri: str) -> Storage:
    return connect(uri)


def why_not_shared(uri: str) -> str | None:
    """Ask Redis. Return why limits can't be counted there, None if they can."""
    try:
        _connected(uri).get("samaya-is-redis-there")
    except StorageError as error:
        return _reason(error)
    return None


def _reason(error: StorageError) -> str:
    return type(error.storage_error).__name__  # its text may hold the address with its password
