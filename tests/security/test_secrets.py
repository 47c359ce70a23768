"""Secrets and private data stay out of logs, the browser and other origins; weak secrets prevent the start."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import requests
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from main_app.database import db
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.support.fork_server import shared_fork_server
from tests.support.people import PASSWORD, Person, register, register_with_role
from tests.support.ports import free_port
from tests.support.services import ROOT, Services, wait_until

pytestmark = pytest.mark.either_engine

STRONG = "kT9-fW2_qZ7xN4vB8mC1dR6sY3uH5jL0aEgPoIiU"
EVIL = "https://evil.example"
WEAK_SETTINGS = [
    ("main", "SECRET_KEY", "only-thirty-one-characters-long"),
    ("main", "JWT_SECRET_KEY", "development-only-secret-change-me-before-production"),
    ("main", "CRM_AUTH_TOKEN", "your-static-bearer-token-here"),
    ("main", "FLASK_DEBUG", "true"),
    ("main", "PASSWORD_HASHING", "cheap"),
    ("main", "CORS_ORIGINS", "*"),
    ("main", "CRM_BASE_URL", "http://crm.example.com"),
    ("main", "RATELIMIT_ENABLED", "false"),
    ("main", "COOKIE_SECURE", "false"),
    ("main", "PUBLIC_URL", "http://samaya.example"),
    ("main", "CORS_ORIGINS", "https://samaya.example,http://localhost:5173"),
    ("main", "SECRET_KEY", f"{STRONG}-2"),
    ("main", "STRIPE_WEBHOOK_SECRET", "x"),
    ("crm", "SECRET_KEY", ""),
    ("crm", "JWT_SECRET_KEY", "development-only-secret-change-me-before-production"),
    ("crm", "CRM_AUTH_TOKEN", f"{STRONG},too-short"),
    ("crm", "CRM_DEBUG", "true"),
    ("crm", "CRM_OPEN_NOTIFICATIONS", "true"),
]


def test_no_log_contains_alices_private_data(services: Services, facilitator: Person) -> None:
    alice = register(services, "Alice")
    told = use_everything(alice, facilitator)
    logs = {path.name: path.read_text(errors="replace") for path in services.directory.rglob("*.log*")}
    assert {"main.log", "crm.log", "worker-0.log", "crm_notifications.log"} <= logs.keys()
    assert '"path": "/bookings/book"' in logs["main.log"]
    assert "notification stored" in logs["crm_notifications.log"]
    for name, content in logs.items():
        for what, secret in told.items():
            assert secret not in content, f"{name} tells {what}"


def use_everything(alice: Person, facilitator: Person) -> dict[str, str]:
    """Use the product as people do, with mistakes. Return the texts that no log may contain."""
    services = alice.services
    refresh_token: str = alice.http.cookies["samaya_refresh"] or ""
    event = facilitator.create_event()
    session_id = event["sessions"][0]["id"]
    booking_id = alice.book(session_id).json()["booking"]["id"]
    feed = alice.post("/bookings/calendar-feed").json()["url"]
    secret = feed.rsplit("/", 1)[1].removesuffix(".ics")
    assert requests.get(feed, timeout=10).status_code == 200
    assert requests.get(feed.replace(secret, secret[::-1]), timeout=10).status_code == 404
    alice.cancel(booking_id)
    alice.reactivate(booking_id)
    alice.post("/auth/login", {"email": alice.email, "password": "a wrong guess of hers"})
    alice.post("/auth/register", {"name": "Alice", "email": alice.email, "password": PASSWORD})
    alice.post("/auth/register", {"name": "", "email": alice.email, "password": PASSWORD})
    alice.get(f"/events/{alice.email}")
    alice.get("/events", headers={"Authorization": "Bearer a-mistyped-token-of-hers"})
    alice.get(f"/events?search={alice.email}&token={alice.token}")
    crm = services.real_crm_url
    for path in ("/notifications", f"/api/facilitator/{facilitator.id}/bookings", f"/{alice.email}"):
        for token in (facilitator.token, services.token, alice.token, "a-mistyped-token-of-hers"):
            requests.get(crm + path, headers={"Authorization": f"Bearer {token}"}, timeout=10)
    requests.post(f"{crm}/api/facilitator/login", json={"email": alice.email, "password": PASSWORD}, timeout=10)
    wrong = {"booking_id": 1, "user": {"email": alice.email}, "event": {}, "facilitator_id": 1}
    requests.post(f"{crm}/notify", json=wrong, headers={"Authorization": f"Bearer {services.token}"}, timeout=10)
    access_token = alice.token
    assert alice.post("/auth/refresh").status_code == 200
    return {
        "her address": alice.email,
        "her password": PASSWORD,
        "her wrong guess": "a wrong guess of hers",
        "her mistyped token": "a-mistyped-token-of-hers",
        "her access token": access_token.split(".")[2],
        "her refresh token": refresh_token.partition(".")[2],
        "her feed's secret": secret,
        "the facilitator's token": facilitator.token.split(".")[2],
        "the service token": services.token,
    }


def test_a_database_error_does_not_log_the_values_being_written() -> None:
    with application() as app, app.app_context(), pytest.raises(SQLAlchemyError) as failure, write_transaction():
        db.session.execute(text("INSERT INTO nowhere VALUES (:email)"), {"email": "alice@example.com"})
    assert "nowhere" in str(failure.value)
    assert "alice" not in str(failure.value)


@pytest.mark.parametrize(("service", "name", "value"), WEAK_SETTINGS)
def test_production_does_not_start_with_weak_settings(
    service: str, name: str, value: str, services: Services, tmp_path: Path
) -> None:
    started = start_in_production(service, {name: value}, services, tmp_path)
    assert started.returncode > 0
    assert started.stderr
    sentence = started.stderr.strip().splitlines()[-1]
    assert name in sentence
    assert sentence.endswith((".", '"'))
    assert "Traceback" not in started.stderr
    if name.endswith(("KEY", "TOKEN", "SECRET")) and len(value) > 1:
        assert value not in started.stderr


def start_in_production(
    service: str, settings: dict[str, str], services: Services, data: Path
) -> "subprocess.CompletedProcess[str]":
    environment = services.main.environment | {
        "APP_ENV": "production",
        "DATA_DIR": str(data),
        "SECRET_KEY": f"{STRONG}-1",
        "JWT_SECRET_KEY": f"{STRONG}-2",
        "CRM_AUTH_TOKEN": f"{STRONG}-3",
        "PASSWORD_HASHING": "strong",
        "RATELIMIT_ENABLED": "true",
        "PUBLIC_URL": "https://samaya.example",
        "MAIN_PORT": str(free_port()),
        "CRM_PORT": str(free_port()),
        **settings,
    }
    script, folder = ("main_app/app.py", ROOT) if service == "main" else ("crm_app.py", ROOT / "crm_microservice")
    return shared_fork_server().run([script], environment, folder)


def test_the_browser_never_gets_the_service_token(services: Services, alice: Person) -> None:
    config = requests.get(f"{services.main_url}/ui-config", timeout=10)
    assert config.json() == {"crm_base_url": services.real_crm_url}
    for path in ("/openapi.json", "/events", "/metrics", "/ready", "/auth/profile"):
        assert services.token not in alice.get(path).text
    built = [path for path in (ROOT / "frontend").rglob("*") if path.is_file() and "node_modules" not in path.parts]
    names = (b"CRM_AUTH_TOKEN", b"your-static-bearer-token-here", services.token.encode())
    assert built
    for path in built:
        content = path.read_bytes()
        assert not any(name in content for name in names), path


def test_every_response_carries_the_headers_that_protect_a_browser(services: Services, alice: Person) -> None:
    for path in ("/events", "/auth/profile", "/events/nowhere", "/events/0", "/health", "/bookings"):
        headers = alice.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin", path
        assert "script-src 'self'" in headers["Content-Security-Policy"], path
        assert "'unsafe-inline'" not in headers["Content-Security-Policy"].split("script-src")[1].split(";")[0], path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        assert headers["Cache-Control"] == "no-store", path
    for path in ("/health", "/notifications", "/nowhere"):
        headers = requests.get(services.real_crm_url + path, timeout=10).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", path
        assert headers["Cache-Control"] == "no-store", path


def test_only_listed_origins_may_read_responses(services: Services) -> None:
    for base in (services.main_url, services.real_crm_url):
        for method in ("GET", "OPTIONS"):
            asked = {"Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}
            listed = requests.request(
                method, f"{base}/health", headers={"Origin": "http://localhost:5173", **asked}, timeout=10
            )
            assert listed.headers["Access-Control-Allow-Origin"] == "http://localhost:5173"
            for origin in (EVIL, "null", "http://localhost:5173.evil.example", "http://localhost:51730"):
                other = requests.request(method, f"{base}/health", headers={"Origin": origin, **asked}, timeout=10)
                assert other.headers.get("Access-Control-Allow-Origin") not in (origin, "*")


def test_the_refresh_cookie_is_out_of_reach_for_scripts_and_other_sites(services: Services, alice: Person) -> None:
    response = requests.post(
        f"{services.main_url}/auth/login", json={"email": alice.email, "password": PASSWORD}, timeout=10
    )
    attributes = {part.strip().lower() for part in response.headers["Set-Cookie"].split(";")[1:]}
    assert {"httponly", "samesite=strict", "path=/auth"} <= attributes
    assert "refresh" not in response.text


def test_an_admins_token_shows_no_guests_data_in_deliveries(services: Services) -> None:
    noor = register_with_role(services, "Noor", "admin")
    alice = register(services, "Alice")

    def of_alice_to_the_crm() -> Any:
        # Only messages to the CRM contain addresses; messages to people do not.
        listed = noor.get("/api/crm/integration/deliveries?channel=crm&per_page=100").json()["deliveries"]
        return next((one for one in listed if one["subject"] == f"user:{alice.id}"), None)

    of_alice = wait_until(of_alice_to_the_crm, 15)
    shown = noor.get(f"/api/crm/integration/deliveries/{of_alice['id']}")
    assert shown.status_code == 200
    assert alice.email not in shown.text
    assert alice.email[0] + "***" in shown.text
