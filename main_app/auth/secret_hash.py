"""Secrets of people and systems: refresh tokens, mailed tokens, API keys, feed addresses. Only their hash is stored."""

import base64
import hashlib
import hmac

from main_app.settings import settings

CODE_DIGITS = 6


def secret_hash(secret: str) -> str:
    # A random 256-bit secret needs no slow hash: it cannot be guessed.
    return hashlib.sha256(secret.encode()).hexdigest()


def derived_secret(text: str) -> str:
    """A secret of 256 bits that can be computed again, and only with SECRET_KEY: an HMAC of the text."""
    return base64.urlsafe_b64encode(_hmac(text)).decode().rstrip("=")


def derived_code(text: str) -> str:
    """The same as a code of six digits, for people to type."""
    return f"{int.from_bytes(_hmac(text), 'big') % 10**CODE_DIGITS:0{CODE_DIGITS}}"


def _hmac(text: str) -> bytes:
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).digest()
