"""Runs Lighthouse. `python -m tests.browser.lighthouse_runs` measures the pages of visitors as on a phone.

The phone is this processor slowed down four times, so run it while nothing else runs. Prints the median of three
runs of each page, as rows for `benchmarks/RESULTS.md`. Needs the built web app.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from launcher.web_app import find_npm
from tests.browser.chromium import ARGUMENTS, executable
from tests.browser.scene import SETTINGS, Scene
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
Scores = dict[str, float]


def main() -> None:
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
        for name, path in PAGES.items():
            url = services.main_url + path.format_map(scene.numbers)
            runs = [measure(lighthouse, program, url, Path(at) / f"{run}.json") for run in range(RUNS)]
            medians = [statistics.median(run[category] for run in runs) for category in CATEGORIES]
            print(f"| {name} | {' | '.join(f'{score:.0f}' for score in medians)} |", flush=True)
            if min(medians) < 100:
                print(complaints(Path(at) / "0.json"))


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
