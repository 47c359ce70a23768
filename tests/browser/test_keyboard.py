"""Use with the keyboard alone, at the width of a phone, and with reduced motion."""

import re
from collections.abc import Callable

from playwright.sync_api import FloatRect, Page, expect

from tests.browser.visitor import Visitor
from tests.support.people import PASSWORD, Person

Titled = Callable[[str], str]
MAX_STOPS = 60
FOCUSED_TEXT = """() => { const it = document.activeElement;
  return (it.ariaLabel || it.labels?.[0]?.innerText || it.innerText || "").trim(); }"""
# The focused element, or the element that shows its focus: the label of a pill, the card of a title.
FOCUSED_BOX = """() => { const it = document.activeElement.closest("label, article") ?? document.activeElement;
  const { x, y, width, height } = it.getBoundingClientRect(); return { x, y, width, height }; }"""
SLOWEST_MOTION = """() => Math.max(0, ...[...document.querySelectorAll("*")].flatMap((element) => {
  const { transitionDuration, animationDuration } = getComputedStyle(element);
  return [...transitionDuration.split(","), ...animationDuration.split(",")].map(parseFloat);
}))"""
STILL = 0.011  # seconds: what a reader who asks for no motion may get


def test_someone_finds_registers_and_books_with_the_keyboard_alone_and_always_sees_the_focus(
    open_browser: Callable[..., Visitor], facilitator: Person, fresh_title: Titled, fresh_email: str
) -> None:
    title = fresh_title("No Mouse")
    facilitator.create_event(title=title)
    keyboard = Keyboard(open_browser(reduced_motion="reduce").go("/"))
    page = keyboard.page
    expect(page.get_by_role("article").first).to_be_visible()
    keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    keyboard.tab_to("Search")
    page.keyboard.type(title.split()[-1])
    expect(page.get_by_text("1 result")).to_be_visible()
    keyboard.tab_to(title)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name=title)).to_be_focused()
    keyboard.tab_to(re.compile("^Book for free"))
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Sign in to book your place")).to_be_focused()
    keyboard.tab_to("Create an account")
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Create your account")).to_be_focused()
    for label, text in (("Your name", "Kay Board"), ("E-mail", fresh_email), ("Password", PASSWORD)):
        keyboard.tab_to(label)
        page.keyboard.type(text)
    keyboard.press("Enter")
    expect(page.get_by_role("heading", name="You're booked")).to_be_focused()
    keyboard.tab_to("Cancel this booking")
    keyboard.press("Enter")
    expect(page.get_by_role("button", name="Yes, cancel my booking")).to_be_visible()
    keyboard.tab_to("Yes, cancel my booking")
    keyboard.press("Enter")
    expect(page.get_by_text("Your booking is cancelled.")).to_be_visible()
    expect(page.get_by_role("button", name="Rebook my place")).to_be_visible()
    keyboard.tab_to("Rebook my place")
    keyboard.press("Enter")
    expect(page.get_by_text("You're booked again.")).to_be_visible()


def test_who_asks_for_little_motion_gets_none(open_browser: Callable[..., Visitor]) -> None:
    usual = open_browser(reduced_motion="no-preference").go("/")
    still = open_browser(reduced_motion="reduce").go("/")
    for page in (usual, still):
        expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    assert usual.evaluate(SLOWEST_MOTION) > STILL, "nothing moves at all, so nothing was checked"
    assert still.evaluate(SLOWEST_MOTION) <= STILL


class Keyboard:
    """Presses keys and checks each time that the focus is visible."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def focused(self) -> str:
        """The name of what has the focus."""
        return self.page.evaluate(FOCUSED_TEXT)

    def tab_to(self, name: str | re.Pattern[str]) -> None:
        passed = []
        for _ in range(MAX_STOPS):
            self.press("Tab")
            passed.append(self.focused())
            self.assert_visible(passed[-1])
            if name.match(passed[-1]) if isinstance(name, re.Pattern) else passed[-1] == name:
                return
        raise AssertionError(f"{name!r} cannot be reached with Tab; what can: {passed}")

    def assert_visible(self, name: str) -> None:
        """Check that the focused element is on the screen and that its pixels differ from those without focus."""
        box = self.page.evaluate(FOCUSED_BOX)
        size = self.page.viewport_size
        assert size is not None
        assert box["width"] > 0 and 0 <= box["y"] < size["height"], f"{name!r} has the focus outside the screen: {box}"
        clip = self._around(box, size["width"], size["height"])
        with_focus = self.page.screenshot(clip=clip)
        self.page.evaluate("() => { window.had = document.activeElement; window.had.blur(); }")
        without = self.page.screenshot(clip=clip)
        self.page.evaluate("() => window.had.focus({ focusVisible: true, preventScroll: true })")
        assert with_focus != without, f"{name!r} has the focus and does not show it"

    @staticmethod
    def _around(box: dict[str, float], width: float, height: float) -> FloatRect:
        edge = 6
        left, top = max(0, box["x"] - edge), max(0, box["y"] - edge)
        right = min(width, box["x"] + box["width"] + edge)
        bottom = min(height, box["y"] + box["height"] + edge)
        return {"x": left, "y": top, "width": right - left, "height": bottom - top}
