"""Both services behave as their OpenAPI documents say, for any input: no 5xx, no undescribed response."""

import re
from collections.abc import Callable
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, CheckContext, GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.security.routes import CRM, MAIN, ROUTES, Route
from tests.support.people import Person, register_with_role
from tests.support.services import Services

pytestmark = pytest.mark.either_engine

# Of the server itself, before an operation is found: a method, an address or headers that it can't read.
OF_THE_SERVER = (405, 408, 414, 431)


def its_errors_are_listed(_context: CheckContext, response: Response, case: Case) -> None:
    """An operation names the errors of its own by their status; the codes are part of the schema."""
    status = response.status_code
    if 400 <= status < 500 and status not in OF_THE_SERVER:
        assert str(status) in case.operation.definition.raw["responses"], f"{status} is not listed"


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    its_errors_are_listed,
]
BOUNDED = settings(
    max_examples=6,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# Pages, files and streams, which the documents leave out.
UNDOCUMENTED = re.compile(
    r"/docs.*|/demo-bank/.*|/auth/google/callback|/metrics|/ui-config|/openapi\.json|/live/.*|/robots\.txt|/sitemap\.xml"
)
# These end the sign-in that the test uses, or never end.
NOT_ASKED = re.compile(r"/auth/(logout.*|password)|.*/stream")
DOCUMENTED = [route for route in ROUTES if not UNDOCUMENTED.fullmatch(route.rule)]


@pytest.fixture(scope="module")
def tester(services: Services) -> Person:
    """An admin of its own: the requests change the name and more of whoever sends them."""
    return register_with_role(services, "Tester", "admin")


@pytest.fixture(scope="module")
def documents(services: Services) -> dict[str, Any]:
    return {
        MAIN: schemathesis.openapi.from_url(f"{services.main_url}/openapi.json"),
        CRM: schemathesis.openapi.from_url(f"{services.real_crm_url}/openapi.json"),
    }


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("route", [route for route in DOCUMENTED if not NOT_ASKED.fullmatch(route.rule)], ids=str)
def test_each_service_answers_as_its_openapi_document_says(
    route: Route, mode: GenerationMode, documents: dict[str, Any], tester: Person, services: Services
) -> None:
    operation = documents[route.service][route.path][route.method]
    token = services.token if route.service == CRM else tester.token

    @BOUNDED
    @given(operation.as_strategy(generation_mode=mode))
    def ask(case: Case) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS, timeout=30)

    run: Callable[[], None] = ask
    try:
        run()
    except Unsatisfiable:
        assert mode is GenerationMode.NEGATIVE  # a route without input leaves nothing to get wrong


@pytest.mark.parametrize("service", [MAIN, CRM])
def test_each_route_is_in_its_services_document(service: str, documents: dict[str, Any]) -> None:
    described = {(result.ok().method.upper(), result.ok().path) for result in documents[service].get_all_operations()}
    assert described == {(route.method, route.path) for route in DOCUMENTED if route.service == service}
