"""The contents of mails: addresses, headers, parts and texts, and those that are never sent."""

from dataclasses import replace
from html import unescape

import pytest

from main_app.outbox.retry_policy import Dead, Delivered
from main_app.services.smtp import OutgoingMail
from tests.integration.delivering import Email, NewServer, claimed, kinds, mail

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


@pytest.mark.parametrize(("smtputf8", "outcome"), [(True, Delivered), (False, Dead)])
def test_an_address_in_hindi_goes_to_servers_that_take_it(
    new_server: NewServer, email: Email, smtputf8: bool, outcome: type
) -> None:
    with new_server(smtputf8=smtputf8) as server:
        mails = [mail(1, "प्रिया@example.com"), mail(2)]
        assert kinds(email(server, mails).deliver(claimed(2))) == [outcome, Delivered]


def test_a_mail_has_all_its_parts_and_one_click_unsubscribe(new_server: NewServer, email: Email) -> None:
    with new_server() as server:
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
def test_an_invalid_address_is_never_sent_to_the_server(new_server: NewServer, email: Email, to: str) -> None:
    with new_server() as server:
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
def test_a_line_break_in_a_header_harms_nobody(new_server: NewServer, email: Email, changes: dict[str, str]) -> None:
    with new_server() as server:
        bad = replace(mail(1), **changes)
        assert kinds(email(server, [bad, mail(2)]).deliver(claimed(2))) == [Dead, Delivered]


HINDI = "<p>नमस्ते, “आशा” &amp; <b>राव</b> 🪷</p>"


@pytest.mark.parametrize(
    ("text", "html", "encodings"),
    [
        ("Hello\n.\n..", "<p>Hello</p>\n.\n", ["7bit", "7bit"]),
        ("नमस्ते\n.", HINDI, ["quoted-printable", "7bit"]),
        ("a\rb\r\nc", "x" * 998, ["7bit", "7bit"]),
        ("x" * 999, "<p>" + "y " * 1000 + "</p>", ["quoted-printable", "quoted-printable"]),
        ("--=_alternative", "<p>\n--=_alternative--\n</p>", ["7bit", "7bit"]),
    ],
)
def test_every_text_arrives_in_lines_that_no_server_changes(
    new_server: NewServer, email: Email, text: str, html: str, encodings: list[str]
) -> None:
    contents: list[bytes] = []
    with new_server() as server:
        server.to_mail = contents.append
        sent = replace(mail(1, calendar=b"BEGIN:VCALENDAR\r\n"), subject="बुकिंग " * 20, text=text, html=html)
        assert kinds(email(server, [sent]).deliver(claimed(1))) == [Delivered]
        (received,) = server.received
    assert received["Subject"] == "बुकिंग " * 20
    parts = [part for part in received.walk() if not part.is_multipart()]
    assert [part["Content-Transfer-Encoding"] for part in parts] == [*encodings, "7bit"]
    plain, as_html = (part.get_content().replace("\r\n", "\n").rstrip("\n") for part in parts[:2])
    assert plain == text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    assert unescape(as_html) == unescape(html).rstrip("\n")
    lines = contents[0].split(b"\r\n")
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    assert all(line.isascii() and len(line) <= 998 for line in lines)
