"""Bookings appear in people's own calendars and follow every change; the feed's address can be revoked."""

import itertools
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from icalendar import Calendar

from tests.support.people import PASSWORD, Person, new_session

START = datetime.now(timezone.utc).replace(hour=1, minute=0, second=0, microsecond=0) + timedelta(days=30)


@pytest.fixture
def event(facilitator: Person) -> dict[str, Any]:
    return facilitator.create_event(
        title="Morning Hatha, by the Ganges; slowly",
        location="Terrace, Rishikesh",
        time_zone="Asia/Kolkata",
        start=START,
        sessions=2,
    )


def entries(content: str) -> list[Any]:
    calendar = Calendar.from_ical(content)
    assert calendar["VERSION"] == "2.0"
    return list(calendar.walk("VEVENT"))


def file_of(person: Person, booking_id: int) -> Any:
    response = person.get(f"/bookings/{booking_id}/calendar.ics")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert response.headers["Content-Disposition"] == f'attachment; filename="booking-{booking_id}.ics"'
    (entry,) = entries(response.text)
    return entry


def test_alice_takes_a_booking_into_her_calendar(alice: Person, event: dict[str, Any]) -> None:
    booking_id = alice.book(event["sessions"][0]["id"]).json()["booking"]["id"]
    entry = file_of(alice, booking_id)
    assert entry["SUMMARY"] == "Morning Hatha, by the Ganges; slowly"
    assert entry["LOCATION"] == "Terrace, Rishikesh"
    assert entry["STATUS"] == "CONFIRMED"
    assert entry["DTSTART"].dt == START
    assert entry["DTSTART"].params["TZID"] == "Asia/Kolkata"
    assert entry["DTSTART"].dt.astimezone(ZoneInfo("Asia/Kolkata")).strftime("%H:%M") == "06:30"
    assert entry["DTEND"].dt == START + timedelta(hours=1)
    zones = Calendar.from_ical(alice.get(f"/bookings/{booking_id}/calendar.ics").text).walk("VTIMEZONE")
    assert [zone["TZID"] for zone in zones] == ["Asia/Kolkata"]


def test_the_entry_keeps_its_uid_and_its_sequence_rises_with_every_change(
    alice: Person, facilitator: Person, event: dict[str, Any]
) -> None:
    session_id = event["sessions"][0]["id"]
    booking_id = alice.book(session_id).json()["booking"]["id"]
    seen = [file_of(alice, booking_id)]
    later = new_session(START + timedelta(days=3))
    times = {name: later[name] for name in ("start_time", "end_time")}
    changes = (
        lambda: facilitator.request("PATCH", f"/sessions/{session_id}", json=times),
        lambda: facilitator.request("PATCH", f"/events/{event['id']}", json={"location": "By the river"}),
        lambda: alice.cancel(booking_id),
        lambda: alice.reactivate(booking_id),
        lambda: facilitator.request("DELETE", f"/sessions/{session_id}"),
    )
    for change in changes:
        assert change().status_code == 200
        seen.append(file_of(alice, booking_id))
    assert len({entry["UID"] for entry in seen}) == 1
    sequences = [int(entry["SEQUENCE"]) for entry in seen]
    assert sequences[0] == 0
    assert all(before < after for before, after in itertools.pairwise(sequences))
    assert [str(entry["STATUS"]) for entry in seen] == ["CONFIRMED"] * 3 + ["CANCELLED", "CONFIRMED", "CANCELLED"]
    assert seen[1]["DTSTART"].dt == START + timedelta(days=3)
    assert seen[2]["LOCATION"] == "By the river"


def test_alices_feed_holds_all_her_bookings_and_follows_them_without_a_sign_in(
    alice: Person, bob: Person, event: dict[str, Any]
) -> None:
    first, second = (alice.book(session["id"]).json()["booking"]["id"] for session in event["sessions"])
    bob.book(event["sessions"][0]["id"])
    assert alice.get("/bookings/calendar-feed").json() == {"active": False, "created_at": None}
    made = alice.post("/bookings/calendar-feed")
    assert made.status_code == 201
    assert alice.get("/bookings/calendar-feed").json() == {"active": True, "created_at": made.json()["created_at"]}
    alice.cancel(second)
    feed = requests.get(made.json()["url"], timeout=30)
    assert feed.status_code == 200
    found = {str(entry["UID"]): str(entry["STATUS"]) for entry in entries(feed.text)}
    assert found == {f"booking-{first}@samaya": "CONFIRMED", f"booking-{second}@samaya": "CANCELLED"}


def test_the_feeds_address_is_the_public_one_whatever_the_host_header_says(alice: Person) -> None:
    made = alice.post("/bookings/calendar-feed", headers={"Host": "evil.example.com"})
    assert made.json()["url"].startswith(f"{alice.services.main_url}/calendar/")


