"""Makes a client for the main API that acts for the caller of the current request."""

from flask import g, request

from crm_microservice.auth import Caller
from crm_microservice.facilitators.main_api_events import MainApiEvents
from crm_microservice.settings import settings

ACTING_FOR = "X-Facilitator-Id"  # the facilitator on whose behalf a service sends the request


def events_client_for(facilitator_id: int) -> MainApiEvents:
    """Return a client that has the caller's rights.

    A person's token is passed on. A service acts for the facilitator, with the facilitator's rights.
    """
    caller: Caller = g.caller
    if caller.is_service:
        # While the service token is being replaced, send the older one: the main API still accepts it.
        headers = {"Authorization": f"Bearer {settings().service_tokens[-1]}", ACTING_FOR: str(facilitator_id)}
    else:
        token = request.headers["Authorization"].partition(" ")[2].strip()
        headers = {"Authorization": f"Bearer {token}"}
    return MainApiEvents(settings().main_base_url, g.request_id, headers, caller.is_service)
