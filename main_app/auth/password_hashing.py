"""Password hashes with argon2id. The cheap profile exists for test runs and is refused in production."""

import unicodedata
from functools import cache

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError

from main_app.settings import settings

HASHERS = {
    "strong": PasswordHasher.from_parameters(profiles.RFC_9106_LOW_MEMORY),
    "cheap": PasswordHasher.from_parameters(profiles.CHEAPEST),
}


def hash_password(password: str) -> str:
    return _hasher().hash(_canonical(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash (no such account) False, after the same time."""
    hasher = _hasher()
    try:
        return hasher.verify(password_hash or _decoy(hasher), _canonical(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    return HASHERS[settings().password_hashing]


@cache
def _decoy(hasher: PasswordHasher) -> str:
    return hasher.hash("a password that no account has")


def _canonical(password: str) -> str:
    # Two keyboards can compose the same accented letter differently.
    return unicodedata.normalize("NFC", password)
