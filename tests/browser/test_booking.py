"""Booking in a browser, from the event's page to the facilitator's dashboard."""

import re
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import requests
from playwright.sync_api import Locator, Page, Request, Route, expect

from tests.browser.visitor import Visitor
from tests.support.people import Person
from tests.support.services import Services

Titled = Callable[[str], str]
LIVE_PROMISE = 2.0  # seconds; printed beside what it took, because the machine may be busy


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
    expect(page.get_by_role("heading", name="You're booked")).to_be_visible()
    announced(dashboard, f"Meera Joshi booked {title}")
    row = dashboard.get_by_role("row").filter(has_text=title)
    expect(row).to_contain_text("Booked")
    guest.sees(re.compile(r" has been told\.$"))
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("button", name="Yes, cancel my booking").click()
    announced(dashboard, f"Meera Joshi's booking for {title} is cancelled")
    expect(row).to_contain_text("Cancelled")
    page.get_by_role("button", name="Rebook my place").click()
    guest.sees("You're booked again.")
    announced(dashboard, f"Meera Joshi rebooked {title}")
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("button", name="Yes, cancel my booking").click()
    guest.sees("Your booking is cancelled.")
    guest.go("/my-bookings?show=cancelled")
    page.get_by_role("link", name=title).click()
    page.get_by_role("button", name="Rebook my place").click()
    guest.sees("You're booked again.")
    expect(row).to_contain_text("Booked")


def test_a_guest_sees_what_has_changed_before_it_is_booked(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person
) -> None:
    session = facilitator.create_event(title="Moon Sit")["sessions"][0]
    visitor = open_browser(viewport={"width": 390, "height": 844}, may_fail=["/bookings/book"])
    # The stream doesn't answer, as on a bad connection. A refused one would make the page ask for news by itself.
    visitor.page.route("**/live/seats*", lambda route: None)
    page = visitor.sign_in(alice, to=f"/e/{session['event_id']}")
    expect(visitor.book_button()).to_be_visible()
    facilitator.request("PATCH", f"/sessions/{session['id']}", json={"price_cents": 90000, "currency": "INR"})
    visitor.book_button().click()
    dialog = page.get_by_role("dialog", name="This session has changed")
    expect(dialog).to_contain_text("Free")
    expect(dialog).to_contain_text("₹900")
    assert alice.get("/bookings").json()["bookings"] == []
    dialog.get_by_role("button", name="Book anyway").click()
    expect(page.get_by_role("heading", name="You're booked")).to_be_visible()
    (booking,) = alice.get("/bookings").json()["bookings"]
    assert (booking["session_id"], booking["price_cents"]) == (session["id"], 90000)


def test_on_a_small_phone_one_button_is_in_sight_and_a_high_price_is_shown_once_more(
    open_browser: Callable[..., Visitor], admin: Person, facilitator: Person, alice: Person
) -> None:
    assert admin.request("PATCH", "/studio", json={"review_above_cents": 20_000}).ok
    paid = {"price_cents": 39000, "currency": "EUR", "payment_terms": "pay_online"}
    event = facilitator.create_event(title="Long Weekend", sessions=2, **paid)
    visitor = open_browser(viewport={"width": 360, "height": 740})
    page = visitor.sign_in(alice, to=f"/e/{event['id']}")
    expect(visitor.book_button()).to_have_count(1)
    expect(visitor.book_button()).to_be_in_viewport(ratio=1)
    page.get_by_role("button", name="from €390 · Choose a date").click()
    second = offer(page, event["sessions"][1])
    second.get_by_role("radio").check()
    visitor.book_button().click()
    dialog = page.get_by_role("dialog", name="Check your booking")
    expect(dialog.get_by_role("time")).to_have_attribute("datetime", event["sessions"][1]["start_time"])
    expect(dialog).to_contain_text("everything back")
    assert alice.get("/bookings").json()["bookings"] == []
    dialog.get_by_role("button", name="Book & Pay €390").click()
    expect(page).to_have_url(re.compile(r"/pay/\d+$"))
    (booking,) = alice.get("/bookings").json()["bookings"]
    assert booking["session_id"] == event["sessions"][1]["id"]


