"""What operators use: health, readiness, metrics, documentation and demo data."""

import shutil
import uuid
from collections.abc import Callable
from datetime import datetime, timezone

import pytest
import requests
from flask import Flask
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from main_app.database import db
from main_app.messages import kinds
from main_app.outbox.enqueue import SYSTEM_CHANNELS
from main_app.settings import settings
from main_app.worker_setup import channels_of
from service_kit.database import write_transaction
from tests.main_app.application import application
from tests.support.database import rows
from tests.support.people import Person, register
from tests.support.services import Services


def test_the_service_reports_that_it_is_healthy_and_ready(services: Services) -> None:
    health = requests.get(f"{services.main_url}/health", timeout=10)
    assert (health.status_code, health.json()["status"], health.json()["service"]) == (200, "healthy", "main_app")
    assert abs((datetime.fromisoformat(health.json()["timestamp"]) - datetime.now(timezone.utc)).total_seconds()) < 60
    ready = requests.get(f"{services.main_url}/ready", timeout=10)
    checks = {"database": "ok", "migrations": "ok", "disk": "ok", "worker": "ok"}
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "checks": checks})


def test_it_is_not_ready_without_its_migrations_without_disk_or_without_its_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with application() as app:
        client = app.test_client()
        assert client.get("/ready").status_code == 200
        little = shutil.disk_usage("/")._replace(free=1024)
        with monkeypatch.context() as patch:
            patch.setattr(shutil, "disk_usage", lambda _: little)
            full = client.get("/ready")
            assert (full.status_code, list(why_not(full.get_json()))) == (503, ["disk"])
        with app.app_context(), write_transaction() as session:
            session.execute(text("UPDATE alembic_version SET version_num = '0000_older'"))
        assert client.get("/ready").status_code == 503
        assert "flask --app main_app db upgrade" in why_not(client.get("/ready").get_json())["migrations"]
        assert client.get("/health").status_code == 200
    with application() as app:
        lose_database(app)
        response = app.test_client().get("/ready")
        assert response.status_code == 503
        assert {"database", "migrations"} <= why_not(response.get_json()).keys()
        busy = app.test_client().get("/events")
        assert (busy.status_code, busy.get_json()["code"]) == (503, "database_unavailable")
        assert busy.headers["Retry-After"] == "1"


def test_admins_know_every_channel_by_its_name() -> None:
    with application(ALERT_WEBHOOK_URL="http://127.0.0.1:9") as app, app.app_context():
        used = {channel.name for channel in channels_of(settings())}
    assert used == {*SYSTEM_CHANNELS, *kinds.PEOPLE_CHANNELS}, "for any other one, pausing and searching answer 404"


def why_not(response: dict[str, dict[str, str]]) -> dict[str, str]:
    return {name: result for name, result in response["checks"].items() if result != "ok"}


def lose_database(app: Flask) -> None:
    """Every new connection fails from now on, as when the database is down."""

    def refuse(*_: object) -> None:
        raise OperationalError("connect", {}, Exception("the database is down"))

    with app.app_context():
        db.engine.dispose()
        event.listen(db.engine, "do_connect", refuse)


def test_metrics_count_requests_bookings_and_the_outbox_over_all_processes(
    services: Services, alice: Person, facilitator: Person
) -> None:
    before = booked(services)
    sessions = facilitator.create_event(sessions=6)["sessions"]
    for session in sessions:
        assert alice.book(session["id"]).status_code == 201
    found = requests.get(f"{services.main_url}/metrics", timeout=10)
    assert found.headers["Content-Type"].startswith("text/plain; version=0.0.4")
    assert booked(services) == before + 6
    for name in (
        'http_requests_total{method="POST",route="/bookings/book",status="201"}',
        'samaya_outbox_messages{channel="crm"',
        'samaya_outbox_oldest_pending_seconds{channel="crm"}',
        'samaya_deliveries_total{channel="crm",outcome="delivered"}',
        'samaya_delivery_seconds_bucket{channel="crm"',
        'samaya_channel_ok{channel="crm"}',
    ):
        assert name in found.text, name
    assert alice.email not in found.text


