"""Pages in Hindi, of guests and of staff: words, dates, numbers and plurals."""

import re
from collections.abc import Callable
from datetime import datetime, timezone

import pytest
from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import PASSWORD, Person, register_with_role

Titled = Callable[[str], str]


@pytest.fixture
def hindi_reader(open_browser: Callable[..., Visitor]) -> Visitor:
    return open_browser(locale="hi-IN", timezone_id="Asia/Kolkata")


def test_someone_whose_browser_speaks_hindi_books_in_hindi(
    hindi_reader: Visitor, facilitator: Person, fresh_title: Titled, fresh_email: str
) -> None:
    start = datetime(2030, 12, 7, 1, 30, tzinfo=timezone.utc)
    # Somebody without other events, whose titles the page would show too.
    priya = register_with_role(facilitator.services, "Priya", "facilitator")
    event = priya.create_event(title=fresh_title("Dhyan"), start=start, capacity=2, time_zone="Asia/Kolkata")
    page = hindi_reader.go(f"/e/{event['id']}")
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("heading", name="कब")).to_be_visible()
    expect(page.get_by_role("complementary").locator("time").first).to_contain_text("7 दिस")
    hindi_reader.sees("2 जगहें बाक़ी")
    page.get_by_role("button", name="निःशुल्क बुक करें").click()
    page.get_by_role("link", name="खाता बनाएँ").click()
    hindi_reader.sees("खाता बनाने के बाद आप सीधे अपने सत्र पर लौटेंगे।")
    page.get_by_label("आपका नाम").fill("मीरा जोशी")
    page.get_by_label("ई-मेल").fill(fresh_email)
    page.get_by_label("पासवर्ड", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="खाता बनाएँ").click()
    expect(page.get_by_role("heading", name="आपकी जगह बुक हो गई")).to_be_visible()
    hindi_reader.sees("फिर मिलते हैं, मीरा।")
    hindi_reader.sees(re.compile("को बता दिया गया है।$"))
    page.get_by_role("button", name="यह बुकिंग रद्द करें").click()
    page.get_by_role("button", name="हाँ, मेरी बुकिंग रद्द करें").click()
    hindi_reader.sees("आपकी बुकिंग रद्द हो गई।")
    page.goto(f"/e/{event['id']}")
    hindi_reader.sees("2 जगहें बाक़ी")
    assert untranslated(page.get_by_role("main").inner_text(), event["title"], "Priya") == []


def test_a_form_says_in_hindi_what_is_wrong_with_each_field(open_browser: Callable[..., Visitor]) -> None:
    reader = open_browser(locale="hi-IN", may_fail=["/auth/register"])
    page = reader.go("/register")
    name, email = page.get_by_label("आपका नाम"), page.get_by_label("ई-मेल")
    password = page.get_by_label("पासवर्ड", exact=True)

    def refuses(text: str, **typed: str) -> None:
        """Fill in the form with one field wrong, and see this text beside it."""
        values = {"name": "मीरा", "email": "meera@example.com", "password": PASSWORD, **typed}
        for field, value in ((name, values["name"]), (email, values["email"]), (password, values["password"])):
            field.fill(value)
        page.get_by_role("button", name="खाता बनाएँ").click()
        expect(page.locator("form [id$=-error]")).to_have_text([text])

    refuses("इसे भरना ज़रूरी है।", name=" ")
    refuses("ज़्यादा से ज़्यादा 200 अक्षर रखें।", name="म" * 201)
    refuses("जो अक्षर दिखाए नहीं जा सकते, उन्हें हटाएँ।", name="मी\u0007रा")
    refuses("name@example.com जैसा ई-मेल पता लिखें।", email="meera")
    refuses("ज़्यादा से ज़्यादा 254 अक्षर रखें।", email=f"{'m' * 260}@example.com")
    refuses("कम से कम 10 अक्षर रखें।", password="short")
    refuses("इससे छोटा पासवर्ड चुनें।", password="long " * 40)
    refuses("यह पासवर्ड आसानी से पहचाना जा सकता है। कोई और चुनें।", password="sunshine2024")


def test_the_one_place_of_a_session_is_simply_available(hindi_reader: Visitor, facilitator: Person) -> None:
    event = facilitator.create_event(title="Ekaant", capacity=1)
    hindi_reader.go(f"/e/{event['id']}")
    hindi_reader.sees("उपलब्ध")


def test_the_choice_of_a_language_stays_and_can_be_taken_back(visitor: Visitor) -> None:
    page = visitor.go("/")
    page.get_by_label("Language").select_option("hi")
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("link", name="मेरी बुकिंग")).to_be_visible()
    visitor.reload()
    expect(page.locator("html")).to_have_attribute("lang", "hi")
    expect(page.get_by_role("link", name="मेरी बुकिंग")).to_be_visible()
    page.get_by_label("भाषा").select_option("en")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("link", name="My bookings")).to_be_visible()


def test_a_facilitator_works_in_hindi_on_a_phone_and_loses_nothing_typed_by_switching(
    open_browser: Callable[..., Visitor], facilitator: Person, alice: Person
) -> None:
    priya = register_with_role(facilitator.services, "Priya", "facilitator")
    event = priya.create_event(title="Dhyan", start=datetime(2030, 12, 7, 1, 30, tzinfo=timezone.utc), capacity=4)
    assert alice.book(event["sessions"][0]["id"]).status_code == 201
    own = ("Priya", "Dhyan", "Alice", alice.email, "CSV", "GMT", event["location"])
    phone = open_browser(viewport={"width": 360, "height": 740})
    page = phone.sign_in(priya, to="/facilitator/events/new")
    page.get_by_label("Title", exact=True).fill("Sandhya")
    page.get_by_label("Language", exact=True).select_option("hi")
    expect(page.get_by_role("textbox", name="शीर्षक", exact=True)).to_have_value("Sandhya")
    page.get_by_role("button", name="ड्राफ़्ट सहेजें और सत्र जोड़ें").wait_for()
    for path, shows in (
        ("/facilitator", re.compile("^नमस्ते")),
        (f"/facilitator/sessions/{event['sessions'][0]['id']}", "4 में से 1 जगहें भरीं"),
        (f"/facilitator/events/{event['id']}/sessions/{event['sessions'][0]['id']}", "सत्र बदलें"),
        ("/facilitator/money", "इस महीने कोई भुगतान नहीं"),
    ):
        phone.go(path)
        phone.sees(shows)
        expect(page.locator("[aria-busy=true]")).to_have_count(0)
        assert untranslated(page.get_by_role("main").inner_text(), *own) == [], path
        page.wait_for_function("document.scrollingElement.scrollWidth <= innerWidth", polling=100)


def untranslated(text: str, *names: str) -> list[str]:
    """Words in Latin letters, other than the names that people gave."""
    for name in names:
        text = text.replace(name, "")
    return re.findall(r"[A-Za-z]{2,}", text)
