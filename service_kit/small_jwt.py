"""PyJWT without cryptography, which it imports wherever it is installed: 10 MB and 0.06 s of every start.

It needs it for algorithms with public keys; our tokens are HS256. Web push, which does need cryptography, imports it
later, for itself.
"""

import sys


def import_small_jwt() -> None:
    """To be called before anything imports PyJWT."""
    if "jwt" in sys.modules or "cryptography" in sys.modules:
        return
    sys.modules["cryptography"] = None  # type: ignore[assignment]  # an import of it fails, which PyJWT expects
    try:
        import jwt  # noqa: F401  here, while cryptography is hidden
    finally:
        del sys.modules["cryptography"]
