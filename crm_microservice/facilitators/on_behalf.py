"""The main API on behalf of the caller of the current request."""

from flask import g, request

from crm_microservice.auth import Caller
from crm_microservice.facilitators.main_events import MainEvents
from crm_microservice.settings import settings

ACTING_FOR = "X-Facilitator-Id"  # where the main API looks for whom the service token acts


def main_events_for(facilitator_id: int) -> MainEvents:
    """Return the main API with the caller's own rights.

    A person's own token goes along; the service token names the facilitator it acts for, whose rights it has there.
    """
    caller: Caller = g.caller
    if caller.is_service:
        # While a token is being replaced, the older one: the main API knows it until it is dropped here.
        headers = {"Authorization": f"Bearer {settings().service_tokens[-1]}", ACTING_FOR: str(facilitator_id)}
    else:
        token = request.headers["Authorization"].partition(" ")[2].strip()
        headers = {"Authorization": f"Bearer {token}"}
    return MainEvents(settings().main_base_url, g.request_id, headers, caller.is_service)
