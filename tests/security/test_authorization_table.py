"""Who may do what: every route of both services for every caller, on the running services."""

import json
import re
import time
import uuid
from typing import Any

import pytest
import requests

from main_app.messages.links import signed
from tests.security.routes import API_KEY, CALLERS, CRM, MAIN, ROUTES, TEAM_CHANNEL, Route
from tests.security.scene import Scene
from tests.support.approvals import REGISTRATION_PATH, registration
from tests.support.fork_server import shared_fork_server
from tests.support.people import Person
from tests.support.services import Services

ROLES = {
    "nobody": "nobody",
    "alice": "user",
    "bob": "user",
    "facilitator": "facilitator",
    "other_facilitator": "facilitator",
    "admin": "admin",
    "service": "service",
    API_KEY: "api_key",
}
# In a process of its own, because an application sets up logging and metrics for its whole process.
LIST_ROUTES = """
import json
from {package} import create_app
app = create_app()
print(json.dumps([
    [method, rule.rule, list(getattr(app.view_functions[rule.endpoint], "callers", ["anyone"]))]
    for rule in app.url_map.iter_rules() for method in rule.methods - {{"HEAD", "OPTIONS"}}
]))
"""


@pytest.mark.parametrize("route", ROUTES, ids=str)
def test_each_caller_gets_the_response_of_the_table(route: Route, scene: Scene) -> None:
    names = make_ready(route, scene)
    responses = {caller: ask(route, caller, scene, names) for caller in (*CALLERS, API_KEY)}
    finish(route, scene)
    assert responses == route.by_caller


@pytest.mark.parametrize(("service", "package"), [(MAIN, "main_app"), (CRM, "crm_microservice")])
def test_no_route_is_missing_from_the_table(service: str, package: str, services: Services) -> None:
    real = {(method, rule) for method, rule, _ in real_routes(package, services)}
    assert {(route.method, route.rule) for route in ROUTES if route.service == service} == real


def test_each_route_declares_the_callers_it_lets_in(services: Services) -> None:
    declared = {(method, rule): callers for method, rule, callers in real_routes("main_app", services)}
    for route in ROUTES:
        callers = declared.get((route.method, route.rule), ["anyone"])
        if route.service != MAIN or "anyone" in callers:
            continue
        for caller, status in route.by_caller.items():
            if ROLES[caller] in callers:
                assert status != 401, f"{route} refuses {caller}"
            else:
                assert status in (401, 403), f"{route} lets {caller} in"


def test_each_table_row_covers_every_caller_and_is_unique() -> None:
    assert all(len(route.responses) == len(CALLERS) for route in ROUTES)
    assert len({str(route) for route in ROUTES}) == len(ROUTES)


def make_ready(route: Route, scene: Scene) -> dict[str, Any]:
    """Create what the route needs, again for each caller if it is used up. Return the values of its parameters."""
    names = scene.names | {
        "event_id": scene.names["event"],
        "session_id": scene.names["session"],
        "booking_id": scene.names["booking"],
        "message_id": 1,
        "channel": "crm",
        "notification_id": "ntf_unknown",
        "user_id": scene.alice.id,
        "mail_id": "1234567890",
        "index": 0,
        "kind": "booking_confirmed",
        "event_kind": "retreat",
        "seed": "atlantic weekend",
        "file": "0" * 32,
        "size": "640",
        "picture_format": "avif",
        "token": "none-of-ours",
        "filename": "missing.js",
        "name": "missing.js",
        "order_id": 2_000_000_000,
        "number": "1-000123",
        "ref": "co_unknown",
        "facilitator_email": scene.facilitator.email,
    }
    if route.ready in ("event", "booking", "cancelled booking"):
        names |= new_event(scene)
    if route.ready.endswith("booking"):
        names["booking_id"] = scene.alice.book(names["session_id"]).json()["booking"]["id"]
    if route.ready == "cancelled booking":
        assert scene.alice.cancel(names["booking_id"]).status_code == 200
    if route.ready == "order":
        priced = scene.facilitator.create_event(price_cents=900)["sessions"][0]["id"]
        names["order_id"] = scene.alice.book(priced).json()["booking"]["order_id"]
    if route.ready == "feed":
        url = scene.alice.post("/bookings/calendar-feed").json()["url"]
        names["secret"] = url.rsplit("/", 1)[1].removesuffix(".ics")
    if route.ready in ("customer", "new request of a customer"):
        names |= new_request(scene)
        approved = at_the_crm(scene, f"/api/approvals/{names['request_id']}/approve")
        names["customer_id"] = approved["approval"]["customer_id"]
    if route.ready == "another key":
        key = {"name": "Another desk", "scopes": ["notifications:read"]}
        names["key_id"] = scene.admin.post("/api/admin/api-keys", key).json()["api_key"]["id"]
    if route.ready == "suppression":
        added = scene.admin.post("/api/admin/suppressions", {"address": f"{uuid.uuid4().hex}@example.com"})
        names["suppression_id"] = added.json()["suppression"]["id"]
    if route.ready == "team channel":
        names["channel_id"] = scene.facilitator.post("/team-channels", TEAM_CHANNEL).json()["team_channel"]["id"]
    if route.ready == "template":
        names |= new_template(scene)
    if route.ready == "link to unsubscribe":
        names["token"] = link(scene, ["unsubscribe", scene.alice.id, "reminder_24h"])
    if route.ready == "paused channel":
        assert scene.admin.post("/api/crm/integration/channels/crm/pause", {"reason": "for a test"}).ok
    return names


