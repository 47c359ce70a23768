"""The office in a browser: words of a message written anew, and what happened found again."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.outbox import wait_until_delivered
from tests.support.people import PASSWORD, Person, register, register_with_role
from tests.support.services import Services

TEXTS = "/admin/templates?kind=waitlist_place"


def test_an_admin_writes_a_text_sees_it_and_goes_back(open_browser: Callable[..., Visitor], admin: Person) -> None:
    noor = open_browser(may_fail=("/preview",))
    page = noor.sign_in(admin, to=TEXTS)
    page.get_by_role("button", name="Change the texts").click()
    heading = page.get_by_role("textbox", name="Heading in the mail")
    heading.fill("Come, {gest_name}")
    page.get_by_role("button", name="Preview").click()
    noor.sees("This message has no variable {gest_name}.")

    heading.fill("Come, ")
    page.get_by_role("button", name="{guest_name}", exact=True).click()
    expect(heading).to_have_value("Come, {guest_name}")
    page.get_by_role("button", name="Preview").click()
    mail = page.frame_locator("iframe").first
    expect(mail.get_by_text("Come, Asha Rao")).to_be_visible()

    page.get_by_role("button", name="Save and use").click()
    noor.sees("Saved. Messages use it from now on.")
    page.get_by_role("button", name="Use the original texts again").click()
    expect(heading).to_have_value("There’s a place for you")
    page.get_by_role("heading", name="Earlier versions").click()
    page.get_by_role("button", name="Put into the fields: version 1").click()
    expect(heading).to_have_value("Come, {guest_name}")

    page.goto("/admin/audit?what=message_text")
    page.get_by_role("link", name="Message text").first.click()
    expect(page.get_by_text("There’s a place for you").first).to_be_attached()


def test_an_admin_finds_a_booking_its_history_and_its_event(
    open_browser: Callable[..., Visitor], services: Services, admin: Person, facilitator: Person
) -> None:
    guest = register(services, "Quilla Noor")
    session = facilitator.create_event(title="Lantern Hour")["sessions"][0]["id"]
    booking = guest.book(session).json()["booking"]["id"]
    page = open_browser().sign_in(admin, to="/admin/bookings")
    page.get_by_label("Guest, e-mail, event or booking number").fill("quilla")
    expect(page).to_have_url(re.compile("search=quilla"))
    row = page.get_by_role("row").filter(has_text="Quilla Noor")
    expect(row).to_have_count(1)
    row.get_by_role("link", name=f"History of booking #{booking}").click()
    expect(page).to_have_url(re.compile("/admin/audit"))
    expect(page.get_by_role("row").filter(has_text="Quilla Noor booked Lantern Hour").first).to_be_visible()
    page.go_back()
    expect(page).to_have_url(re.compile("search=quilla"))
    row.get_by_role("link", name="Lantern Hour").click()
    expect(page.get_by_role("heading", name="Lantern Hour", level=1)).to_be_visible()
    expect(page.get_by_role("button", name="Cancel event")).to_be_visible()


def test_taking_the_facilitator_role_names_the_events_that_can_still_be_booked(
    open_browser: Callable[..., Visitor], services: Services, admin: Person
) -> None:
    rina = register_with_role(services, "Rina Falcone", "facilitator")
    rina.create_event(title="Owl Walk")
    rina.create_event(title="Bat Walk")
    rina.create_event(title="Secret Walk", draft=True)
    noor = open_browser(may_fail=("/roles",))  # until the password is confirmed
    page = noor.sign_in(admin, to="/admin/people?search=Falcone")
    page.get_by_role("button", name="Change Rina Falcone").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("checkbox", name="Facilitator").uncheck()
    dialog.get_by_role("button", name="Save roles").click()
    expect(dialog).to_contain_text("Rina Falcone has 2 events that guests can still book")
    expect(dialog.get_by_role("listitem")).to_have_text(["Owl Walk", "Bat Walk"])
    dialog.get_by_role("button", name="Back").click()
    expect(page.get_by_role("row", name="Rina Falcone")).to_contain_text("Facilitator")

    page.get_by_role("button", name="Change Rina Falcone").click()
    dialog.get_by_role("checkbox", name="Facilitator").uncheck()
    dialog.get_by_role("button", name="Save roles").click()
    dialog.get_by_role("button", name="Take the role").click()
    dialog.get_by_role("textbox", name="Password").fill(PASSWORD)
    dialog.get_by_role("textbox", name="Password").press("Enter")
    expect(page.get_by_role("row", name="Rina Falcone")).not_to_contain_text("Facilitator")


def test_an_admin_erases_somebody_whose_bookings_are_cancelled(
    open_browser: Callable[..., Visitor], services: Services, admin: Person, facilitator: Person
) -> None:
    odile = register(services, "Odile Marchetti")
    booking = odile.book(facilitator.create_event(title="Fern Walk")["sessions"][0]["id"]).json()["booking"]["id"]
    page = open_browser(may_fail=("/erase",)).sign_in(admin, to="/admin/people?search=Marchetti")

    def erase() -> None:
        page.get_by_role("button", name="Change Odile Marchetti").click()
        page.get_by_role("dialog").get_by_role("button", name="Erase").click()
        expect(page.get_by_role("dialog")).to_contain_text("bookings, payments and receipts stay")
        page.get_by_role("dialog").get_by_role("button", name="Erase for good").click()

    erase()
    page.get_by_role("dialog").get_by_role("textbox", name="Password").fill(PASSWORD)
    page.get_by_role("dialog").get_by_role("textbox", name="Password").press("Enter")
    expect(page.get_by_text("This person has 1 upcoming booking. Cancel it first.")).to_be_visible()
    assert odile.cancel(booking).status_code == 200
    wait_until_delivered(services, 30)
    page.goto("/admin/people")
    erase()
    row = page.get_by_role("row").filter(has_text=f"Number {odile.id}")
    expect(row).to_contain_text("Erased person")
    expect(row.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text("Odile Marchetti")).to_have_count(0)
