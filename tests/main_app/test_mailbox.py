"""The development mailbox: mails that the mail server received, and messages for vendors without keys."""

import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from flask import Flask

from main_app import mail_server
from main_app.auth.models import Role
from main_app.mail_server import MAILS_KEPT
from main_app.services.dev_mailbox import Mailbox
from service_kit import clock
from tests.main_app.application import PRODUCTION, application
from tests.main_app.builders import signed_in
from tests.support.ports import free_port
from tests.support.services import ROOT

pytestmark = pytest.mark.engine("sqlite")  # no database is involved beyond the sign-in


@contextmanager
def mail_server_on(folder: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The development mail server, as start_services.py starts it, with its port."""
    port = free_port()
    command = [sys.executable, "-I", str(ROOT / "main_app" / "mail_server.py"), str(folder), str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert "mail server ready" in server.stdout.readline()
        yield server, port
        server.terminate()


@pytest.fixture(scope="module")
def mail_port(app: Flask) -> Iterator[int]:
    """The mail server on the application's mailbox."""
    with mail_server_on(app.extensions["settings"].data_dir / "mailbox") as (_, port):
        yield port


@pytest.fixture
def noor(app: Flask) -> dict[str, str]:
    return signed_in(app, Role.ADMIN)


def a_mail(subject: str = "Hello") -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Samaya <bookings@samaya.example>", "asha@example.com", subject
    mail.set_content("Grüße, नमस्ते")
    mail.add_alternative("<p>Grüße, <b>नमस्ते</b></p>", subtype="html")
    mail.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="yoga.ics")
    return mail


