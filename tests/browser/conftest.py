"""Fixtures of the browser tests: one Chromium for all, a context of their own for everyone who appears."""

import contextlib
import uuid
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, expect, sync_playwright

from main_app.ui import DIST
from tests.browser.chromium import launch
from tests.browser.visitor import PATIENCE, Visitor
from tests.support.people import Person, register, register_with_role
from tests.support.services import Services

NOT_BUILT = (
    "The web app is not built: run `cd frontend && npm install && npm run build`, or the whole `python -m tests`."
)
expect.set_options(timeout=PATIENCE)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            # Pages do not depend on the database, so these tests run on one.
            item.add_marker(pytest.mark.engine("sqlite"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    if not (DIST / "index.html").exists():
        pytest.fail(NOT_BUILT)
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def open_browser(chromium: Browser, services: Services) -> Iterator[Callable[..., Visitor]]:
    """A browser of somebody's own; takes what Visitor takes, and `services` for others than the shared ones.

    The test fails if the browser reported an error.
    """
    visitors: list[Visitor] = []

    def open_one(services: Services = services, **options: Any) -> Visitor:
        visitors.append(Visitor(chromium, services, **options))
        return visitors[-1]

    with ExitStack() as closing:
        closing.callback(lambda: [visitor.close() for visitor in visitors])
        yield open_one
    problems = [problem for visitor in visitors for problem in visitor.problems]
    assert not problems, "\n".join(problems)


@pytest.fixture(scope="session")
def posted() -> Iterator[Services]:
    """Services with the development mail server, for the tests of what people are told."""
    with Services(mailbox=True) as services:
        yield services


@pytest.fixture(scope="session")
def priya(posted: Services) -> Person:
    return register_with_role(posted, "Priya", "facilitator")


@pytest.fixture(scope="session")
def noor(posted: Services) -> Person:
    return register_with_role(posted, "Noor", "admin")


@pytest.fixture
def asha(posted: Services) -> Person:
    return register(posted, "Asha")


@pytest.fixture
def session_id(priya: Person) -> int:
    return priya.create_event(title="Sunrise Sit", location="Casa do Mar")["sessions"][0]["id"]


@pytest.fixture
def open_here(open_browser: Callable[..., Visitor], posted: Services) -> Callable[..., Visitor]:
    """A browser at these services."""
    return lambda **options: open_browser(posted, **options)


@pytest.fixture
def visitor(open_browser: Callable[..., Visitor]) -> Visitor:
    """Somebody who has not signed in."""
    return open_browser()


@pytest.fixture
def fresh_email() -> str:
    return f"guest.{uuid.uuid4().hex[:10]}@example.com"


@pytest.fixture
def fresh_title() -> Callable[[str], str]:
    """A title that no other test's event has: a search finds this one alone."""
    return lambda words: f"{words} {uuid.uuid4().hex[:8]}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    report = yield
    seen = getattr(item, "funcargs", {}).get("visitor")
    if report.failed and report.when == "call" and isinstance(seen, Visitor):
        with contextlib.suppress(Error):  # the browser may have ended
            report.sections.append((f"what is on {seen.page.url}", seen.page.inner_text("body")[:3000]))
    return report
