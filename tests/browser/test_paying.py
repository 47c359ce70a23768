"""Paying on a phone with each provider: declined, paid, closed, and given back."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.browser.test_keyboard import Keyboard
from tests.browser.visitor import Visitor, settled
from tests.support.payment_settings import SETTINGS, WEBHOOKS
from tests.support.people import Person, register, register_with_role
from tests.support.provider_stand_in import ProviderStandIn
from tests.support.razorpay_stand_in import RazorpayStandIn
from tests.support.services import Services
from tests.support.stripe_stand_in import StripeStandIn

PHONE = {"width": 390, "height": 844}
PAY = re.compile("^Pay €39 now$")
# What Razorpay's script does, as far as the page sees it: a frame of theirs over the page, which says how it ended.
RAZORPAY_SCRIPT = """window.Razorpay = class {
  constructor(options) { this.options = options; }
  open() {
    const { order_id, handler, modal } = this.options;
    const frame = document.createElement("iframe");
    frame.title = "Razorpay Checkout";
    frame.src = "https://api.razorpay.com/v1/checkout/public?order_id=" + order_id;
    addEventListener("message", ({ data, origin }) => {
      if (origin !== "https://api.razorpay.com") return;
      frame.remove();
      if (data === "paid") handler({ razorpay_order_id: order_id }); else modal.ondismiss();
    }, { once: true });
    document.body.append(frame);
  }
};"""
# The form stays for a moment, as theirs does: a frame that is gone between a key's press and its release never answers
# the browser's driver.
RAZORPAY_FRAME = """<!doctype html><html lang="en"><title>Razorpay</title><main>
<button onclick="fetch('/pay' + location.search).then(() => end('paid'))">Pay</button>
<button onclick="end('closed')">Close</button></main>
<script>const end = (how) => setTimeout(() => parent.postMessage(how, "*"), 300);</script>"""


def test_alice_pays_after_a_decline_on_her_phone_and_gets_everything_back(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person
) -> None:
    session = facilitator.create_event(title="Tide Sit", price_cents=3900, currency="EUR", payment_terms="pay_online")
    visitor = open_browser(viewport=PHONE)
    page = visitor.sign_in(alice, to=f"/e/{session['id']}")
    visitor.sees(re.compile("everything back$"))
    page.get_by_role("button", name=re.compile("^Book & Pay €39")).click()
    expect(page).to_have_url(re.compile(r"/pay/\d+$"))
    visitor.sees(re.compile(r"^Your place is held for 1\d:\d\d min\.$"))
    expect(page.get_by_role("button", name=PAY)).to_be_in_viewport()
    _has_no_faults(page)
    page.get_by_role("button", name=PAY).click()
    expect(page.get_by_role("button", name=re.compile("^Decline"))).to_be_visible()
    _has_no_faults(page)
    page.get_by_role("button", name=re.compile("^Decline")).click()
    visitor.sees("Your payment was declined")
    visitor.sees(re.compile("Nothing was taken"))
    page.get_by_role("button", name="Try again: pay €39").click()
    page.get_by_role("button", name=re.compile("^Pay €39")).click()
    visitor.sees("Paid. You're booked.")
    _has_no_faults(page)
    page.get_by_role("main").get_by_role("link", name="See your booking").last.click()
    visitor.sees(re.compile("^Paid €39 with our test bank"))
    _has_no_faults(page)
    visitor.sees("Cancel now and you get back €39.")
    page.get_by_role("button", name="Cancel this booking").click()
    page.get_by_role("button", name="Cancel and refund €39").click()
    visitor.sees("Your booking is cancelled.")
    visitor.sees(re.compile("^Refunded €39"))
    assert visitor.problems == []


def test_alice_comes_back_from_stripes_page_without_paying_and_then_pays_with_the_keyboard(
    open_browser: Callable[..., Visitor],
) -> None:
    api = StripeStandIn()
    with _held_by_alice(open_browser, api, "stripe") as keyboard:
        page = keyboard.page
        keyboard.tab_to(PAY)
        keyboard.press("Enter")
        expect(page).to_have_url(re.compile(f"^{api.url}/pay/"))
        page.go_back()
        expect(page.get_by_role("button", name=PAY)).not_to_have_attribute("aria-disabled", "true")
        keyboard.tab_to(PAY)
        keyboard.press("Enter")
        page.get_by_role("button", name="Decline").click()
        expect(page.get_by_text("You haven't paid yet, and nothing was taken.")).to_be_visible()
        _has_no_faults(page)
        page.get_by_role("button", name=PAY).press("Enter")
        page.get_by_role("button", name="Pay", exact=True).press("Enter")
        expect(page.get_by_text("Paid. You're booked.")).to_be_visible()
        _has_no_faults(page)
        assert len([one for one in api.asked if one.route == "POST /v1/checkout/sessions"]) == 1


def test_alice_closes_razorpays_form_and_then_pays_in_it_with_the_keyboard(
    open_browser: Callable[..., Visitor],
) -> None:
    api = RazorpayStandIn()
    with _held_by_alice(open_browser, api, "razorpay") as keyboard:
        page = keyboard.page

        def answer(route: Route) -> None:
            if "/pay?" in route.request.url:
                api.pay(route.request.url.partition("order_id=")[2])
            route.fulfill(content_type="text/html", body=RAZORPAY_FRAME)

        page.route(
            "https://checkout.razorpay.com/v1/checkout.js",
            lambda route: route.fulfill(content_type="text/javascript", body=RAZORPAY_SCRIPT),
        )
        page.route("https://api.razorpay.com/**", answer)
        form = page.frame_locator("iframe[title='Razorpay Checkout']")
        keyboard.tab_to(PAY)
        keyboard.press("Enter")
        form.get_by_role("button", name="Close").press("Enter")
        expect(page.get_by_text("You haven't paid yet, and nothing was taken.")).to_be_visible()
        _has_no_faults(page)
        page.get_by_role("button", name=PAY).press("Enter")
        form.get_by_role("button", name="Pay", exact=True).press("Enter")
        expect(page.get_by_text("Paid. You're booked.")).to_be_visible()
        _has_no_faults(page)
        assert len([one for one in api.asked if one.route == "POST /v1/orders"]) == 1


@contextmanager
def _held_by_alice(open_browser: Callable[..., Visitor], api: ProviderStandIn, provider: str) -> Iterator[Keyboard]:
    """Alice has booked from the event's page, on a phone; the page to pay on is open."""
    with closing(api), Services(extra=SETTINGS[provider](api.url)) as services:
        api.send_events_to = f"{services.main_url}{WEBHOOKS}/{provider}"
        priya = register_with_role(services, "Priya", "facilitator")
        event = priya.create_event(price_cents=3900, currency="EUR", payment_terms="pay_online")
        with closing(open_browser(services, viewport=PHONE)) as visitor:
            page = visitor.sign_in(register(services, "Alice"), to=f"/e/{event['id']}")
            page.get_by_role("button", name=re.compile("^Book & Pay €39")).click()
            expect(page.get_by_role("button", name=PAY)).to_be_visible()
            yield Keyboard(page)


def _has_no_faults(page: Page) -> None:
    settled(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
