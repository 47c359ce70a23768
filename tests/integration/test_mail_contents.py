"""The contents of mails: addresses, headers, parts and texts, and those that are never sent."""

from dataclasses import replace

import pytest

from main_app.outbox.retry_policy import Dead, Delivered
from main_app.services.smtp import OutgoingMail
from tests.integration.delivering import Email, claimed, kinds, mail
from tests.support.mail import MailServer

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


@pytest.mark.parametrize(("smtputf8", "outcome"), [(True, Delivered), (False, Dead)])
def test_an_address_in_hindi_goes_to_servers_that_take_it(email: Email, smtputf8: bool, outcome: type) -> None:
    with MailServer(smtputf8=smtputf8) as server:
        mails = [mail(1, "प्रिया@example.com"), mail(2)]
        assert kinds(email(server, mails).deliver(claimed(2))) == [outcome, Delivered]


def test_a_mail_has_all_its_parts_and_one_click_unsubscribe(email: Email) -> None:
    with MailServer() as server:
        url = "https://samaya.example/links/abc/unsubscribe"
        mails = [mail(1, calendar=b"BEGIN:VCALENDAR\r\n", one_click_url=url), mail(2)]
        assert kinds(email(server, mails).deliver(claimed(2))) == [Delivered] * 2
        first, second = server.received
        assert first["List-Unsubscribe"] == f"<{url}>"
        assert first["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert first["Auto-Submitted"] == "auto-generated"
        assert [part.get_content_type() for part in first.walk()] == [
            "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar",
        ]  # fmt: skip
        assert second["List-Unsubscribe"] is None
        assert "text/calendar" not in [part.get_content_type() for part in second.walk()]


@pytest.mark.parametrize(
    "to",
    [
        "a@example.com\r\nBcc: b@example.com",
        "no address",
        "a@example.com, b@example.com",
        "",
        "प्रिया\r\nBcc: b@example.com",
        "प्रि\u00a0या@example.com",
        "प्रि\u2028या@example.com",
        "प्रिया, b@example.com",
        "प्रि\u200bया@example.com",
        "प्रिया<b@example.com",
        "प्रिया @example.com",
    ],
)
def test_an_invalid_address_is_never_sent_to_the_server(email: Email, to: str) -> None:
    with MailServer() as server:
        outcomes = email(server, [OutgoingMail(to, "Hello", "t", "h", "evt_1"), mail(2)]).deliver(claimed(2))
        assert kinds(outcomes) == [Dead, Delivered]
        assert len(server.received) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: b@example.com"},
        {"subject": "Hello\nBcc: b@example.com"},
        {"subject": "Hello\rBcc: b@example.com"},
        {"one_click_url": "https://example.com/stop>\r\nBcc: <b@example.com"},
    ],
)
def test_a_line_break_in_a_header_harms_nobody(email: Email, changes: dict[str, str]) -> None:
    with MailServer() as server:
        bad = replace(mail(1), **changes)
        assert kinds(email(server, [bad, mail(2)]).deliver(claimed(2))) == [Dead, Delivered]


HINDI = "<p>नमस्ते, “आशा” &amp; <b>राव</b> 🪷</p>"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello\n.\n..", "<p>Hello</p>\n.\n"),
        ("नमस्ते\n.", HINDI),
        ("a\rb\r\nc", "x" * 998),
        ("From Priya\n\nFrom now on", "<p>\nFrom now on</p>"),
        ("x" * 999, "<p>" + "y " * 1000 + "</p>"),
        ("--=_alternative", "<p>\n--=_alternative--\n</p>"),
    ],
)
def test_every_text_arrives_in_lines_that_no_server_changes(email: Email, text: str, html: str) -> None:
    contents: list[bytes] = []
    with MailServer() as server:
        server.to_mail = contents.append
        sent = replace(mail(1, calendar=b"BEGIN:VCALENDAR\r\n"), text=text, html=html)
        assert kinds(email(server, [sent]).deliver(claimed(1))) == [Delivered]
        (received,) = server.received
    parts = [part.get_content() for part in received.walk() if not part.is_multipart()]
    for content, expected in zip(parts, (text, html, "BEGIN:VCALENDAR"), strict=True):
        assert content.splitlines() == expected.splitlines()
    lines = contents[0].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(line.isascii() and len(line) <= 78 for line in lines)


@pytest.mark.parametrize(
    "subject",
    [
        "You’re booked: " + "Dawn by the River " * 9,
        "बुकिंग " * 20,
        "a=b? by 🪷 booked: रद्द: Émile  by two",
        "Booked: " + "x" * 150,
        "The quiet, long  walk. " * 9,
    ],
)
def test_a_long_subject_keeps_its_spaces(email: Email, subject: str) -> None:
    with MailServer() as server:
        assert kinds(email(server, [replace(mail(1), subject=subject)]).deliver(claimed(1))) == [Delivered]
        assert server.received[0]["Subject"] == subject


def test_mail_programs_that_read_no_encoded_links_find_the_one_to_unsubscribe(email: Email) -> None:
    contents: list[bytes] = []
    url = "https://samaya.example/links/" + "dG9r.ZW5f" * 20 + "/unsubscribe"
    with MailServer() as server:
        server.to_mail = contents.append
        assert kinds(email(server, [mail(1, one_click_url=url)]).deliver(claimed(1))) == [Delivered]
    head = contents[0].partition(b"\r\n\r\n")[0]
    assert f"\nList-Unsubscribe: <{url}>\r\n" in head.decode()
