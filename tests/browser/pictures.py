"""Makes the pictures of the README: `python -m tests.browser.pictures`, with the web app built.

Starts services of its own with the demo data, and a few bookings that have just come in.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import requests
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.chromium import launch
from tests.support.services import ROOT, Services

DOCS = ROOT / "docs"
DESK, PHONE = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}
# A picture of a desk at twice its size would weigh a megabyte in every clone; a phone is sharp at that.
SCALE_OF = {"discover.png": 1, "event-phone.png": 2, "dashboard.png": 1}
ARRIVALS = ("emi", "asha", "diego")


def main() -> None:
    with Services() as services, sync_playwright() as playwright:
        services.flask("demo", "load")
        browser = launch(playwright)
        discover(browser, services)
        event_on_a_phone(browser, services)
        dashboard(browser, services)
        browser.close()


def discover(browser: Browser, services: Services) -> None:
    page = open_page(browser, services, "discover.png", viewport=DESK)
    page.goto("/")
    expect(page.get_by_role("article").nth(5)).to_be_visible()
    save(page, "discover.png")


def event_on_a_phone(browser: Browser, services: Services) -> None:
    page = open_page(browser, services, "event-phone.png", viewport=PHONE, is_mobile=True, has_touch=True)
    page.goto(f"/e/{event_named(services, 'Atlantic Weekend')['id']}")
    expect(page.get_by_role("button", name="Book")).not_to_have_count(0)
    save(page, "event-phone.png")


def dashboard(browser: Browser, services: Services) -> None:
    page = open_page(browser, services, "dashboard.png", viewport=DESK, timezone_id="Europe/Lisbon")
    page.goto("/sign-in?next=/facilitator")
    page.get_by_label("E-mail or username").fill("arjun")
    page.get_by_label("Password", exact=True).fill("arjun123")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Live", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Bookings per day")).to_be_visible()
    session = event_named(services, "Evening Sit")["sessions"][0]["id"]
    for username in ARRIVALS:
        book(services, username, session)
        page.get_by_role("row").filter(has_text=f"{username}@example.com").get_by_text("New").wait_for()
    page.evaluate("scrollTo(0, 0)")
    save(page, "dashboard.png")


def open_page(browser: Browser, services: Services, name: str, **options: Any) -> Page:
    chosen: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/London", "color_scheme": "light"}
    chosen |= {"base_url": services.main_url, "device_scale_factor": SCALE_OF[name], "reduced_motion": "reduce"}
    return browser.new_context(**(chosen | options)).new_page()


def save(page: Page, name: str) -> None:
    page.evaluate("document.fonts.ready.then(() => null)")
    path = Path(DOCS, name)
    page.screenshot(path=path, animations="disabled")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB")


def event_named(services: Services, title: str) -> dict[str, Any]:
    found = requests.get(f"{services.main_url}/events", params={"search": title}, timeout=30).json()["events"]
    return found[0]


def book(services: Services, username: str, session: int) -> None:
    credentials = {"email": username, "password": f"{username}-samaya"}
    token = requests.post(f"{services.main_url}/auth/login", json=credentials, timeout=30).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    response = requests.post(
        f"{services.main_url}/bookings/book", json={"session_id": session}, headers=headers, timeout=30
    )
    response.raise_for_status()


if __name__ == "__main__":
    main()
