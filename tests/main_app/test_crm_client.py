"""CRMNotificationService finds the CRM by its arguments, else Flask's config, else the settings."""

import logging
from pathlib import Path

import pytest
from flask import Flask

from main_app import create_app
from main_app.services.notify_crm import CRMNotificationService
from main_app.settings import MainSettings
from tests.support.ports import free_port


def place(crm: CRMNotificationService) -> tuple[str, str]:
    return crm.base_url, crm.auth_token


def test_arguments_win_over_flasks_config_and_that_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_BASE_URL", "http://environment")
    monkeypatch.setenv("CRM_AUTH_TOKEN", "of-the-environment")
    assert place(CRMNotificationService()) == ("http://environment", "of-the-environment")
    other_app = Flask("of_somebody_else")
    other_app.config["CRM_BASE_URL"] = "http://config/"
    with other_app.app_context():
        assert place(CRMNotificationService()) == ("http://config", "of-the-environment")
        assert place(CRMNotificationService("http://argument", "given")) == ("http://argument", "given")


def test_in_the_main_api_it_has_the_apps_settings_and_timeouts(tmp_path: Path) -> None:
    given = {"CRM_BASE_URL": "http://crm:1", "CRM_AUTH_TOKEN": "t", "CRM_PROBE_TIMEOUT": 7, "DATA_DIR": str(tmp_path)}
    app = create_app(MainSettings.load(given))
    with app.app_context():
        crm = CRMNotificationService()
    assert (*place(crm), crm.request_timeout, crm.probe_timeout) == ("http://crm:1", "t", 10, 7)


def test_who_names_address_and_token_needs_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENV", "production")  # with no secrets: loading the settings would fail
    crm = CRMNotificationService("http://argument", "given")
    assert (crm.request_timeout, crm.health_timeout) == (10, 5)


def test_each_call_is_logged_with_its_result(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "main_app.services.notify_crm")
    port = free_port()  # nobody listens there
    assert not CRMNotificationService(f"http://127.0.0.1:{port}", "t").test_connection()
    # A mail server of other tests may run, and log, in this process.
    messages = [record.getMessage() for record in caplog.records if record.name == "main_app.services.notify_crm"]
    assert [message.split(" after")[0] for message in messages] == ["CRM GET /health failed"]
