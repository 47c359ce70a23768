"""A facilitator's guests: all of their own, and never those of other facilitators."""

import csv
import io
import itertools
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.crm_microservice.service import TOKEN, Crm, booking, facilitator, person_token

_numbers = itertools.count(1)
NOW = datetime.now(timezone.utc)


class Studio:
    """A facilitator for one test, whose guests book."""

    def __init__(self, crm: Crm) -> None:
        self.crm, self.id = crm, 7000 + next(_numbers)
        self.token = facilitator(self.id)
        self.path = f"/api/facilitator/{self.id}"

    def booked(self, user_id: int, name: str, days: float = 5, action: str = "created", **changes: Any) -> int:
        """Store a booking of this guest for a session in `days` days, and return its id."""
        booking_id, start = 100_000 + next(_numbers), NOW + timedelta(days=days)
        session = {"id": booking_id, "title": "Morning Yoga", "start_time": start.isoformat()}
        user = {"id": user_id, "name": name, "email": f"{name.split(maxsplit=1)[0].lower()}{user_id}@example.com"}
        self.crm.store(booking(booking_id, self.id, user=user, session=session, action=action, **changes))
        return booking_id

    def get(self, path: str, token: str | None = None) -> Any:
        response = self.crm.get(self.path + path, token or self.token)
        assert response.status_code == 200, response.text
        return response.json()

    def guests(self, query: str = "") -> list[dict[str, Any]]:
        return self.get(f"/guests{query}")["guests"]

    def exported(self, query: str = "") -> list[dict[str, str]]:
        response = self.crm.get(f"{self.path}/guests.csv{query}", self.token)
        assert response.status_code == 200
        return list(csv.DictReader(io.StringIO(response.text.removeprefix("\ufeff"))))

    def write_notes(self, user_id: int, text: Any, token: str | None = None) -> Any:
        return self.crm.request("PUT", f"{self.path}/guests/{user_id}/notes", token or self.token, json={"text": text})


@pytest.fixture
def priya(crm: Crm) -> Studio:
    return Studio(crm)


@pytest.fixture
def arjun(crm: Crm) -> Studio:
    return Studio(crm)


def test_priya_sees_each_guest_once_with_figures(priya: Studio):
    priya.booked(1, "Zoë Abel", days=-3)
    priya.booked(1, "Zoë Abel", days=-1)
    priya.booked(1, "Zoë Abel", days=9)
    soon = priya.booked(1, "Zoë Abel", days=4)
    priya.booked(1, "Zoë Abel", days=2, action="cancelled")
    priya.booked(2, "Anna Berg", days=1, action="cancelled")
    anna, zoe = priya.guests()
    assert anna == {
        "user_id": 2,
        "name": "Anna Berg",
        "email": "anna2@example.com",
        "bookings": 1,
        "booked": 0,
        "cancelled": 1,
        "places": 0,
        "last_session": None,
        "next_session": None,
    }
    assert (zoe["bookings"], zoe["booked"], zoe["cancelled"]) == (5, 4, 1)
    assert zoe["last_session"] == (NOW - timedelta(days=1)).isoformat()
    assert zoe["next_session"] == (NOW + timedelta(days=4)).isoformat()
    page = priya.get("/guests/1")
    assert page["guest"] == zoe
    assert [one["booking_id"] for one in page["bookings"]][1] == soon
    assert page["notes"] == {"text": "", "updated_at": None}


def test_a_guest_is_named_as_the_newest_booking_names_them(priya: Studio):
    priya.booked(1, "Old Name", occurred_at="2026-01-02T00:00:00Z")
    priya.booked(1, "New Name", occurred_at="2026-01-03T00:00:00Z")
    priya.booked(1, "Older Name", occurred_at="2026-01-01T00:00:00Z")
    assert [guest["name"] for guest in priya.guests()] == ["New Name"]


def test_bookings_without_a_user_id_are_not_listed_as_guests(priya: Studio):
    priya.crm.store({"booking_id": 90_000 + next(_numbers), "user": "Bhavin", "event": "E", "facilitator_id": priya.id})
    assert priya.guests() == []


def test_pages_and_search(priya: Studio):
    for number in range(1, 6):
        priya.booked(number, f"Guest {number}")
    priya.booked(6, "Ｍａｒía López", event={"id": 3, "title": "Élan", "start_date": "2026-12-12T07:00:00Z"})
    first = priya.get("/guests?per_page=4")
    assert [guest["user_id"] for guest in first["guests"]] == [1, 2, 3, 4]
    assert first["pagination"] == {
        "page": 1,
        "per_page": 4,
        "total": 6,
        "pages": 2,
        "has_next": True,
        "has_prev": False,
    }
    for search in ("MARÍA", "lópez", "élan", "6@example"):
        assert [guest["user_id"] for guest in priya.guests(f"?search={search}")] == [6], search
    for search in ("%25", "_", "nobody"):
        assert priya.guests(f"?search={search}") == [], search


def test_guests_of_other_facilitators_do_not_exist(priya: Studio, arjun: Studio):
    priya.booked(1, "Anna Berg")
    arjun.booked(1, "Anna Berg", days=2)
    arjun.booked(2, "Secret Guest")
    assert [(guest["user_id"], guest["bookings"]) for guest in priya.guests()] == [(1, 1)]
    assert priya.get("/guests")["pagination"]["total"] == 1
    assert priya.guests("?search=Secret") == []
    assert len(priya.exported()) == 1
    assert priya.exported("?search=Secret") == []
    assert len(priya.get("/guests/1")["bookings"]) == 1
    assert {one["facilitator_id"] for one in priya.get("/guests/1")["bookings"]} == {priya.id}
    unknown = priya.crm.get(f"{priya.path}/guests/999999", priya.token)
    hidden = priya.crm.get(f"{priya.path}/guests/2", priya.token)
    assert (hidden.status_code, hidden.json()["error"]) == (404, unknown.json()["error"])
    assert priya.write_notes(2, "I know of you").status_code == 404


