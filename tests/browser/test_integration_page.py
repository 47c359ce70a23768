"""The admin's integration page while the CRM is down, comes back or refuses messages."""

import re
from collections.abc import Callable, Iterator

import pytest
import requests
import sqlalchemy as sa
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.visitor import Visitor, settled
from tests.support.database import change
from tests.support.fault_proxy import DOWN, STATUS, FaultProxy, services_with_faults
from tests.support.outbox import wait_until_delivered
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services


@pytest.fixture(scope="module")
def house_and_line() -> Iterator[tuple[Services, FaultProxy]]:
    """Services for this file only, and the proxy between the worker and the CRM. Each test leaves both working."""
    with services_with_faults(Services, extra={"ALERT_OLDEST_PENDING_SECONDS": "1"}) as running:
        yield running


@pytest.fixture
def house(house_and_line: tuple[Services, FaultProxy]) -> Services:
    return house_and_line[0]


@pytest.fixture
def line(house_and_line: tuple[Services, FaultProxy]) -> FaultProxy:
    return house_and_line[1]


@pytest.fixture(scope="module")
def teacher(house_and_line: tuple[Services, FaultProxy]) -> Person:
    return register_with_role(house_and_line[0], "Priya", "facilitator")


@pytest.fixture(scope="module")
def keeper(house_and_line: tuple[Services, FaultProxy]) -> Person:
    return register_with_role(house_and_line[0], "Noor", "admin")


@pytest.fixture
def guest(house: Services) -> Person:
    return register(house, "Ines")


def test_the_queue_grows_while_the_crm_is_down_raises_an_alert_and_drains_when_it_is_back(
    open_browser: Callable[..., Visitor],
    house: Services,
    line: FaultProxy,
    teacher: Person,
    keeper: Person,
    guest: Person,
) -> None:
    sessions = teacher.create_event(title="In The Storm", sessions=3)["sessions"]
    noor = open_browser(house, may_fail=[house.real_crm_url])
    page = noor.sign_in(keeper, to="/admin/integration")
    expect(page.get_by_text("Healthy", exact=True)).to_be_visible()
    expect(figure(page, "Waiting")).to_have_text("0")
    expect(alerts(page)).to_be_empty()
    line.fail(DOWN)
    house.crm.kill()
    assert guest.book(sessions[0]["id"]).status_code == 201
    expect(figure(page, "Waiting")).to_have_text("1")
    for session in sessions[1:]:
        assert guest.book(session["id"]).status_code == 201
    expect(figure(page, "Waiting")).to_have_text("3")
    expect(alerts(page)).to_contain_text("Messages are delayed.")
    noor.sees("Needs attention")
    noor.sees("CRM not reachable at ")
    for path in ("/admin", "/admin/approvals"):
        page.goto(path)
        expect(alerts(page)).to_contain_text("Messages are delayed.")
    alerts(page).get_by_role("link", name="View details").first.click()
    expect(page.get_by_role("row").filter(has_text="Waiting")).to_have_count(3)

    house.crm.start()
    house.wait_ready()
    line.heal()
    expect(figure(page, "Waiting")).to_have_text("0")
    expect(alerts(page)).to_be_empty()
    expect(page.get_by_text("Healthy", exact=True)).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Waiting")).to_have_count(0)


