"""Reports errors to the service that SENTRY_DSN names: Sentry, or another one with its protocol."""

import logging
from typing import Any

from service_kit.log import mask
from service_kit.settings import Settings


def init_error_reports(settings: Settings) -> None:
    """Report every error in the log, without personal data: no bodies, headers, variables or addresses."""
    if not settings.sentry_dsn:
        return
    import sentry_sdk  # here: most installations do not use it
    from sentry_sdk.integrations.logging import LoggingIntegration  # as above

    sentry_sdk.init(
        settings.sentry_dsn,
        environment=settings.app_env,
        default_integrations=False,
        integrations=[LoggingIntegration(level=None, event_level=logging.ERROR)],
        include_local_variables=False,
        max_breadcrumbs=0,
        before_send=_without_secrets,
    )


def _without_secrets(event: Any, _hint: Any) -> Any:
    """Return the event with every text masked as in the log."""
    if isinstance(event, str):
        return mask(event)
    if isinstance(event, dict):
        return {name: _without_secrets(value, None) for name, value in event.items()}
    if isinstance(event, list | tuple):
        return [_without_secrets(value, None) for value in event]
    return event
