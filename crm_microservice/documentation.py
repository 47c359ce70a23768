"""The OpenAPI document and the page that shows it, without anything from outside."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_openapi_swagger
from flask import Response, jsonify, send_from_directory
from flask_openapi import OpenAPI
from pydantic import BaseModel

PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
SWAGGER_FILES = Path(flask_openapi_swagger.__file__).parent / "templates" / "swagger"
SWAGGER_START = """
window.addEventListener("load", () => SwaggerUIBundle({
  url: "/openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
}));
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Samaya CRM: the API</title>
  <link rel="icon" href="/docs/files/images/swagger.svg">
  <link rel="stylesheet" href="/docs/files/css/swagger-ui.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="/docs/files/js/swagger-ui-bundle.js"></script>
  <script src="/docs/start.js"></script>
</body>
</html>
"""
# Swagger UI sets styles on its elements; its scripts are files of this service.
PAGE_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


class Problem(BaseModel):
    """An error (RFC 9457). `error` repeats the sentence of `detail` for simple clients."""

    type: str
    title: str
    status: int
    detail: str
    error: str
    request_id: str | None
    field: str | None = None
    code: str | None = None


@lru_cache
def describe(app: OpenAPI) -> dict[str, Any]:
    """Return the OpenAPI document, with the refusals every route may answer in the shape they have."""
    document = app.api_doc
    document["components"]["schemas"]["Problem"] = Problem.model_json_schema()
    for operations in document["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            if not any(status.startswith("2") for status in responses):
                responses["200"] = {"description": "Done"}
            responses["400"] = {"description": "Not valid; `field` names what is wrong", **PROBLEM}
            responses["default"] = {"description": "Refused", **PROBLEM}
    return document


def register_documentation(app: OpenAPI) -> None:
    @app.route("/openapi.json")
    def openapi_document() -> Response:
        return jsonify(describe(app))

    @app.route("/docs")
    def docs() -> Response:
        return Response(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": PAGE_POLICY})

    @app.route("/docs/start.js")
    def docs_start() -> Response:
        return Response(SWAGGER_START, content_type="text/javascript; charset=utf-8")

    @app.route("/docs/files/<path:name>")
    def docs_file(name: str) -> Response:
        return send_from_directory(SWAGGER_FILES, name, max_age=86400)
