"""Password hashes with argon2id. The cheap profile exists for test runs and is refused in production."""

import unicodedata

from argon2 import PasswordHasher, profiles
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from main_app.settings import settings


def hash_password(password: str) -> str:
    return _hasher().hash(_canonical(password))


def verify_password(password_hash: str | None, password: str) -> bool:
    """Whether the password is right. Without a hash (no such account) it takes as long and returns False."""
    try:
        return _hasher().verify(password_hash or _decoy(), _canonical(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def _hasher() -> PasswordHasher:
    cheap = settings().password_hashing == "cheap"
    return PasswordHasher.from_parameters(profiles.CHEAPEST if cheap else profiles.RFC_9106_LOW_MEMORY)


def _decoy() -> str:
    if "samaya-decoy" not in current_app.extensions:
        current_app.extensions["samaya-decoy"] = _hasher().hash("the password of no account")
    return current_app.extensions["samaya-decoy"]


def _canonical(password: str) -> str:
    # Two keyboards can compose the same accented letter differently.
    return unicodedata.normalize("NFC", password)
