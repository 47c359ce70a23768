"""Paying with the test bank on a phone: declined, paid, and given back."""

import re
from collections.abc import Callable

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person

PHONE = {"width": 390, "height": 844}
SECONDS = 1000


def test_alice_pays_after_a_decline_on_her_phone_and_gets_everything_back(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person
) -> None:
    session = facilitator.create_event(title="Tide Sit", price_cents=3900, currency="EUR", payment_terms="pay_online")
    visitor = open_browser(viewport=PHONE)
    page = visitor.sign_in(alice, to=f"/retreats/{session['id']}")
    visitor.sees(re.compile("everything back$"))
    page.get_by_role("button", name=re.compile("^Book & Pay €39")).click()
    expect(page).to_have_url(re.compile(r"/pay/\d+$"))
    visitor.sees(re.compile(r"^Your place is held for 1\d:\d\d\.$"))
    _has_no_faults(visitor)
    page.get_by_role("button", name="Pay €39 now").click()
    page.get_by_role("button", name=re.compile("^Decline")).click()
    again = page.get_by_role("button", name=re.compile("^(Try again: pay €39|Pay €39 now)$"))
    again.click(timeout=20 * SECONDS)
    page.get_by_role("button", name=re.compile("^Pay €39")).click()
    visitor.sees("Paid. You're booked.", seconds=30)
    _has_no_faults(visitor)
    page.get_by_role("main").get_by_role("link", name="See your booking").last.click()
    visitor.sees(re.compile("^Paid €39 with our test bank"))
    _has_no_faults(visitor)
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("button", name="Cancel and refund €39").click()
    visitor.sees("Your booking is cancelled.")
    visitor.sees(re.compile("^Refunded €39"), seconds=30)
    assert visitor.problems == []


def _has_no_faults(visitor: Visitor) -> None:
    found = Axe().run(visitor.page)
    assert found.violations_count == 0, found.generate_report()