def new_event(scene: Scene) -> dict[str, Any]:
    event = scene.facilitator.create_event()
    return {"event_id": event["id"], "session_id": event["sessions"][0]["id"]}


def new_template(scene: Scene) -> dict[str, Any]:
    saved = scene.facilitator.post("/events/templates", {"event_id": scene.names["event"]})
    return {"template_id": saved.json()["template"]["id"]}


def new_link(scene: Scene) -> dict[str, Any]:
    """A link to a new booking of Alice's."""
    booking = scene.alice.book(new_event(scene)["session_id"]).json()["booking"]
    return {"token": link(scene, ["manage", booking["id"]])}


def link(scene: Scene, parts: list[object]) -> str:
    return signed(scene.services.main.environment["SECRET_KEY"], [*parts, int(time.time()) + 600])


def new_request(scene: Scene, email: str | None = None) -> dict[str, Any]:
    """A registration that waits for approval; without an address, of a new person."""
    email = email or f"clara.{uuid.uuid4().hex}@example.com"
    request_id = at_the_crm(scene, REGISTRATION_PATH, registration(email))["request_id"]
    return {"request_id": request_id, "customer_email": email}


def at_the_crm(scene: Scene, path: str, body: Any = None) -> dict[str, Any]:
    token = {"Authorization": f"Bearer {scene.services.token}"}
    response = requests.post(scene.services.real_crm_url + path, json=body, headers=token, timeout=30)
    assert response.status_code == 200, response.text
    return response.json()


def ask(route: Route, caller: str, scene: Scene, names: dict[str, Any]) -> int:
    """Return the status that this caller gets. Reads only the headers, because some responses never end."""
    headers = {}
    if caller == "service":
        headers = {"Authorization": f"Bearer {scene.services.token}", "X-Facilitator-Id": str(scene.facilitator.id)}
    elif caller == API_KEY:
        headers = {"Authorization": f"Bearer {names['api_key']}"}
    elif caller != "nobody":
        person: Person = getattr(scene, caller)
        if route.ready == "login":
            person.sign_in()
        headers = {"Authorization": f"Bearer {person.token}"}
    if route.ready == "new event":
        names = names | new_event(scene)
    if route.ready == "new template":
        names = names | new_template(scene)
    if route.ready == "new link":
        names = names | new_link(scene)
    if route.ready.startswith("new request"):
        names = names | new_request(scene, names.get("customer_email"))
    filled = Scene.fill_with(names | {"new_email": f"clara.{uuid.uuid4().hex}@example.com"}, route.body)
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(names[match[1]]), route.rule)
    base = scene.services.real_crm_url if route.service == CRM else scene.services.main_url
    response = requests.request(
        route.method, base + path, headers=headers, json=filled, timeout=30, stream=True, allow_redirects=False
    )
    with response:
        return response.status_code


def finish(route: Route, scene: Scene) -> None:
    if route.ready == "running channel":
        scene.admin.post("/api/crm/integration/channels/crm/resume")
    if route.ready == "login":
        for person in (scene.alice, scene.bob, scene.facilitator, scene.other_facilitator, scene.admin):
            person.sign_in()


def real_routes(package: str, services: Services) -> list[tuple[str, str, list[str]]]:
    found = shared_fork_server().run(["-c", LIST_ROUTES.format(package=package)], services.main.environment)
    assert found.returncode == 0, found.stderr
    return [(method, rule, callers) for method, rule, callers in json.loads(found.stdout.splitlines()[-1])]
