"""A guest's own bookings: the lists, the history of each, and the private calendar link."""

import re
from collections.abc import Callable

import requests
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor
from tests.support.people import Person


def test_bookings_stand_under_upcoming_and_cancelled_and_each_tells_its_story(
    visitor: Visitor, facilitator: Person, alice: Person
) -> None:
    kept, given_up = (facilitator.create_event(title=title)["sessions"][0]["id"] for title in ("Kept", "Given Up"))
    alice.book(kept)
    alice.cancel(alice.book(given_up).json()["booking"]["id"])
    page = visitor.sign_in(alice, to="/my-bookings")
    expect(page.get_by_role("link", name="Kept")).to_be_visible()
    expect(page.get_by_role("link", name="Given Up")).to_have_count(0)
    page.get_by_text("Cancelled", exact=True).first.click()
    expect(page.get_by_role("link", name="Kept")).to_have_count(0)
    page.get_by_role("link", name="Given Up").click()
    page.get_by_role("heading", name="History").click()
    story = page.get_by_role("region", name="History").get_by_role("listitem")
    told = story.filter(has_text="has been told")
    for words in ("^You booked your place", "^You cancelled"):
        expect(story.filter(has_text=re.compile(words))).to_have_count(1)
    expect(told).to_have_count(2)
    page.get_by_role("button", name="Rebook my place").click()
    expect(story.filter(has_text="You rebooked your place")).to_have_count(1)
    expect(told).to_have_count(3)


def test_a_guest_moves_to_another_date_and_each_booking_names_the_other(
    visitor: Visitor, facilitator: Person, alice: Person
) -> None:
    first = facilitator.create_event(title="Two Dates", sessions=2)["sessions"][0]
    old = alice.book(first["id"]).json()["booking"]["id"]
    page = visitor.sign_in(alice, to=f"/my-bookings/{old}")
    page.get_by_role("button", name="Move to another date").click()
    dialog = page.get_by_role("dialog", name="Move to another date")
    dialog.get_by_role("radio").check()
    expect(dialog).to_contain_text("Your new date")
    dialog.get_by_role("button", name="Move to").click()
    expect(page.get_by_role("heading", name="You have a new date")).to_be_visible()
    story = open_history(page)
    story.filter(has_text="You moved here from another date").get_by_role("link").click()
    expect(page).to_have_url(re.compile(f"/my-bookings/{old}$"))
    expect(page.get_by_text("Moved", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Rebook my place")).to_have_count(0)
    expect(open_history(page).filter(has_text="You moved to another date")).to_have_count(1)
    page.get_by_role("link", name="See that booking").click()
    expect(page.get_by_text("Booked", exact=True)).to_be_visible()

    # On the event's page she is told so, and moves back from there.
    visitor.go(f"/e/{first['event_id']}")
    visitor.sees(re.compile("^You're booked for "))
    page.get_by_role("button", name=re.compile("^Move to ")).click()
    page.get_by_role("dialog").get_by_role("button", name="Move to").click()
    expect(page).to_have_url(re.compile(f"/my-bookings/{old}$"))
    expect(page.get_by_role("heading", name="You have a new date")).to_be_visible()
    assert [one["session_id"] for one in alice.get("/bookings?status=upcoming").json()["bookings"]] == [first["id"]]


def test_nobody_reads_the_booking_of_somebody_else(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, bob: Person
) -> None:
    session = facilitator.create_event(title="Private")["sessions"][0]["id"]
    booking = alice.book(session).json()["booking"]["id"]
    visitor = open_browser(may_fail=[f"/bookings/{booking}"])
    page = visitor.sign_in(bob, to=f"/my-bookings/{booking}")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    expect(page.get_by_text("Private")).to_have_count(0)


def test_a_private_calendar_address_is_made_followed_replaced_and_revoked(
    visitor: Visitor, facilitator: Person, alice: Person
) -> None:
    alice.book(facilitator.create_event(title="In The Feed")["sessions"][0]["id"])
    page = visitor.sign_in(alice, to="/my-bookings")
    page.get_by_role("button", name="Create my calendar link").click()
    first = shown_address(page)
    assert "SUMMARY:In The Feed" in requests.get(first, timeout=10).text
    visitor.reload()
    visitor.sees(re.compile("^Your calendar link was created on "))
    expect(page.get_by_label("Your calendar link")).to_have_count(0)
    page.get_by_role("button", name="Replace my calendar link").click()
    second = shown_address(page)
    assert second != first
    assert requests.get(first, timeout=10).status_code == 404
    assert "SUMMARY:In The Feed" in requests.get(second, timeout=10).text
    page.get_by_role("button", name="Turn off the link").click()
    visitor.sees("Your calendar link is turned off.")
    assert requests.get(second, timeout=10).status_code == 404


def open_history(page: Page) -> Locator:
    page.get_by_role("heading", name="History").click()
    return page.get_by_role("region", name="History").get_by_role("listitem")


def shown_address(page: Page) -> str:
    return page.get_by_label("Your calendar link").input_value()