def test_alices_calendar_has_the_meeting_link_while_her_booking_stands(alice: Person, facilitator: Person) -> None:
    link = "https://meet.example.com/sit"
    online = {"online": True, "link": link, "arrive_minutes_early": 10}
    session = facilitator.create_event(location="Online", **online)["sessions"][0]
    booking_id = alice.book(session["id"]).json()["booking"]["id"]
    feed = alice.post("/bookings/calendar-feed").json()["url"]
    for entry in (file_of(alice, booking_id), entries(requests.get(feed, timeout=30).text)[0]):
        assert entry["URL"] == link
        assert entry["DESCRIPTION"] == f"With Priya.\nPlease come 10 minutes early.\nJoin online: {link}"
    alice.cancel(booking_id)
    cancelled = file_of(alice, booking_id)
    assert "URL" not in cancelled
    assert link not in cancelled["DESCRIPTION"]


def test_a_feed_without_bookings_is_a_valid_calendar(alice: Person) -> None:
    feed = requests.get(alice.post("/bookings/calendar-feed").json()["url"], timeout=30)
    assert (feed.status_code, entries(feed.text)) == (200, [])


def test_a_revoked_or_replaced_address_opens_nothing(alice: Person) -> None:
    first = alice.post("/bookings/calendar-feed").json()["url"]
    second = alice.post("/bookings/calendar-feed").json()["url"]
    assert first != second
    assert (requests.get(first, timeout=30).status_code, requests.get(second, timeout=30).status_code) == (404, 200)
    assert alice.request("DELETE", "/bookings/calendar-feed").json() == {"active": False, "created_at": None}
    assert requests.get(second, timeout=30).status_code == 404
    assert alice.request("DELETE", "/bookings/calendar-feed").status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/auth/logout-everywhere", None),
        ("/auth/password", {"current_password": PASSWORD, "new_password": "another horse battery"}),
    ],
)
def test_alices_feed_ends_when_she_changes_her_password_or_signs_out_everywhere(
    path: str, body: dict[str, str] | None, alice: Person
) -> None:
    url = alice.post("/bookings/calendar-feed").json()["url"]
    assert alice.post(path, body).status_code == 200
    assert requests.get(url, timeout=30).status_code == 404


def test_a_title_cannot_write_lines_of_its_own_into_a_calendar(alice: Person, facilitator: Person) -> None:
    event = facilitator.create_event(title="Sit\\nATTENDEE:mailto:x@example.com", description="a\r\nBEGIN:VALARM")
    entry = file_of(alice, alice.book(event["sessions"][0]["id"]).json()["booking"]["id"])
    assert "ATTENDEE" not in entry
    assert entry["SUMMARY"] == "Sit\\nATTENDEE:mailto:x@example.com"
    assert not entry.subcomponents


def test_a_long_title_in_any_script_is_folded_between_characters(alice: Person, facilitator: Person) -> None:
    title = "योग और ध्यान; गंगा के किनारे, " * 5 + "🪷" * 30 + "x" * 100
    location = "House \\ 1, first floor; left" * 3
    event = facilitator.create_event(title=title.strip(), location=location)
    booking_id = alice.book(event["sessions"][0]["id"]).json()["booking"]["id"]
    response = alice.get(f"/bookings/{booking_id}/calendar.ics")
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))
    for line in response.content.split(b"\r\n"):
        line.decode()
    assert b"\n" not in response.content.replace(b"\r\n", b"")
    unfolded = response.text.replace("\r\n ", "")
    assert r"LOCATION:House \\ 1\, first floor\; left" in unfolded
    (entry,) = entries(response.text)
    assert (entry["SUMMARY"], entry["LOCATION"]) == (title.strip(), location)


def test_times_are_right_in_the_hour_that_clocks_repeat(alice: Person, facilitator: Person) -> None:
    november = datetime(START.year + 1, 11, 1, 5, 30, tzinfo=timezone.utc)
    start = november + timedelta(days=(6 - november.weekday()) % 7)  # 01:30 in New York, half an hour before 01:00
    event = facilitator.create_event(time_zone="America/New_York", start=start)
    booking_id = alice.book(event["sessions"][0]["id"]).json()["booking"]["id"]
    feed = requests.get(alice.post("/bookings/calendar-feed").json()["url"], timeout=30).text
    for entry in (file_of(alice, booking_id), *entries(feed)[:1]):
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (start, start + timedelta(hours=1))


@pytest.mark.parametrize("zone", ["UTC", "Etc/UTC", "America/New_York", "Pacific/Chatham"])
def test_times_are_right_in_every_zone(alice: Person, facilitator: Person, zone: str) -> None:
    event = facilitator.create_event(title="Evening Sit", time_zone=zone, start=START)
    entry = file_of(alice, alice.book(event["sessions"][0]["id"]).json()["booking"]["id"])
    assert entry["DTSTART"].dt == START
    assert entry["DTEND"].dt == START + timedelta(hours=1)
