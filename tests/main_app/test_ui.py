"""The API serves the built web app: its files, cached for good, and its start page for every other address."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from main_app import ui
from main_app.auth.access import Caller
from main_app.auth.registration import register_user
from main_app.auth.schemas import Register
from main_app.events.operations import create_event
from main_app.events.schemas import NewEvent
from main_app.settings import settings
from service_kit.settings import PROJECT_ROOT
from tests.main_app.application import application

pytestmark = pytest.mark.engine("sqlite")  # no database is involved

SCRIPT = b"console.log('samaya');" * 50


class Browser(FlaskClient):
    """Reads each response to its end, so that the files behind it are closed."""

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
    (dist / "favicon.svg").write_text("User-agent: *")
    (dist.parent / "secret.env").write_text("SECRET_KEY=1")
    with pytest.MonkeyPatch.context() as patch, application() as app:
        patch.setattr(ui, "DIST", dist)
        app.test_client_class = Browser
        yield app.test_client()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/my-bookings",
        "/my-bookings/",
        "/facilitator/sessions/7",
        "/sign-in?next=%2Fbookings",
        "/manage/eyJiIjoxMn0.aR_x-w.k3J~9",
        "/unsubscribe/eyJ1IjozfQ.aR_x-w.k3J9",
    ],
)
def test_every_page_of_the_app_starts_at_its_start_page(path: str, browser: FlaskClient) -> None:
    page = browser.get(path)
    assert page.status_code == 200
    assert page.mimetype == "text/html"
    assert b"<title>Samaya</title>" in page.data
    assert page.headers["Cache-Control"] == "no-cache"
    assert "script-src 'self'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "path", ["/nowhere", "/e/" + "x" * 400, "/facilitator/nothing", "/retreats/x", "/retreats/999999", "/docsx/page"]
)
def test_an_unknown_page_shows_the_app_with_status_404(path: str, browser: FlaskClient) -> None:
    etag = browser.get("/").headers["ETag"]
    for headers in ({}, {"If-None-Match": etag}):
        page = browser.get(path, headers=headers)
        assert (page.status_code, page.mimetype) == (404, "text/html")
        assert b"<title>Samaya</title>" in page.data
        assert "script-src 'self'" in page.headers["Content-Security-Policy"]


def test_the_page_of_a_published_event_is_found_and_that_of_a_draft_is_not(browser: FlaskClient) -> None:
    with browser.application.app_context():
        person = register_user(Register(name="Priya", email="priya@example.org", password="a calm river stone"))
        priya = Caller(person.id, "facilitator", person.name, person.email, "")
        published, draft = (
            create_event(priya, NewEvent.model_validate({"title": "Sit", "time_zone": "UTC", "draft": draft})).id
            for draft in (False, True)
        )
    assert browser.get(f"/e/{published}").status_code == 200
    assert browser.get(f"/e/{draft}").status_code == 404
    moved = browser.get(f"/retreats/{published}?book=7")
    assert (moved.status_code, moved.headers["Location"]) == (301, f"/e/sit-{published}?book=7")
    assert browser.get(f"/retreats/{draft}").status_code == 404


def test_the_pages_are_those_of_the_web_apps_router() -> None:
    app = PROJECT_ROOT / "frontend" / "src" / "app"
    sources = [(app / name).read_text(encoding="utf-8") for name in ("router.tsx", "staffRoutes.tsx")]
    assert set(ui.PAGES) == {page for source in sources for page in pages_in(source)}


def pages_in(router: str) -> Iterator[str]:
    """The full path of each route of a file; a route's path begins with those of the objects around it."""
    around: list[str] = []
    for token in re.finditer(r'[{}]|\bpath: "([^"]+)"|\bindex: true', router):
        if token[0] == "{":
            around.append("")
        elif token[0] == "}":
            around.pop()
        else:
            around[-1] = token[1] or ""
            if token[1] != "*":
                yield "/".join(filter(None, around))


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
        "/notifications/none",
        "/push/none",
        "/links/a/b/c",
        "/team-channels/none",
    ],
)
def test_an_unknown_address_of_the_api_is_an_error_and_no_page(path: str, browser: FlaskClient) -> None:
    response = browser.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")


def test_the_development_server_passes_each_route_on() -> None:
    with application(migrated=False) as app:
        first_parts = {f"/{rule.rule.split('/')[1]}" for rule in app.url_map.iter_rules()}
    config = (PROJECT_ROOT / "frontend" / "vite.config.ts").read_text()
    passed_on = re.findall('"(/[^"]+)"', config.split("const API_PATHS = [")[1].split("]")[0])
    assert set(passed_on) == first_parts


def test_a_missing_file_and_a_post_are_no_page_either(browser: FlaskClient) -> None:
    for response in (browser.get("/assets/app-old.js"), browser.get("/missing.png"), browser.post("/my-bookings")):
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")


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
    first = browser.get("/favicon.svg")
    again = browser.get("/favicon.svg", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


@pytest.mark.parametrize("wanted", ["bytes=9-1", "bytes=0-3", "bytes=999999-", "bytes=-1", "cats=1-2"])
def test_a_part_of_a_file_is_asked_for_and_the_whole_file_comes(browser: FlaskClient, wanted: str) -> None:
    response = browser.get("/favicon.svg", headers={"Range": wanted})
    assert (response.status_code, response.data) == (200, b"User-agent: *")
    assert "Accept-Ranges" not in response.headers


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
    response = browser.get(path, follow_redirects=True)
    assert response.status_code in (200, 404)
    assert b"SECRET_KEY" not in response.data
    assert b"root:" not in response.data


def test_an_app_that_is_not_built_says_how_to_build_it(
    tmp_path: Path, browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ui, "DIST", tmp_path)
    response = browser.get("/")
    assert response.status_code == 404
    assert "python start_services.py" in response.get_json()["error"]


def test_razorpays_form_is_allowed_only_where_alice_pays(browser: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def allowed(path: str) -> bool:
        return "razorpay.com" in browser.get(path).headers["Content-Security-Policy"]

    assert not allowed("/pay/7")  # Razorpay is not set up
    with browser.application.app_context():
        with_razorpay = settings().model_copy(update={"razorpay_key_id": "rzp_test_1"})
    monkeypatch.setattr(ui, "settings", lambda: with_razorpay)
    assert allowed("/pay/7")
    assert [path for path in ("/", "/my-bookings/7", "/pay/7/x", "/facilitator/money") if allowed(path)] == []
