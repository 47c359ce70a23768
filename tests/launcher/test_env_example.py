"""`.env.example` lists all settings, with correct descriptions and defaults."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from crm_microservice.settings import CrmSettings
from launcher.console import CannotStart
from launcher.settings import read_env_file
from main_app.settings import MainSettings

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = ROOT / ".env.example"


# Names that documents and other programs use.
DOCUMENTED_NAMES = """
CRM_BASE_URL CRM_AUTH_TOKEN CRM_PORT CRM_DEBUG CRM_DATABASE_URL CRM_WEBHOOK_URL CRM_API_KEY WEBHOOK_API_KEY
NOTIFICATION_STORE NOTIFICATION_LOG_FILE NOTIFICATION_WORKERS NOTIFICATION_POLL_INTERVAL NOTIFICATION_BATCH_SIZE
NOTIFICATION_MAX_RETRIES NOTIFICATION_RETENTION_DAYS FAST_API_BACKEND_URL FAST_API_API_KEY SMTP_SERVER SMTP_PORT
SMTP_USERNAME SMTP_PASSWORD FROM_EMAIL TWILIO_ACCOUNT_SID TWILIO_AUTH_TOKEN TWILIO_PHONE_NUMBER STRIPE_SECRET_KEY
STRIPE_WEBHOOK_SECRET RAZORPAY_KEY_ID RAZORPAY_KEY_SECRET RAZORPAY_WEBHOOK_SECRET SENTRY_DSN APP_ENV HOST MAIN_PORT
PUBLIC_URL DATA_DIR DATABASE_URL SECRET_KEY JWT_SECRET_KEY FLASK_DEBUG RATELIMIT_ENABLED
"""


def test_the_documented_names_are_there() -> None:
    assert set(DOCUMENTED_NAMES.split()) <= set(read_env_file(EXAMPLE))


def test_every_setting_the_services_read_is_listed_and_nothing_else() -> None:
    listed = set(read_env_file(EXAMPLE))
    read = MainSettings.names() | CrmSettings.names()
    assert read - listed == set(), "add these to .env.example, each with a line of comment"
    assert listed - read == set(), "nothing reads these: remove them from .env.example"


def test_no_setting_is_reserved_for_later() -> None:
    assert re.findall(r"^#\s?[A-Z][A-Z0-9_]+=.*", EXAMPLE.read_text(), re.MULTILINE) == []


def test_every_setting_has_its_line_of_comment() -> None:
    lines = EXAMPLE.read_text().splitlines()
    for before, line in pairwise(lines):
        if re.match(r"[A-Z][A-Z0-9_]+=", line):
            assert re.match(r"# \w", before), f"no comment above {line}"


def test_copying_the_example_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    listed = read_env_file(EXAMPLE)
    for name in listed:
        # An empty setting means its default, and overrides a developer's own .env.
        monkeypatch.setenv(name, "")
    monkeypatch.chdir(ROOT)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    main, crm = MainSettings.load(), CrmSettings.load()
    for name, value in listed.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    assert MainSettings.load() == main
    assert CrmSettings.load() == crm


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("A=1\nB = two words # why\n\n# all\n", {"A": "1", "B": "two words"}),
        ("export A='x # y'\r\nB=\"q\"\n", {"A": "x # y", "B": "q"}),
        ('KEY="line one\nline two"\nB=1', {"KEY": "line one\nline two", "B": "1"}),
        ("A=b#c", {"A": "b#c"}),
        ("A=\nB=postgresql://u:p@h/d?x=1", {"A": "", "B": "postgresql://u:p@h/d?x=1"}),
    ],
)
def test_an_env_file_is_read_as_the_services_read_it(tmp_path: Path, text: str, values: dict[str, str]) -> None:
    from dotenv import dotenv_values

    path = tmp_path / ".env"
    path.write_bytes(text.encode())
    assert read_env_file(path) == values
    assert dict(dotenv_values(path)) == values


@pytest.mark.parametrize("text", ["A=1\nhello world\n", "A=1\n=2\n", "A=1\nB='open\n", "A=1\n1A=2\n"])
def test_a_broken_env_file_is_named_with_its_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".env"
    path.write_text(text)
    with pytest.raises(CannotStart, match=r"^Line 2 of \.env is not NAME=value"):
        read_env_file(path)


def test_an_env_file_that_is_no_text_is_said_so(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_bytes(b"A=\xff\xfe\n")
    with pytest.raises(CannotStart, match=r"UTF-8"):
        read_env_file(path)
