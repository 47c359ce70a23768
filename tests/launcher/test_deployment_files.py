"""The files for operators fit the product: Dockerfile, compose.yaml, and what is in deploy/."""

import json
import re
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

import pytest
import requests
import yaml

from crm_microservice.settings import CrmSettings
from launcher.secrets_file import write_env_file
from launcher.settings import read_env_file
from main_app.pictures.encoding import MAX_UPLOAD_BYTES
from main_app.settings import MainSettings
from main_app.ui import PAGES
from service_kit.settings import Settings
from tests.security.routes import ROUTES
from tests.support.people import Person
from tests.support.services import Services, wait_until

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
STREAMS = ("/live/seats", "/live/notifications", "/notifications/stream")
PROCESSES = {"main": "main_app/app.py", "crm": "crm_microservice/crm_app.py", "worker": "-m main_app.worker"}
PROMQL = {"sum", "rate", "increase", "max", "min", "by", "histogram_quantile"}
AnySettings = TypeVar("AnySettings", bound=Settings)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture
def env_file(tmp_path: Path) -> dict[str, str]:
    write_env_file("bookings.example.org", tmp_path / ".env")
    return read_env_file(tmp_path / ".env")


def filled_in(value: str, values: dict[str, str]) -> str:
    """What Compose makes of ${NAME:?message}."""
    return re.sub(r"\$\{(\w+):\?[^}]*\}", lambda match: values[match[1]], value)


def load(kind: type[AnySettings], service: dict[str, Any], env_file: dict[str, str]) -> AnySettings:
    own = {name: filled_in(value, env_file) for name, value in service["environment"].items()}
    # Empty instead of absent: a developer's own .env must not fill a gap.
    return kind.load(dict.fromkeys(kind.names(), "") | env_file | own)


def test_compose_starts_every_process(compose: dict[str, Any]) -> None:
    commands = {name: " ".join(compose["services"][name]["command"]) for name in PROCESSES}
    assert commands == {name: f"python {arguments}" for name, arguments in PROCESSES.items()}


@pytest.mark.parametrize(("name", "kind"), [("main", MainSettings), ("worker", MainSettings), ("crm", CrmSettings)])
def test_compose_gives_each_process_the_settings_that_production_demands(
    compose: dict[str, Any], env_file: dict[str, str], name: str, kind: type[MainSettings] | type[CrmSettings]
) -> None:
    settings = load(kind, compose["services"][name], env_file)
    assert settings.in_production
    assert settings.host == "0.0.0.0"
    assert settings.trusted_proxies == 1
    database = urlsplit(settings.database_url)
    assert database.path == ("/samaya_crm" if name == "crm" else "/samaya")
    called = [database, urlsplit(settings.ratelimit_storage_uri)]
    called.append(urlsplit(settings.crm_base_url if isinstance(settings, MainSettings) else settings.main_base_url))
    assert {url.hostname for url in called} <= compose["services"].keys()
    if isinstance(settings, MainSettings):
        assert settings.crm_public_url == "https://bookings.example.org/crm"
    else:
        assert settings.cors_origins == ("https://bookings.example.org",)
    if name == "worker":
        assert isinstance(settings, MainSettings) and settings.worker_metrics_port


def test_compose_says_which_secret_is_missing(compose: dict[str, Any]) -> None:
    for name in PROCESSES:
        for setting, value in compose["services"][name]["environment"].items():
            assert not re.search(r"(SECRET|TOKEN|PASSWORD)", setting) or re.fullmatch(r"\$\{\w+:\?.*\}", value), setting


