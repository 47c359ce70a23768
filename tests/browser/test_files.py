"""The files that the browser loads: size, compression, caching and content security policy."""

import gzip
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from playwright.sync_api import Browser, expect

from main_app.ui import DIST
from tests.browser.visitor import Visitor
from tests.support.services import Services

FIRST_ROUTE_BUDGET = 160_000  # bytes of JavaScript, gzipped
REFUSED = "content security policy: script-src"
HASHED = re.compile(r"-[\w-]{8}\.\w+$")
TRANSFERRED = """() => performance.getEntriesByType("resource")
  .filter(({ name }) => new URL(name).pathname.endsWith(".js"))
  .map(({ name, transferSize }) => [new URL(name).pathname, transferSize])"""


def test_the_first_page_loads_at_most_160_kb_of_javascript_and_neither_charts_nor_calendar(
    chromium: Browser, services: Services
) -> None:
    # No service worker: it fetches the same files once more, to keep them.
    visitor = Visitor(chromium, services, service_workers="block", extra_http_headers={"Accept-Encoding": "gzip"})
    page = visitor.go("/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_visible()
    page.wait_for_load_state("load")
    scripts = dict(page.evaluate(TRANSFERRED))
    visitor.close()
    print(f"{sum(scripts.values())} bytes: {scripts}")
    assert len(scripts) >= 2
    assert all(size > 0 for size in scripts.values()), f"not from the network: {scripts}"
    assert sum(scripts.values()) <= FIRST_ROUTE_BUDGET
    assert not [name for name in scripts if re.search("Calendar|Chart", name)]


def test_the_calendar_and_the_charts_are_loaded_where_they_are_used(visitor: Visitor) -> None:
    assert list((DIST / "assets").glob("DayChart-*.js"))
    page = visitor.go("/?view=calendar")
    expect(page.get_by_role("button", name="Next month")).to_be_visible()
    assert any("SessionCalendar-" in name for name, _ in page.evaluate(TRANSFERRED))


@pytest.mark.parametrize(("encoding", "suffix"), [("br", ".br"), ("gzip", ".gz")])
def test_every_built_script_and_style_comes_packed_and_is_kept_for_good(
    services: Services, encoding: str, suffix: str
) -> None:
    files = [path for path in (DIST / "assets").iterdir() if path.suffix in (".js", ".css")]
    assert len(files) > 10
    for path in files:
        assert HASHED.search(path.name), f"{path.name} has no hash in its name"
        response = requests.get(
            f"{services.main_url}/assets/{path.name}", headers={"Accept-Encoding": encoding}, stream=True, timeout=30
        )
        assert response.headers["Content-Encoding"] == encoding
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in response.headers["Vary"]
        assert response.raw.read(decode_content=False) == Path(f"{path}{suffix}").read_bytes()
    assert gzip.decompress(Path(f"{files[0]}.gz").read_bytes()) == files[0].read_bytes()


def test_a_page_is_asked_for_anew_and_a_missing_file_is_no_page(services: Services) -> None:
    page = requests.get(f"{services.main_url}/my-bookings", timeout=30)
    assert page.status_code == 200 and page.headers["Cache-Control"] == "no-cache"
    assert requests.get(f"{services.main_url}/assets/none-12345678.js", timeout=30).status_code == 404


def test_the_policy_allows_only_our_own_scripts_and_the_crm(services: Services) -> None:
    policy = requests.get(services.main_url, timeout=30).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["script-src"] == "'self'"
    assert rules["object-src"] == rules["frame-ancestors"] == "'none'"
    crm = urlsplit(services.real_crm_url)
    assert rules["connect-src"] == f"'self' {crm.scheme}://{crm.netloc}"


def test_a_script_from_elsewhere_is_refused(chromium: Browser, services: Services) -> None:
    visitor = Visitor(chromium, services)
    page = visitor.go("/")
    for planted in (
        "script.textContent = 'window.planted = 1'",
        "script.src = 'data:text/javascript,window.planted=1'",
    ):
        with page.expect_console_message(lambda message: REFUSED in message.text):
            page.evaluate(
                f"() => {{ const script = document.createElement('script'); {planted}; document.head.append(script); }}"
            )
    assert page.evaluate("window.planted") is None
    assert [problem for problem in visitor.problems if REFUSED in problem]
    visitor.close()
