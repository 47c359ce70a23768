"""Finding events in a browser: search, filters, the list and the calendar."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

from tests.browser.visitor import Visitor
from tests.support.people import Person, register_with_role
from tests.support.services import Services

Titled = Callable[[str], str]
LISBON = ZoneInfo("Europe/Lisbon")  # the browser's


def test_filters_live_in_the_address_and_survive_a_reload_and_the_back_button(
    visitor: Visitor, facilitator: Person, fresh_title: Titled
) -> None:
    word = fresh_title("Garden").split()[1]
    retreat = facilitator.create_event(title=f"Garden Days {word}", kind="retreat", location="Sintra", price_cents=0)
    facilitator.create_event(title=f"Garden Hour {word}", kind="class", location="Porto", price_cents=30_000)
    page = visitor.go("/")
    page.get_by_role("searchbox", name="Search").fill(word)
    visitor.sees("2 results")
    expect(page).to_have_url(re.compile(rf"search={word}"))
    page.get_by_text("Retreats", exact=True).click()
    visitor.sees("1 result")
    page.get_by_role("button", name=re.compile("^Filters")).click()
    page.get_by_label("Price").select_option("0")
    page.get_by_label("Location", exact=True).fill("Sintra")
    page.get_by_label("Available only").check()
    for part in (f"search={word}", "kind=retreat", "price=0", "place=Sintra", "free=1"):
        expect(page).to_have_url(re.compile(re.escape(part)))
    address = page.url
    visitor.reload()
    visitor.sees("1 result")
    expect(page.get_by_role("searchbox", name="Search")).to_have_value(word)
    expect(page.get_by_label("Location", exact=True)).to_have_value("Sintra")
    page.get_by_role("link", name=retreat["title"]).click()
    expect(page.get_by_role("heading", name=retreat["title"], level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    visitor.sees("1 result")
    page.get_by_role("button", name="Clear all filters").click()
    expect(page).to_have_url(f"{visitor.services.main_url}/")
    page.go_back()
    expect(page).to_have_url(address)
    expect(page.get_by_label("Location", exact=True)).to_have_value("Sintra")


def test_every_filter_finds_what_it_says_and_leaves_out_the_rest(
    visitor: Visitor, services: Services, facilitator: Person, alice: Person, fresh_title: Titled
) -> None:
    word = fresh_title("x").split()[1]
    kavya = register_with_role(services, f"Kavya{word}", "facilitator")
    later = datetime.now(timezone.utc) + timedelta(days=40)
    facilitator.create_event(title=f"Near {word}", kind="class", location="Lisbon", price_cents=900)
    kavya.create_event(title=f"Far {word}", kind="workshop", location="Online", start=later, price_cents=50_000)
    full = facilitator.create_event(title=f"Full {word}", kind="coaching", capacity=1)
    alice.book(full["sessions"][0]["id"])
    day = (later - timedelta(days=2)).date().isoformat()
    finds = {
        "": {"Near", "Far", "Full"},
        "kind=workshop": {"Far"},
        f"facilitator={kavya.id}": {"Far"},
        "place=lisbon": {"Near"},
        f"from={day}": {"Far"},
        f"to={day}": {"Near", "Full"},
        "price=2500&currency=EUR": {"Near", "Full"},
        "free=1": {"Near", "Far"},
        "kind=retreat": set(),
    }
    for query, expected in finds.items():
        page = visitor.go(f"/?search={word}&{query}")
        visitor.sees(f"{len(expected)} result" if expected else "No matches")
        titles = page.get_by_role("article").get_by_role("heading", level=2)
        expect(titles, query).to_have_count(len(expected))
        assert {title.split()[0] for title in titles.all_inner_texts()} == expected, query


def test_the_calendar_shows_the_month_the_day_and_leads_to_the_event(
    visitor: Visitor, facilitator: Person, fresh_title: Titled
) -> None:
    title = fresh_title("On A Day")
    start = (datetime.now(timezone.utc) + timedelta(days=33)).replace(hour=12, minute=0, second=0, microsecond=0)
    facilitator.create_event(title=title, start=start)
    word = title.split()[-1]
    page = visitor.go(f"/?search={word}")
    page.get_by_role("radio", name="Calendar").check()
    expect(page).to_have_url(re.compile("view=calendar"))
    month = page.get_by_role("heading", level=2).first
    for shown in months_after(datetime.now(LISBON), start):
        page.get_by_role("button", name="Next month").click()
        expect(month).to_have_text(shown)
    day = page.get_by_role("button", name=f"{start.strftime('%A %-d %B')}: 1 session")
    day.click()
    expect(day).to_have_attribute("aria-pressed", "true")
    address = page.url
    assert f"month={start:%Y-%m}" in address and f"day={start:%Y-%m-%d}" in address
    visitor.reload()
    expect(month).to_have_text(start.strftime("%B %Y"))
    page.get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", name=title, level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_url(address)
    page.get_by_role("radio", name="List").check()
    visitor.sees("1 result")


def test_a_search_without_results_says_so_and_offers_the_way_out(visitor: Visitor) -> None:
    page = visitor.go("/?search=nothinghasthisname")
    expect(page.get_by_role("heading", name="No matches")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Clear all filters").last.click()
    expect(page.get_by_role("heading", name="No matches")).to_have_count(0)


def test_a_typo_is_forgiven_and_the_page_says_what_it_shows(
    visitor: Visitor, facilitator: Person, fresh_title: Titled
) -> None:
    event = facilitator.create_event(title=fresh_title("Pranayama"))
    page = visitor.go("/")
    page.get_by_role("searchbox", name="Search").fill(f"pranayamaa {event['title'].split()[1]}")
    visitor.sees(re.compile("^Showing “pranayama .*” · 1 result$"))
    expect(page.get_by_role("link", name=event["title"])).to_be_visible()


def test_an_address_that_is_no_page_is_answered_kindly(open_browser: Callable[..., Visitor]) -> None:
    visitor = open_browser(may_fail=["/events/999999", "/no-such-page", "/e/"])
    for path in ("/no-such-page", "/e/999999", "/e/banana"):
        page = visitor.go(path)
        expect(page.get_by_role("heading", name="Page not found")).to_be_visible()
        page.get_by_role("link", name="See what's coming up").click()
        expect(page.get_by_role("heading", name="Time for what restores you")).to_be_visible()


def test_on_a_phone_the_first_event_is_on_the_first_screen(
    open_browser: Callable[..., Visitor], facilitator: Person
) -> None:
    facilitator.create_event()
    page = open_browser(viewport={"width": 390, "height": 844}).go("/")
    card = page.get_by_role("article").first
    expect(card).to_be_visible()
    assert card.evaluate("card => card.getBoundingClientRect().top") <= 320
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def months_after(first: datetime, last: datetime) -> list[str]:
    """The names of the months after the first one, until the last one."""
    numbers = range(first.year * 12 + first.month, last.year * 12 + last.month)
    return [f"{datetime(number // 12, number % 12 + 1, 1):%B %Y}" for number in numbers]


def test_a_newly_opened_page_starts_at_its_top_and_back_returns_to_the_place(
    open_browser: Callable[..., Visitor], facilitator: Person, fresh_title: Titled
) -> None:
    word = fresh_title("Stairs").split()[1]
    events = [facilitator.create_event(title=f"Stairs {number} {word}", sessions=8) for number in range(8)]
    visitor = open_browser(viewport={"width": 390, "height": 500})
    page = visitor.go(f"/?search={word}")
    visitor.sees("8 results")
    last = page.get_by_role("link", name=events[-1]["title"])
    last.scroll_into_view_if_needed()
    left_at = page.evaluate("scrollY")
    assert left_at > 500
    last.click()
    expect(page.get_by_role("heading", name=events[-1]["title"], level=1)).to_be_focused()
    expect(page.get_by_text("Choose your session")).to_be_visible()
    page.wait_for_function("document.documentElement.scrollHeight - innerHeight > 500")
    assert page.evaluate("scrollY") == 0
    page.go_back()
    visitor.sees("8 results")
    page.wait_for_function("before => Math.abs(scrollY - before) < 2", arg=left_at)
