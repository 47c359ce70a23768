"""The studio's other websites read its events, and nothing else."""

import gzip
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from main_app.settings import MainSettings
from service_kit.settings import PROJECT_ROOT, ConfigurationError
from tests.main_app.application import application

WEBSITE, ANOTHER = "https://www.studio.example", "https://elsewhere.example"
MAX_BYTES = 30_000  # compressed


@pytest.fixture(scope="module")
def browser() -> Iterator[FlaskClient]:
    with application(EMBED_ORIGINS=WEBSITE) as app, app.app_context():
        yield app.test_client()


@pytest.mark.parametrize("path", ["/events", "/sessions", "/events/999", "/facilitators/999"])
def test_a_website_of_the_studio_reads_events_without_credentials(browser: FlaskClient, path: str) -> None:
    response = browser.get(path, headers={"Origin": WEBSITE})
    assert response.headers["Access-Control-Allow-Origin"] == WEBSITE
    assert "Access-Control-Allow-Credentials" not in response.headers
    assert "Origin" in response.headers["Vary"]
    assert "Access-Control-Allow-Origin" not in browser.get(path, headers={"Origin": ANOTHER}).headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/auth/profile"),
        ("GET", "/bookings"),
        ("POST", "/auth/refresh"),
        ("POST", "/events"),
        ("OPTIONS", "/events"),
        ("GET", "/notifications"),
    ],
)
def test_it_reads_nothing_else_and_changes_nothing(browser: FlaskClient, method: str, path: str) -> None:
    response = browser.open(path, method=method, headers={"Origin": WEBSITE})
    assert "Access-Control-Allow-Origin" not in response.headers


def test_only_those_websites_may_show_pages_in_a_frame(browser: FlaskClient) -> None:
    assert f"frame-ancestors {WEBSITE}" in browser.get("/events").headers["Content-Security-Policy"]
    with application() as app:
        assert "frame-ancestors 'none'" in app.test_client().get("/events").headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["*", "studio.example", "https://studio.example/path", "https://x.example; img-src *"]
)
def test_a_website_is_named_by_its_origin(address: str) -> None:
    with pytest.raises(ConfigurationError, match="EMBED_ORIGINS"):
        MainSettings.load({"EMBED_ORIGINS": address})


def test_the_script_is_small() -> None:
    assert len(gzip.compress((PROJECT_ROOT / "frontend" / "public" / "embed.js").read_bytes())) < MAX_BYTES
