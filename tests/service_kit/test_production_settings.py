"""What production refuses at the start: everything at once, each setting by its name."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask

from crm_microservice.settings import CrmSettings
from main_app.settings import MainSettings
from service_kit.metrics import init_metrics
from service_kit.openapi import described_app
from service_kit.problems import init_problems
from service_kit.settings import ConfigurationError, Settings

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

STRONG = {
    "APP_ENV": "production",
    "SECRET_KEY": "s" * 32,
    "JWT_SECRET_KEY": "j" * 32,
    "CRM_AUTH_TOKEN": "t" * 32,
    "PUBLIC_URL": "https://samaya.example",
    "RATELIMIT_ENABLED": "true",
}
BOTH = pytest.mark.parametrize("kind", [MainSettings, CrmSettings])
UNSAFE = [
    (MainSettings, {"RATELIMIT_ENABLED": "false"}, "RATELIMIT_ENABLED must be on"),
    (CrmSettings, {"RATELIMIT_ENABLED": "false"}, "RATELIMIT_ENABLED must be on"),
    (MainSettings, {"COOKIE_SECURE": "false"}, "COOKIE_SECURE must be on"),
    (MainSettings, {"PUBLIC_URL": "http://samaya.example"}, "PUBLIC_URL must be the https address"),
    (MainSettings, {"PUBLIC_URL": "http://localhost:5000"}, "PUBLIC_URL must be the https address"),
    (MainSettings, {"CORS_ORIGINS": "http://localhost:5173"}, "CORS_ORIGINS must not name this machine"),
    (CrmSettings, {"CORS_ORIGINS": "http://127.0.0.1:5173"}, "CORS_ORIGINS must not name this machine"),
    (MainSettings, {"BOOKING_WIZARD_WEBHOOK_SECRET": "x"}, "BOOKING_WIZARD_WEBHOOK_SECRET must have at least 16"),
    (MainSettings, {"STRIPE_WEBHOOK_SECRET": "x" * 15}, "STRIPE_WEBHOOK_SECRET must have at least 16"),
    (MainSettings, {"METRICS_TOKEN": "x"}, "METRICS_TOKEN must have at least 16"),
    (MainSettings, {"SECRET_KEY": "j" * 32}, "SECRET_KEY and JWT_SECRET_KEY have the same value"),
    (CrmSettings, {"CRM_AUTH_TOKEN": f"{'u' * 32},{'s' * 32}"}, "SECRET_KEY and CRM_AUTH_TOKEN have the same value"),
    (MainSettings, {"RAZORPAY_WEBHOOK_SECRET": "t" * 32}, "CRM_AUTH_TOKEN and RAZORPAY_WEBHOOK_SECRET have the same"),
]


HTTP_BETWEEN_SERVICES = [
    (MainSettings, "CRM_BASE_URL", "http://crm:5001"),
    (MainSettings, "ALERT_WEBHOOK_URL", "http://pager:8080/alerts"),
    (CrmSettings, "MAIN_BASE_URL", "http://main:5000"),
]
STORAGES = [
    ("reddis://redis:6379", "the address of a Redis such as redis://host:6379"),
    ("redis://redis:port", "the address of a Redis such as redis://host:6379"),
    ("redis://", "the address of a Redis such as redis://host:6379"),
    ("http://redis:6379", "the address of a Redis such as redis://host:6379"),
]


def refusal(kind: type[Settings], change: Mapping[str, str]) -> str:
    with pytest.raises(ConfigurationError) as refused:
        kind.load({**STRONG, **change})
    return str(refused.value)


@pytest.mark.parametrize(("kind", "change", "sentence"), UNSAFE, ids=str)
def test_production_names_what_is_unsafe_and_development_takes_it(
    kind: type[Settings], change: dict[str, str], sentence: str
) -> None:
    assert kind.load(STRONG).in_production
    assert sentence in refusal(kind, change)
    assert not kind.load({**STRONG, "APP_ENV": "development", **change}).in_production


@BOTH
def test_an_operator_reads_all_that_is_wrong_at_once(kind: type[Settings]) -> None:
    missing = {name: name for name in ("SECRET_KEY", "JWT_SECRET_KEY", "CRM_AUTH_TOKEN")}
    said = refusal(kind, {**missing, "RATELIMIT_ENABLED": "false", "CORS_ORIGINS": "*,http://localhost:5173"})
    assert "SECRET_KEY, JWT_SECRET_KEY and CRM_AUTH_TOKEN must each be a secret of your own" in said
    assert said.count("\n- ") == 4, said
    unusable = refusal(kind, {"WEB_WORKERS": "many", "TRUSTED_PROXIES": "-1"})
    assert "WEB_WORKERS must be a number" in unusable and "TRUSTED_PROXIES must be" in unusable


@BOTH
def test_in_production_no_page_of_this_machine_may_call_the_apis(kind: type[Settings]) -> None:
    own = ("https://samaya.example",) if kind is CrmSettings else ()
    assert kind.load(STRONG).cors_origins == own
    assert "http://localhost:5173" in kind.load({**STRONG, "APP_ENV": "development"}).cors_origins


def small_app(**settings: str) -> Flask:
    loaded = Settings.load({**STRONG, "APP_ENV": "development", **settings})
    app = described_app(__name__, "Small", {}, docs=loaded.api_docs)
    init_problems(app)
    init_metrics(app, loaded)
    return app


def metrics(app: Flask, **headers: str) -> Any:
    return app.test_client().get("/metrics", headers=headers)


def test_metrics_are_open_to_this_machine_in_development_only() -> None:
    assert metrics(small_app()).status_code == 200
    for other in ({"APP_ENV": "production"}, {"HOST": "0.0.0.0"}, {"TRUSTED_PROXIES": "1"}):
        closed = metrics(small_app(**other), Authorization="Bearer ")
        assert (closed.status_code, "METRICS_TOKEN" in closed.get_json()["error"]) == (401, True), other


@pytest.mark.parametrize("environment", ["development", "production"])
def test_with_a_token_whoever_sends_it_reads_the_metrics(environment: str) -> None:
    app = small_app(APP_ENV=environment, METRICS_TOKEN="a-token-of-prometheus")
    assert metrics(app, Authorization="Bearer a-token-of-prometheus").status_code == 200
    for wrong in ({}, {"Authorization": "Bearer a-token"}, {"Authorization": "a-token-of-prometheus"}):
        assert metrics(app, **wrong).status_code == 401


def test_in_production_the_apis_are_described_only_if_a_setting_says_so() -> None:
    for settings, status in (
        ({}, 200),
        ({"API_DOCS": "false"}, 404),
        ({"APP_ENV": "production"}, 404),
        ({"APP_ENV": "production", "API_DOCS": "true"}, 200),
    ):
        client = small_app(**settings).test_client()
        for path in ("/docs", "/openapi.json", "/docs/start.js"):
            assert client.get(path).status_code == status, (settings, path)


@pytest.mark.parametrize(("kind", "name", "url"), HTTP_BETWEEN_SERVICES, ids=str)
def test_an_operator_names_the_private_hosts_that_may_be_called_without_tls(
    kind: type[Settings], name: str, url: str
) -> None:
    assert f"{name} must be https, a loopback address, or at a host that PRIVATE_HOSTS names" in refusal(
        kind, {name: url}
    )
    assert kind.load({**STRONG, name: url, "PRIVATE_HOSTS": "crm, main,pager"}).in_production
    assert name in refusal(kind, {name: url.replace("//", "//evil."), "PRIVATE_HOSTS": "crm,main,pager"})


@BOTH
@pytest.mark.parametrize("hosts", ["*", "http://crm", "crm:5001", "*.internal"])
def test_private_hosts_are_named_one_by_one(kind: type[Settings], hosts: str) -> None:
    assert "PRIVATE_HOSTS must be names of hosts" in refusal(kind, {"PRIVATE_HOSTS": hosts})


@BOTH
@pytest.mark.parametrize(("uri", "sentence"), STORAGES)
def test_a_wrong_address_of_redis_is_one_clear_sentence(kind: type[Settings], uri: str, sentence: str) -> None:
    said = refusal(kind, {"RATELIMIT_STORAGE_URI": uri})
    assert said.startswith("RATELIMIT_STORAGE_URI must be") and sentence in said


@BOTH
def test_without_the_package_for_redis_one_sentence_says_what_to_install(
    kind: type[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service_kit.settings.find_spec", lambda _: None)
    said = refusal(kind, {"RATELIMIT_STORAGE_URI": "redis://redis:6379"})
    assert said == "RATELIMIT_STORAGE_URI needs the package redis: install what requirements.txt lists."


def test_an_operator_sends_the_crms_log_to_the_console() -> None:
    assert CrmSettings.load({"CRM_LOG_FILE": "-"}).log_file is None
    log_file = CrmSettings.load({"CRM_LOG_FILE": "", "DATA_DIR": "/srv/samaya"}).log_file
    assert str(log_file) == "/srv/samaya/crm_notifications.log"
