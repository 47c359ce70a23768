"""What search engines and chats see of an event's page, without its scripts."""

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from main_app import ui
from main_app.auth.caller import Caller
from main_app.auth.models import Role
from main_app.auth.people import change_roles
from main_app.events.opening import SIZES
from main_app.events.operations import change_pictures, create_event
from main_app.events.page_path import PATTERN, id_of, slug_of
from main_app.events.schemas import NewEvent
from main_app.pictures.operations import upload_picture
from main_app.pictures.schemas import PlacedPicture
from main_app.studio.operations import change_studio
from main_app.studio.schemas import StudioChange
from service_kit.settings import PROJECT_ROOT
from tests.main_app.application import application
from tests.main_app.builders import make_person
from tests.support.people import new_session
from tests.support.rounds import rounds

HEAD = """<!doctype html><head><title>Samaya</title><meta name="description" content="Old" /><script></script></head>
<body><div class="opening-page"><p>Time for what restores you</p></div></body>"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    dist = tmp_path_factory.mktemp("dist")
    (dist / "index.html").write_text(HEAD)
    with pytest.MonkeyPatch.context() as patch, application(PUBLIC_URL="https://studio.example") as app:
        patch.setattr(ui, "DIST", dist)
        with app.app_context():
            yield app.test_client()


@pytest.fixture
def priya(browser: FlaskClient) -> Caller:
    return make_person("Priya", Role.FACILITATOR)


def event_of(
    priya: Caller, title: str = "Morning Hatha", description: str = "Slow **and** precise.", **more: Any
) -> int:
    start = datetime.now(timezone.utc) + timedelta(days=3)
    session = new_session(start, capacity=4, price_cents=1250)
    values = {"title": title, "description": "Slow **and** precise.", "time_zone": "UTC", "sessions": [session]}
    return create_event(priya, NewEvent.model_validate(values | more)).id


def head_of(browser: FlaskClient, path: str) -> tuple[dict[str, str], dict[str, Any], str]:
    """The page's properties, its structured data, and all of it."""
    html = browser.get(path).get_data(as_text=True)
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)">', html)
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    return {name: unescape(value) for name, value in found}, json.loads(data), html


def test_the_page_of_an_event_says_what_it_is_without_scripts(browser: FlaskClient, priya: Caller) -> None:
    event_id = event_of(priya, location="Rishikesh")
    url = f"https://studio.example/e/morning-hatha-{event_id}"
    tags, data, html = head_of(browser, f"/e/some-older-title-{event_id}")
    assert html.count("<title>") == html.count('name="description"') == 1
    assert "<title>Morning Hatha · Samaya</title>" in html
    assert f'<link rel="canonical" href="{url}">' in html
    assert (tags["og:title"], tags["og:description"]) == ("Morning Hatha", "Slow and precise.")
    assert (tags["og:url"], tags["description"]) == (url, "Slow and precise.")
    assert (data["@type"], data["name"], data["location"]["address"]) == ("Event", "Morning Hatha", "Rishikesh")
    assert (data["offers"]["price"], data["offers"]["availability"]) == ("12.50", "https://schema.org/InStock")
    image = browser.get(tags["og:image"].removeprefix("https://studio.example"))
    assert Image.open(io.BytesIO(image.data)).size == (1200, 630)
    sitemap = browser.get("/sitemap.xml").get_data(as_text=True)
    facilitator = browser.get(f"/events/{event_id}").get_json()["event"]["facilitator_path"]
    assert {url, f"https://studio.example{facilitator}"} <= set(re.findall("<loc>(.*?)</loc>", sitemap))
    assert "/about<" not in sitemap, "the studio has written nothing of itself"
    assert "Sitemap: https://studio.example/sitemap.xml" in browser.get("/robots.txt").get_data(as_text=True)


def test_the_first_page_says_whose_it_is(browser: FlaskClient) -> None:
    assert "og:title" not in browser.get("/").get_data(as_text=True), "a studio without a name has nothing to say"
    noor = make_person("Noor", Role.ADMIN)
    change_studio(noor, StudioChange(name="Sonnenhof", about="A **quiet** house.", address="Sintra"))
    try:
        for path in ("/", "/about"):
            tags, data, html = head_of(browser, path)
            assert (tags["og:title"], tags["og:description"]) == ("Sonnenhof", "A quiet house.")
            assert tags["og:url"] == f"https://studio.example{path}"
            assert (data["@type"], data["address"]) == ("Organization", "Sintra")
            assert "<title>Sonnenhof</title>" in html
        assert "/about<" in browser.get("/sitemap.xml").get_data(as_text=True)
    finally:
        change_studio(noor, StudioChange(name=None, about="", address=""))


def test_a_preview_shows_the_first_picture_around_its_focal_point(browser: FlaskClient, priya: Caller) -> None:
    event_id = event_of(priya)
    path = f"/events/{event_id}/preview.jpg"
    drawn = browser.get(path).data
    tall = Image.new("RGB", (400, 1200), "red")
    tall.paste("blue", (0, 900, 400, 1200))
    file = io.BytesIO()
    tall.save(file, "PNG")
    first = upload_picture(priya, file.getvalue())
    for y, colour in ((0, (255, 0, 0)), (100, (0, 0, 255))):
        placed = PlacedPicture.model_validate({"id": first.id, "focus": {"x": 50, "y": y}})
        change_pictures(priya, event_id, [placed])
        shown = Image.open(io.BytesIO(browser.get(path).data)).convert("RGB")
        middle = shown.getpixel((600, 315))
        assert isinstance(middle, tuple)
        assert max(abs(one - other) for one, other in zip(middle, colour, strict=True)) < 30
    assert browser.get(path).data != drawn