def test_notes_are_each_facilitators_own(priya: Studio, arjun: Studio):
    for studio in (priya, arjun):
        studio.booked(1, "Anna Berg")
    written = priya.write_notes(1, "Bad knee.\nLikes the window. 🧘")
    assert written.status_code == 200, written.text
    assert written.json()["notes"] == priya.get("/guests/1")["notes"]
    assert priya.get("/guests/1")["notes"]["text"] == "Bad knee.\nLikes the window. 🧘"
    assert arjun.get("/guests/1")["notes"] == {"text": "", "updated_at": None}
    arjun.write_notes(1, "Arjun's")
    assert priya.write_notes(1, "Better now").status_code == 200
    assert priya.get("/guests/1", TOKEN)["notes"]["text"] == "Better now"
    assert arjun.get("/guests/1")["notes"]["text"] == "Arjun's"
    assert priya.write_notes(1, "").json()["notes"] == {"text": "", "updated_at": None}
    assert "Better" not in "".join(map(str, priya.exported()))


def test_a_list_of_bookings_has_the_beginning_of_each_facilitators_own_notes(priya: Studio, arjun: Studio):
    for studio in (priya, arjun):
        studio.booked(1, "Anna Berg")
        studio.booked(2, "Ben Okafor")
    priya.write_notes(1, "Bad knee. " * 100)
    arjun.write_notes(2, "Arjun's")
    notes = {one["user_name"]: one["note"] for one in priya.get("/bookings")["bookings"]}
    assert notes == {"Anna Berg": ("Bad knee. " * 100)[:300], "Ben Okafor": None}


def test_the_same_notes_again_write_nothing(priya: Studio):
    priya.booked(1, "Anna Berg")
    written = priya.write_notes(1, "Bad knee.").json()["notes"]
    assert priya.write_notes(1, "Bad knee.").json()["notes"] == written
    assert priya.get("/guests/1")["notes"] == written


@pytest.mark.parametrize("text", [None, 5, ["x"], "x" * 5001, "a\x00b"])
def test_invalid_notes_are_refused(priya: Studio, text: Any):
    priya.booked(1, "Anna Berg")
    assert priya.write_notes(1, "x" * 5000).status_code == 200
    assert priya.write_notes(1, text).status_code == 400
    assert priya.get("/guests/1")["notes"]["text"] == "x" * 5000


def test_the_export_is_safe_to_open_and_complete(priya: Studio):
    priya.booked(3, "=HYPERLINK(1)")
    priya.booked(1, "Anna Berg")
    exported = priya.exported()
    assert [row["Guest"] for row in exported] == ["Anna Berg", "'=HYPERLINK(1)"]
    assert list(exported[0]) == [
        "Guest",
        "E-mail",
        "Bookings",
        "Booked",
        "Cancelled",
        "Places",
        "Last session",
        "Next session",
        "Time zone",
    ]
    assert [row["Guest"] for row in priya.exported("?search=anna")] == ["Anna Berg"]
    disposition = priya.crm.get(f"{priya.path}/guests.csv", priya.token).headers["Content-Disposition"]
    assert disposition == f'attachment; filename="guests-{priya.id}.csv"'


def test_a_long_export_comes_in_parts_and_loses_nobody(priya: Studio):
    people = [{"id": number, "name": f"G{number}", "email": f"g{number}@example.com"} for number in range(1, 1202)]
    items = [
        {"id": f"{priya.id}-{user['id']}", "data": booking(200_000 + priya.id * 2000 + user["id"], priya.id, user=user)}
        for user in people
    ]
    for start in range(0, len(items), 100):
        response = priya.crm.post("/notify/batch", json={"notifications": items[start : start + 100]})
        assert {result["status"] for result in response.json()["results"]} == {"stored"}
    assert [row["Guest"] for row in priya.exported()] == [f"G{number}" for number in range(1, 1202)]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/guests"), ("GET", "/guests.csv"), ("GET", "/guests/1"), ("PUT", "/guests/1/notes")],
)
def test_only_the_facilitator_reaches_their_guests(priya: Studio, arjun: Studio, method: str, path: str):
    for token, status in (
        (None, 401),
        ("wrong", 401),
        (person_token(priya.id, "user"), 403),
        (person_token(priya.id, "admin"), 403),
        (arjun.token, 403),
    ):
        # The caller is checked first: the body is missing here.
        assert priya.crm.request(method, priya.path + path, token).status_code == status


@pytest.mark.parametrize("path", ["/guests?page=0", "/guests?per_page=101", "/guests?sort=name", "/guests/none"])
def test_an_invalid_query_for_guests_is_refused(priya: Studio, path: str):
    assert priya.crm.get(priya.path + path, priya.token).status_code == 400


def test_a_name_after_a_semicolon_is_exported_as_text(crm: Crm):
    user = {"id": 77, "name": "Anna;=HYPERLINK(1)", "email": "anna@example.com"}
    crm.store(booking(880_001, 8801, user=user))
    for path in ("bookings.csv", "guests.csv"):
        text = crm.get(f"/api/facilitator/8801/{path}", facilitator(8801)).text
        assert "Anna;'=HYPERLINK(1)" in text
        assert all(line.startswith('"') and line.endswith('"') for line in text.removeprefix("\ufeff").splitlines())
        assert len(list(csv.reader(io.StringIO(text)))) == 2