def announced(dashboard: Page, words: str) -> None:
    begun = time.monotonic()
    expect(dashboard.get_by_role("status").filter(has_text=words)).to_be_visible()
    print(f"{words!r} after {time.monotonic() - begun:.2f} s, promised within {LIVE_PROMISE:g} s")


def test_who_is_not_signed_in_registers_on_the_way_and_lands_on_the_same_booking(
    visitor: Visitor, facilitator: Person, fresh_title: Titled, fresh_email: str
) -> None:
    event = facilitator.create_event(title=fresh_title("Two Dates"), sessions=2)
    page = visitor.go(f"/e/{event['id']}")
    second = offer(page, event["sessions"][1])
    second.get_by_role("radio").check()
    visitor.book_button().click()
    expect(page.get_by_role("heading", name="Sign in to book your place")).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    visitor.register("Tomás Silva", fresh_email)
    expect(page.get_by_role("heading", name="You're booked")).to_be_visible()
    visitor.sees("See you there, Tomás.")
    booked = page.get_by_label(re.compile("^Booking ")).get_by_role("time").first
    expect(booked).to_have_attribute("datetime", event["sessions"][1]["start_time"])
    page.go_back()
    expect(second).to_contain_text("You're booked")
    assert [places(visitor.services, event, number)["seats_taken"] for number in (0, 1)] == [0, 1]


def test_of_two_people_who_want_the_last_place_the_second_hears_so_and_what_to_do_instead(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, bob: Person, fresh_title: Titled
) -> None:
    soon = datetime.now(timezone.utc) + timedelta(hours=1)
    event = facilitator.create_event(title=fresh_title("Small Room"), capacity=1, kind="workshop", start=soon)
    other = facilitator.create_event(title=fresh_title("Large Room"), kind="workshop", start=soon)
    second = open_browser(may_fail=["/bookings/book"])
    page = second.sign_in(bob, to=f"/e/{event['id']}")

    def after_alice(route: Route) -> None:
        assert alice.book(event["sessions"][0]["id"]).status_code == 201
        route.continue_()

    page.route("**/bookings/book", after_alice)
    second.book_button().click()
    second.sees("Sorry, the last place was just taken. You haven't been charged.")
    second.sees("Full")
    second.sees("All places are taken. If someone cancels")
    expect(page).to_have_url(re.compile(f"/e/[a-z0-9-]*{event['id']}$"))
    page.get_by_role("link", name="See similar events with places left").click()
    expect(page).to_have_url(re.compile(r"/\?kind=workshop&free=1$"))
    expect(page.get_by_role("link", name=other["title"])).to_be_visible()
    expect(page.get_by_role("link", name=event["title"])).to_have_count(0)
    assert places(second.services, event) == {"seats_taken": 1, "seats_left": 0}


