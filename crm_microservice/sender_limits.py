"""Rate limits for senders. Generous: they stop a sender in an endless loop; a backlog comes in batches."""

import hashlib

from crm_microservice.settings import settings
from service_kit.client_address import client_key
from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.rate_limits import limiter
from service_kit.service_token import sent_service_token


def _sender() -> str:
    """The key to count by: the service token; for callers without one the address, so that guesses share a count."""
    token = sent_service_token()
    if token is None:
        return client_key()
    return limiter_key(LimitKind.SERVICE_TOKEN, hashlib.sha256(token.encode()).hexdigest()[:16])


notify_limit = limiter.limit(lambda: settings().notify_limit, key_func=_sender)
webhook_limit = limiter.limit(lambda: settings().webhook_limit, key_func=_sender)
