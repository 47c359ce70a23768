"""Somebody whom the main API erases is erased from every table, and nothing brings their name back."""

import itertools
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from crm_microservice.database import db
from crm_microservice.facilitators.rebuild import compare_read_model
from crm_microservice.notifications.current import up_to_date_engine
from crm_microservice.notifications.drafts import draft_of
from tests.crm_microservice.conftest import OpenApp
from tests.crm_microservice.service import Crm, booking, person_token
from tests.crm_microservice.studio import Studio, new_booking
from tests.support.approvals import REGISTRATION_PATH, REPAIR_PATH, registration, repair
from tests.support.database import change, rows
from tests.support.whole_database import columns_with

NOOR = person_token(7, "admin", name="Noor")
ERASED = "Erased person"
_people = itertools.count(70_001)


class Guest:
    """Somebody whose name, address, phone and texts have a word that nothing else has."""

    def __init__(self) -> None:
        self.id = next(_people)
        self.word = f"zora{self.id}"
        self.name, self.email = f"Zora {self.word}", f"{self.word}@example.com"
        self.new_address = f"erased-{self.id}@erased.invalid"

    def account(self, kind: str, version: int, **changes: Any) -> dict[str, Any]:
        details = {"name": self.name, "email": self.email, "phone": "+351912345678", "role": "user", "language": "en"}
        return {
            "notification_type": kind,
            "user_id": self.id,
            "message": f"{self.name} changed their profile",
            "additional_data": details | {"version": version} | changes,
        }

    def erased(self, version: int = 9, **changes: Any) -> dict[str, Any]:
        new = {"name": ERASED, "email": self.new_address, "phone": None}
        return self.account("user_erased", version, **new, **changes) | {"message": "A person was erased"}

    def books(self, number: int, facilitator_id: int, **changes: Any) -> dict[str, Any]:
        person = {"id": self.id, "name": self.name, "email": self.email}
        return booking(number, facilitator_id, user=person, **{"version": 1} | changes)


def left(crm: Crm, word: str) -> set[str]:
    """Where the word is left: in tables, in the file, in what a search finds."""
    found = columns_with(crm.settings["CRM_DATABASE_URL"], [word])
    file = crm.folder / "notifications.json"
    found |= {"file"} if file.exists() and word in file.read_text() else set()
    return found | ({"search"} if crm.listed(f"?search={word}")["count"] else set())


def test_nothing_is_left_of_somebody_who_is_erased(crm: Crm, priya: Studio) -> None:
    zora, ben = Guest(), Guest()
    one, two, by_hand = new_booking(), new_booking(), new_booking()
    decided: list[int] = []
    for each in (zora, ben):
        asked = registration(each.email, firstName=each.name, websiteUserId=f"samaya_user_{each.id}")
        request = crm.post(REGISTRATION_PATH, json=asked).json()["request_id"]
        decided.append(crm.post(f"/api/approvals/{request}/approve", NOOR).json()["approval"]["customer_id"])
        for number, approved in enumerate((True, False)):
            broken = repair(each.email, ticketNumber=f"{each.id}-{number}", firstName=each.name)
            broken["repair"] |= {"notes": f"{each.name} is in a hurry", "customerName": each.name}
            request = crm.post(REPAIR_PATH, json=broken).json()["request_id"]
            if approved:
                assert crm.post(f"/api/approvals/{request}/approve", NOOR).status_code == 200
    crm.store(zora.account("user_registered", 1), ben.account("user_registered", 1))
    crm.store(zora.books(one, priya.id), ben.books(two, priya.id))
    crm.store(zora.account("user_updated", 2, phone=f"+351 {zora.word}"))
    crm.store({"booking_id": one, "user": zora.name, "event": "Sit", "facilitator_id": priya.id})
    reason = {"state": "cancelled", "cancelled_by": "facilitator", "reason": f"{zora.word} is ill", "wish": zora.word}
    crm.store(zora.books(one, priya.id, action="cancelled", version=2, additional_data=reason, note=zora.word))
    crm.store({"booking_id": by_hand, "user": "Asha", "event": "Sit", "facilitator_id": priya.id})
    notes = f"/api/facilitator/{priya.id}/guests/{zora.id}/notes"
    assert crm.request("PUT", notes, priya.token, json={"text": f"{zora.word} likes tea"}).status_code == 200
    before = priya.bookings()
    expected = {"notifications.data", "bookings.user_email", "customers.email", "audit_entries.after", "search"}
    if crm.settings["NOTIFICATION_STORE"] == "json":
        expected = expected - {"notifications.data"} | {"file"}
    assert left(crm, zora.word) >= expected | {"guest_notes.text", "approval_requests.payload", "profiles.phone"}

    crm.store(zora.erased())
    after = priya.bookings()
    assert left(crm, zora.word) == set()
    of_zora = next(row for row in after if row["booking_id"] == one)
    assert (of_zora["user_name"], of_zora["user_email"]) == (ERASED, zora.new_address)
    kept = ("booking_id", "status", "version", "session_id", "updated_at", "booked_at")
    assert [[row[name] for name in kept] for row in after] == [[row[name] for name in kept] for row in before]
    assert left(crm, ben.word) >= expected, "somebody else keeps everything"
    assert crm.listed(f"?search={zora.new_address}")["count"] >= 4, "a search finds them by the new address"
    customer = crm.get(f"/api/customers/{decided[0]}", NOOR).json()["customer"]
    assert (customer["name"], customer["phone"]) == (ERASED, None)
    assert [request["status"] for request in customer["requests"]] == ["approved", "approved"]
    waiting = crm.get(f"/api/approvals?status=pending&search={ben.word}", NOOR).json()["approvals"]
    assert [request["email"] for request in waiting] == [ben.email], "only the erased person's request is declined"

    # Late messages, repeats and a second erasure change nothing.
    crm.store(zora.account("user_updated", 3), zora.books(one, priya.id), zora.books(new_booking(), priya.id))
    batch = [{"id": f"late-{zora.id}-{number}", "data": zora.books(new_booking(), priya.id)} for number in range(3)]
    assert crm.post("/notify/batch", json={"notifications": batch}).status_code == 200
    crm.store(zora.erased(10))
    assert len(priya.bookings()) == len(after) + 4
    assert left(crm, zora.word) == set()


