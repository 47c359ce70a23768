"""The API serves the built web app: its files for good, its start page for every address that is not the API's."""

import gzip
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from main_app import ui
from tests.main_app.application import application

SCRIPT = b"console.log('samaya');" * 50


class Browser(FlaskClient):
    """Reads each answer to its end, so that the files behind it are closed."""

    def open(self, *args: Any, **options: Any) -> TestResponse:
        return super().open(*args, **{"buffered": True, **options})


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A browser before an API that has a small web app built beside it."""
    dist = tmp_path_factory.mktemp("project") / "dist"
    (dist / "assets").mkdir(parents=True)
    (dist / "index.html").write_text("<!doctype html><title>Samaya</title>")
    (dist / "index.html.gz").write_bytes(gzip.compress(b"<!doctype html><title>Samaya</title>"))
    (dist / "assets" / "app-1a2b.js").write_bytes(SCRIPT)
    (dist / "assets" / "app-1a2b.js.gz").write_bytes(gzip.compress(SCRIPT))
    (dist / "assets" / "app-1a2b.js.br").write_bytes(b"brotli, for all this test knows")
    (dist / "robots.txt").write_text("User-agent: *")
    (dist.parent / "secret.env").write_text("SECRET_KEY=1")
    with pytest.MonkeyPatch.context() as patch, application() as app:
        patch.setattr(ui, "DIST", dist)
        app.test_client_class = Browser
        yield app.test_client()


@pytest.mark.parametrize(
    "path", ["/", "/my-bookings", "/facilitator/sessions/7", "/sign-in?next=%2Fbookings", "/e/" + "x" * 400]
)
def test_every_page_of_the_app_starts_at_its_start_page(path: str, browser: FlaskClient) -> None:
    page = browser.get(path)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert b"<title>Samaya</title>" in page.data
    assert page.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path",
    [
        "/events/x",
        "/auth/nothing",
        "/bookings/x/y",
        "/api/none",
        "/calendar/x",
        "/docs/none",
        "/live/none",
        "/sessions/1/2",
    ],
)
def test_an_unknown_address_of_the_api_is_an_error_and_no_page(path: str, browser: FlaskClient) -> None:
    answer = browser.get(path)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


def test_a_missing_file_and_a_post_are_no_page_either(browser: FlaskClient) -> None:
    for answer in (browser.get("/assets/app-old.js"), browser.get("/missing.png"), browser.post("/my-bookings")):
        assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_a_script_comes_packed_as_the_browser_takes_it_and_is_kept_for_good(
    accepted: str, encoding: str | None, browser: FlaskClient
) -> None:
    script = browser.get("/assets/app-1a2b.js", headers={"Accept-Encoding": accepted})
    assert script.status_code == 200
    assert script.headers.get("Content-Encoding") == encoding
    assert script.mimetype in ("text/javascript", "application/javascript")
    assert script.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Accept-Encoding" in script.headers["Vary"]
    if encoding != "br":
        assert (gzip.decompress(script.data) if encoding else script.data) == SCRIPT


def test_a_page_seen_before_is_not_sent_again(browser: FlaskClient) -> None:
    first = browser.get("/robots.txt")
    again = browser.get("/robots.txt", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.env",
        "/..%2fsecret.env",
        "/assets/../../secret.env",
        "/%2e%2e/secret.env",
        "//etc/passwd",
        "/..%5csecret.env",
    ],
)
def test_nobody_climbs_out_of_the_web_app(path: str, browser: FlaskClient) -> None:
    answer = browser.get(path, follow_redirects=True)
    assert answer.status_code in (200, 404)
    assert b"SECRET_KEY" not in answer.data
    assert b"root:" not in answer.data


def test_an_app_that_is_not_built_says_how_to_build_it(
    tmp_path: Path, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui, "DIST", tmp_path)
    answer = browser.get("/")
    assert answer.status_code == 404
    assert "python start_services.py" in answer.get_json()["error"]
