"""Imports PyJWT without the package cryptography, which takes 10 MB and 0.06 s of every start.

PyJWT imports cryptography wherever it is installed, for algorithms with public keys. Our tokens use HS256. Web push
needs cryptography and imports it later.
"""

import sys


def import_small_jwt() -> None:
    """Import PyJWT. Call this before anything else imports it."""
    if "jwt" in sys.modules or "cryptography" in sys.modules:
        return
    sys.modules["cryptography"] = None  # type: ignore[assignment]  # importing it now fails, which PyJWT expects
    try:
        import jwt  # noqa: F401  here, while cryptography is hidden
    finally:
        del sys.modules["cryptography"]