def post(mail: EmailMessage, port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as smtp:
        smtp.send_message(mail)


def test_noor_sees_a_mail_in_all_its_forms(app: Flask, mail_port: int, noor: dict[str, str]) -> None:
    post(a_mail(), mail_port)
    client = app.test_client()
    (listed,) = client.get("/api/mailbox?channel=email", headers=noor).get_json()["messages"]
    assert (listed["to"], listed["subject"], listed["channel"]) == ("asha@example.com", "Hello", "email")
    shown = client.get(f"/api/mailbox/{listed['id']}", headers=noor).get_json()
    assert "नमस्ते" in shown["text"]
    assert "<b>नमस्ते</b>" in shown["html"]
    assert "Subject: Hello" in shown["source"]
    (attachment,) = shown["attachments"]
    assert (attachment["name"], attachment["type"]) == ("yoga.ics", "text/calendar")
    file = client.get(f"/api/mailbox/{listed['id']}/attachments/0", headers=noor)
    assert file.data.startswith(b"BEGIN:VCALENDAR")
    assert file.headers["Content-Disposition"] == "attachment; filename=yoga.ics"
    assert "sandbox" in file.headers["Content-Security-Policy"]
    assert client.get(f"/api/mailbox/{listed['id']}/attachments/1", headers=noor).status_code == 404


def test_what_other_channels_would_have_sent_is_there_too(app: Flask, noor: dict[str, str]) -> None:
    mailbox = Mailbox(app.extensions["settings"].data_dir / "mailbox")
    mailbox.empty()
    first = mailbox.add("sms", "+351 910 000 000", "Your session\r\nBcc: everyone\nstarts at 9")
    second = mailbox.add("slack", "Team “Yoga”", "New booking")
    client = app.test_client()
    response = client.get("/api/mailbox", headers=noor).get_json()
    assert [message["id"] for message in response["messages"]] == [second, first], "newest first"
    only = client.get("/api/mailbox?channel=sms", headers=noor).get_json()["messages"]
    assert [(message["id"], message["to"]) for message in only] == [(first, "+351 910 000 000")]
    shown = client.get(f"/api/mailbox/{first}", headers=noor).get_json()
    assert shown["text"].splitlines() == ["Your session", "Bcc: everyone", "starts at 9"]
    assert "Bcc" not in shown["source"].split("\n\n")[0].split("Subject")[0]
    assert client.delete("/api/mailbox", headers=noor).get_json()["deleted"] == 2
    assert client.get("/api/mailbox", headers=noor).get_json()["messages"] == []


@pytest.mark.parametrize(
    "text",
    [
        "Cancelled: Haircut, Wed 25 Nov, 11:38 to 12:30, UTC. We’re refunding €25.",
        "Cancelled: Dawn by the River, Wed 25 Nov, 12:30 to 14:00, Kolkata time.",
        "रद्द: सुबह का ध्यान, बुध 25 नव॰, 12:30 से 14:00 तक, कोलकाता समय।",
    ],
)
def test_the_beginning_of_a_text_has_its_spaces(app: Flask, noor: dict[str, str], text: str) -> None:
    added = Mailbox(app.extensions["settings"].data_dir / "mailbox").add("sms", "+351 910 000 000", text)
    shown = app.test_client().get(f"/api/mailbox/{added}", headers=noor).get_json()
    assert text.startswith(shown["subject"].rstrip("…"))
    assert shown["text"].strip() == text


@pytest.mark.parametrize(
    ("text", "beginning"),
    [
        ("x" * 80, "x" * 80),
        ("x" * 81, "x" * 80 + "…"),
        ("Breathe, " * 10, "Breathe, " * 7 + "Breathe…"),
    ],
)
def test_a_long_text_is_cut_between_words(tmp_path: Path, text: str, beginning: str) -> None:
    mailbox = Mailbox(tmp_path)
    shown = mailbox.read(mailbox.add("sms", "+351 910 000 000", text))
    assert shown is not None
    assert shown.header("Subject") == beginning


def test_names_and_subjects_are_shown_in_one_line(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    added = mailbox.add("slack", "Team\r\nYoga", "Hello", subject="New\r\nBcc: everyone", sender="Samaya\nDesk")
    shown = mailbox.read(added)
    assert shown is not None
    assert (shown.sender(), shown.recipient()) == ("Samaya Desk", "Team Yoga")
    assert (shown.header("Subject"), shown.header("Bcc")) == ("New Bcc: everyone", "")


@pytest.mark.parametrize(
    ("source", "to", "text"),
    [
        (b"To: %@[\n\nHello\n", "%@[", "Hello\n"),
        (b"To: \xff\n %@[\n\nHello\n", "\ufffd %@[", "Hello\n"),
        (b"Content-Type: text/plain; charset=unknown\n\nGr\xc3\xbc\xdfe\n", "", "Grü\ufffde\n"),
        (b"Content-Type: text/plain; charset=idna\n\nHello\n", "", "Hello\n"),
        (b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/related\n\n\n", "", None),
    ],
)
def test_a_malformed_mail_is_shown_too(
    app: Flask, noor: dict[str, str], source: bytes, to: str, text: str | None
) -> None:
    folder = app.extensions["settings"].data_dir / "mailbox"
    Mailbox(folder).empty()
    mail_server.Mailbox(folder).add(source)
    client = app.test_client()
    (listed,) = client.get("/api/mailbox", headers=noor).get_json()["messages"]
    shown = client.get(f"/api/mailbox/{listed['id']}", headers=noor).get_json()
    assert (listed["to"], shown["text"]) == (to, text)


def test_an_attachment_needs_neither_a_name_nor_content(app: Flask, noor: dict[str, str]) -> None:
    mail = a_mail()
    mail.add_attachment(b"pixels", maintype="image", subtype="png")
    mail.add_attachment(a_mail("Forwarded"))
    folder = app.extensions["settings"].data_dir / "mailbox"
    mail_server.Mailbox(folder).add(mail.as_bytes())
    newest, *_ = Mailbox(folder).ids()
    shown = app.test_client().get(f"/api/mailbox/{newest}", headers=noor).get_json()
    sizes = [(attachment["name"], attachment["size"]) for attachment in shown["attachments"]]
    assert sizes == [("yoga.ics", 15), ("part-1", 6), ("part-2", 0)]


def test_a_mailbox_is_empty_before_its_first_mail(tmp_path: Path) -> None:
    assert Mailbox(tmp_path / "data" / "mailbox").ids() == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit on the size of files")
def test_a_mail_that_the_disk_does_not_take_may_come_again(tmp_path: Path) -> None:
    program = """
import asyncio, resource, sys
from pathlib import Path
from aiosmtpd.smtp import Envelope
from main_app.mail_server import Mailbox
mailbox, mail = Mailbox(Path(sys.argv[1])), Envelope()
mail.content = b"x" * 50_000
resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
print(asyncio.run(mailbox.handle_DATA(None, None, mail)))
"""
    ended = subprocess.run(
        [sys.executable, "-c", program, tmp_path], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert ended.stdout.startswith("452 ")
    assert Mailbox(tmp_path).ids() == []


def test_only_the_newest_mails_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    server, mailbox = mail_server.Mailbox(tmp_path), Mailbox(tmp_path)
    for number in range(5):
        server.add(b"%d" % number)
    newest = mailbox.ids()[:3]
    for kept in (5, 3):
        monkeypatch.setattr(mail_server, "MAILS_KEPT", kept)
        server.delete_old_mails()
        assert len(mailbox.ids()) == kept
    assert mailbox.ids() == newest


def test_old_mails_are_deleted_when_the_mail_server_starts(tmp_path: Path) -> None:
    server = mail_server.Mailbox(tmp_path)
    server.add(b"old")
    mailbox = Mailbox(tmp_path)
    (old,) = mailbox.ids()
    server._database.execute("BEGIN")
    for _ in range(MAILS_KEPT):
        server.add(b"new")
    server._database.execute("COMMIT")
    with mail_server_on(tmp_path):
        ids = mailbox.ids()
    assert len(ids) == MAILS_KEPT
    assert old not in ids


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM")
def test_a_mail_server_with_an_open_connection_stops(tmp_path: Path) -> None:
    with (
        mail_server_on(tmp_path) as (server, port),
        socket.create_connection(("127.0.0.1", port), timeout=5) as connection,
    ):
        assert connection.recv(4) == b"220 "
        server.terminate()
        assert server.wait(10) == 0


def test_an_emptied_mailbox_takes_no_space_and_the_next_mails_get_new_ids(tmp_path: Path) -> None:
    server, mailbox = mail_server.Mailbox(tmp_path), Mailbox(tmp_path)
    for _ in range(20):
        server.add(b"x" * 100_000)
    before = mailbox.ids()
    assert mailbox.empty() == 20
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 200_000
    server.add(b"next")
    assert mailbox.ids()
    assert not set(mailbox.ids()) & set(before)


def test_two_mails_of_the_same_moment_are_both_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "time_ns", lambda: 1_800_000_000_000_000_000)
    server, mailbox = mail_server.Mailbox(tmp_path), Mailbox(tmp_path)
    server.add(b"Subject: first\r\n")
    mailbox.add("sms", "+351 910 000 000", "second")
    server.add(b"Subject: third\r\n")
    mails = [mailbox.read(mail_id) for mail_id in mailbox.ids()]
    assert [mail and mail.header("Subject") for mail in mails] == ["third", "second", "first"]


def test_the_first_mail_of_a_mailbox_has_its_time(tmp_path: Path) -> None:
    server, mailbox = mail_server.Mailbox(tmp_path), Mailbox(tmp_path)
    begun = clock.now()
    server.add(b"Subject: first\r\n")
    mails = [mailbox.read(mailbox.ids()[0])]
    mailbox.empty()
    mails.append(mailbox.read(mailbox.add("sms", "+351 910 000 000", "first")))
    assert all(mail and begun - timedelta(seconds=1) < mail.at <= clock.now() for mail in mails)


@pytest.mark.parametrize("name", ["..%2f..%2fsamaya.db", "0", "1234567890", "1" * 30, "x"])
def test_an_id_leads_nowhere_else(app: Flask, noor: dict[str, str], name: str) -> None:
    assert app.test_client().get(f"/api/mailbox/{name}", headers=noor).status_code in (400, 404)


def test_there_is_no_mailbox_in_production() -> None:
    with application(**PRODUCTION) as app:
        headers = signed_in(app, Role.ADMIN)
        for path in ("", "/1"):
            assert app.test_client().get(f"/api/mailbox{path}", headers=headers).status_code == 404


def test_mails_are_their_owners_alone(app: Flask, mail_port: int) -> None:
    post(a_mail("Private"), mail_port)
    folder: Path = app.extensions["settings"].data_dir / "mailbox"
    files = list(folder.iterdir())
    assert files
    assert all(path.stat().st_mode & 0o077 == 0 for path in (folder, *files))
