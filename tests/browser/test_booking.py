"""Booking, from the first look at the page to the facilitator who hears of it."""

import re
import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.visitor import Visitor
from tests.support.people import Person

Titled = Callable[[str], str]
# What the page promises is two seconds; the wait is longer, because other tests share the processors.
LIVE_PROMISE, LIVE_PATIENCE = 2.0, 8.0


def test_someone_registers_finds_books_and_the_facilitator_sees_it_live(
    open_browser: Callable[..., Visitor], facilitator: Person, fresh_title: Titled, fresh_email: str
) -> None:
    title = fresh_title("River Walk")
    facilitator.create_event(title=title)
    priya, guest = open_browser(), open_browser()
    dashboard = priya.sign_in(facilitator, to="/facilitator")
    expect(dashboard.get_by_text("Live", exact=True)).to_be_visible()
    page = guest.go("/register")
    guest.register("Meera Joshi", fresh_email)
    expect(page).to_have_url(f"{guest.services.main_url}/")
    page.get_by_role("searchbox", name="Search").fill(title)
    page.get_by_role("link", name=title).click()
    guest.book_button().click()
    expect(page.get_by_role("heading", name="Your place is booked")).to_be_visible()
    announced(dashboard, f"Meera Joshi booked {title}")
    row = dashboard.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("Booked")
    guest.sees(re.compile(r"^Your facilitator was told at \d\d:\d\d\.$"))
    page.get_by_role("button", name="Cancel this booking").click()
    announced(dashboard, f"Meera Joshi cancelled {title}")
    expect(row).to_contain_text("Cancelled")
    page.get_by_role("button", name="Undo").click()
    guest.sees("Welcome back: your place is yours again.")
    announced(dashboard, f"Meera Joshi is back in {title}")
    page.get_by_role("button", name="Cancel this booking").click()
    guest.sees("Cancelled. Your place is free for someone else.")
    guest.go("/my-bookings?show=cancelled")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Take my place again").click()
    guest.sees("Welcome back: your place is yours again.")
    expect(row).to_contain_text("Booked")


def announced(dashboard: Page, words: str) -> None:
    begun = time.monotonic()
    expect(dashboard.get_by_role("status").filter(has_text=words)).to_be_visible(timeout=LIVE_PATIENCE * 1000)
    print(f"{words!r} after {time.monotonic() - begun:.2f} s, promised within {LIVE_PROMISE:g} s")
