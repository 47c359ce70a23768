"""A session that runs only if enough people book, at the width of a phone, for its facilitator and its guests."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person

PHONE = {"width": 360, "height": 740}


def day_after(days: int) -> str:
    return (datetime.now(timezone.utc) + timedelta(days=days)).date().isoformat()


def test_everyone_sees_on_a_phone_whether_the_session_runs(
    open_browser: Callable[..., Visitor],
    facilitator: Person,
    alice: Person,
    bob: Person,
    fresh_title: Callable[[str], str],
) -> None:
    event = facilitator.create_event(title=fresh_title("Only If Three Come"), start=in_ten_days())
    session = event["sessions"][0]
    priya, guest = open_browser(viewport=PHONE), open_browser(viewport=PHONE)
    work = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}/sessions/{session['id']}")
    work.get_by_role("checkbox", name=re.compile("only if", re.IGNORECASE)).check()
    work.get_by_label("Booked places needed").fill("2")
    work.get_by_label("Decided on").fill(day_after(5))
    work.get_by_label("Time").last.fill("18:00")
    work.get_by_role("button", name="Save changes").click()
    priya.sees("Saved.")
    priya.sees(re.compile("0 of 2 needed by"))

    page = guest.sign_in(alice, to=f"/e/{event['id']}")
    guest.sees(re.compile("Runs if 2 more people book by"))
    guest.book_button().click()
    guest.sees("You're booked")
    guest.sees(re.compile("Runs if 1 more person books by"))
    page.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth", polling=100)

    assert bob.book(session["id"]).status_code == 201
    work.reload()
    work.get_by_role("button", name=re.compile("^Confirm .* now$")).click()
    expect(work.get_by_text("Confirmed to run").first).to_be_visible()
    work.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth", polling=100)
    expect(page.get_by_text("Confirmed to run").first).to_be_visible()


def in_ten_days() -> datetime:
    return datetime.now(timezone.utc) + timedelta(days=10)
