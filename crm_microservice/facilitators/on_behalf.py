"""Makes a client for the main API that acts for the caller of the current request."""

from flask import g, request

from crm_microservice.auth import Caller
from crm_microservice.facilitators.main_events import MainEvents
from crm_microservice.settings import settings

ACTING_FOR = "X-Facilitator-Id"  # names the facilitator for whom the service token acts


def main_events_for(facilitator_id: int) -> MainEvents:
    """Return a client with the caller's own rights.

    A person's token is passed on. The service token acts for the facilitator, with the facilitator's rights.
    """
    caller: Caller = g.caller
    if caller.is_service:
        # While a token is being replaced, the older one: the main API knows it until it is dropped here.
        headers = {"Authorization": f"Bearer {settings().service_tokens[-1]}", ACTING_FOR: str(facilitator_id)}
    else:
        token = request.headers["Authorization"].partition(" ")[2].strip()
        headers = {"Authorization": f"Bearer {token}"}
    return MainEvents(settings().main_base_url, g.request_id, headers, caller.is_service)
