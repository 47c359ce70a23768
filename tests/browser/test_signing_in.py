"""Sign-ins in a browser: how long they last and where their tokens are kept."""

import contextlib
import json
import re
from collections.abc import Callable

import pytest
import requests
from playwright.sync_api import Error, Page, Request, Route, expect

from main_app.ui import DIST
from tests.browser.visitor import Visitor
from tests.support.people import PASSWORD, Person, register
from tests.support.services import CRM_TOKEN, Services

NEW_PASSWORD = "another horse entirely"
EVERYTHING_KEPT = "() => JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"


@pytest.fixture
def asha(services: Services) -> Person:
    return register(services, "Asha")


def test_a_reload_and_a_second_tab_keep_asha_signed_in(visitor: Visitor, asha: Person) -> None:
    page = visitor.sign_in(asha, to="/account")
    visitor.reload()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()
    tab = visitor.new_tab("/my-bookings")
    expect(tab.get_by_role("heading", name="My bookings")).to_be_visible()
    visitor.reload()
    tab.reload()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()
    expect(tab.get_by_role("heading", name="My bookings")).to_be_visible()


def test_asha_stays_signed_in_when_she_reloads_before_the_refresh_is_answered(visitor: Visitor, asha: Person) -> None:
    page = visitor.sign_in(asha, to="/account")
    [cookie] = visitor.context.cookies(f"{visitor.services.main_url}/auth/refresh")
    # Refreshes with the browser's cookie, whose response the browser never gets.
    sent = {"Cookie": f"samaya_refresh={cookie.get('value')}"}
    assert requests.post(f"{visitor.services.main_url}/auth/refresh", headers=sent, timeout=30).status_code == 200
    visitor.reload()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()
    visitor.reload()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()


def test_a_page_asks_for_its_token_once_and_before_the_app_has_loaded(visitor: Visitor, asha: Person) -> None:
    page = visitor.sign_in(asha, to="/account")
    refreshes: list[Request] = []
    page.on("request", lambda request: refreshes.append(request) if request.url.endswith("/auth/refresh") else None)
    held: list[Route] = []
    page.route("**/assets/*.js", lambda route: held.append(route))  # noqa: PLW0108 (it marks the function)
    with page.expect_response("**/auth/refresh"):
        page.reload(wait_until="commit")
    page.unroute("**/assets/*.js")
    for route in held:
        route.continue_()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()
    assert len(refreshes) == 1


def test_after_the_access_token_ends_the_page_renews_it_without_asking(visitor: Visitor, asha: Person) -> None:
    page = visitor.page
    page.clock.install()
    visitor.sign_in(asha, to="/my-bookings")
    expect(page.get_by_role("heading", name="Nothing planned yet")).to_be_visible()
    # The page may ask for the next token before the click: its live stream reconnects by itself.
    with page.expect_response("**/auth/refresh") as renewal:
        page.clock.fast_forward("16:00")
        page.get_by_text("Cancelled", exact=True).click()
    assert renewal.value.status == 200
    expect(page.get_by_role("heading", name="Nothing cancelled")).to_be_visible()


def test_an_ended_sign_in_asks_over_the_page_and_keeps_what_asha_typed(
    open_browser: Callable[..., Visitor], asha: Person
) -> None:
    visitor = open_browser(may_fail=["/auth/", "/notifications"])
    page = visitor.sign_in(asha, to="/account")
    page.get_by_label("Your name").fill("Asha of the Long Form")
    assert asha.post("/auth/logout-everywhere").status_code == 200
    page.get_by_role("button", name="Save", exact=True).click()
    dialog = page.get_by_role("dialog", name="You've been signed out")
    dialog.get_by_label("Password", exact=True).fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("Your name")).to_have_value("Asha of the Long Form")
    page.get_by_role("button", name="Save", exact=True).click()
    visitor.sees("Saved.")


