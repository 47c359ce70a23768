"""Compares events with few and many dates. `python -m tests.browser.event_dates` measures their API and their page.

The page as on a phone: this processor slowed down four times, a connection of 1.6 Mbit/s with 150 ms of latency. The
counts take turns, so that what else runs on the machine slows both down. Prints rows for `benchmarks/RESULTS.md`.
"""

from __future__ import annotations

import statistics
import time
from datetime import datetime, timedelta, timezone

import requests
from playwright.sync_api import Browser, sync_playwright

from tests.browser.chromium import launch
from tests.support.people import Person, new_session, register_with_role
from tests.support.services import Services

COUNTS = (4, 400)
RUNS = 5
MADE_AT_ONCE = 100
REQUESTS = 50
NOTE_TIMES = """
window.blocked = 0;
new PerformanceObserver((list) => {
  for (const { duration } of list.getEntries()) window.blocked += duration - 50;
}).observe({ type: "longtask", buffered: true });
new MutationObserver(() => {
  if (document.querySelector("input[type=radio]")) window.first ??= performance.now();
}).observe(document, { childList: true, subtree: true });
"""
PHONE = {"viewport": {"width": 412, "height": 823}, "is_mobile": True, "has_touch": True}
NETWORK = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
REST_MS = 3000
"""How long to look for long tasks after the first date is there."""


def main() -> None:
    with Services() as services, sync_playwright() as playwright:
        facilitator = register_with_role(services, "Priya", "facilitator")
        events = {count: event_with(facilitator, count) for count in COUNTS}
        api: dict[int, list[float]] = {count: [] for count in COUNTS}
        size = {}
        with requests.Session() as session:
            for _ in range(REQUESTS):
                for count, event in events.items():
                    begun = time.perf_counter()
                    response = session.get(f"{services.main_url}/events/{event}", timeout=30)
                    api[count].append((time.perf_counter() - begun) * 1000)
                    size[count] = int(response.headers["Content-Length"])
        browser = launch(playwright)
        pages: dict[int, list[tuple[float, float]]] = {count: [] for count in COUNTS}
        for _ in range(RUNS):
            for count, event in events.items():
                pages[count].append(open_page(browser, f"{services.main_url}/e/{event}"))
        browser.close()
    print("| dates | API, ms | bytes sent | first date on the page, ms | blocking time, ms |\n|---|---|---|---|---|")
    for count in COUNTS:
        first, blocked = (statistics.median(values) for values in zip(*pages[count], strict=True))
        print(f"| {count} | {statistics.median(api[count]):.1f} | {size[count]:,} | {first:.0f} | {blocked:.0f} |")


def event_with(facilitator: Person, dates: int) -> int:
    """An event with so many sessions on successive days, made as an editor may: a hundred at once."""
    event = facilitator.create_event(sessions=min(dates, MADE_AT_ONCE))["id"]
    for made in range(MADE_AT_ONCE, dates, MADE_AT_ONCE):
        start = datetime.now(timezone.utc) + timedelta(days=3 + made)
        for day in range(MADE_AT_ONCE):
            added = facilitator.post(f"/events/{event}/sessions", new_session(start + timedelta(days=day)))
            assert added.status_code == 201, added.text
    return event


def open_page(browser: Browser, url: str) -> tuple[float, float]:
    """Milliseconds until the first date is there, and the blocking time."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.add_init_script(NOTE_TIMES)
    phone = context.new_cdp_session(page)
    phone.send("Network.enable")
    phone.send("Network.emulateNetworkConditions", NETWORK)
    phone.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    page.goto(url, wait_until="commit")
    page.get_by_role("radio").first.wait_for()
    page.wait_for_timeout(REST_MS)
    first, blocked = page.evaluate("[window.first, window.blocked]")
    context.close()
    return first, blocked


if __name__ == "__main__":
    main()
