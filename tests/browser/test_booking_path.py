"""What a screen reader is given on the way from Discover to a booking that is paid, as text in `booking_path.txt`.

`RENEW_SNAPSHOTS=1 python -m pytest tests/browser/test_booking_path.py` writes the text anew; read its difference before
committing it.
"""

import contextlib
import os
import re
from collections.abc import Callable
from datetime import datetime, timezone
from pathlib import Path

from playwright.sync_api import Locator, expect

from tests.browser.visitor import Visitor
from tests.support.people import Person, register, register_with_role
from tests.support.services import wait_until

SNAPSHOTS = Path(__file__).with_name("booking_path.txt")
AGREED = SNAPSHOTS.read_text(encoding="utf-8")
RENEWED = bool(os.environ.get("RENEW_SNAPSHOTS"))
# What differs from one run to the next.
CHANGING = (
    # Comes with the profile, before or after the page is read.
    (r"\n *- status:\n *- text: We've sent a link to .*\n.*Send it again\"", ""),
    (r"https?://([^/\s]+)\S*", r"https://\1/…"),
    (r"(/url: \S*?)\d+", r"\1N"),
    (r"Booking \d+", "Booking N"),
    (r"\d+-\d{6}\b", "receipt number"),
    (r"\b\d\d:\d\d\b", "hh:mm"),
    (r"\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]+( \d{4})?", "day"),
)


def test_the_booking_path_is_read_to_people_as_it_was_agreed(
    open_browser: Callable[..., Visitor], facilitator: Person, admin: Person, fresh_title: Callable[[str], str]
) -> None:
    title = fresh_title("Harbour Sit")
    priya = register_with_role(facilitator.services, "Priya", "facilitator")
    priya.create_event(
        title=title, start=datetime(2030, 12, 7, 9, tzinfo=timezone.utc), price_cents=3900, payment_terms="pay_online"
    )
    seen: dict[str, str] = {}

    def read(name: str, part: Locator) -> str:
        text = part.aria_snapshot()
        for written in (title, title.replace(" ", "+"), title.replace(" ", "-").lower()):
            text = text.replace(written, "TITLE")
        for pattern, instead in CHANGING:
            text = re.sub(pattern, instead, text)
        return f"# {name}\n{text}\n"

    def note(name: str, part: Locator) -> None:
        # The parts of a page arrive one after the other.
        with contextlib.suppress(AssertionError):
            wait_until(lambda: RENEWED or read(name, part) in AGREED, 30, every=0.2)
        seen[name] = read(name, part)
        assert RENEWED or seen[name] in AGREED

    visitor = open_browser()
    page = visitor.sign_in(register(facilitator.services, "Alice"), to="/")
    main = page.get_by_role("main")
    assert admin.request("PATCH", "/studio", json={"review_above_cents": 3000}).ok
    try:
        page.goto(f"/?search={title.replace(' ', '+')}")
        visitor.sees("1 result")
        note("Discover", main)
        page.get_by_role("link", name=title).click()
        expect(page.get_by_role("button", name=re.compile("^Book & Pay €39"))).to_be_visible()
        note("Event", main)
        page.get_by_role("button", name=re.compile("^Book & Pay €39")).click()
        note("Review", page.get_by_role("dialog"))
        page.get_by_role("dialog").get_by_role("button", name=re.compile("^Book & Pay €39")).click()
        visitor.sees(re.compile("^Your place is held"))
        note("Pay", main)
    finally:
        assert admin.request("PATCH", "/studio", json={"review_above_cents": None}).ok
    page.get_by_role("button", name="Pay €39 now").click()
    page.get_by_role("button", name=re.compile("^Pay €39")).click()
    visitor.sees("Paid. You're booked.")
    expect(main.get_by_role("button", name=re.compile("^Receipt"))).to_be_visible()
    note("Paid", main)
    main.get_by_role("link", name="See your booking").last.click()
    visitor.sees(re.compile("has been told"))
    visitor.sees("We've e-mailed you the details.")
    visitor.sees("Receipt")
    note("Booking", main)
    text = "\n".join(seen.values())
    if RENEWED:
        SNAPSHOTS.write_text(text, encoding="utf-8")
    else:
        assert text == AGREED
