"""The OpenAPI document and the page that shows it, without anything from outside."""

from pathlib import Path

import flask_openapi_swagger
from flask import Response, jsonify, send_from_directory
from flask_openapi import OpenAPI

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


def register_documentation(app: OpenAPI) -> None:
    @app.route("/openapi.json")
    def openapi_document() -> Response:
        return jsonify(app.api_doc)

    @app.route("/docs")
    def docs() -> Response:
        return Response(PAGE, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": PAGE_POLICY})

    @app.route("/docs/start.js")
    def docs_start() -> Response:
        return Response(SWAGGER_START, content_type="text/javascript; charset=utf-8")

    @app.route("/docs/files/<path:name>")
    def docs_file(name: str) -> Response:
        return send_from_directory(SWAGGER_FILES, name, max_age=86400)
