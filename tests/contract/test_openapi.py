"""What each service's OpenAPI document says of itself: valid, complete, and true behind any proxy."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urljoin

import pytest
import requests
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.security.routes import ROUTES, Route
from tests.support.fork_server import shared_fork_server
from tests.support.services import ROOT, Services

pytestmark = pytest.mark.engine("sqlite")  # no database is involved in what they prove

SERVICES = ("main", "crm")
PACKAGES = {"main": "main_app", "crm": "crm_microservice"}
PICTURES = ("image/png", "image/gif", "image/avif", "image/webp", "image/jpeg")
BINARY = (*PICTURES, "application/pdf", "application/octet-stream")
# Prints, for each route whose example of a body it refuses itself, what it says of it.
TRY_BODIES = """
import inspect, json, typing
from {package} import create_app
from service_kit.openapi import endpoints_by_path
app = create_app()
document, endpoints = app.test_client().get("/openapi.json").json, endpoints_by_path(app)
for path, operations in document["paths"].items():
    for method, operation in operations.items():
        if "requestBody" in operation and "multipart/form-data" not in operation["requestBody"]["content"]:
            model = typing.get_type_hints(inspect.unwrap(app.view_functions[endpoints[path, method]])).get("body")
            for content in operation["requestBody"]["content"].values():
                try:
                    model.model_validate(content["example"])
                except Exception as error:
                    print("REFUSED", method, path, content["example"], str(error).replace(chr(10), " "))