def test_an_event_opens_with_its_picture_and_title(browser: FlaskClient, priya: Caller) -> None:
    event_id = event_of(priya, "Sit & breathe")
    opening = browser.get(f"/e/{event_id}").get_data(as_text=True).partition("<body>")[2]
    [cover] = re.findall(r'<img src="(/covers/class/[^"]+)"', opening)
    assert browser.get(cover).mimetype == "image/svg+xml"
    assert ">Sit &amp; breathe</p>" in opening
    assert "restores" not in opening and "restores" in browser.get("/").get_data(as_text=True)
    file = io.BytesIO()
    Image.new("RGB", (900, 600), "red").save(file, "PNG")
    placed = PlacedPicture.model_validate({"id": upload_picture(priya, file.getvalue()).id, "alt": 'A "room"'})
    change_pictures(priya, event_id, [placed])
    opening = browser.get(f"/e/{event_id}").get_data(as_text=True).partition("<body>")[2]
    sources = browser.get(f"/events/{event_id}").get_json()["event"]["pictures"][0]["sources"]
    assert re.findall('srcset="([^"]+)"', opening) == list(sources.values())
    assert 'alt="A &quot;room&quot;"' in opening
    gallery = PROJECT_ROOT / "frontend" / "src" / "features" / "events" / "EventGallery.tsx"
    assert f'const SIZES = "{SIZES}";' in gallery.read_text(encoding="utf-8"), "browsers would load two pictures"


@pytest.mark.parametrize("title", ["</title><script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "مرحبا بكم"])
def test_a_title_can_not_leave_its_place(browser: FlaskClient, priya: Caller, title: str) -> None:
    event_id = event_of(priya, title, description=title)
    tags, data, html = head_of(browser, f"/e/{event_id}")
    assert (tags["og:title"], data["name"]) == (title, title)
    assert "<script>alert" not in html
    assert "<img src=x" not in html


def test_nobody_sees_the_preview_of_a_draft(browser: FlaskClient, priya: Caller) -> None:
    draft = event_of(priya, "Secret Sit", draft=True)
    event_of(meera := make_person("Meera", Role.FACILITATOR), draft=True)
    for path in (f"/e/{draft}", f"/e/secret-sit-{draft}", f"/retreats/{draft}"):
        page = browser.get(path)
        assert (page.status_code, b"Secret" in page.data) == (404, False)
    assert browser.get(f"/events/{draft}/preview.jpg").status_code == 404
    sitemap = browser.get("/sitemap.xml").get_data(as_text=True)
    assert "secret-sit" not in sitemap
    assert f"-{meera.id}<" not in sitemap


def test_events_with_equal_titles_or_that_of_a_route_have_pages_of_their_own(
    browser: FlaskClient, priya: Caller
) -> None:
    for title in ("Sitemap.xml", "Events", "Yoga 5", "Yoga 5", "योग", "!!!"):
        event_id = event_of(priya, title)
        path = browser.get(f"/events/{event_id}").get_json()["event"]["path"]
        assert head_of(browser, path)[0]["og:title"] == title
        assert browser.get("/events").mimetype == "application/json"


@given(st.text(max_size=300), st.integers(1, 10**12))
@settings(max_examples=rounds(500), deadline=None)
def test_every_title_has_an_address_that_leads_back_to_its_event(title: str, event_id: int) -> None:
    slug = slug_of(title, event_id, "class")
    assert re.fullmatch(PATTERN, slug)
    assert id_of(slug) == event_id


def test_a_facilitator_has_a_page_and_a_guest_has_none(browser: FlaskClient, priya: Caller) -> None:
    event_id = event_of(priya, languages=["en", "hi"])
    path = browser.get(f"/events/{event_id}").get_json()["event"]["facilitator_path"]
    tags, data, html = head_of(browser, path)
    assert (tags["og:title"], data["@type"], data["url"]) == ("Priya", "Person", f"https://studio.example{path}")
    assert "<title>Priya · Samaya</title>" in html
    person = browser.get(f"/facilitators/{priya.id}").get_json()["facilitator"]
    assert (person["name"], person["languages"], person["sessions_held"]) == ("Priya", ["en", "hi"], 0)
    assert set(person) == {"id", "path", "name", "biography", "languages", "portrait", "sessions_held"}
    noor = make_person("Noor", Role.ADMIN)
    assert browser.get(f"/facilitators/{noor.id}").status_code == 404
    change_roles(noor, noor.id, ["admin", "facilitator"])
    assert browser.get(f"/facilitators/{noor.id}").status_code == 200, "an admin who is a facilitator too"
    guest = make_person("Alice")
    assert browser.get(f"/facilitators/{guest.id}").status_code == 404
    page = browser.get(f"/with/alice-{guest.id}")
    assert (page.status_code, b"Alice" in page.data) == (404, False)
