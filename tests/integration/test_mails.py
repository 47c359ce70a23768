"""A booking's mail, from the booking to the mail server."""

import html
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from tests.support.mail import MailServer
from tests.support.people import Person, confirm_address, confirm_phone, register, register_with_role
from tests.support.services import Services, wait_until


@pytest.fixture(scope="module")
def mail_server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture(scope="module")
def with_mail(mail_server: MailServer) -> Iterator[Services]:
    with Services(extra={"MAIL_PORT": str(mail_server.port)}) as services:
        yield services


@pytest.fixture(scope="module")
def priya(with_mail: Services) -> Person:
    return register_with_role(with_mail, "Priya", "facilitator")


@pytest.fixture
def asha(with_mail: Services) -> Person:
    return confirm_address(register(with_mail, "Asha"))


@pytest.fixture
def date(priya: Person) -> dict[str, Any]:
    details = {"location": "Casa do Mar", "price_cents": 2500, "currency": "EUR", "arrive_minutes_early": 15}
    return priya.create_event(title="Sunrise Sit", **details)["sessions"][0]


def mail_to(server: MailServer, person: Person, subject: str) -> EmailMessage:
    """Wait for this person's only mail with that subject, and return it."""

    def found() -> list[EmailMessage]:
        return [mail for mail in list(server.received) if (mail["To"], mail["Subject"]) == (person.email, subject)]

    (mail,) = wait_until(found, 10, lambda: f"{[mail['Subject'] for mail in server.received]}")
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    return html.unescape(part.get_content())


def test_asha_gets_a_mail_with_everything_she_needs(
    mail_server: MailServer, with_mail: Services, priya: Person, asha: Person, date: dict[str, Any]
) -> None:
    booking = asha.book(date["id"]).json()["booking"]
    mail = mail_to(mail_server, asha, "You’re booked: Sunrise Sit")
    assert mail["From"] == "Priya via Samaya <bookings@samaya.example>"
    assert mail["Message-ID"].startswith("<evt_")
    assert mail["Message-ID"].endswith("@samaya.example>")
    assert mail["List-Unsubscribe"] is None, "a confirmation cannot be turned off"
    for kind in ("plain", "html"):
        assert "Casa do Mar" in body(mail, kind)
        assert "€25.00" in body(mail, kind)
        assert "Please arrive 15 minutes early" in body(mail, kind)
        assert f"{with_mail.main_url}/manage/" in body(mail, kind)
    (calendar,) = [part for part in mail.iter_attachments() if part.get_content_type() == "text/calendar"]
    assert "SUMMARY:Sunrise Sit" in calendar.get_content()
    asha.cancel(booking["id"])
    cancelled = mail_to(mail_server, asha, "Cancelled: Sunrise Sit")
    for kind in ("plain", "html"):
        assert "€25.00" not in body(cancelled, kind), "nothing is to be paid"
        assert "arrive" not in body(cancelled, kind)


def test_a_newcomer_without_keys_sees_every_message(start_services: Callable[..., Services]) -> None:
    services = start_services(mailbox=True)
    priya = register_with_role(services, "Priya", "facilitator")
    noor = register_with_role(services, "Noor", "admin")
    asha = register(services, "Asha")
    confirm_phone(asha, "+351 912 345 678")
    for kind, address in (
        ("slack", "https://hooks.slack.com/services/T0/B0/example"),
        ("discord", "https://discord.com/api/webhooks/1/example"),
        ("whatsapp", "+351 912 345 679"),
    ):
        assert priya.post("/team-channels", {"kind": kind, "label": "Desk", "address": address}).status_code == 201
    session = priya.create_event(title="Sunrise Sit")["sessions"][0]
    assert asha.book(session["id"]).status_code == 201

    def shown() -> dict[str, str]:
        messages = noor.get("/api/mailbox?per_page=100").json()["messages"]
        about = [one for one in messages if "Sunrise Sit" in one["subject"]]
        return {one["channel"]: one["to"] for one in about}

    wait_until(lambda: len(shown()) >= 5, 15, lambda: f"{shown()}\n{services.logs()}")
    found = shown()
    assert (found["email"], found["sms"], found["whatsapp"]) == (asha.email, "+351912345678", "+351912345679")
    assert found.keys() == {"email", "sms", "slack", "discord", "whatsapp"}


def test_a_mails_size_is_announced_so_that_a_server_can_refuse_it_before_it_arrives(
    mail_server: MailServer, asha: Person, date: dict[str, Any]
) -> None:
    asha.book(date["id"])
    mail_to(mail_server, asha, "You’re booked: Sunrise Sit")
    assert mail_server.sizes
    for size, options in mail_server.sizes:
        assert f"SIZE={size}" in options
