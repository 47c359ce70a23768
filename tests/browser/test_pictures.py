"""A facilitator adds pictures in a browser."""

from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person
from tests.support.pictures import picture
from tests.support.services import wait_until


def test_pictures_are_added_described_and_put_in_order(
    open_browser: Callable[..., Visitor], facilitator: Person
) -> None:
    event = facilitator.create_event()
    priya = open_browser(may_fail=("/pictures",))
    page = priya.sign_in(facilitator, to=f"/facilitator/events/{event['id']}/edit")
    files = [
        {"name": f"{height}.jpg", "mimeType": "image/jpeg", "buffer": picture((600, height))} for height in (300, 400)
    ]
    page.locator("input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    pictures = page.get_by_role("listitem", name="Picture")
    expect(pictures).to_have_count(2)
    pictures.last.get_by_label("What the picture shows").fill("The terrace")
    pictures.last.get_by_role("button", name="forward").click()
    pictures.first.get_by_label("From left to right").press("End")
    wait_until(lambda: focus_of_first(facilitator, event["id"]) == 100, 30)
    page.locator("input[type=file]").set_input_files(
        {"name": "a.svg", "mimeType": "image/svg+xml", "buffer": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    )
    priya.sees("Choose a picture in JPEG, PNG, WebP or AVIF.")
    priya.reload()
    expect(pictures).to_have_count(2)
    first, second = facilitator.get(f"/events/{event['id']}").json()["event"]["pictures"]
    assert (first["height"], first["alt"], first["focus"]["x"]) == (400, "The terrace", 100)
    pictures.first.get_by_role("button", name="Remove").click()
    priya.sees("Pictures saved.")
    priya.reload()
    expect(pictures).to_have_count(1)
    left = facilitator.get(f"/events/{event['id']}").json()["event"]["pictures"]
    assert [each["id"] for each in left] == [second["id"]]

    # Pictures are saved at once, so nothing is left to save. The notice is on the first screen of a phone, too.
    page.set_viewport_size({"width": 390, "height": 844})
    page.get_by_role("button", name="Save changes").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_in_viewport()


def focus_of_first(facilitator: Person, event_id: int) -> int | None:
    saved = facilitator.get(f"/events/{event_id}").json()["event"]["pictures"]
    return saved[0]["focus"]["x"] if saved else None


def test_a_new_event_gets_pictures_and_is_looked_at_as_a_draft_that_guests_do_not_find(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person
) -> None:
    priya = open_browser(may_fail=("/events/", "/e/"))  # the draft is not public
    page = priya.sign_in(facilitator, to="/facilitator/events/new")
    page.locator("input[type=file]").set_input_files(
        {"name": "dawn.jpg", "mimeType": "image/jpeg", "buffer": picture((600, 300))}
    )
    page.get_by_label("What the picture shows").fill("Dawn over the river")
    page.get_by_label("Title").fill("Dawn Sit by the River")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("link", name="Dawn Sit by the River").click()
    page.locator("header").get_by_label("Language").select_option("hi")
    expect(page.get_by_role("link", name="मेरे आयोजन").first).to_be_visible()
    page.locator("header").get_by_role("combobox").select_option("en")
    page.get_by_role("link", name="Preview").click()
    priya.sees("This is a draft")
    expect(page.get_by_role("img", name="Dawn over the river")).to_be_visible()
    guest = open_browser(may_fail=("/events/", "/e/"))
    guest.sign_in(alice)
    guest.go(page.url)
    guest.sees("Page not found")
