"""A facilitator's working day in a browser: creating, moving and cancelling sessions, and the guest list."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import requests
from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.scene import book, told
from tests.browser.visitor import Visitor
from tests.support.people import Person
from tests.support.services import Services, wait_until

Titled = Callable[[str], str]


def day_after(days: int) -> str:
    return (datetime.now(timezone.utc) + timedelta(days=days)).date().isoformat()


def test_a_session_is_created_booked_moved_and_cancelled_and_its_guest_sees_it_all(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    title = fresh_title("Forest Walk")
    priya, guest = open_browser(), open_browser()
    work = priya.sign_in(facilitator, to="/facilitator/events/new")
    create_event(work, title)
    fill_moment(work, "Starts", day_after(5), "09:00")
    fill_moment(work, "Ends", day_after(5), "10:30")
    work.get_by_label("Places").fill("4")
    work.get_by_role("button", name="Add session").click()
    priya.sees("Choose whether it's free or paid.")
    work.get_by_label("Paid").check()
    work.get_by_label("Amount").fill("12,50")
    work.get_by_label("How guests pay").select_option("pay_facilitator")
    work.get_by_role("button", name="Add session").click()
    priya.sees("Session added.")
    priya.sees("This is a draft. Guests can’t see it until you publish it.")
    expect(session_rows(work)).to_have_count(1)
    expect(session_rows(work)).to_contain_text("€12.50")
    page = guest.sign_in(alice)
    page.get_by_role("searchbox", name="Search").fill(title)
    expect(page.get_by_role("heading", name="No matches")).to_be_visible()
    work.get_by_role("button", name="Publish event").click()
    priya.sees("Published. Guests can find and book it now.")

    guest.reload()
    page.get_by_role("link", name=title).click()
    guest.book_button().click()
    guest.sees("You're booked")
    when = page.get_by_label(re.compile("^Booking ")).get_by_role("time").first
    before = when.get_attribute("datetime")
    assert before is not None

    work.reload()
    expect(session_rows(work)).to_contain_text("1 of 4 places taken")
    work.get_by_role("link", name=re.compile("^Edit ")).click()
    fill_moment(work, "Starts", day_after(5), "17:15")
    save(work)
    dialog = work.get_by_role("dialog", name=f"Save changes to {title}?")
    expect(dialog).to_contain_text("Affects 1 booking. Your guest will be notified.")
    expect(dialog.get_by_role("listitem")).to_have_text(re.compile("Alice"))
    expect(dialog).to_contain_text(re.compile("09:00–10:30.*17:15–18:45"))
    expect(when).to_have_attribute("datetime", before)
    dialog.get_by_role("button", name="Save changes").click()
    priya.sees("Saved. Your guests will be notified.")
    moved = (datetime.fromisoformat(before) + timedelta(hours=8, minutes=15)).isoformat()
    expect(when).to_have_attribute("datetime", moved)
    page.get_by_role("heading", name="History").click()
    guest.sees("Priya changed the session")

    work.get_by_role("button", name=re.compile("^Cancel .*17:15–18:45$")).click()
    dialog = work.get_by_role("dialog", name=f"Cancel this session of {title}?")
    expect(dialog).to_contain_text("17:15–18:45")
    expect(dialog).to_contain_text("Cancels 1 booking")
    dialog.get_by_label("Reason").fill("The path is flooded.")
    dialog.get_by_role("button", name="Cancel session").click()
    priya.sees("The session is cancelled. Your guests will be notified.")
    expect(session_rows(work)).to_contain_text("Cancelled")
    expect(work.get_by_role("link", name=re.compile("^Edit "))).to_have_count(0)
    timeline = page.get_by_role("region", name="History")
    expect(timeline).to_contain_text("Priya cancelled the session")
    expect(timeline).to_contain_text("The path is flooded.")
    expect(timeline).not_to_contain_text("You cancelled")
    expect(page.get_by_role("button", name="Rebook my place")).to_have_count(0)


def test_what_was_shown_is_what_is_done_or_it_is_shown_anew(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, bob: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Moving Target"))
    other = facilitator.create_event(
        title=fresh_title("At The Same Hour"), start=moment(event["start_time"]) + timedelta(hours=4)
    )
    session = event["sessions"][0]
    for person, booked in ((alice, session), (alice, other["sessions"][0])):
        assert person.book(booked["id"]).status_code == 201
    # The API refuses with 409, which is how the page hears that something changed.
    priya = open_browser(may_fail=["/api/facilitator/", "/sessions/"])
    work = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}/sessions/{session['id']}")
    starts = work.get_by_role("group", name="Starts").get_by_label("Time")
    later = moment_in_lisbon(other["start_time"])
    fill_moment(work, "Starts", later.date().isoformat(), later.strftime("%H:%M"))
    expect(starts).to_have_value(later.strftime("%H:%M"))
    save(work)
    dialog = work.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(re.compile("Alice.*Overlaps with another booking"))
    expect(dialog).not_to_contain_text("At The Same Hour")
    assert bob.book(session["id"]).status_code == 201
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog).to_contain_text("Something changed in the meantime, so nothing was saved.")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    assert session_of(priya.services, session["id"])["start_time"] == session["start_time"]
    dialog.get_by_role("button", name="Save changes").click()
    priya.sees("Saved. Your guests will be notified.")
    # The form knows minutes, the seconds of the test's own clock get lost.
    assert session_of(priya.services, session["id"])["start_time"][:16] == other["start_time"][:16]


def test_a_capacity_below_the_seats_taken_is_refused_in_words(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, bob: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Small Hall"))
    session = event["sessions"][0]
    for person in (alice, bob):
        assert person.book(session["id"]).status_code == 201
    priya = open_browser(may_fail=["/api/facilitator/", "/sessions/"])
    work = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}/sessions/{session['id']}")
    work.get_by_label("Places").fill("1")
    save(work)
    priya.sees("2 places are taken: the capacity can't go below that.")
    expect(work.get_by_label("Places")).to_have_attribute("aria-invalid", "true")
    work.get_by_label("Places").fill("2")
    save(work)
    priya.sees("Saved.")
    assert session_of(priya.services, session["id"])["capacity"] == 2


def test_a_copy_has_the_same_times_of_day_and_no_bookings(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Twice The Same"), sessions=2)
    assert alice.book(event["sessions"][0]["id"]).status_code == 201
    priya = open_browser()
    work = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}")
    work.get_by_role("button", name="Duplicate").click()
    first = moment_in_lisbon(event["sessions"][0]["start_time"])
    work.get_by_label("First date of the copy").fill((first + timedelta(days=30)).date().isoformat())
    work.get_by_role("dialog").get_by_role("button", name="Duplicate").click()
    priya.sees("This is the copy.")
    expect(session_rows(work)).to_have_count(2)
    expect(session_rows(work).filter(has_text="0 of 10 places taken")).to_have_count(2)
    expect(session_rows(work).first).to_contain_text(f"{first:%H:%M}")


def test_a_guests_page_keeps_notes_and_follows_their_bookings_live(
    open_browser: Callable[..., Visitor], facilitator: Person, new_person: Callable[[str], Person], fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Known Faces"))
    meera = new_person("Meera")
    booking = meera.book(event["sessions"][0]["id"]).json()["booking"]
    wait_until(lambda: told(meera, booking["id"]), 30)  # the list of guests is as new as its page
    priya = open_browser()
    work = priya.sign_in(facilitator, to="/facilitator/guests")
    search = work.get_by_role("searchbox", name="Search names")
    search.fill(meera.email)
    row = work.get_by_role("row").filter(has_text=meera.email)
    expect(row).to_contain_text("1 booked")
    row.get_by_role("link", name="Meera").click()
    expect(work.get_by_role("heading", name="Meera", level=1)).to_be_visible()
    work.get_by_label("Your notes").fill("Prefers a chair.")
    priya.sees("Not saved yet")
    work.get_by_role("button", name="Save notes").click()
    priya.sees(re.compile("^Saved "))
    item = work.get_by_role("listitem").filter(has_text=event["title"])
    expect(item).to_contain_text("Booked")
    assert meera.cancel(booking["id"]).status_code == 200
    expect(item).to_contain_text("Cancelled")
    work.reload()
    expect(work.get_by_label("Your notes")).to_have_value("Prefers a chair.")
    with work.expect_download() as download:
        work.goto(f"/facilitator/guests?search={meera.email}")
        work.get_by_role("button", name="Export as CSV").click()
    lines = download.value.path().read_text().splitlines()
    assert len(lines) == 2
    assert meera.email in lines[1]


def test_a_search_that_is_answered_during_a_click_does_not_take_the_row_away(
    open_browser: Callable[..., Visitor],
    other_facilitator: Person,
    new_person: Callable[[str], Person],
    fresh_title: Titled,
) -> None:
    session = other_facilitator.create_event(title=fresh_title("Moving Rows"))["sessions"][0]
    guests = [new_person("Meera"), new_person("Ben")]
    bookings = [book(guest, session["id"]) for guest in guests]
    for guest, booking in zip(guests, bookings, strict=True):
        wait_until(lambda guest=guest, booking=booking: told(guest, booking), 30)
    work = open_browser().sign_in(other_facilitator, to="/facilitator/guests")
    rows = work.get_by_role("row")
    for guest in guests:
        expect(rows.filter(has_text=guest.email)).to_be_visible()
    last = max(guests, key=lambda guest: (rows.filter(has_text=guest.email).bounding_box() or {"y": 0})["y"])
    link = rows.filter(has_text=last.email).get_by_role("link")

    searches: list[Route] = []

    def hold(route: Route) -> None:
        searches.append(route)

    work.route(re.compile("/guests[?]"), hold)
    with work.expect_request(re.compile("/guests[?]")):
        work.get_by_role("searchbox").fill(last.email)
    link.hover()
    work.mouse.down()
    with work.expect_event("requestfinished"):
        searches[0].continue_()
    work.wait_for_timeout(300)
    work.mouse.up()
    expect(work.get_by_role("heading", name=last.name, level=1)).to_be_visible()


def test_another_facilitators_event_cannot_be_worked_on(
    open_browser: Callable[..., Visitor], facilitator: Person, other_facilitator: Person, fresh_title: Titled
) -> None:
    event = other_facilitator.create_event(title=fresh_title("Not Yours"))
    priya = open_browser()
    priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}")
    priya.sees("This is another facilitator's event")


def create_event(work: Page, title: str) -> None:
    work.get_by_label("Title").fill(title)
    work.get_by_label("Location", exact=True).fill("At the river bridge")
    zone = work.get_by_label("Time zone")
    zone.focus()
    lisbon = work.locator("datalist option[value^='Lisbon, Europe']").get_attribute("value")
    zone.fill(lisbon or "")
    cover = work.locator("form img[src^='/covers/']")
    drawn = cover.get_attribute("src")
    work.get_by_role("button", name="Another cover").click()
    expect(cover).not_to_have_attribute("src", drawn or "")
    work.wait_for_function("document.querySelector('form img').naturalWidth === 400")
    work.get_by_role("button", name="Save draft and add a session").click()
    expect(work.get_by_role("heading", name="Add session")).to_be_visible()


def fill_moment(work: Page, group: str, day: str, clock: str) -> None:
    moment = work.get_by_role("group", name=group)
    moment.get_by_label("Date").fill(day)
    moment.get_by_label("Time").fill(clock)


def save(work: Page) -> None:
    work.get_by_role("button", name="Save changes").click()


def session_rows(work: Page) -> Locator:
    return work.get_by_role("region", name="Sessions").get_by_role("listitem")


def session_of(services: Services, session_id: int) -> dict[str, Any]:
    return requests.get(f"{services.main_url}/sessions/{session_id}", timeout=10).json()["session"]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def moment_in_lisbon(text: str) -> datetime:
    return moment(text).astimezone(ZoneInfo("Europe/Lisbon"))
