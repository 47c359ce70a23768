"""How a page starts: what it shows first doesn't wait, and nothing jumps when the rest arrives."""

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person

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
