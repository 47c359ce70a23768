"""Password hashes with argon2id. The cheap profile exists for test runs and is refused in production.

A hash takes 64 MiB and several cores, so a process computes only a few at once: other requests need them too.
"""

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from main_app.settings import settings
from service_kit.problems import Unavailable

WAIT_SECONDS = 0.5  # for other hashes to end; a longer wait would take the thread from other requests

HASHERS = {
    "strong": PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY),
    "cheap": PasswordHasher.from_parameters(profiles.CHEAPEST),
}


def hash_password(password: str) -> str:
    with _one_of_few():
        return _hasher().hash(_canonical(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash (no such account) False, after the same time.

    Raises Unavailable, as `hash_password` does, while too many others are checked.
    """
    hasher = _hasher()
    with _one_of_few():
        try:
            return hasher.verify(password_hash or _decoy(hasher), _canonical(password)) and bool(password_hash)
        except (VerificationError, InvalidHashError):
            return False


@contextmanager
def _one_of_few() -> Iterator[None]:
    slots = _slots(settings().password_hashes_at_once)
    if not slots.acquire(timeout=WAIT_SECONDS):
        raise Unavailable("Many people are signing in right now. Try again in a few seconds.", "busy", retry_after=3)
    try:
        yield
    finally:
        slots.release()


@cache
def _slots(number: int) -> BoundedSemaphore:
    """One for the process."""
    return BoundedSemaphore(number)


def _hasher() -> PasswordHasher:
    return HASHERS[settings().password_hashing]


@cache
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that no account has")


def _canonical(password: str) -> str:
    # Two keyboards can compose the same accented letter differently.
    return unicodedata.normalize("NFC", password)