# Before the next test, which leaves bookings that the CRM never gets.
def test_bookings_that_the_crm_lost_are_named_sent_and_there_again(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person, keeper: Person, guest: Person
) -> None:
    sessions = teacher.create_event(title="Lost And Found", sessions=2)["sessions"]
    lost, kept = (guest.book(session["id"]).json()["booking"]["id"] for session in sessions)
    wait_until_delivered(house, 20)
    change(house.crm_database, sa.text("DELETE FROM bookings WHERE booking_id = :id"), [{"id": lost}])
    noor = open_browser(house)
    page = noor.sign_in(keeper, to="/admin/integration")
    section = page.get_by_role("region", name="Bookings in the CRM")
    section.get_by_role("button", name="Compare now").click()
    gaps = section.get_by_role("region", name="Bookings that differ").get_by_role("listitem")
    expect(gaps).to_have_text([f"Booking {lost} (booked, version 1) is missing in the CRM."])
    settled(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.reload()
    expect(gaps).to_have_count(1)

    section.get_by_role("button", name="Send what differs").click()
    expect(section).to_contain_text("1 booking is sent to the CRM.")
    expect(gaps).to_have_count(0)
    expect(section.get_by_role("button")).to_have_text(["Compare now"])
    wait_until_delivered(house, 20)
    section.get_by_role("button", name="Compare now").click()
    expect(section).to_contain_text("Nothing differs.")
    rows = requests.get(
        f"{house.real_crm_url}/api/facilitator/{teacher.id}/bookings?per_page=100",
        headers={"Authorization": f"Bearer {teacher.token}"},
        timeout=20,
    ).json()["bookings"]
    assert {lost, kept} <= {row["booking_id"] for row in rows}


def test_dead_letters_are_looked_into_retried_and_discarded(
    open_browser: Callable[..., Visitor],
    house: Services,
    line: FaultProxy,
    teacher: Person,
    keeper: Person,
    guest: Person,
) -> None:
    noor = open_browser(house)
    page = noor.sign_in(keeper, to="/admin/integration")
    expect(figure(page, "Waiting")).to_have_text("0")
    sessions = teacher.create_event(title="Not Understood", sessions=4)["sessions"]
    wait_until_delivered(house, 20)
    line.fail(STATUS, 422)
    bookings = [guest.book(session["id"]).json()["booking"]["id"] for session in sessions]
    page.get_by_label("Status").select_option("dead")
    for booking in bookings:
        expect(line_of(page, booking)).to_contain_text("HTTP 422")
    expect(alerts(page)).to_contain_text("Messages failed. Dead letters that need a decision: 4.")
    line.heal()

    line_of(page, bookings[0]).get_by_role("link").click()
    expect(page.get_by_role("heading", name="Booking created")).to_be_visible()
    noor.sees("Rejected")
    request = page.get_by_role("region", name="Request")
    expect(request).to_contain_text(f'"booking_id": {bookings[0]}')
    assert guest.email not in (request.text_content() or "")
    page.get_by_role("button", name="Retry", exact=True).click()
    noor.sees("Retrying 1 delivery.")
    expect(page.get_by_text("Delivered", exact=True).first).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("(^|: )200$"))).to_have_count(1)

    page.get_by_role("link", name="All deliveries").click()
    page.get_by_label("Status").select_option("dead")
    expect(line_of(page, bookings[0])).to_have_count(0)
    line_of(page, bookings[1]).get_by_role("checkbox").check()
    page.get_by_role("button", name="Retry 1").click()
    noor.sees("Retrying 1 delivery.")
    expect(line_of(page, bookings[1])).to_have_count(0)

    line_of(page, bookings[2]).get_by_role("checkbox").check()
    page.get_by_role("button", name="Discard 1").click()
    dialog = page.get_by_role("dialog", name="Discard 1 delivery?")
    dialog.get_by_role("button", name="Discard", exact=True).click()
    expect(dialog).to_contain_text("Enter a reason.")
    dialog.get_by_label("Reason").fill("Told by telephone.")
    dialog.get_by_role("button", name="Discard", exact=True).click()
    noor.sees("1 delivery discarded.")

    page.get_by_role("button", name="Retry failed deliveries").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Error contains").fill("no such error")
    dialog.get_by_role("button", name="Retry all that match").click()
    noor.sees("Retrying 0 deliveries.")
    page.get_by_role("button", name="Retry failed deliveries").click()
    dialog.get_by_label("Error contains").fill("422")
    dialog.get_by_label("Created from").fill("2026-01-01T00:00")
    dialog.get_by_role("button", name="Retry all that match").click()
    noor.sees("Retrying 1 delivery.")
    page.get_by_label("Status").select_option("")
    for booking, state in zip(bookings, ("Delivered", "Delivered", "Discarded", "Delivered"), strict=True):
        expect(line_of(page, booking)).to_contain_text(state)
    expect(alerts(page)).to_be_empty()


def test_a_channel_is_paused_with_a_reason_and_resumed_and_a_live_test_goes_all_the_way(
    open_browser: Callable[..., Visitor], house: Services, teacher: Person, keeper: Person, guest: Person
) -> None:
    event = teacher.create_event(title="Held Back")
    noor = open_browser(house)
    page = noor.sign_in(keeper, to="/admin/integration")
    expect(figure(page, "Waiting")).to_have_text("0")
    page.get_by_role("button", name="Pause CRM", exact=True).click()
    dialog = page.get_by_role("dialog", name="Pause CRM?")
    dialog.get_by_label("Reason").fill("They are moving house.")
    dialog.get_by_role("button", name="Pause", exact=True).click()
    noor.sees("CRM is paused. New messages wait.")
    noor.sees("They are moving house.")
    expect(alerts(page)).to_contain_text("A channel is paused.")
    assert guest.book(event["sessions"][0]["id"]).status_code == 201
    expect(figure(page, "Waiting")).to_have_text("1")
    page.get_by_role("button", name="Resume CRM", exact=True).click()
    noor.sees("CRM is active again.")
    expect(figure(page, "Waiting")).to_have_text("0")
    expect(alerts(page)).to_be_empty()
    page.get_by_role("button", name="Run test").click()
    noor.sees(re.compile(r"^The test message reached the CRM and was read back\. It took [\d,]+ ms\.$"))
    steps = page.get_by_role("region", name="Live test").get_by_role("rowheader")
    expect(steps).to_have_text(
        ["Queued in the outbox", "Sent by a worker", "Stored by the CRM", "Confirmed", "Read back from the CRM"]
    )


def test_nobody_but_an_admin_gets_in(open_browser: Callable[..., Visitor], house: Services, teacher: Person) -> None:
    visitor = open_browser(house)
    page = visitor.sign_in(teacher, to="/admin/integration")
    expect(page.get_by_role("heading", name="This area is for admins")).to_be_visible()
    expect(page.get_by_role("heading", name="Deliveries")).to_have_count(0)


def figure(page: Page, name: str) -> Locator:
    named = page.locator("dl > div").filter(has=page.get_by_role("term").filter(has_text=re.compile(f"^{name}$")))
    return page.get_by_role("region", name="Totals").locator(named).get_by_role("definition")


def alerts(page: Page) -> Locator:
    return page.get_by_role("region", name="Alerts")


def line_of(page: Page, booking: int) -> Locator:
    """The line of the message to the CRM: the guest has messages of their own."""
    name = re.compile(f"^Booking (created|cancelled), .*, booking {booking}$")
    return page.get_by_role("row").filter(has=page.get_by_role("link", name=name)).filter(has_text="CRM")
