"""A person with a browser, who uses the web app by what is visible on the page."""

import re
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from tests.support.people import PASSWORD, Person
from tests.support.services import Services

NOT_LOADED = "Failed to load resource"
# On a busy machine a page needs longer, and then uses it: test_page_start.py checks that.
NOT_USED_YET = "was preloaded using link preload but not used within a few seconds"
# Tests and their services share few processors. What takes longer than this doesn't happen.
PATIENCE = 60_000
# What changes with a transition, such as the theme, does so a frame later. A browser that draws no frame must not hold
# up the test for ever.
SETTLED = """() => Promise.race([
  (async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    await Promise.all(document.getAnimations().map((one) => one.finished.catch(() => null)));
  })(),
  new Promise((give_up) => setTimeout(give_up, 10000)),
])"""
# Read by `Visitor.problems`; the console names a violation too, but not where a report-only policy is in force.
NOTE_VIOLATIONS = """
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
  console.error(`content security policy: ${violatedDirective} refused ${blockedURI}`));
"""


def settled(page: Page) -> None:
    """Wait until the page has loaded what it says it loads, and nothing moves."""
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    page.evaluate(SETTLED)


class Visitor:
    """One browser context with one page. `problems` collects what the browser complains of.

    `may_fail` are parts of addresses that this visitor's test makes fail on purpose; scripts that throw and
    violations of the content security policy are problems in any case.
    """

    def __init__(self, browser: Browser, services: Services, *, may_fail: Iterable[str] = (), **context: Any):
        options = {"locale": "en-GB", "timezone_id": "Europe/Lisbon", "viewport": {"width": 1280, "height": 900}}
        self.services = services
        self.may_fail = tuple(may_fail)
        self.problems: list[str] = []
        self.context = browser.new_context(base_url=services.main_url, **(options | context))
        self.context.set_default_timeout(PATIENCE)
        self.context.add_init_script(NOTE_VIOLATIONS)
        self.context.on("page", self._watch)
        self.page = self.context.new_page()

    def go(self, path: str) -> Page:
        self.page.goto(path)
        return self.page

    def reload(self) -> None:
        self.page.reload()

    def new_tab(self, path: str) -> Page:
        tab = self.context.new_page()
        tab.goto(path)
        return tab

    def register(self, name: str, email: str) -> None:
        """Fill in the form that is on the page."""
        self.page.get_by_label("Your name").fill(name)
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password", exact=True).fill(PASSWORD)
        self.page.get_by_role("button", name="Create account").click()

    def fill_sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the form that is on the page."""
        self.page.get_by_label("E-mail or username").fill(name)
        self.page.get_by_label("Password", exact=True).fill(password)
        self.page.get_by_role("button", name="Sign in").click()

    def sign_in(self, person: Person, to: str = "/") -> Page:
        """Sign in on the way to the page `to`, and wait until its address is there: its parts may still be loading."""
        self.page.goto(f"/sign-in?next={to}")
        self.fill_sign_in(person.email)
        expect(self.page).to_have_url(self.services.main_url + to)
        return self.page

    def sees(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()

    def book_button(self) -> Any:
        return self.page.get_by_role("button", name=re.compile("^Book"))

    def close(self) -> None:
        self.context.close()

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.problems.append(f"a script threw: {error}"))
        page.on("console", self._note)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type not in ("error", "warning") or NOT_USED_YET in message.text:
            return
        address = message.location.get("url", "")
        if message.text.startswith(NOT_LOADED) and any(part in address for part in self.may_fail):
            return
        self.problems.append(f"{message.type}: {message.text} ({address})")
