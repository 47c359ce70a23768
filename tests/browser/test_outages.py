"""What people see while a service is down, and after it comes back."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services

TOLD = re.compile(r" has been told\.$")

KEPT_AT_HAND = """() => Promise.race([
  navigator.serviceWorker.ready.then(() => true),
  new Promise((give_up) => setTimeout(() => give_up(false), 60000)),
])"""


@pytest.fixture(scope="module")
def own_services() -> Iterator[Services]:
    with Services() as running:
        yield running


@pytest.fixture
def house(own_services: Services) -> Iterator[Services]:
    """Services for this file only, which tests stop. Stopped ones are started again for the next test."""
    yield own_services
    for process in own_services.processes:
        if not process.alive():
            process.start()
    own_services.wait_ready()


@pytest.fixture(scope="module")
def teacher(own_services: Services) -> Person:
    return register_with_role(own_services, "Priya", "facilitator")


@pytest.fixture
def guest(house: Services) -> Person:
    return register(house, "Ines")


def test_with_the_crm_down_someone_books_and_reads_later_that_the_facilitator_was_told(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person, guest: Person
) -> None:
    event = teacher.create_event(title="While The Line Is Down")
    visitor = open_browser(house)
    visitor.sign_in(guest, to=f"/e/{event['id']}")
    expect(visitor.book_button()).to_be_visible()
    house.crm.kill()
    visitor.book_button().click()
    visitor.sees("You're booked")
    visitor.sees("We're letting Priya know.")
    timeline = visitor.page.get_by_role("region", name="History")
    expect(timeline).to_contain_text("We're letting Priya know")
    visitor.reload()
    visitor.sees("We're letting Priya know.")
    house.crm.start()
    visitor.sees(TOLD)
    expect(timeline).to_contain_text(re.compile(r"Priya has been told"))
    expect(visitor.page.get_by_text("We're letting Priya know")).to_have_count(0)


def test_with_the_crm_down_the_dashboard_says_so_and_catches_up_by_itself(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person, guest: Person
) -> None:
    event = teacher.create_event(title="Missed By Nobody")
    priya = open_browser(house, may_fail=[house.real_crm_url])
    dashboard = priya.sign_in(teacher, to="/facilitator")
    expect(dashboard.get_by_text("Live", exact=True)).to_be_visible()
    house.crm.kill()
    priya.sees("Reconnecting…")
    assert guest.book(event["sessions"][0]["id"]).status_code == 201
    priya.reload()
    priya.sees("We can't load your bookings right now. Nothing is lost")
    house.crm.start()
    expect(dashboard.get_by_role("row").filter(has_text="Missed By Nobody")).to_be_visible()
    priya.sees("Live")


def test_with_the_main_api_down_a_friendly_page_counts_down_and_recovers_by_itself(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person
) -> None:
    event = teacher.create_event(title="Back In A Moment")
    visitor = open_browser(house, may_fail=[house.main_url])
    page = visitor.go("/")
    expect(page.get_by_role("link", name="Back In A Moment")).to_be_visible()
    assert page.evaluate(KEPT_AT_HAND)
    house.main.kill()
    page.get_by_role("link", name="Back In A Moment").click()
    expect(page.get_by_role("heading", name="We'll be right back")).to_be_visible()
    visitor.sees(re.compile(r"^Trying again in \d+ s$"))
    # A part of the app that was not loaded yet cannot come either.
    page.get_by_role("link", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/sign-in"))  # until then the heading below is the event page's
    expect(page.get_by_role("heading", name="We'll be right back")).to_be_visible()
    # Even after a reload, people do not see the browser's own error page.
    visitor.reload()
    expect(page.get_by_role("heading", name="We'll be right back")).to_be_visible()
    house.main.start()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()
    visitor.go(f"/e/{event['id']}")
    expect(page.get_by_role("heading", name="Back In A Moment")).to_be_visible()


def test_when_the_main_api_goes_away_in_the_middle_of_booking_trying_again_books_once(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person, guest: Person
) -> None:
    event = teacher.create_event(title="Cut Off")
    visitor = open_browser(house, may_fail=[house.main_url])
    page = visitor.sign_in(guest, to=f"/e/{event['id']}")
    expect(visitor.book_button()).to_be_visible()
    house.main.kill()
    visitor.book_button().click()
    visitor.sees("It's safe to try again: you'll never be booked twice.")
    house.main.start()
    house.wait_ready(house.main_url)
    visitor.book_button().click()
    expect(page.get_by_role("heading", name="You're booked")).to_be_visible()
    bookings = guest.get("/bookings").json()["bookings"]
    assert [booking["event_title"] for booking in bookings] == ["Cut Off"]


def test_someone_offline_is_told_so_and_everything_continues_when_they_are_back(
    open_browser: Callable[..., Visitor], house: Services
) -> None:
    visitor = open_browser(house, may_fail=[house.main_url])
    page = visitor.go("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    visitor.context.set_offline(True)
    visitor.sees("You're offline.")
    visitor.context.set_offline(False)
    expect(page.get_by_text("You're offline.")).to_have_count(0)
