"""Reads mails to people from the development mailbox, as an admin."""

import re
from typing import Any

from tests.support.people import Person
from tests.support.services import wait_until


def mail_to(admin: Person, person: Person, subject: str) -> dict[str, Any]:
    """Wait for this person's newest mail with these words in its subject, and return it."""

    def found() -> dict[str, Any] | None:
        listed = admin.get("/api/mailbox?channel=email&per_page=50").json()["messages"]
        ids = [one["id"] for one in listed if person.email in one["to"] and subject in one["subject"]]
        return admin.get(f"/api/mailbox/{ids[0]}").json() if ids else None

    mail = wait_until(found, 30, lambda: f"no mail about {subject!r} to {person.email}")
    assert mail
    return mail


def code_sent_to(admin: Person, phone: str) -> str:
    """Wait for the code that was sent to this number, and return its digits."""

    def found() -> str | None:
        listed = admin.get("/api/mailbox?channel=sms&per_page=50").json()["messages"]
        texts = [admin.get(f"/api/mailbox/{one['id']}").json()["text"] for one in listed if one["to"] == phone]
        codes = [code for text in texts for code in re.findall(r"^(\d{6}) is your Samaya code", text)]
        return codes[0] if codes else None

    code = wait_until(found, 30, lambda: f"no code was sent to {phone}")
    assert code
    return code


def link_in(mail: dict[str, Any], page: str) -> str:
    """The path of the mail's link to this page."""
    match = re.search(rf"https?://[^/\s]+(/{page}[/?][^\s<>\"]+)", mail["text"])
    assert match, mail["text"]
    return match[1]
