"""The Chromium that tests and pictures use."""

import os
import shutil

from playwright.sync_api import Browser, Playwright

from tests.__main__ import CHROMIUM_NAMES

# Test machines have no sandbox for root and no graphics card, and no test needs the internet.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def executable() -> str | None:
    """The machine's Chromium: CHROMIUM, as `python -m tests` sets it, else by its usual names. None is Playwright's."""
    if "CHROMIUM" in os.environ:
        return os.environ["CHROMIUM"] or None
    return next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)


def launch(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
