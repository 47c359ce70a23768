"""The main API on behalf of the caller of the current request."""

from flask import current_app, g, request

from crm_microservice.auth import Caller
from crm_microservice.config import Config
from crm_microservice.facilitators.main_events import MainEvents

ACTING_FOR = "X-Facilitator-Id"  # where the main API looks for whom the service token acts


def main_events_for(facilitator_id: int) -> MainEvents:
    """Return the main API with the caller's own rights.

    A person's own token goes along; the service token names the facilitator it acts for, whose rights it has there.
    """
    config: Config = current_app.extensions["crm_config"]
    caller: Caller = g.caller
    if caller.is_service:
        # While a token is being replaced, the older one: the main API knows it until it is dropped here.
        headers = {"Authorization": f"Bearer {config.auth_tokens[-1]}", ACTING_FOR: str(facilitator_id)}
    else:
        token = request.headers["Authorization"].partition(" ")[2].strip()
        headers = {"Authorization": f"Bearer {token}"}
    return MainEvents(config.main_base_url, g.request_id, headers, caller.is_service)