def test_containers_can_do_little_and_say_whether_they_are_well(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        assert service["healthcheck"]["test"], name
        assert service["restart"] == "unless-stopped", name
    for name in PROCESSES:
        service = compose["services"][name]
        assert service["read_only"] and service["tmpfs"] == "/tmp" and service["cap_drop"] == ["ALL"], name
        assert service["healthcheck"]["test"][-2:] == ["health", name]
        assert "ports" not in service, "only the proxy is reached from outside"
    assert compose["networks"]["stores"]["internal"]
    for name in ("postgres", "redis"):
        assert compose["services"][name]["networks"] == ["stores"]
    assert compose["services"]["main"]["volumes"] == compose["services"]["worker"]["volumes"], "the key for push"


def test_compose_mounts_files_that_exist(compose: dict[str, Any]) -> None:
    volumes = [volume for service in compose["services"].values() for volume in service.get("volumes", ())]
    files = [volume.split(":")[0] for volume in volumes if volume.startswith("./")]
    assert len(files) == 2
    for file in files:
        assert (ROOT / file).is_file(), file


def test_the_image_has_what_runs_and_runs_it_as_nobody_special() -> None:
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    last_stage = lines[max(number for number, line in enumerate(lines) if line.startswith("FROM ")) :]
    copied = [line.split()[1] for line in last_stage if re.match(r"COPY (?!--from)", line)]
    assert copied == ["backup", "launcher", "service_kit", "main_app", "crm_microservice"]
    ignored = (ROOT / ".dockerignore").read_text().splitlines()
    for source in (*copied, "requirements.txt", "frontend"):
        assert (ROOT / source).exists() and f"!{source}" in ignored
    assert "*" in ignored, "an .env in the folder must not get into the image"
    users = [line.split()[1] for line in last_stage if line.startswith("USER ")]
    assert users and users[-1] not in ("root", "0")
    assert "VOLUME /data" in last_stage
    assert any(line.startswith("HEALTHCHECK ") for line in last_stage)
    assert f'CMD ["python", "{PROCESSES["main"]}"]' in last_stage


def test_systemd_starts_every_process_in_the_same_way() -> None:
    texts = {path.name: path.read_text() for path in (DEPLOY / "systemd").iterdir()}
    assert set(texts) == {"samaya-main.service", "samaya-crm.service", "samaya-worker@.service"}
    for name, arguments in PROCESSES.items():
        text = texts[f"samaya-{name}{'@' if name == 'worker' else ''}.service"]
        assert f"ExecStart=/opt/samaya/.venv/bin/python {arguments}\n" in text
        assert "User=samaya\n" in text and "Restart=always\n" in text and "DATA_DIR=/var/lib/samaya " in text


def test_nginx_shows_no_metrics_and_sends_live_updates_at_once() -> None:
    text = (DEPLOY / "nginx.conf").read_text()
    servers = re.findall(r"^ +server (127\.0\.0\.1:\d+) ?(.*);", text, re.MULTILINE)
    assert servers == [("127.0.0.1:5000", "max_fails=0"), ("127.0.0.1:5001", "max_fails=0")]
    locations = dict(re.findall(r"location (?:= )?(\S+) \{([^}]*)\}", text))
    assert {locations["/metrics"].strip(), locations["/crm/metrics"].strip()} == {"return 404;"}
    paths = {route.rule for route in ROUTES}
    for stream in STREAMS:
        assert stream in paths
        matching = [path for path in locations if stream.startswith(path) or f"/crm{stream}" == path]
        assert "proxy_buffering off;" in locations[max(matching, key=len)], stream
    assert "proxy_pass http://samaya_crm/;" in locations["/crm/"]
    assert int(re.findall(r"client_max_body_size (\d+)m;", text)[0]) * 1024 * 1024 >= MAX_UPLOAD_BYTES
    for header in ("Host", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host"):
        assert f"proxy_set_header {header} " in text


def test_caddy_shows_no_metrics_and_reaches_both_services(compose: dict[str, Any]) -> None:
    text = (DEPLOY / "Caddyfile").read_text()
    closed = re.findall(r"^\thandle (\S+) \{\n\t\trespond 404\n\t\}", text, re.MULTILINE)
    assert closed == ["/metrics", "/crm/metrics"]
    assert set(re.findall(r"\{\$(\w+)", text)) == set(compose["services"]["caddy"]["environment"])


def test_the_proxy_before_a_front_end_elsewhere_passes_every_request_of_the_api() -> None:
    rewrites = json.loads((DEPLOY / "vercel.json").read_text())["rewrites"]
    passed = {rule["source"].split("/")[1] for rule in rewrites if rule["destination"].startswith("https:")}
    own = {"health", "ready", "metrics", "docs", "openapi.json", "demo-bank"}  # not for the web app in production
    of_main = {route.rule.split("/")[1] for route in ROUTES if route.service == "main"} - own
    assert of_main | {"crm"} <= passed, "correct the rewrites in deploy/vercel.json"
    assert not passed & {page.split("/")[0] for page in PAGES}


def test_every_metric_of_an_alert_exists(services: Services, alice: Person) -> None:
    assert alice.get("/bookings").status_code == 200
    groups = yaml.safe_load((DEPLOY / "prometheus-rules.yaml").read_text())["groups"]
    rules = [rule for group in groups for rule in group["rules"]]
    used = {name for rule in rules for name in metrics_in(rule["expr"])}
    assert len(rules) >= 8 and "samaya_alert" in used
    # Prometheus makes `up`. Others may appear with the first delivery, that of Alice's registration.
    wait_until(lambda: used - {"up"} <= metrics_of(services), 20, lambda: str(used - {"up"} - metrics_of(services)))


def metrics_of(services: Services) -> set[str]:
    found: set[str] = set()
    for url in (services.main_url, services.real_crm_url):
        exposition = requests.get(f"{url}/metrics", timeout=20).text
        for name, kind in re.findall(r"^# TYPE (\S+) (\S+)$", exposition, re.MULTILINE):
            found |= {name} if kind != "histogram" else {f"{name}_{part}" for part in ("bucket", "sum", "count")}
    return found


def metrics_in(expression: str) -> set[str]:
    bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)', " ", expression)
    return set(re.findall(r"[a-z_]{2,}", bare)) - PROMQL


def test_the_page_for_operators_names_every_file() -> None:
    page = (ROOT / "docs" / "deployment.md").read_text()
    files = [path.relative_to(ROOT).as_posix() for path in DEPLOY.rglob("*") if path.is_file()]
    assert not [file for file in files if file not in page and not file.startswith("deploy/systemd/")]
    for name in re.findall(r"`(deploy/[\w./@-]+)`", page):
        assert (ROOT / name).exists(), name
