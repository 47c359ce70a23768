"""Signing in with Google in a browser: with a stand-in's page, which leads back at once."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.google_stand_in import GoogleStandIn, person
from tests.support.people import PASSWORD, register
from tests.support.services import Services


@pytest.fixture(scope="module")
def google() -> Iterator[GoogleStandIn]:
    stand_in = GoogleStandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture(scope="module")
def with_google(google: GoogleStandIn) -> Iterator[Services]:
    with Services(extra=google.settings) as services:
        yield services


def test_asha_continues_with_google_goes_on_with_her_page_and_stays_signed_in(
    open_browser: Callable[..., Visitor], with_google: Services, google: GoogleStandIn, fresh_email: str
) -> None:
    google.person = person(fresh_email)
    visitor = open_browser(with_google)
    page = visitor.go("/register?next=/account")
    page.get_by_role("button", name="Continue with Google").click()
    expect(page).to_have_url(f"{with_google.main_url}/account")
    expect(page.get_by_text(fresh_email, exact=True)).to_be_visible()
    visitor.sees("You can sign in with your Google account.")
    visitor.reload()
    expect(page.get_by_role("button", name="E-mail me a link")).to_be_visible()


def test_an_account_that_may_be_anothers_stays_closed_until_its_owner_connects_google(
    open_browser: Callable[..., Visitor], with_google: Services, google: GoogleStandIn
) -> None:
    asha = register(with_google, "Asha")
    google.person = person(asha.email)
    visitor = open_browser(with_google, locale="hi-IN")
    page = visitor.go("/sign-in?next=/account")
    page.get_by_role("button", name="Google से जारी रखें").click()
    visitor.sees("इस ई-मेल पते से पहले ही एक खाता है।")
    page.get_by_label("ई-मेल या यूज़र नाम").fill(asha.email)
    page.get_by_label("पासवर्ड", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="साइन इन करें").click()
    page.get_by_role("button", name="Google जोड़ें").click()
    visitor.sees("Google जुड़ गया है।")
    expect(page.get_by_role("button", name="Google हटाएँ")).to_be_visible()
