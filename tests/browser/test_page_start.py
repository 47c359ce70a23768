"""How a page starts: what it shows first doesn't wait, and nothing jumps when the rest arrives."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.scene import ask_for_approval
from tests.browser.visitor import Visitor
from tests.support.people import Person, register_with_role
from tests.support.services import Services

# The longest that the first render waits for what the page shows first (frontend/src/app/firstPage.ts).
WITHOUT_THE_LIMIT = """
const real = window.setTimeout;
window.setTimeout = (task, ms, ...more) => (ms === 2000 ? 0 : real(task, ms, ...more));
"""


def test_an_event_is_there_without_the_time_limit_of_its_first_render(
    open_browser: Callable[..., Visitor], facilitator: Person
) -> None:
    """Two files of the built app that wait for each other would end only with that limit."""
    event = facilitator.create_event()
    visitor = open_browser()
    visitor.context.add_init_script(WITHOUT_THE_LIMIT)
    page = visitor.go(f"/e/{event['id']}")
    expect(page.get_by_role("heading", name=re.compile(re.escape(event["title"])), level=1)).to_be_visible()


NOTE_FETCHED = """
window.fetched = [];
const real = window.fetch;
window.fetch = (...request) => {
  fetched.push(new URL(request[0].url ?? request[0], location.href).href);
  return real(...request);
};
"""
WHAT_WAS_PRELOADED_IS_USED = """() => {
  const loaded = [...document.querySelectorAll("link[rel=preload]")];
  const styles = [...document.querySelectorAll("link[rel=stylesheet]")].map(({ href }) => href);
  return loaded.length > 0 && loaded.every(({ as, href }) => (as === "fetch" ? fetched : styles).includes(href));
}"""


def test_pages_use_what_the_first_script_loads_ahead(open_browser: Callable[..., Visitor], services: Services) -> None:
    """Chromium says so too, but of a page that is slow as well."""
    priya = register_with_role(services, "Priya", "facilitator")
    event = priya.create_event()
    visitor = open_browser()
    visitor.context.add_init_script(NOTE_FETCHED)
    page = visitor.sign_in(priya)
    for path in ("/", f"/e/{event['id']}", "/my-bookings", "/facilitator"):
        visitor.go(path)
        page.wait_for_function(WHAT_WAS_PRELOADED_IS_USED, polling=100)


# Responses arrive one after the other, so that each part without a place kept for it moves what is there.
SLOWLY = """
const late = { portrait: 200, sessions: 400, unread: 700, approvals: 800, bookings: 1100, "first-start": 1100 };
const real = window.fetch;
window.fetch = async (...request) => {
  const last = new URL(request[0].url ?? request[0], location.href).pathname.split("/").at(-1);
  await new Promise((resolve) => setTimeout(resolve, late[last] ?? 0));
  return real(...request);
};
window.shifts = [];
new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value }) => value)))
  .observe({ type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(
    ("path", "role", "last"),
    [("/facilitator", "facilitator", "Since yesterday"), ("/admin", "admin", re.compile("waiting for your decision"))],
)
def test_nothing_jumps_while_a_first_page_of_staff_loads(
    path: str, role: str, last: str | re.Pattern[str], open_browser: Callable[..., Visitor], services: Services
) -> None:
    person = register_with_role(services, "Priya", role)
    if role == "facilitator":
        person.create_event()
    else:
        ask_for_approval(services)
    visitor = open_browser(viewport={"width": 412, "height": 823})
    visitor.sign_in(person)
    heading = visitor.go(path).get_by_role("heading", name=last)
    expect(heading).to_be_visible()  # its fonts are in the browser's cache now: one that arrives late moves letters
    visitor.context.add_init_script(SLOWLY)
    page = visitor.go(path)
    expect(heading).to_be_visible()
    page.wait_for_timeout(500)  # a shift is reported some frames later
    assert page.evaluate("window.shifts.reduce((sum, shift) => sum + shift, 0)") < 0.02
