"""Runs Lighthouse. `python -m tests.browser.lighthouse_runs` measures the pages as on a phone.

The phone is this processor slowed down four times, so run it while nothing else runs. Prints the median of three
runs of each page, as rows for `benchmarks/RESULTS.md`. Names as arguments: only those pages. Needs the built web app.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from launcher.web_app import find_npm
from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.every_page import ADMIN, FACILITATOR, GUEST
from tests.browser.scene import SETTINGS, Scene
from tests.support.people import PASSWORD
from tests.support.ports import free_port
from tests.support.services import Services

FOLDER = Path(__file__).parent / "lighthouse"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
RUNS = 3
# The event has a picture of its own.
PAGES = {
    "Discover": "/",
    "Event": "/e/{event}",
    "Calendar": "/?view=calendar",
    "Facilitator": "/with/{facilitator}",
    "About": "/about",
    "Sign in": "/sign-in",
    "Register": "/register",
    "Manage a booking": "{manage}",
}
# Their people sign in first. Lighthouse empties a browser's caches before each run and leaves its cookies.
SIGNED_IN = {
    GUEST: {"My bookings": "/my-bookings", "Booking": "/my-bookings/{booking}"},
    FACILITATOR: {
        "Dashboard": "/facilitator",
        "Event editor": "/facilitator/events/{event}/edit",
        "Roster": "/facilitator/sessions/{session}",
    },
    ADMIN: {"Office": "/admin"},
}
Scores = dict[str, float]


def main() -> None:
    chosen = sys.argv[1:]
    lighthouse = install()
    with (
        Services(SETTINGS, mailbox=True) as services,
        sync_playwright() as playwright,
        tempfile.TemporaryDirectory() as at,
    ):
        scene = Scene(services)
        services.flask("demo", "load")
        program = executable() or playwright.chromium.executable_path
        print(f"| page | {' | '.join(CATEGORIES)} |\n|---|{'---|' * len(CATEGORIES)}")

        def report(name: str, path: str, *more: str) -> None:
            if chosen and name not in chosen:
                return
            url = services.main_url + path.format_map(scene.numbers)
            runs = [measure(lighthouse, program, url, Path(at) / f"{run}.json", *more) for run in range(RUNS)]
            medians = [statistics.median(run[category] for run in runs) for category in CATEGORIES]
            print(f"| {name} | {' | '.join(f'{score:.0f}' for score in medians)} |", flush=True)
            if min(medians) < 100:
                print(complaints(Path(at) / "0.json"))

        for name, path in PAGES.items():
            report(name, path)
        for who, pages in SIGNED_IN.items():
            if chosen and not set(chosen) & set(pages):
                continue
            port = free_port()
            browser = playwright.chromium.launch_persistent_context(
                Path(at) / who, executable_path=program, args=[*ARGUMENTS, f"--remote-debugging-port={port}"]
            )
            sign_in(browser.pages[0], services.main_url, scene.people[who].email)
            for name, path in pages.items():
                report(name, path, f"--port={port}")
            browser.close()


def sign_in(page: Page, main_url: str, email: str) -> None:
    page.goto(f"{main_url}/sign-in")
    page.get_by_label("E-mail or username").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Account").wait_for()


def install() -> Path:
    """The program, installed from its lock file where it is not there yet."""
    program = FOLDER / "node_modules" / ".bin" / "lighthouse"
    if not program.exists():
        command = [find_npm(), "ci", "--no-audit", "--no-fund"]
        installed = subprocess.run(command, check=False, cwd=FOLDER, capture_output=True, text=True)
        assert installed.returncode == 0, f"Lighthouse cannot be installed:\n{installed.stderr}"
    return program


def measure(lighthouse: Path, chromium: str, url: str, report: Path, *more: str) -> Scores:
    flags = " ".join(["--headless=new", *ARGUMENTS])
    command = [str(lighthouse), url, "--quiet", "--output=json", f"--output-path={report}", f"--chrome-flags={flags}"]
    # The page's stream never ends, so the network never rests: Lighthouse need not wait long for that.
    options = [
        "--max-wait-for-load=8000",
        f"--only-categories={','.join(CATEGORIES)}",
        "--no-enable-error-reporting",
        *more,
    ]
    result = subprocess.run(
        command + options,
        check=False,
        env=os.environ | {"CHROME_PATH": chromium},
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stderr
    categories = json.loads(report.read_text(encoding="utf-8"))["categories"]
    return {name: categories[name]["score"] * 100 for name in CATEGORIES}


def complaints(report: Path) -> str:
    """Return the audits that cost points, by weight."""
    audits = json.loads(report.read_text(encoding="utf-8"))["audits"].values()
    found = [audit for audit in audits if audit["score"] is not None and audit["score"] < 0.9]
    return "\n".join(f"{audit['id']}: {audit['title']} {audit.get('displayValue', '')}" for audit in found)


if __name__ == "__main__":
    main()