def test_an_open_page_says_so_when_the_last_place_goes_and_when_it_comes_back(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person, bob: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Open Page"), capacity=1, sessions=1)
    path = f"/e/{event['id']}"
    visitor, waiting = open_browser(), open_browser()
    visitor.go(path)
    waiting.sign_in(bob, to=path)
    for each in (visitor, waiting):
        each.sees(re.compile("^Available$"))
    booking = alice.book(event["sessions"][0]["id"]).json()["booking"]
    visitor.sees("Full")
    waiting.sees("Full")
    expect(waiting.book_button()).to_have_count(0)
    alice.cancel(booking["id"])
    visitor.sees(re.compile("^Available$"))
    waiting.book_button().click()
    waiting.sees("You're booked")
    visitor.sees("Full")


def test_a_double_click_on_a_slow_network_books_once(
    visitor: Visitor, facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Double Click"))
    page = visitor.sign_in(alice, to=f"/e/{event['id']}")
    sent = hold(page)
    visitor.book_button().dblclick()
    visitor.sees("Booking your place…")
    page.keyboard.press("Enter")
    sent[0].continue_()
    visitor.sees("You're booked")
    assert len(sent) == 1
    assert bookings_of(alice, event) == ["booked"]
    assert places(visitor.services, event)["seats_taken"] == 1


def test_a_reload_in_the_middle_of_booking_continues_and_books_once(
    visitor: Visitor, facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Impatient"))
    page = visitor.sign_in(alice, to=f"/e/{event['id']}")
    first_response_lost = iter([True])

    def lose_first_response(route: Route) -> None:
        if next(first_response_lost, False):
            route.fetch()  # arrives, and the page never hears of it
        else:
            route.continue_()

    page.route("**/bookings/book", lose_first_response)
    visitor.book_button().click()
    visitor.sees("Booking your place…")
    visitor.reload()
    visitor.sees("You're booked")
    assert bookings_of(alice, event) == ["booked"]
    assert places(visitor.services, event)["seats_taken"] == 1


def test_the_back_button_and_reloads_after_booking_never_book_again(
    visitor: Visitor, facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Back And Forth"))
    page = visitor.sign_in(alice, to=f"/e/{event['id']}")
    sent: list[Request] = []
    page.on("request", lambda request: sent.append(request) if request.url.endswith("/bookings/book") else None)
    visitor.book_button().click()
    page.wait_for_url("**/my-bookings/*")  # the event's page says it too, for a moment
    visitor.sees("You're booked")
    visitor.reload()
    visitor.sees("Booked")
    page.go_back()
    expect(page.get_by_role("link", name="You're booked")).to_be_visible()
    visitor.reload()
    expect(page.get_by_role("link", name="You're booked")).to_be_visible()
    page.go_forward()
    visitor.sees("Booked")
    assert len(sent) == 1
    assert bookings_of(alice, event) == ["booked"]


def test_a_link_alone_never_books(visitor: Visitor, facilitator: Person, alice: Person, fresh_title: Titled) -> None:
    event = facilitator.create_event(title=fresh_title("From A Message"))
    session = event["sessions"][0]["id"]
    visitor.sign_in(alice)
    visitor.go(f"/e/{event['id']}?book={session}")
    visitor.sees("One more tap to book your place")
    assert bookings_of(alice, event) == []
    visitor.book_button().click()
    visitor.sees("You're booked")
    visitor.go(f"/e/{event['id']}?book={session}")
    expect(visitor.page.get_by_role("link", name="You're booked")).to_be_visible()
    expect(visitor.page.get_by_text("One more tap to book your place")).to_have_count(0)


def test_the_confirmation_offers_the_booking_to_every_calendar(
    visitor: Visitor, facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("In My Calendar"), time_zone="Asia/Kolkata")
    page = visitor.sign_in(alice, to=f"/e/{event['id']}")
    visitor.book_button().click()
    visitor.sees("What's next")
    with page.expect_download() as download:
        page.get_by_role("button", name="Calendar file (.ics)").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "TZID=Asia/Kolkata" in text
    assert re.search(r"^UID:.+@", text, re.MULTILINE)
    assert "SEQUENCE:" in text
    google = page.get_by_role("link", name="Google Calendar").get_attribute("href") or ""
    outlook = page.get_by_role("link", name="Outlook").get_attribute("href") or ""
    assert google.startswith("https://calendar.google.com/") and "ctz=Asia%2FKolkata" in google
    assert outlook.startswith("https://outlook.live.com/") and "In+My+Calendar" in outlook


def hold(page: Page) -> list[Route]:
    """The bookings that the page sends, which wait until the test continues them."""
    sent: list[Route] = []

    def keep(route: Route) -> None:
        sent.append(route)

    page.route("**/bookings/book", keep)
    return sent


def offer(page: Page, session: dict[str, Any]) -> Locator:
    """The row of one session on an event's page."""
    time_of_it = page.locator(f"time[datetime='{session['start_time']}']")
    return page.get_by_role("complementary").get_by_role("listitem").filter(has=time_of_it)


def bookings_of(person: Person, event: dict[str, Any]) -> list[str]:
    """The states of the person's bookings of the event, as the API has them."""
    sessions = [session["id"] for session in event["sessions"]]
    bookings = person.get("/bookings", params={"per_page": 100}).json()["bookings"]
    return [booking["status"] for booking in bookings if booking["session_id"] in sessions]


def places(services: Services, event: dict[str, Any], number: int = 0) -> dict[str, int]:
    session = requests.get(f"{services.main_url}/sessions/{event['sessions'][number]['id']}", timeout=30).json()[
        "session"
    ]
    return {name: session[name] for name in ("seats_taken", "seats_left")}