def test_an_ended_sign_in_asks_and_goes_on_with_the_page_where_asha_was(
    open_browser: Callable[..., Visitor], asha: Person
) -> None:
    visitor = open_browser(may_fail=["/bookings/", "/auth/refresh", "/notifications"])
    page = visitor.sign_in(asha, to="/my-bookings")
    expect(page.get_by_role("heading", name="Nothing planned yet")).to_be_visible()
    assert asha.post("/auth/logout-everywhere").status_code == 200
    page.get_by_text("Past", exact=True).click()
    visitor.sees("You've been signed out")
    visitor.fill_sign_in(asha.email)
    expect(page).to_have_url(re.compile(r"/my-bookings\?show=past$"))
    expect(page.get_by_role("heading", name="No past sessions yet")).to_be_visible()


def test_an_ended_sign_in_asks_and_returns_to_the_booking_that_asha_had_begun(
    open_browser: Callable[..., Visitor], asha: Person, facilitator: Person
) -> None:
    event = facilitator.create_event(title="Begun Before")
    visitor = open_browser(may_fail=["/bookings/", "/auth/refresh", "/notifications"])
    visitor.sign_in(asha, to=f"/e/{event['id']}")
    expect(visitor.book_button()).to_be_visible()
    assert asha.post("/auth/logout-everywhere").status_code == 200
    visitor.book_button().click()
    visitor.sees("You've been signed out")
    visitor.fill_sign_in(asha.email)
    visitor.sees("You're booked")
    asha.sign_in()
    assert len(asha.get("/bookings").json()["bookings"]) == 1


def test_asha_changes_her_name_and_the_time_zone_of_her_messages(visitor: Visitor, asha: Person) -> None:
    page = visitor.sign_in(asha, to="/account")
    page.get_by_label("Your name").fill("Asha Verma")
    page.get_by_label("Time zone").fill("Tokyo, Asia (GMT+9)")
    visitor.sees("Your messages give times in this zone.")
    page.get_by_role("button", name="Save", exact=True).click()
    visitor.sees("Saved.")
    visitor.reload()
    expect(page.get_by_label("Your name")).to_have_value("Asha Verma")
    expect(page.get_by_label("Time zone")).to_have_value("Tokyo, Asia (GMT+9)")


def test_a_new_password_is_asked_for_from_then_on_and_other_devices_are_signed_out(
    open_browser: Callable[..., Visitor], asha: Person
) -> None:
    # The bell's stream has the old token for a moment, and may try to refresh it.
    here = open_browser(may_fail=["/auth/password", "/auth/login", "/auth/refresh", "/notifications"])
    elsewhere = open_browser(may_fail=["/bookings/", "/auth/refresh", "/notifications"])
    elsewhere.sign_in(asha, to="/my-bookings")
    page = here.sign_in(asha, to="/account")
    change_password(page, "not my password", NEW_PASSWORD)
    here.sees("That's not your current password.")
    change_password(page, PASSWORD, NEW_PASSWORD)
    here.sees("Your password is changed.")
    elsewhere.page.get_by_text("Past", exact=True).click()
    elsewhere.sees("You've been signed out")
    here.reload()
    expect(page.get_by_text(asha.email, exact=True)).to_be_visible()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role("link", name="Sign in").click()
    here.fill_sign_in(asha.email)
    here.sees("Wrong e-mail or password.")
    here.fill_sign_in(asha.email, NEW_PASSWORD)
    expect(page.get_by_role("link", name="Account", exact=True)).to_be_visible()


