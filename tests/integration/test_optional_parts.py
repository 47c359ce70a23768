"""Everything optional works where only requirements.txt is installed."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import requests

from launcher.settings import read_env_file
from tests.support.people import register, register_with_role
from tests.support.ports import free_port
from tests.support.redis_server import RedisServer
from tests.support.services import ROOT, Services

OWN = ("main_app", "crm_microservice", "service_kit", "launcher")
SECRET = "a-secret-of-the-tests-only-0123456789"
# Settings that are empty in .env.example and have nothing to start.
NOTHING_TO_START = {
    # Defaults that are worked out, other names, and addresses that only name something.
    "PUBLIC_URL", "LOG_FILE", "COOKIE_SECURE", "CRM_PUBLIC_URL", "WEBHOOK_API_KEY", "CRM_API_KEY", "CRM_WEBHOOK_URL",
    "CORS_ORIGINS", "API_DOCS", "PRIVATE_HOSTS", "SMS_COUNTRIES",
    "DEMO_BANK", "PAYMENT_PROVIDERS", "SELLER_NAME", "SELLER_ADDRESS", "SELLER_TAX_ID", "EMBED_ORIGINS",
    "BACKUP_FOLDER", "BACKUP_PASSPHRASE",
    # The engine under test.
    "DATABASE_URL", "CRM_DATABASE_URL",
}  # fmt: skip
NOT_EVERYWHERE = {"pysqlite3", "_typeshed"}  # has no wheel for some machines; is for type checkers
# Stands before everything in the services: what requirements.txt does not list is not there.
ONLY_REQUIRED = """
import sys
from importlib.machinery import PathFinder

class OnlyRequired(PathFinder):
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        return None if path is None and name in {missing} else PathFinder.find_spec(name, path, target)

sys.meta_path[:] = [OnlyRequired if finder is PathFinder else finder for finder in sys.meta_path]
"""


def required() -> set[str]:
    lines = (line.split("==")[0] for line in (ROOT / "requirements.txt").read_text().splitlines() if "==" in line)
    return {canonical(line.split("[")[0]) for line in lines}


def canonical(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def not_required() -> set[str]:
    """The modules of installed packages that requirements.txt does not list."""
    return {
        module
        for module, packages in packages_distributions().items()
        if not required() & {canonical(package) for package in packages} and module not in OWN
    }


@pytest.fixture(scope="module")
def redis() -> Iterator[RedisServer]:
    server = RedisServer()
    server.start()
    yield server
    server.stop()


@pytest.fixture
def everything(redis: RedisServer, tmp_path: Path) -> dict[str, str]:
    (tmp_path / "templates").mkdir()
    return {
        "RATELIMIT_ENABLED": "true",
        "RATELIMIT_STORAGE_URI": redis.url,
        "SENTRY_DSN": "http://key@127.0.0.1:9/1",
        "METRICS_TOKEN": SECRET,
        "WORKER_METRICS_PORT": str(free_port()),
        "ALERT_WEBHOOK_URL": "http://127.0.0.1:9/alerts",
        "SMTP_SERVER": "127.0.0.1",
        "SMTP_USERNAME": "samaya",
        "SMTP_PASSWORD": "a-password",
        "TEMPLATES_DIR": str(tmp_path / "templates"),
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "0" * 32,
        "TWILIO_PHONE_NUMBER": "+15005550006",
        "PUSH_HOSTS": "push.example",
        "TEAM_CHANNEL_HOSTS": "chat.example",
        "WHATSAPP_TOKEN": "a-token",
        "WHATSAPP_PHONE_NUMBER_ID": "1",
        "WHATSAPP_APP_SECRET": SECRET + "w",
        "WHATSAPP_VERIFY_TOKEN": "a-word",
        "GOOGLE_CLIENT_ID": "a-client.example",
        "GOOGLE_CLIENT_SECRET": SECRET + "g",
        "FAST_API_BACKEND_URL": "http://127.0.0.1:9",
        "FAST_API_API_KEY": SECRET + "f",
        "BOOKING_WIZARD_WEBHOOK_SECRET": SECRET + "b",
        "STRIPE_SECRET_KEY": "sk_test_1",
        "STRIPE_WEBHOOK_SECRET": SECRET + "s",
        "RAZORPAY_KEY_ID": "rzp_test_1",
        "RAZORPAY_KEY_SECRET": "a-secret",
        "RAZORPAY_WEBHOOK_SECRET": SECRET + "r",
    }


def test_priya_switches_on_everything_and_all_programs_start(everything: dict[str, str], tmp_path: Path) -> None:
    optional = {name for name, value in read_env_file(ROOT / ".env.example").items() if not value}
    assert optional <= everything.keys() | NOTHING_TO_START, "add the new ones to one of the two"
    (tmp_path / "sitecustomize.py").write_text(ONLY_REQUIRED.format(missing=sorted(not_required())))
    # Not forked: the fork server has imported everything already.
    with Services(extra=everything | {"PYTHONPATH": str(tmp_path)}, forked=False) as services:
        facilitator = register_with_role(services, "Priya", "facilitator")
        session = facilitator.create_event()["sessions"][0]
        assert register(services, "Alice").book(session["id"]).status_code == 201
        token = {"Authorization": f"Bearer {SECRET}"}
        for port in (services.main_port, services.crm_port, int(everything["WORKER_METRICS_PORT"])):
            url = f"http://127.0.0.1:{port}/metrics"
            assert requests.get(url, headers=token, timeout=10).status_code == 200
            assert requests.get(url, timeout=10).status_code == 401
        assert all(process.alive() for process in services.processes), services.logs()


@pytest.mark.parametrize("package", OWN)
def test_whatever_the_code_imports_is_listed(package: str) -> None:
    """Also what is imported late, because most installations don't need it."""
    of_module = packages_distributions()
    imported = {
        name.split(".")[0]
        for file in (ROOT / package).rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text()))
        for name in names_of(node)
    } - {*sys.stdlib_module_names, *OWN, "tests"}
    unlisted = {name for name in imported if not required() & {canonical(each) for each in of_module.get(name, [])}}
    assert unlisted <= NOT_EVERYWHERE


def names_of(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
