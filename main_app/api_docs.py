"""The API's own description: OpenAPI 3.1 at /openapi.json, a page to read and try it at /docs."""

from functools import lru_cache
from typing import Any

from flask import redirect
from flask_openapi import Info, OpenAPI
from pydantic import BaseModel
from werkzeug.wrappers import Response

from main_app.auth.access import ANYONE

PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}


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
        validation_error_status=400,
        validation_error_model=Problem,
        doc_prefix="/docs",
        **options,
    )
    app.openapi_version = "3.1.0"

    @app.get("/docs", doc_ui=False)
    def docs() -> Response:
        return redirect("/docs/swagger")

    @app.get("/openapi.json", doc_ui=False)
    def openapi() -> dict[str, Any]:
        return describe(app)

    return app


@lru_cache
def describe(app: OpenAPI) -> dict[str, Any]:
    """The whole description, with who may call each route as the routes themselves declare it."""
    document = app.api_doc
    callers = {
        (_openapi_path(rule.rule), method.lower()): getattr(app.view_functions[rule.endpoint], "callers", (ANYONE,))
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            operation["responses"]["400"] = {"description": "Not valid; `field` names what is wrong", **PROBLEM}
            operation["responses"]["default"] = {"description": "Refused", **PROBLEM}
            if ANYONE not in callers[path, method]:
                operation["security"] = [{"access_token": []}]
                operation["description"] = f"For: {', '.join(callers[path, method])}."
    return document


def _openapi_path(rule: str) -> str:
    return rule.replace("<int:", "{").replace("<", "{").replace(">", "}")