def test_a_later_epoch_may_give_the_id_to_somebody_else(crm: Crm, priya: Studio) -> None:
    zora, number = Guest(), new_booking()
    crm.store(zora.erased())
    crm.store(zora.books(number, priya.id, additional_data={"epoch": 2}))
    assert [row["user_name"] for row in priya.bookings()] == [zora.name]
    assert left(crm, zora.word) >= {"bookings.user_email"}


def test_an_erasure_that_says_no_new_name_erases_nobody(crm: Crm, priya: Studio) -> None:
    zora, number = Guest(), new_booking()
    crm.store(zora.books(number, priya.id))
    crm.store({"notification_type": "user_erased", "user_id": zora.id, "message": "Erased"})
    assert [row["user_name"] for row in priya.bookings()] == [zora.name]


def test_what_remains_rebuilds_the_same_read_model(open_app: OpenApp) -> None:
    zora = Guest()
    app = open_app()
    store = app.extensions["notification_store"]
    names = [zora.books(number, 101, additional_data={"reason": "ill"}) for number in range(1, 80)]
    names += [booking(number, 101, version=1) for number in range(80, 160)]
    store.add([draft_of(f"n{number}", data) for number, data in enumerate(names)])
    store.add([draft_of("erased", zora.erased())])
    store.add([draft_of("late", zora.books(7, 101, action="cancelled", version=3))])
    with app.app_context():
        assert compare_read_model(up_to_date_engine(), store) == []
        with db.engine.connect() as connection:
            names_left = set(connection.execute(sa.text("SELECT DISTINCT user_name FROM bookings")).scalars())
        assert names_left == {ERASED, "John Doe"}
    again = open_app().extensions["notification_store"]
    assert [row.data["user"]["name"] for row in again.after(0, 79)] == [ERASED] * 79
    assert again.last_sequence() == len(names) + 2


def test_the_audit_trail_lets_nothing_but_names_and_values_be_cleared(crm: Crm) -> None:
    url, zora = crm.settings["CRM_DATABASE_URL"], Guest()
    crm.post(REGISTRATION_PATH, json=registration(zora.email))
    [entry] = rows(url, sa.text("SELECT max(id) FROM audit_entries"))
    for changed in (
        "who = 'Somebody else'",
        'after = \'{"status": "approved"}\'',
        "before = '{}'",
        "action = 'declined'",
        "after = NULL, subject = 'request:0'",
    ):
        with pytest.raises(DBAPIError, match="only grows"):
            change(url, sa.text(f"UPDATE audit_entries SET {changed} WHERE id = {entry[0]}"))
    change(url, sa.text(f"UPDATE audit_entries SET after = NULL, who = '{ERASED}' WHERE id = {entry[0]}"))
