"""A facilitator keeps an event as a template and begins the next one with it."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.test_facilitators_at_work import day_after, session_rows
from tests.browser.visitor import Visitor
from tests.support.people import register_with_role
from tests.support.services import Services

Titled = Callable[[str], str]


def test_an_event_is_kept_as_a_template_and_begins_another_one(
    open_browser: Callable[..., Visitor], services: Services, fresh_title: Titled
) -> None:
    kavya = register_with_role(services, "Kavya", "facilitator")
    title = fresh_title("Dawn Rowing")
    event = kavya.create_event(title=title, sessions=2, capacity=7, location="At the lake")
    priya = open_browser()
    work = priya.sign_in(kavya, to=f"/facilitator/events/{event['id']}")
    work.get_by_role("button", name="Save as template").click()
    dialog = work.get_by_role("dialog")
    expect(dialog.get_by_label("Name of the template")).to_have_value(title)
    dialog.get_by_label("Name of the template").fill("Rowing mornings")
    dialog.get_by_role("button", name="Save as template").click()
    priya.sees("Saved as the template “Rowing mornings”.")

    priya.go("/facilitator/events/new")
    work.get_by_label("Start from a template").select_option("Rowing mornings")
    expect(work.get_by_label("Title", exact=True)).to_have_value(title)
    expect(work.get_by_label("Location", exact=True)).to_have_value("At the lake")
    work.get_by_role("button", name="Save draft").click()
    priya.sees("Choose a date")
    work.get_by_label("First date").fill(day_after(40))
    work.get_by_label("Title", exact=True).fill(f"{title} again")
    work.get_by_role("button", name="Save draft").click()
    priya.sees("This is your new event.")
    expect(work.get_by_role("heading", name=f"{title} again", level=1)).to_be_visible()
    expect(session_rows(work)).to_have_count(2)
    expect(session_rows(work).first).to_contain_text("0 of 7 places taken")

    priya.go("/facilitator/events/new")
    choice = work.get_by_label("Start from a template")
    choice.select_option("Rowing mornings")
    work.get_by_role("button", name="Rename template").click()
    dialog.get_by_label("Name of the template").fill("Rowing")
    dialog.get_by_role("button", name="Rename", exact=True).click()
    priya.sees("Template renamed.")
    expect(choice.locator("option:checked")).to_have_text("Rowing")
    work.get_by_role("button", name="Delete template").click()
    dialog.get_by_role("button", name="Delete template").click()
    priya.sees("Template deleted.")
    expect(choice).to_be_hidden()
    expect(work.get_by_label("Title", exact=True)).to_have_value("")
