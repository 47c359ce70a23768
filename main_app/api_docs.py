"""The API's own description: OpenAPI 3.1 at /openapi.json, a page to read and try it at /docs."""

from typing import Any

from flask import redirect
from flask_openapi import Info, OpenAPI
from pydantic import BaseModel
from werkzeug.wrappers import Response

from main_app.auth.access import ANYONE

PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Problem(BaseModel):
    """An error (RFC 9457). `error` repeats the sentence of `detail` for simple clients."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    code: str
    request_id: str | None
    field: str | None = None


def described_app(name: str, **options: Any) -> OpenAPI:
    """A Flask app that describes its own routes."""
    app = OpenAPI(
        name,
        info=Info(title="Samaya: bookings", version="1.0.0"),
        security_schemes={"access_token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        validation_error_status="default",
        validation_error_model=Problem,
        responses={
            "default": {
                "description": "A problem",
                "content": {"application/problem+json": {"schema": PROBLEM}},
            }
        },
        doc_prefix="/docs",
        **options,
    )
    app.openapi_version = "3.1.0"

    @app.get("/docs", doc_ui=False)
    def docs() -> Response:
        return redirect("/docs/swagger")

    @app.get("/openapi.json", doc_ui=False)
    def openapi() -> dict[str, Any]:
        return app.api_doc

    return app


def mark_protected_routes(app: OpenAPI) -> None:
    """Say in the description which routes need an access token, from what the routes themselves declare."""
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        callers = getattr(view, "callers", (ANYONE,))
        path = app.paths.get(_openapi_path(rule.rule))
        for method in rule.methods or ():
            operation = getattr(path, method.lower(), None) if path else None
            if operation is not None and ANYONE not in callers:
                operation.security = [{"access_token": []}]
                operation.description = f"For: {', '.join(callers)}."


def _openapi_path(rule: str) -> str:
    return rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
