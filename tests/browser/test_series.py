"""A weekly class on a phone: added for months at once, without a holiday, then cancelled from one date on."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person

PHONE = {"width": 360, "height": 740}


def test_priya_adds_a_weekly_class_and_ends_it_early(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, fresh_title: Callable[[str], str]
) -> None:
    event = facilitator.create_event(title=fresh_title("Tuesday Flow"), sessions=1)
    until = (datetime.now(timezone.utc) + timedelta(days=80)).date().isoformat()
    priya = open_browser(viewport=PHONE)
    page = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}/sessions/new")
    page.get_by_label("Repeat this session").check()
    priya.sees("That is a year")
    page.get_by_label("Until").fill(until)
    expect(page.get_by_text("That is a year")).to_have_count(0)
    dates = page.get_by_role("main").locator("button[aria-pressed][aria-label*=' 20']")
    expect(dates.first).to_be_visible()
    made = dates.count()
    dates.nth(1).click()
    priya.sees(re.compile(f"^{made - 1} sessions: every week on"))
    page.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth", polling=100)
    page.get_by_role("button", name="Add sessions").click()
    priya.sees(f"{made - 1} sessions added. Guests can book them now.")

    series = [
        each for each in facilitator.get(f"/events/{event['id']}").json()["event"]["sessions"] if each["series_id"]
    ]
    assert len(series) == made - 1
    assert alice.book(series[-1]["id"]).status_code == 201
    page.get_by_role("button", name=re.compile("^Cancel .*:")).nth(3).click()
    page.get_by_label("This and later sessions of its series").check()
    priya.sees(f"Cancels {made - 3} sessions")
    priya.sees("Cancels 1 booking. Your guest will be notified.")
    page.get_by_role("button", name=f"Cancel {made - 3} sessions").click()
    priya.sees("The sessions are cancelled. Your guests will be notified.")
