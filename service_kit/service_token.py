"""Whether a request comes from the other service."""

import hmac

from flask import current_app, request


def is_service_token(token: str) -> bool:
    # compare_digest takes non-ASCII text only as bytes. Comparing all tokens hides which one matched.
    accepted = current_app.extensions["settings"].service_tokens
    return any([hmac.compare_digest(token.encode("utf-8", "replace"), each.encode()) for each in accepted])


def sent_service_token() -> str | None:
    """Return the service token of this request, None if it has another token or none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip()
    return token if scheme.lower() == "bearer" and is_service_token(token) else None
