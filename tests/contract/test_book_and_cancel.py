"""The program in the documentation, which knows the API from its description alone, on running services."""

import subprocess
import sys
import uuid

from tests.support.people import PASSWORD, Person
from tests.support.services import ROOT

PROGRAM = ROOT / "docs" / "book_and_cancel.py"


def run(person: Person, search: str) -> "subprocess.CompletedProcess[str]":
    arguments = [person.services.main_url, person.email, PASSWORD, search]
    return subprocess.run(
        [sys.executable, str(PROGRAM), *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_it_books_for_alice_and_cancels(facilitator: Person, alice: Person) -> None:
    title = f"Sitting {uuid.uuid4().hex}"
    facilitator.create_event(title=title)
    ran = run(alice, title)
    assert ran.returncode == 0, ran.stderr
    [booked, cancelled] = ran.stdout.splitlines()
    assert title in booked
    assert booked.endswith("is booked.")
    assert cancelled.endswith("is cancelled.")
    [booking] = alice.get("/bookings").json()["bookings"]
    assert booking["status"] == "cancelled"


def test_it_tells_bob_why_he_gets_no_place(facilitator: Person, alice: Person, bob: Person) -> None:
    title = f"Sitting {uuid.uuid4().hex}"
    event = facilitator.create_event(title=title, capacity=1)
    assert alice.book(event["sessions"][0]["id"]).status_code == 201
    ran = run(bob, title)
    assert ran.returncode == 1
    assert ran.stderr.startswith("session_full: ")
