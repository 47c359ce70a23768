"""The service as a whole: its start, health, settings, and the headers of every response."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crm_microservice.settings import CrmSettings
from service_kit.settings import ConfigurationError
from tests.crm_microservice.service import PROJECT_ROOT, TOKEN, Crm, booking
from tests.support.fork_server import shared_fork_server
from tests.support.ports import free_port

STRONG = {
    "APP_ENV": "production",
    "SECRET_KEY": "s" * 32,
    "JWT_SECRET_KEY": "j" * 32,
    "CRM_AUTH_TOKEN": "t" * 32,
}


@pytest.mark.parametrize("path", ["/health", "/webhooks/health"])
def test_anyone_can_read_the_health_check(crm: Crm, path: str):
    response = crm.get(path, None)
    assert response.status_code == 200
    assert response.json()["status"] == "healthy"
    assert set(response.json()) == {"status", "timestamp", "service"}


def test_ready_names_its_checks(crm: Crm):
    assert crm.get("/ready", None).json() == {
        "status": "ready",
        "checks": {"database": "ok", "migrations": "ok", "disk": "ok", "store": "ok"},
    }


def test_not_ready_when_the_store_cannot_be_written(start_crm: Callable[..., Crm]):
    crm = start_crm(NOTIFICATION_STORE="json")
    crm.store(booking(1))
    file = crm.folder / "notifications.json"
    file.rename(crm.folder / "elsewhere")
    file.mkdir()
    response = crm.get("/ready", None)
    assert response.status_code == 503
    assert response.json()["checks"]["store"] == "notifications.json cannot be written"
    probe = crm.post("/notify/batch", json={"notifications": []})
    for refused in (crm.notify(booking(2)), probe):
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")


def test_ready_tells_of_a_damaged_file(start_crm: Callable[..., Crm]):
    crm = start_crm(NOTIFICATION_STORE="json")
    crm.store(booking(1), booking(2))
    crm.stop()
    file = crm.folder / "notifications.json"
    file.write_bytes(b"rubbish\n" + file.read_bytes())
    crm.start()
    assert crm.listed()["count"] == 2
    assert crm.get("/ready", None).json()["checks"]["store"].startswith("ok: damaged file set aside as")
    assert '"level": "error"' in crm.log()


def test_metrics_count_what_was_stored_repeated_and_refused_in_all_processes(start_crm: Callable[..., Crm]):
    crm = start_crm(WEB_WORKERS="2")
    for _ in range(6):
        crm.notify(booking(1), "same")
    for _ in range(4):
        crm.notify(booking(-1))
    text = crm.get("/metrics", None).text
    assert 'crm_notifications_total{outcome="stored",shape="booking"} 1.0' in text
    assert 'crm_notifications_total{outcome="repeated",shape="booking"} 5.0' in text
    assert 'crm_notifications_total{outcome="refused",shape="booking"} 4.0' in text
    assert 'http_requests_total{method="POST",route="/notify",status="400"} 4.0' in text


def test_every_response_carries_its_id_and_security_headers(crm: Crm):
    for response in (crm.get("/notifications"), crm.get("/nowhere"), crm.get("/notifications", None)):
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Cache-Control"] == "no-store"
        assert len(response.headers["X-Request-Id"]) == 32
    named = crm.get("/nowhere", headers={"X-Request-Id": "mine-0001"})
    assert (named.headers["X-Request-Id"], named.json()["request_id"]) == ("mine-0001", "mine-0001")
    assert crm.get("/health", headers={"X-Request-Id": "bad id"}).headers["X-Request-Id"] != "bad id"


def test_only_listed_origins_may_call_from_a_browser(crm: Crm):
    asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization, last-event-id"}
    good = crm.request("OPTIONS", "/notifications/stream", None, headers={"Origin": "http://localhost:5173", **asked})
    assert good.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
    assert "authorization" in good.headers["Access-Control-Allow-Headers"].lower()
    assert "last-event-id" in good.headers["Access-Control-Allow-Headers"].lower()
    bad = crm.request("OPTIONS", "/notifications", None, headers={"Origin": "http://evil.example", **asked})
    assert "Access-Control-Allow-Origin" not in bad.headers
    for spelling in ("localhost", "127.0.0.1"):  # the origin of MAIN_BASE_URL, under each name of this machine
        origin = f"http://{spelling}:{urlsplit(crm.settings['MAIN_BASE_URL']).port}"
        served = crm.get("/notifications", headers={"Origin": origin})
        assert served.headers["Access-Control-Allow-Origin"] == origin


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/nowhere", 404), ("DELETE", "/notify", 405)])
def test_refusals_by_the_framework_have_the_same_shape(crm: Crm, method: str, path: str, status: int):
    response = crm.request(method, path)
    assert (response.status_code, response.headers["Content-Type"]) == (status, "application/problem+json")
    assert response.json()["error"] == response.json()["detail"]


@pytest.mark.parametrize("query", [b"\xff\xfe", "search=é".encode(), b"a=%ff%fe", b"search=%zz"])
def test_invalid_bytes_in_the_address_cause_no_server_error(crm: Crm, query: bytes):
    import socket

    request = b"GET /notifications?" + query + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    with socket.create_connection(("127.0.0.1", crm.port), timeout=20) as connection:
        connection.sendall(request + f"Authorization: Bearer {TOKEN}\r\n\r\n".encode())
        status = connection.makefile("rb").readline().split()[1]
    assert status in {b"200", b"400"}


def test_the_documentation_is_complete_and_loads_nothing_from_elsewhere(crm: Crm):
    document = crm.get("/openapi.json", None).json()
    assert document["openapi"] == "3.1.0"
    documented = {(path, method) for path, methods in document["paths"].items() for method in methods}
    for wanted in [
        ("/notify", "post"),
        ("/notifications/stream", "get"),
        ("/api/facilitator/{facilitator_id}/bookings", "get"),
    ]:
        assert wanted in documented
    page = crm.get("/docs", None)
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    for name in ("docs/start.js", "docs/files/js/swagger-ui-bundle.js", "docs/files/css/swagger-ui.css"):
        assert f'"{name}"' in page.text
        assert crm.get(f"/{name}", None).status_code == 200


def test_both_tokens_are_accepted_while_one_is_rotated(start_crm: Callable[..., Crm]):
    crm = start_crm(CRM_AUTH_TOKEN="the-old-one, the-new-one")
    for token, status in [("the-old-one", 200), ("the-new-one", 200), ("the-old-one, the-new-one", 401), (TOKEN, 401)]:
        assert crm.post("/notify", token, json=booking(1)).status_code == status


def test_the_list_is_open_only_where_the_operator_says_so(start_crm: Callable[..., Crm]):
    crm = start_crm(CRM_OPEN_NOTIFICATIONS="true")
    crm.store(booking(1))
    assert crm.get("/notifications", None).json()["count"] == 1
    assert crm.get("/notifications", "wrong").status_code == 401
    assert crm.post("/notify", None, json=booking(1)).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"SECRET_KEY": ""},
        {"JWT_SECRET_KEY": "short"},
        {"CRM_AUTH_TOKEN": TOKEN},
        {"CRM_AUTH_TOKEN": f"{'t' * 32},short"},
        {"CRM_DEBUG": "true"},
        {"CRM_OPEN_NOTIFICATIONS": "true"},
        {"CORS_ORIGINS": "*"},
        {"APP_ENV": "staging"},
        {"NOTIFICATION_STORE": "memory"},
        {"CRM_PORT": "http"},
        {"CRM_AUTH_TOKEN": "a" * 32 + "," + "b" * 32 + "," + "c" * 32},
    ],
    ids=str,
)
def test_unsafe_or_invalid_settings_keep_the_service_from_starting(change: dict[str, str]):
    assert CrmSettings.load(STRONG).app_env == "production"
    with pytest.raises(ConfigurationError):
        CrmSettings.load({**STRONG, **change})


def test_the_list_is_never_open_to_the_network():
    own_secrets = {**STRONG, "APP_ENV": "development", "CRM_OPEN_NOTIFICATIONS": "true"}
    assert CrmSettings.load({**own_secrets, "HOST": "127.0.0.1"}).open_notifications
    with pytest.raises(ConfigurationError, match="CRM_OPEN_NOTIFICATIONS"):
        CrmSettings.load({**own_secrets, "HOST": "0.0.0.0"})


def test_a_refused_setting_is_one_clear_sentence(tmp_path: Path):
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "APP_ENV": "production", "CRM_AUTH_TOKEN": "x"}
    ended = shared_fork_server().run(["crm_app.py"], environment, PROJECT_ROOT / "crm_microservice")
    assert ended.returncode == 1
    assert ended.stderr.startswith("The CRM cannot start: ")
    assert ended.stderr.count("\n") == 1


def test_other_names_for_the_token_are_understood():
    assert CrmSettings.load({"CRM_AUTH_TOKEN": "", "WEBHOOK_API_KEY": "by-another-name"}).service_tokens == (
        "by-another-name",
    )
    assert CrmSettings.load({"CRM_AUTH_TOKEN": "", "CRM_API_KEY": "by-a-third"}).service_tokens == ("by-a-third",)


def test_two_services_starting_on_one_new_database_at_once_both_come_up(tmp_path: Path, start_crm: Callable[..., Crm]):
    first = start_crm()
    second = Crm(tmp_path, first.settings["CRM_DATABASE_URL"], DATA_DIR=str(tmp_path / "second"))
    third = Crm(tmp_path, first.settings["CRM_DATABASE_URL"], DATA_DIR=str(tmp_path / "second"))
    assert free_port() != second.port
    try:
        second.start()
        third.start()
        first.notify(booking(1), "shared")
        assert second.notify(booking(1), "shared").json() == third.notify(booking(1), "shared").json()
        assert third.listed()["count"] == 1
    finally:
        second.stop()
        third.stop()


def test_killed_and_started_again_the_service_has_what_it_acknowledged(crm: Crm):
    ids = crm.store(*[booking(number, 9001) for number in range(1, 6)])
    crm.kill()
    crm.start()
    listed = crm.listed("?facilitator_id=9001")
    assert [row["notification_id"] for row in reversed(listed["notifications"])] == ids
    assert json.dumps(listed["notifications"][-1]["data"]) == json.dumps(booking(1, 9001))
