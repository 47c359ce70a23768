"""Times on pages: which zone comes first, and that each is named where they differ."""

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from playwright.sync_api import expect

from main_app.messages.links import Purpose, signed
from tests.browser.visitor import Visitor
from tests.support.people import Person

START = datetime(datetime.now(timezone.utc).year + 1, 1, 20, 12, tzinfo=timezone.utc)
ADDRESS = "Rua do Sol 14, 2655-320 Ericeira, Portugal"
LISBON, NEW_YORK = "12:00–13:00", "07:00–08:00"


@pytest.fixture
def mira(open_browser: Callable[..., Visitor]) -> Visitor:
    """In New York, with an account in Kolkata."""
    return open_browser(timezone_id="America/New_York")


def in_lisbon(facilitator: Person, title: str, **more: Any) -> dict[str, Any]:
    return facilitator.create_event(title=title, start=START, time_zone="Europe/Lisbon", **more)


@pytest.mark.parametrize(
    ("place", "first", "other"),
    [
        ({"location": ADDRESS}, f"{LISBON}, Lisbon time", f"{NEW_YORK}, New York time"),
        ({"location": "Ericeira"}, f"{LISBON} · Ericeira", f"{NEW_YORK}, New York time"),
        (
            {"online": True, "link": "https://meet.example/sit"},
            f"{NEW_YORK}, New York time",
            f"{LISBON}, Lisbon time",
        ),
    ],
)
def test_mira_in_new_york_reads_a_class_in_lisbon_in_both_zones_on_every_page(
    mira: Visitor,
    facilitator: Person,
    alice: Person,
    fresh_title: Callable[[str], str],
    place: dict[str, Any],
    first: str,
    other: str,
) -> None:
    alice.request("PATCH", "/auth/profile", json={"time_zone": "Asia/Kolkata"})
    event = in_lisbon(facilitator, fresh_title("Far Away"), **place)
    booking = alice.book(event["sessions"][0]["id"]).json()["booking"]["id"]
    expires = int((START + timedelta(days=1)).timestamp())
    link = signed(mira.services.main.environment["SECRET_KEY"], [Purpose.MANAGE.value, booking, expires])
    page = mira.sign_in(alice, to="/")
    month = f"view=calendar&month={START:%Y-%m}"
    for address in (
        f"/?search={event['title']}",
        f"/?search={event['title']}&{month}",
        f"/e/{event['id']}",
        "/my-bookings",
        f"/my-bookings/{booking}",
        f"/manage/{link}",
    ):
        mira.go(address)
        when = page.get_by_role("main").locator(f"time[datetime*='{START:%Y-%m-%d}']").first
        expect(when).to_contain_text(first)
        expect(when.locator("xpath=following-sibling::*")).to_have_text(other)
        expect(page.get_by_role("main")).not_to_contain_text("Kolkata")
        expect(page.get_by_role("main")).not_to_contain_text("17:30")


def test_a_facilitator_away_from_home_reads_her_classes_on_the_clocks_there(
    mira: Visitor, facilitator: Person, alice: Person, fresh_title: Callable[[str], str]
) -> None:
    event = in_lisbon(facilitator, fresh_title("Far Away"), location=ADDRESS)
    session = event["sessions"][0]["id"]
    alice.book(session)
    page = mira.sign_in(facilitator, to=f"/facilitator/events/{event['id']}")
    for address in (f"/facilitator/events/{event['id']}", f"/facilitator/sessions/{session}", "/facilitator"):
        mira.go(address)
        when = page.get_by_role("main").locator(f"time[datetime*='{START:%Y-%m-%d}']").first
        expect(when).to_contain_text(f"{LISBON}, Lisbon time")
        expect(when.locator("xpath=following-sibling::*")).to_have_text(f"{NEW_YORK}, New York time")
