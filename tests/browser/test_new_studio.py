"""A new studio: its first admin by the one-time link, an invitation, and its events on another website."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.mailbox_page import link_in, mail_to
from tests.browser.visitor import Visitor
from tests.support.people import PASSWORD, Person, register_with_role
from tests.support.services import Services


class Website:
    """Another website, whose one page is `html`."""

    def __init__(self) -> None:
        self.html = ""
        website = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = website.html.encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: Any) -> None: ...

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()
        # Another host than the studio's, which is 127.0.0.1: another site for the browser.
        self.origin = f"http://localhost:{self.server.server_address[1]}"


@contextmanager
def website() -> Iterator[Website]:
    made = Website()
    yield made
    made.server.shutdown()
    made.server.server_close()


@pytest.fixture(scope="module")
def own() -> Iterator[Website]:
    with website() as made:
        yield made


@pytest.fixture(scope="module")
def studio(own: Website) -> Iterator[Services]:
    """Services with a mailbox, which nobody has opened yet."""
    with Services({"EMBED_ORIGINS": own.origin}, mailbox=True) as services:
        yield services


def test_the_first_admin_opens_the_link_and_invites_priya_whose_link_works_once(
    open_browser: Callable[..., Visitor], studio: Services, fresh_email: str
) -> None:
    first_link = studio.flask("users", "first-admin").strip()
    owner = open_browser(studio, may_fail=["/api/admin/people"])
    page = owner.go(_path(first_link))
    owner.register("Noor", "noor@example.com")
    expect(page).to_have_url(f"{studio.main_url}/admin")

    page.get_by_role("link", name="People").click()
    page.get_by_role("button", name="Invite somebody").click()
    page.get_by_label("Name", exact=True).fill("Priya Sharma")
    page.get_by_label("E-mail", exact=True).fill(fresh_email)
    page.get_by_role("button", name="Send the invitation").click()
    page.get_by_role("dialog").get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("button", name="Confirm").click()
    owner.sees(f"We're sending an invitation to {fresh_email}.")

    noor = Person(studio, "Noor", "noor@example.com").sign_in()
    invitation = link_in(mail_to(noor, Person(studio, "Priya", fresh_email), "Your invitation to"), "invitation")
    priya = open_browser(studio)
    _choose_password(priya.go(invitation))
    expect(priya.page).to_have_url(f"{studio.main_url}/facilitator")

    for link, button in ((invitation, "Choose password and sign in"), (_path(first_link), "Create account")):
        late = open_browser(studio, may_fail=["/auth/invitation", "/auth/first-admin"])
        page = late.go(link)
        if button == "Create account":
            late.register("Eve", "eve@example.com")
        else:
            _choose_password(page)
        expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()
        expect(page.get_by_role("main").get_by_role("link", name="Sign in")).to_be_visible()


def test_events_appear_on_the_studios_own_website_and_booking_opens_the_studio(
    chromium: Browser, studio: Services, own: Website
) -> None:
    event = register_with_role(studio, "Arjun", "facilitator").create_event(title="Lantern Walk", sessions=2)
    script = f'<script src="{studio.main_url}/embed.js" data-event="{event["id"]}" async></script>'
    frame = f'<iframe title="Samaya" src="{studio.main_url}{event["path"]}"></iframe>'
    own.html = f'<!doctype html><html lang="hi"><title>Own site</title><h1>Welcome</h1>{script}{frame}'
    context = chromium.new_context()
    page = context.new_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.headers.get("cookie", "")))
    page.goto(own.origin)
    expect(page.get_by_text("Lantern Walk", exact=True)).to_be_visible()
    shown = page.frame_locator("iframe").get_by_role("heading", name="Lantern Walk", level=1)
    expect(shown).to_be_visible()
    with context.expect_page() as opened:
        page.get_by_role("link", name="बुक करें: Lantern Walk").click()
    expect(opened.value).to_have_url(f"{studio.main_url}{event['path']}")
    assert set(sent) == {""}
    assert context.cookies() == []

    with website() as foreign:
        foreign.html = own.html
        _shows_nothing(page, foreign)
    context.close()


def _shows_nothing(page: Page, foreign: Website) -> None:
    """Nobody else reads the events, or shows a page of the studio in a frame."""
    page.goto(foreign.origin)
    expect(page.get_by_role("alert")).to_have_text("आयोजन अभी नहीं दिख सकते।")
    [refused] = [frame for frame in page.frames if frame.parent_frame]
    refused.wait_for_url("chrome-error://chromewebdata/", wait_until="commit")


def _choose_password(page: Page) -> None:
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("^Choose password")).click()


def _path(link: str) -> str:
    parts = urlsplit(link)
    return f"{parts.path}?{parts.query}"