"""


def kept(service: str) -> dict[str, Any]:
    """The web app's copy of a service's document, which another test compares with the served one."""
    return json.loads((ROOT / "frontend" / "openapi" / f"{service}.json").read_text(encoding="utf-8"))


def operations(service: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, described in kept(service)["paths"].items():
        for method, operation in described.items():
            yield f"{method.upper()} {path}", operation


def codes(service: str, operation: dict[str, Any], status: int) -> set[str]:
    """The values of `code` that an operation has for a status."""
    response = operation["responses"].get(str(status))
    if response is None:
        return set()
    described = kept(service)["components"]["responses"][response["$ref"].rsplit("/", 1)[1]]
    [_, own] = described["content"]["application/problem+json"]["schema"]["allOf"]
    return set(own["properties"]["code"]["enum"])


@pytest.mark.parametrize("service", SERVICES)
def test_a_program_that_checks_the_document_accepts_it(service: str) -> None:
    assert [error.message for error in OpenAPIV31SpecValidator(kept(service)).iter_errors()] == []


@pytest.mark.parametrize("service", SERVICES)
def test_behind_a_proxys_prefix_the_docs_show_their_own_service(services: Services, service: str) -> None:
    url = services.main_url if service == "main" else services.real_crm_url
    seen = "https://samaya.example.com/crm/docs"  # the proxy passes it on without /crm
    page = requests.get(f"{url}/docs", timeout=15).text
    start = requests.get(f"{url}/docs/start.js", timeout=15).text
    addresses = re.findall(r'(?:href|src)="([^"]+)"', page) + re.findall(r'url: "([^"]+)"', start)
    assert len(addresses) == 5
    for address in addresses:
        path = urljoin(seen, address).removeprefix("https://samaya.example.com/crm/")
        assert requests.get(f"{url}/{path}", timeout=30).status_code == 200, address
    [server] = kept(service)["servers"]
    assert urljoin("https://samaya.example.com/crm/openapi.json", server["url"]) == "https://samaya.example.com/crm/"


@pytest.mark.parametrize("route", [route for route in ROUTES if max(route.responses) >= 400], ids=str)
def test_an_operation_lists_the_errors_that_its_callers_get(route: Route) -> None:
    described = dict(operations(route.service)).get(f"{route.method} {route.path}")
    if described is not None:  # pages, files and live updates are not in the document
        refused = {status for status in route.by_caller.values() if status in range(400, 500)}
        assert {str(status) for status in refused} <= set(described["responses"])


@pytest.mark.parametrize("service", SERVICES)
def test_every_error_of_an_operation_names_its_codes(service: str) -> None:
    for name, operation in operations(service):
        for status in (int(each) for each in operation["responses"] if each.startswith("4")):
            assert codes(service, operation, status), (name, status)


def test_booking_lists_what_can_stand_in_its_way() -> None:
    book = dict(operations("main"))["POST /bookings/book"]
    assert {"login_ended", "token_expired"} <= codes("main", book, 401)
    assert {"session_full", "already_booked", "offer_changed", "still_running"} <= codes("main", book, 409)
    assert codes("main", book, 429) == {"rate_limited"}
    assert codes("main", book, 403) == set()  # whoever is signed in may book
    assert {"$ref": "#/components/parameters/Idempotency-Key"} in book["parameters"]


def test_the_crm_names_the_refusals_of_the_main_api_that_it_passes_on() -> None:
    main, crm = dict(operations("main")), dict(operations("crm"))
    for name, passed_on in (
        ("PUT /api/facilitator/{facilitator_id}/events/{event_id}", "PATCH /events/{event_id}"),
        ("DELETE /api/facilitator/{facilitator_id}/events/{event_id}", "DELETE /events/{event_id}"),
        ("PUT /api/facilitator/{facilitator_id}/sessions/{session_id}", "PATCH /sessions/{session_id}"),
        ("DELETE /api/facilitator/{facilitator_id}/sessions/{session_id}", "DELETE /sessions/{session_id}"),
        ("POST /api/facilitator/{facilitator_id}/sessions/{session_id}/impact", "POST /sessions/{session_id}/impact"),
        ("POST /api/facilitator/login", "POST /auth/login"),
    ):
        for status in (400, 401, 403, 404, 409, 413, 415, 429):
            assert codes("main", main[passed_on], status) <= codes("crm", crm[name], status), (name, status)


def test_the_crm_names_the_status_that_it_gives_another_media_type_at_notify() -> None:
    notify = dict(operations("crm"))["POST /notify"]
    assert "not_json" in codes("crm", notify, 400)
    assert codes("crm", notify, 415) == set()


def test_only_operations_that_keep_their_response_take_an_idempotency_key() -> None:
    taking = {name for name, operation in operations("main") if "Idempotency-Key" in json.dumps(operation)}
    assert {"POST /bookings/book", "POST /bookings/cancel/{booking_id}"} <= taking
    assert not {"GET /bookings", "PATCH /events/{event_id}", "POST /auth/login"} & taking


@pytest.mark.parametrize("service", SERVICES)
def test_every_operation_has_an_example_that_its_schema_allows(service: str) -> None:
    definitions = {"components": kept(service)["components"]}
    for name, operation in operations(service):
        bodies = [operation.get("requestBody", {})]
        bodies += [each for status, each in operation["responses"].items() if status.startswith("2")]
        contents = [one for each in bodies for one in each.get("content", {}).items()]
        in_paths = [each for each in operation.get("parameters", ()) if each.get("in") == "path"]
        described = [content for media_type, content in contents if media_type not in BINARY] + in_paths
        assert described or contents, name
        for each in described:
            errors = list(Draft202012Validator({**definitions, **each["schema"]}).iter_errors(each["example"]))
            assert errors == [], (name, each["example"])


@pytest.mark.parametrize("service", SERVICES)
def test_each_route_accepts_the_example_of_its_body(start_services: Callable[..., Services], service: str) -> None:
    services = start_services()  # of its own: the examples name bookings by ids that other tests may get
    tried = shared_fork_server().run(["-c", TRY_BODIES.format(package=PACKAGES[service])], services.main.environment)
    assert tried.returncode == 0, tried.stderr
    assert [line for line in tried.stdout.splitlines() if line.startswith("REFUSED")] == []