def booked(services: Services) -> float:
    text = requests.get(f"{services.main_url}/metrics", timeout=10).text
    lines = [line for line in text.splitlines() if line.startswith('samaya_booking_changes_total{action="created"}')]
    return sum(float(line.rsplit(" ", 1)[1]) for line in lines)


def test_the_documentation_loads_nothing_from_elsewhere(services: Services) -> None:
    document = requests.get(f"{services.main_url}/openapi.json", timeout=10).json()
    assert document["openapi"] == "3.1.0"
    assert document["paths"]["/bookings/book"]["post"]["security"] == [{"access_token": []}]
    assert "security" not in document["paths"]["/events"]["get"]
    for base in (services.main_url, services.real_crm_url):
        page = requests.get(f"{base}/docs", timeout=10)
        assert page.status_code == 200
        assert "swagger" in page.text.lower()
        for foreign in ("//cdn", "unpkg.com", "jsdelivr", "googleapis"):
            assert foreign not in page.text


def test_a_response_carries_the_callers_request_id_or_one_of_its_own(services: Services) -> None:
    def answered(request_id: str) -> str:
        return requests.get(f"{services.main_url}/health", headers={"X-Request-Id": request_id}, timeout=10).headers[
            "X-Request-Id"
        ]

    assert answered("trace-4711.a_b") == "trace-4711.a_b"
    for odd in ("short", "<script>alert(1)</script>", "a" * 65, "with space"):
        assert answered(odd) != odd
        assert uuid.UUID(answered(odd))


def test_demo_data_is_loaded_once_and_shows_what_there_is(start_services: Callable[..., Services]) -> None:
    services = start_services()
    assert "Loaded" in services.flask("demo", "load")
    assert "already" in services.flask("demo", "load")
    studio = requests.get(f"{services.main_url}/studio", timeout=10).json()["studio"]
    assert (bool(studio["about"]), studio["contact_email"]) == (True, "hello@example.com")
    assert studio["name"] == "Samaya", "the owner's own, which the first steps ask for"
    events = requests.get(f"{services.main_url}/events?per_page=100", timeout=10).json()["events"]
    assert len(events) >= 8
    assert len({event["title"] for event in events}) == len(events)
    assert len({event["time_zone"] for event in events}) >= 3
    assert {event["kind"] for event in events} >= {"class", "workshop", "retreat"}
    assert {event["online"] for event in events} == {True, False}
    assert any(event["arrive_minutes_early"] for event in events)
    confirmed = "SELECT username FROM users WHERE phone IS NOT NULL AND phone_confirmed_at IS NOT NULL"
    assert rows(services.main_database, text(confirmed)) == [("asha",)], "somebody who gets texts"
    drafts = "SELECT facilitator_id, title FROM events WHERE draft"
    ((arjun, title),) = rows(services.main_database, text(drafts))
    assert title not in {event["title"] for event in events}
    assert arjun in {event["facilitator_id"] for event in events}
    prices = {event["price_from_cents"] for event in events}
    assert 0 in prices
    assert len(prices) > 3
    now = datetime.now(timezone.utc)
    sessions = [session for event in events for session in event["sessions"]]
    past = [session for session in sessions if datetime.fromisoformat(session["end_time"]) < now]
    full = [session for session in sessions if session["seats_left"] == 0 and session not in past]
    assert past
    assert full
    days = [datetime.fromisoformat(s["end_time"]) - datetime.fromisoformat(s["start_time"]) for s in sessions]
    assert max(days).days >= 2
    for username in ("priya", "arjun", "kavya"):
        login = {"username": username, "password": f"{username}123"}
        response = requests.post(f"{services.main_url}/auth/login", json=login, timeout=10)
        assert (response.status_code, response.json()["user"]["role"]) == (200, "facilitator")
    assert register(services, "Alice").book(full[0]["id"]).json()["code"] == "session_full"


def test_demo_accounts_never_exist_in_production(app: Flask) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings.model_copy(update={"app_env": "production"})
    try:
        refused = app.test_cli_runner().invoke(args=["demo", "load"])
    finally:
        app.extensions["settings"] = settings
    assert refused.exit_code != 0
    assert "can't be created in production" in refused.output
    login = {"username": "priya", "password": "priya123"}
    assert app.test_client().post("/auth/login", json=login).status_code == 401
