"""A service's API description: OpenAPI 3.1 at /openapi.json, and Swagger UI at /docs without files from elsewhere."""

import threading
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

import flask_openapi_swagger
from flask import Flask, Request, Response, send_from_directory
from flask.sessions import NullSession, SessionInterface
from flask_openapi import Info, OpenAPI

from service_kit.operation_description import Operations, Problem
from service_kit.problems import validation_error_response
from service_kit.strict_json import StrictRequest

SWAGGER_FILES = Path(flask_openapi_swagger.__file__).parent / "templates" / "swagger"
# Addresses here and in PAGE are relative, so that they hold behind a proxy's prefix too.
SWAGGER_START = """
window.addEventListener("load", () => SwaggerUIBundle({
  url: "openapi.json", dom_id: "#swagger-ui", deepLinking: true, validatorUrl: null,
  presets: [SwaggerUIBundle.presets.apis],
}));
"""
PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>{title}: the API</title>
  <link rel="icon" href="docs/files/images/swagger.svg">
  <link rel="stylesheet" href="docs/files/css/swagger-ui.css">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="docs/files/js/swagger-ui-bundle.js"></script>
  <script src="docs/start.js"></script>
</body>
</html>
"""
DOCUMENT = "openapi_document"  # the endpoint of /openapi.json
# For the page /docs only: Swagger UI needs inline styles; its scripts are files of this service.
PAGE_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)

_describing = threading.Lock()
# Completes the description of one route: takes its view and its OpenAPI operation.
Describe = Callable[[Callable[..., Any], dict[str, Any]], None]


class NoCookieSessions(SessionInterface):
    """Turns off Flask's cookie sessions. Nothing uses them, and they would cost time in each request."""

    def open_session(self, app: Flask, request: Request) -> NullSession:
        return NullSession()


def described_app(
    name: str,
    title: str,
    security_schemes: dict[str, Any],
    describe_route: Describe | None = None,
    *,
    docs: bool = True,
) -> OpenAPI:
    """Make a Flask app that reads JSON bodies strictly and, with `docs`, describes its routes to anybody."""
    app = OpenAPI(
        name,
        info=Info(title=title, version="1.0.0"),
        security_schemes=security_schemes,
        validation_error_status=400,
        validation_error_model=Problem,
        validation_error_callback=validation_error_response,
        doc_ui=False,
        static_folder=None,
    )
    app.openapi_version = "3.1.0"
    app.url_map.merge_slashes = False  # Flask would redirect a path with // to the host that the request names
    app.request_class = StrictRequest
    app.session_interface = NoCookieSessions()
    if docs:
        _add_routes(app, title, describe_route)
    return app


def _add_routes(app: OpenAPI, title: str, describe_route: Describe | None) -> None:
    # Plain Flask routes, which the OpenAPI document leaves out.
    @app.route("/openapi.json", endpoint=DOCUMENT)
    def openapi_document() -> dict[str, Any]:
        return describe(app, describe_route)

    @app.route("/docs")
    def docs() -> Response:
        policy = {"Content-Security-Policy": PAGE_POLICY}
        return Response(PAGE.format(title=title), content_type="text/html; charset=utf-8", headers=policy)

    @app.route("/docs/start.js")
    def docs_start() -> Response:
        return Response(SWAGGER_START, content_type="text/javascript; charset=utf-8")

    @app.route("/docs/files/<path:name>")
    def docs_file(name: str) -> Response:
        return send_from_directory(SWAGGER_FILES, name, max_age=86400)


def describe(app: OpenAPI, describe_route: Describe | None = None) -> dict[str, Any]:
    """The OpenAPI document, with the errors that each route may respond with."""
    with _describing:
        return _describe(app, describe_route)


@lru_cache
def _describe(app: OpenAPI, describe_route: Describe | None) -> dict[str, Any]:
    document = app.api_doc
    document["servers"] = [{"url": "./"}]  # relative to the document
    operations, endpoints = Operations(document), endpoints_by_path(app)
    for path, described in document["paths"].items():
        for method, operation in described.items():
            endpoint = endpoints[path, method]
            view, blueprint = app.view_functions[endpoint], endpoint.rpartition(".")[0]
            operations.complete(view, operation, app.error_handler_spec[blueprint][None])
            if describe_route is not None:
                describe_route(view, operation)
    return document


def endpoints_by_path(app: Flask) -> dict[tuple[str, str], str]:
    """Return the endpoint of each path (as OpenAPI writes it) and method."""
    found = {}
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<int:", "{").replace("<path:", "{").replace("<", "{").replace(">", "}")
        for method in rule.methods or ():
            found[path, method.lower()] = rule.endpoint
    return found
