"""Every page in both themes, on phone and desktop: accessible, without horizontal scrolling or console errors."""

import json
import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, expect

from tests.browser.every_page import EVERY_PAGE, VISITOR, PageToSee
from tests.browser.scene import SETTINGS, Scene
from tests.browser.visitor import Visitor, settled
from tests.support.rounds import thorough
from tests.support.services import Services

Theme = Literal["light", "dark"]
PHONE, DESK = ViewportSize(width=360, height=740), ViewportSize(width=1440, height=900)
# A desktop's page at 400 %, as WCAG 1.4.10 has it.
ZOOMED = ViewportSize(width=320, height=256)
ALL_LOOKS: tuple[tuple[Theme, ViewportSize], ...] = (("light", PHONE), ("dark", DESK), ("light", DESK), ("dark", PHONE))
# Each theme and each width once. What depends on both is rare, and axe takes most of the time.
LOOKS = ALL_LOOKS if thorough() else ALL_LOOKS[:2]
# WCAG 2.2 AA with its target sizes, and axe's own good practices.
STANDARD = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}, "label-content-name-mismatch": {"enabled": True}},
    "resultTypes": ["violations"],
}
TOO_WIDE = """() => [...document.querySelectorAll("body *")]
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .slice(0, 5).map((element) => element.outerHTML.slice(0, 120))"""

FITS = "document.scrollingElement.scrollWidth <= innerWidth"
PLANTED = """() => document.querySelector("main").insertAdjacentHTML("beforeend", `<img src="/favicon.svg">
  <p style="color: #ccc; background: #fff">Pale</p>
  <button style="width: 9px; height: 9px; padding: 0" aria-label="One"></button><button
    style="width: 9px; height: 9px; padding: 0" aria-label="Two"></button>
  <div style="width: 500px">Wide</div>`)"""


class Shown(NamedTuple):
    page: Page
    visitor: Visitor
    expected: PageToSee


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Services for this file only, so that the pages show nothing that other tests created."""
    with Services(SETTINGS, mailbox=True) as services:
        yield Scene(services)


@pytest.fixture(scope="module")
def looking(chromium: Browser, scene: Scene) -> Iterator[dict[str, Visitor]]:
    """One browser for each kind of person, signed in."""
    found: dict[str, Visitor] = {}
    for who in (VISITOR, *scene.people):
        may_fail = ["/no-such-page", "/links/no.such-link"]
        found[who] = Visitor(chromium, scene.services, may_fail=may_fail, reduced_motion="reduce", viewport=DESK)
        if who in scene.people:
            found[who].sign_in(scene.people[who])
    yield found
    for visitor in found.values():
        visitor.close()


@pytest.fixture(scope="module", params=EVERY_PAGE, ids=lambda page: page.name)
def shown(request: pytest.FixtureRequest, looking: dict[str, Visitor], scene: Scene) -> Shown:
    expected: PageToSee = request.param
    visitor = looking[expected.who]
    visitor.problems.clear()
    return Shown(open_page(visitor, expected, scene), visitor, expected)


def test_nobody_meets_a_barrier(shown: Shown) -> None:
    violations = []
    for theme, size in LOOKS:
        look(shown.page, theme, size)
        found = Axe().run(shown.page, options=STANDARD).response["violations"]
        violations += [
            f"{theme}, {size['width']} px: {one['id']}: {one['help']}\n"
            + "\n".join(
                json.dumps([node["target"], node["failureSummary"], node["html"][:200]]) for node in one["nodes"][:4]
            )
            for one in found
        ]
    assert not violations, "\n".join(violations)


@pytest.mark.parametrize("size", [PHONE, ZOOMED], ids=["phone", "zoomed"])
def test_nothing_scrolls_sideways_on_a_phone_or_at_400_percent(shown: Shown, size: ViewportSize) -> None:
    look(shown.page, "light", size)
    nothing_is_too_wide(shown.page)


def test_the_console_stays_silent_and_the_security_policy_holds(shown: Shown) -> None:
    assert shown.visitor.problems == []


def test_the_page_says_what_it_is(shown: Shown) -> None:
    expect(shown.page).to_have_title(re.compile(r".+ · Samaya$"))
    expect(shown.page.get_by_role("heading", level=1)).to_have_count(1)


def test_the_checks_find_what_is_planted_for_them(looking: dict[str, Visitor]) -> None:
    page = looking[VISITOR].go("/no-such-page")
    expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
    look(page, "light", PHONE)
    nothing_is_too_wide(page)
    page.evaluate(PLANTED)
    found = {violation["id"] for violation in Axe().run(page, options=STANDARD).response["violations"]}
    assert {"image-alt", "color-contrast", "target-size"} <= found
    assert not page.evaluate(FITS)


def open_page(visitor: Visitor, expected: PageToSee, scene: Scene) -> Page:
    """On a desktop's screen, with all that it loads."""
    page = visitor.page
    page.set_viewport_size(DESK)
    page.goto(expected.address(scene.numbers))
    expected.prepare(page)
    # The header is there before the page's own file has loaded.
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text(expected.shows).first).to_be_visible()
    settled(page)
    return page


def nothing_is_too_wide(page: Page) -> None:
    """Once the charts have been drawn for the width."""
    try:
        page.wait_for_function(FITS, polling=100)
    except TimeoutError:
        pytest.fail(f"too wide: {page.evaluate(TOO_WIDE)}")


def look(page: Page, theme: Theme, size: ViewportSize) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size(size)
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", theme)
    settled(page)
