"""The parts of the OpenAPI document that several routes share."""

from typing import Any

from flask_openapi.models import SecurityScheme

SECURITY_SCHEMES: dict[str, Any] = {
    "service_token": SecurityScheme(type="http", scheme="bearer", description="The token the services share."),
    "facilitator": SecurityScheme(type="http", scheme="bearer", bearerFormat="JWT", description="From /auth/login."),
    "admin": SecurityScheme(type="http", scheme="bearer", bearerFormat="JWT", description="From /auth/login."),
}

CSV: dict[str, Any] = {"description": "A table", "content": {"text/csv": {"schema": {"type": "string"}}}}

EVENTS: dict[str, Any] = {
    "description": "Server-sent events, one for each notification",
    "content": {"text/event-stream": {"schema": {"type": "string"}}},
}

# Who may call a route, as its description states it.
SERVICE: list[dict[str, list[str]]] = [{"service_token": []}]
SERVICE_OR_FACILITATOR: list[dict[str, list[str]]] = [{"service_token": []}, {"facilitator": []}]
SERVICE_OR_ADMIN: list[dict[str, list[str]]] = [{"service_token": []}, {"admin": []}]
