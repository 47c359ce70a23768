"""Every page with the texts that break pages: addresses, long words, and languages written from right to left."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.every_page import EVERY_PAGE, FACILITATOR, GUEST, VISITOR, PageToSee
from tests.browser.scene import SETTINGS, Scene, Texts
from tests.browser.test_every_page import PHONE, look, nothing_is_too_wide, open_page
from tests.browser.visitor import Visitor
from tests.support.services import Services

ADDRESS = "https://retreats.example.com/" + "a-very-long-path-" * 9
LONG_TEXTS = Texts(
    facilitator="Wolfeschlegelsteinhausenbergerdorff" * 4,
    biography=f"More at {ADDRESS}",
    guest="Asha-" + "Keihanaikukauakahihuliheekahaunaele" * 4,
    guest_email=f"{'asha-with-a-long-name' * 3}@{'mail.' * 30}example.com",
    other_guest="ליאת-שרה בן־דוד",
    title="Donaudampfschifffahrtselektrizitätenhauptbetriebswerk" * 4,
    description=f"Read this first: {ADDRESS}\n\nنبدأ جالسين وننتهي براحة طويلة.",
    location="Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 3,
    other_title="تأمل الصباح على ضفاف النهر",
)


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with Services(SETTINGS, mailbox=True) as services:
        yield Scene(services, LONG_TEXTS)


@pytest.fixture(scope="module")
def looking(chromium: Browser, scene: Scene) -> Iterator[dict[str, Visitor]]:
    """One browser for each kind of person, signed in."""
    found: dict[str, Visitor] = {}
    for who in (VISITOR, *scene.people):
        found[who] = Visitor(chromium, scene.services, reduced_motion="reduce")
        if who in scene.people:
            found[who].sign_in(scene.people[who])
    yield found
    for visitor in found.values():
        visitor.close()


@pytest.mark.parametrize("expected", EVERY_PAGE, ids=lambda page: page.name)
def test_nothing_that_people_write_is_wider_than_a_phone(
    looking: dict[str, Visitor], scene: Scene, expected: PageToSee
) -> None:
    page = open_page(looking[expected.who], expected, scene)
    look(page, "light", PHONE)
    nothing_is_too_wide(page)


def test_texts_are_written_in_the_direction_of_their_language(looking: dict[str, Visitor], scene: Scene) -> None:
    texts = (
        (VISITOR, "/", LONG_TEXTS.other_title),
        (VISITOR, "/e/{event}", "نبدأ جالسين وننتهي براحة طويلة."),
        (VISITOR, "/e/{full_event}", LONG_TEXTS.other_title),
        (FACILITATOR, "/facilitator", LONG_TEXTS.other_guest),
        (FACILITATOR, "/facilitator/events", LONG_TEXTS.other_title),
        (FACILITATOR, "/facilitator/sessions/{session}", LONG_TEXTS.other_guest),
    )
    for who, path, text in texts:
        page = looking[who].go(path.format_map(scene.numbers))
        expect(page.get_by_text(text, exact=True).first, path).to_have_css("direction", "rtl")
    page = looking[GUEST].go("/my-bookings")
    expect(page.get_by_role("link", name=LONG_TEXTS.title).first).to_have_css("direction", "ltr")