def test_signing_out_of_all_devices_signs_out_on_every_device(
    open_browser: Callable[..., Visitor], asha: Person
) -> None:
    here, elsewhere = (
        open_browser(may_fail=["/auth/refresh", "/notifications"]),
        open_browser(may_fail=["/auth/", "/bookings/", "/notifications"]),
    )
    page = here.sign_in(asha, to="/account")
    tab = here.new_tab("/my-bookings")
    elsewhere.sign_in(asha, to="/account")
    page.get_by_role("button", name="Sign out of all devices").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    expect(tab).to_have_url(here.services.main_url + "/")
    elsewhere.go("/account")
    expect(elsewhere.page.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_a_wrong_password_and_an_empty_form_say_what_to_do(open_browser: Callable[..., Visitor], asha: Person) -> None:
    visitor = open_browser(may_fail=["/auth/login"])
    page = visitor.go("/sign-in")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Required", exact=True)).to_have_count(2)
    expect(page.get_by_label("E-mail or username")).to_be_focused()
    visitor.fill_sign_in(asha.email, "wrong wrong wrong")
    visitor.sees("Wrong e-mail or password.")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_after_signing_in_nobody_is_led_away_from_this_site(visitor: Visitor, asha: Person, target: str) -> None:
    visitor.page.goto("/sign-in?" + f"next={target}")
    visitor.fill_sign_in(asha.email)
    expect(visitor.page).to_have_url(f"{visitor.services.main_url}/")


def test_tokens_are_never_where_a_script_could_read_them_and_the_service_token_is_nowhere(
    open_browser: Callable[..., Visitor], asha: Person, facilitator: Person, admin: Person
) -> None:
    event = facilitator.create_event(title="Well Kept")
    guest, priya, noor = open_browser(), open_browser(), open_browser()
    listeners = [Listener(visitor) for visitor in (guest, priya, noor)]
    guest.sign_in(asha, to=f"/e/{event['id']}")
    guest.book_button().click()
    guest.sees("You're booked")
    guest.reload()
    guest.sees("Booked")
    dashboard = priya.sign_in(facilitator, to="/facilitator")
    expect(dashboard.get_by_role("row").filter(has_text="Well Kept")).to_be_visible()
    noor.sign_in(admin, to="/admin")
    noor.sees("System status")
    for listener in listeners:
        page = listener.visitor.page
        kept, secrets = page.evaluate(EVERYTHING_KEPT), listener.secrets()
        assert listener.tokens, "no token was seen on its way, so nothing was checked"
        for secret in secrets:
            assert secret not in kept
        assert not re.search(r"eyJ[\w-]+\.", kept), f"something like a token is kept: {kept}"
        assert "samaya.signed-in" in kept
        assert listener.responses > 10
        assert CRM_TOKEN not in "".join(listener.texts) + page.content() + kept


def test_the_built_files_hold_no_service_token() -> None:
    files = [path for path in DIST.rglob("*") if path.suffix in (".js", ".html", ".css", ".webmanifest")]
    assert len(files) > 10
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "your-static-bearer-token-here" not in text, path
        assert "CRM_AUTH_TOKEN" not in text, path


class Listener:
    """Reads all traffic between a visitor's browser and the services, except streams, which do not end."""

    def __init__(self, visitor: Visitor):
        self.visitor = visitor
        self.texts: list[str] = []
        self.responses = 0
        self.tokens: set[str] = set()
        visitor.page.on("requestfinished", self._read)

    def secrets(self) -> set[str]:
        """The access tokens and refresh cookies that were given out."""
        cookies = self.visitor.context.cookies()
        assert cookies and all(cookie.get("httpOnly") for cookie in cookies)
        return self.tokens | {cookie.get("value", "") for cookie in cookies}

    def _read(self, request: Request) -> None:
        with contextlib.suppress(Error):  # as below
            self._read_all(request)

    def _read_all(self, request: Request) -> None:
        response = request.response()
        if response is None:
            return
        self.responses += 1
        self.texts += [json.dumps(request.headers), request.post_data or "", json.dumps(response.headers)]
        if "json" in response.headers.get("content-type", ""):
            # The browser forgets a body when the page moves on; what it forgot, the page has not kept either.
            with contextlib.suppress(Error):
                self.texts.append(response.text())
                self.tokens |= set(re.findall(r'"access_token": ?"([^"]+)"', self.texts[-1]))


def change_password(page: Page, current: str, new: str) -> None:
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password").fill(new)
    page.get_by_role("button", name="Change password").click()
