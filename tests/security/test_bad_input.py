"""Bad input is refused with its own status, says what is wrong, repeats nothing and changes nothing."""

import http.client
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.security.bad_requests import BAD_REQUESTS, CRM, JSON, Bad
from tests.security.scene import Scene
from tests.support.services import Services

LONG_ENOUGH_TO_RECOGNISE = 12


@pytest.fixture(scope="module")
def services() -> Iterator[Services]:
    """Services for this table only: all their rows are read after each request, so there must be few."""
    with Services() as running:
        yield running


@pytest.fixture(scope="module")
def last_seen(scene: Scene) -> dict[str, Any]:
    """The rows after the previous test, so that changes which a request causes later are found too."""
    return scene.contents()


@pytest.mark.parametrize("bad", BAD_REQUESTS, ids=str)
def test_refused_and_without_effect(bad: Bad, scene: Scene, last_seen: dict[str, Any]) -> None:
    before = last_seen.copy()
    status, headers, response = send(bad, scene)
    last_seen |= scene.contents()
    assert status == bad.status, response
    problem = json.loads(response)
    assert headers["content-type"] == "application/problem+json"
    assert problem["status"] == bad.status
    assert problem["error"] == problem["detail"]
    assert problem["detail"][-1] in ".?!"
    assert problem["request_id"] == headers["x-request-id"]
    if bad.tells:
        assert bad.tells in (problem.get("code"), problem.get("field")), problem
    if status == 401:
        assert headers["www-authenticate"].startswith("Bearer")
    for text in texts(scene.fill(bad.body)):
        assert text not in response
    assert last_seen == before


def test_the_table_has_enough_rows_and_no_name_twice() -> None:
    names = [str(bad) for bad in BAD_REQUESTS]
    assert len(names) == len(set(names)) >= 100


def send(bad: Bad, scene: Scene) -> tuple[int, dict[str, str], str]:
    """Send exactly these bytes; a client library would correct some of them."""
    services = scene.services
    target = urlsplit(services.real_crm_url if bad.service == CRM else services.main_url)
    headers: dict[str, Any] = {}
    if bad.caller == "service":
        headers["Authorization"] = f"Bearer {services.token}"
    elif bad.caller != "nobody":
        headers["Authorization"] = f"Bearer {getattr(scene, bad.caller).token}"
    body = scene.fill(bad.body)
    if body is not None:
        headers["Content-Type"] = JSON
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers |= scene.fill(bad.headers)
    connection = http.client.HTTPConnection(target.hostname or "", target.port, timeout=30)
    try:
        connection.request(bad.method, scene.fill(bad.path), body, headers)
        response = connection.getresponse()
        return response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode()
    finally:
        connection.close()


def texts(value: Any) -> Iterator[str]:
    """The long texts of a body. A short one may be in the response by chance."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str) and len(value) >= LONG_ENOUGH_TO_RECOGNISE:
        yield value
