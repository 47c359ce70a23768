"""The hash under which a random secret is stored: refresh tokens, mailed tokens, API keys, feed addresses."""

import hashlib


def secret_hash(secret: str) -> str:
    # A random 256-bit secret needs no slow hash: it cannot be guessed.
    return hashlib.sha256(secret.encode()).hexdigest()
