"""The channels to people with their receivers: real mail servers, Twilio's library with a stand-in, push
services and chats on this machine."""

import json
import smtplib
import threading
import time
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, ClassVar

import jsonschema_rs
import pytest
import requests

from main_app.outbox.channel import Claimed
from main_app.outbox.channels import mails as email_channel
from main_app.outbox.channels.mailbox_copy import MailboxChannel
from main_app.outbox.channels.mails import EmailChannel
from main_app.outbox.channels.prepared import customer_delays
from main_app.outbox.channels.push import OutgoingPush, PushChannel
from main_app.outbox.channels.sms import OutgoingText, SmsChannel
from main_app.outbox.channels.team_chats import ChatChannel, OutgoingChat, WhatsAppChannel
from main_app.outbox.retry_policy import Dead, Delivered, OneByOne, Outcome, Refused, Retry, Skipped
from main_app.services import twilio_sms, web_push
from main_app.services.allowed_hosts import DISCORD, PUSH, SLACK, is_allowed
from main_app.services.mailbox_folder import Mailbox
from main_app.services.smtp import MailServer as Sender
from main_app.services.smtp import OutgoingMail
from main_app.services.team_chats import TeamChats, WhatsApp
from main_app.services.twilio_sms import TwilioSms
from main_app.services.web_push import PushKey, Subscription, WebPush
from service_kit import clock
from tests.support.mail import MailServer
from tests.support.ports import free_port
from tests.support.twilio import PUBLISHED, RESPONSE, Twilio

pytestmark = pytest.mark.engine("sqlite")  # no database is involved
FROM = "Samaya <bookings@samaya.example>"


def claimed(count: int) -> list[Claimed]:
    return [Claimed(number, 1, f"evt_{number}", "told", {}, 0, clock.now()) for number in range(1, count + 1)]


def prepare(contents: Sequence[Any]) -> Callable[[Sequence[Claimed]], dict[int, Any]]:
    return lambda messages: {message.id: contents[message.id - 1] for message in messages}


def kinds(outcomes: Sequence[Outcome]) -> list[type]:
    return [type(outcome) for outcome in outcomes]


def mail(number: int, to: str | None = None, **details: Any) -> OutgoingMail:
    return OutgoingMail(to or f"guest{number}@example.com", "Hello", "Text", "<p>Text</p>", f"evt_{number}", **details)


Email = Callable[..., EmailChannel]
NewServer = Callable[..., MailServer]


@pytest.fixture(
    params=[("PIPELINING", "CHUNKING"), ("PIPELINING",), ()],
    ids=["one round trip", "pipelining", "one command at a time"],
)
def new_server(request: pytest.FixtureRequest) -> NewServer:
    """Makes a mail server that offers these extensions."""
    return partial(MailServer, extensions=request.param)


@pytest.fixture
def email() -> Iterator[Email]:
    """Makes the channel to this server, with these mails, and closes its connections at the end."""
    channels: list[EmailChannel] = []

    def make(server: Any, mails: Sequence[Any], **login: str) -> EmailChannel:
        sender = Sender("127.0.0.1", server.port, FROM, **login) if server else None
        channels.append(EmailChannel(sender, prepare(mails), retries=3))
        return channels[-1]

    yield make
    for channel in channels:
        channel._close()


# --- E-mail


def test_a_batch_goes_over_one_connection_and_the_next_one_too(new_server: NewServer, email: Email) -> None:
    with new_server() as server:
        channel = email(server, [mail(number) for number in range(1, 21)])
        assert kinds(channel.deliver(claimed(20))) == [Delivered] * 20
        assert kinds(channel.deliver(claimed(20))) == [Delivered] * 20
        assert server.connections == 1
        ids = [received["Message-ID"] for received in server.received]
        assert ids[:20] == ids[20:], "a repeat is recognized by its Message-ID"
        assert len(set(ids)) == 20


def test_a_refused_recipient_does_not_affect_the_others(new_server: NewServer, email: Email) -> None:
    answers = {
        "greylisted@example.com": "451 4.7.1 Greylisted, please try again later",
        "unknown@example.com": "550 5.1.1 No such user",
        "full@example.com": "452 4.2.2 Mailbox full",
    }
    with new_server() as server:
        server.to_recipient = answers.get
        channel = email(server, [mail(1), *(mail(0, to) for to in answers), mail(5)])
        outcomes = channel.deliver(claimed(5))
        assert kinds(outcomes) == [Delivered, Retry, Dead, Retry, Delivered]
        assert getattr(outcomes[1], "error", "").startswith("SMTP 451")
        assert server.connections == 1


def test_a_mail_that_the_server_refuses_after_reading_it_is_dead_or_waits(new_server: NewServer, email: Email) -> None:
    with new_server() as server:
        server.to_mail = lambda content: (
            "554 5.7.1 Spam" if b"guest1@" in content else "451 4.3.0 Queue full" if b"guest2@" in content else None
        )
        assert kinds(email(server, [mail(1), mail(2), mail(3)]).deliver(claimed(3))) == [Dead, Retry, Delivered]


def test_a_server_that_drops_the_connection_within_a_mail_gets_that_one_again_and_the_others_now(
    new_server: NewServer, email: Email
) -> None:
    with new_server() as server:
        server.to_mail = lambda content: MailServer.DROP if b"guest2@" in content else None
        outcomes = email(server, [mail(number) for number in (1, 2, 3)]).deliver(claimed(3))
        assert kinds(outcomes) == [Delivered, Retry, Delivered]
        assert server.connections == 2


def test_a_server_that_is_down_causes_a_retry_and_is_used_again_when_it_is_back(
    new_server: NewServer, email: Email
) -> None:
    with new_server() as server:
        channel = email(server, [mail(1)])
        assert kinds(channel.deliver(claimed(1))) == [Delivered]
        channel._close()
        server.stop()
        while True:  # the listening socket closes in the server's own thread
            try:
                smtplib.SMTP("127.0.0.1", server.port, timeout=1).close()
            except OSError:
                break
        assert kinds(channel.deliver(claimed(1))) == [Retry]
        assert kinds([channel.probe()]) == [Retry]
        server.start()
        assert kinds([channel.probe()]) == [Delivered]
        assert kinds(channel.deliver(claimed(1))) == [Delivered]


def test_a_refused_sign_in_stops_the_channel_and_uses_up_no_attempt(new_server: NewServer, email: Email) -> None:
    with new_server(password="right") as server:
        wrong = email(server, [mail(1), mail(2)], username="samaya", password="wrong")
        assert kinds(wrong.deliver(claimed(2))) == [Refused, Refused]
        assert kinds([wrong.probe()]) == [Refused]
        without = email(server, [mail(1)])
        assert kinds(without.deliver(claimed(1))) == [Refused], "530: this server wants a sign-in"
        right = email(server, [mail(1)], username="samaya", password="right")
        assert kinds(right.deliver(claimed(1))) == [Delivered]


def test_a_password_is_never_sent_in_the_clear_to_another_machine(
    new_server: NewServer, email: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    with new_server(password="secret") as server:
        login = {"username": "samaya", "password": "secret"}
        assert kinds(email(server, [mail(1)], **login).deliver(claimed(1))) == [Delivered]
        monkeypatch.setattr("main_app.services.smtp.LOOPBACK", ())
        assert kinds(email(server, [mail(1)], **login).deliver(claimed(1))) == [Refused]
        assert server.sign_ins == [True]


@pytest.mark.parametrize(("smtputf8", "outcome"), [(True, Delivered), (False, Dead)])
def test_an_address_in_hindi_goes_to_servers_that_take_it(
    new_server: NewServer, email: Email, smtputf8: bool, outcome: type
) -> None:
    with new_server(smtputf8=smtputf8) as server:
        mails = [mail(1, "प्रिया@example.com"), mail(2)]
        assert kinds(email(server, mails).deliver(claimed(2))) == [outcome, Delivered]


def test_a_slow_server_gets_the_rest_of_a_batch_one_by_one(
    new_server: NewServer, email: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_channel, "BATCH_SECONDS", 0.3)
    monkeypatch.setattr(email_channel.threading, "Timer", NoTimer)
    with new_server(seconds_per_mail=0.2) as server:
        outcomes = email(server, [mail(number) for number in range(1, 6)]).deliver(claimed(5))
        assert kinds(outcomes) == [Delivered, Delivered, OneByOne, OneByOne, OneByOne]


class NoTimer:
    daemon = False

    def __init__(self, *_: Any): ...
    def start(self) -> None: ...
    def cancel(self) -> None: ...


def test_a_server_that_hangs_within_a_mail_is_cut_off(
    new_server: NewServer, email: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(email_channel, "CUT_AFTER_SECONDS", 0.3)
    with new_server(seconds_per_mail=30) as server:
        assert kinds(email(server, [mail(1)]).deliver(claimed(1))) == [Retry]


def test_without_a_server_mails_wait(email: Email) -> None:
    channel = email(None, [])
    assert kinds(channel.deliver(claimed(2))) == [Refused, Refused]
    assert kinds([channel.probe()]) == [Refused]


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


def test_what_must_not_go_out_is_skipped_and_the_rest_delivered(new_server: NewServer, email: Email) -> None:
    with new_server() as server:
        outcomes = email(server, [mail(1), Skipped("cancelled"), mail(3)]).deliver(claimed(3))
        assert kinds(outcomes) == [Delivered, Skipped, Delivered]
        assert [received["To"] for received in server.received] == ["guest1@example.com", "guest3@example.com"]


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


class Script:
    """An SMTP server that offers pipelining and answers each command as it is told."""

    ACCEPTING: ClassVar = {"EHLO": "250-me\r\n250 PIPELINING", "DATA": "354 Go on"}
    CHUNKING: ClassVar = {"EHLO": "250-me\r\n250-PIPELINING\r\n250 CHUNKING"}

    def __init__(self, **answers: str):
        """The answers by command, and to the `content` of a mail. One that ends with CLOSE ends the connection."""
        self.answers = self.ACCEPTING | answers
        self.received: list[str] = []
        self.lines = 0  # of contents
        script = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 me\r\n")
                in_content = False
                for line in self.rfile:
                    text = line.decode().rstrip("\r\n")
                    if in_content and text != ".":
                        script.lines += 1
                        continue
                    command = "content" if in_content else text[:4].upper()
                    script.received.append(command)
                    if command == "BDAT":
                        self.rfile.read(int(text.split()[1]))
                    answer = script.answers.get(command, "250 OK")
                    if answer != "CLOSE":
                        self.wfile.write(answer.removesuffix("CLOSE").encode() + b"\r\n")
                    if answer.endswith("CLOSE"):
                        return
                    in_content = answer.startswith("354")

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> "Script":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def test_a_server_that_asks_for_the_content_of_a_refused_mail_gets_none_and_the_next_mail_is_sent(email: Email) -> None:
    with Script(RCPT="550 5.1.1 No such user", content="554 5.5.1 No valid recipients") as server:
        channel = email(server, [mail(1), mail(2)])
        outcomes = channel.deliver(claimed(1))
        assert outcomes == [Dead("SMTP 550: 5.1.1 No such user", 550)]
        assert server.received == ["EHLO", "MAIL", "RCPT", "DATA", "content", "RSET"]
        assert server.lines == 0
        del server.answers["RCPT"], server.answers["content"]
        assert kinds(channel.deliver(claimed(2))) == [Delivered] * 2


@pytest.mark.parametrize(
    ("answers", "outcome", "code"),
    [
        ({"MAIL": "550 5.7.1 Not you", "RCPT": "503 5.5.1 No", "DATA": "503 5.5.1 No"}, Refused, 550),
        ({"MAIL": "552 5.3.4 Too large", "RCPT": "503 5.5.1 No", "DATA": "503 5.5.1 No"}, Dead, 552),
        ({"MAIL": "451 4.3.0 Later", "RCPT": "503 5.5.1 No", "DATA": "503 5.5.1 No"}, Retry, 451),
        ({"RCPT": "450 4.7.1 Greylisted", "DATA": "503 5.5.1 No"}, Retry, 450),
        ({"MAIL": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"DATA": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"content": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"DATA": "554 5.5.1 No"}, Dead, 554),
        ({"content": "451 4.7.1 Later"}, Retry, 451),
        ({"RSET": "CLOSE", "content": "554 5.7.1 Spam"}, Dead, 554),
        (Script.CHUNKING | {"MAIL": "550 5.7.1 Not you", "RCPT": "503 5.5.1 No", "BDAT": "503 5.5.1 No"}, Refused, 550),
        (Script.CHUNKING | {"RCPT": "450 4.7.1 Greylisted", "BDAT": "503 5.5.1 No"}, Retry, 450),
        (Script.CHUNKING | {"RCPT": "550 5.1.1 No such user", "BDAT": "250 OK"}, Dead, 550),
        (Script.CHUNKING | {"BDAT": "554 5.7.1 Spam"}, Dead, 554),
        (Script.CHUNKING | {"BDAT": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
    ],
)
def test_the_first_refusal_among_pipelined_answers_decides(
    email: Email, answers: dict[str, str], outcome: type, code: int
) -> None:
    with Script(**answers) as server:
        channel = email(server, [mail(1)])
        (found,) = channel.deliver(claimed(1))
        assert (type(found), getattr(found, "status_code", None)) == (outcome, code)
        server.answers = Script.ACCEPTING
        assert kinds(channel.deliver(claimed(1))) == [Delivered], "the next mail is sent"


@pytest.mark.parametrize("extensions", [{}, Script.CHUNKING], ids=["pipelining", "one round trip"])
def test_a_server_may_forward_a_mail(email: Email, extensions: dict[str, str]) -> None:
    with Script(**extensions, RCPT="251 2.1.5 User not local; will forward") as server:
        assert kinds(email(server, [mail(1)]).deliver(claimed(1))) == [Delivered]


def test_retries_above_three_repeat_the_last_delay() -> None:
    assert customer_delays(0) == ()
    assert customer_delays(2) == (60, 300)
    assert customer_delays(3) == (60, 300, 900)
    assert customer_delays(6) == (60, 300, 900, 900, 900, 900)


def test_a_server_that_takes_chunks_gets_a_mail_in_one_round_trip(email: Email) -> None:
    with Script(**Script.CHUNKING) as server:
        assert kinds(email(server, [mail(1), mail(2)]).deliver(claimed(2))) == [Delivered] * 2
        assert server.received == ["EHLO", *["MAIL", "RCPT", "BDAT"] * 2]


# --- Vendors on this machine


class Vendor:
    """An HTTP server that answers as a test sets it, and keeps the requests."""

    def __init__(self) -> None:
        self.requests: list[dict[str, Any]] = []
        self.answer: tuple[int, dict[str, str], bytes] = (200, {}, b"ok")
        self.seconds_per_byte = 0.0
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.title(): value for name, value in self.headers.items()}
                vendor.requests.append({"path": self.path, "headers": headers, "body": body})
                status, headers, content = vendor.answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                with suppress(OSError):  # the client has gone
                    vendor.write(self.wfile, content)

            do_GET = do_POST

            def log_message(self, *_: Any) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answers(self, status: int, body: Any = None, **headers: str) -> None:
        content = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        self.answer = (status, {"Content-Type": "application/json"} | headers, content)

    def write(self, file: Any, content: bytes) -> None:
        pieces = [content[at : at + 1] for at in range(len(content))] if self.seconds_per_byte else [content]
        for piece in pieces:
            file.write(piece)
            time.sleep(self.seconds_per_byte)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def vendor() -> Iterator[Vendor]:
    vendor = Vendor()
    yield vendor
    vendor.close()


@pytest.fixture
def twilio() -> Iterator[Twilio]:
    twilio = Twilio()
    yield twilio
    twilio.close()


def sms(twilio: Twilio, text: str = "You’re booked: योग") -> SmsChannel:
    service = TwilioSms(twilio.account, twilio.token, "+15005550006", twilio.url, "https://samaya.example/twilio")
    return SmsChannel(service, prepare([OutgoingText("+351912345678", text)]), retries=3)


def test_a_text_message_goes_through_twilios_own_library(twilio: Twilio) -> None:
    assert sms(twilio).deliver(claimed(1)) == [Delivered({"sid": f"SM{1:032x}"}, 201)]
    assert twilio.sent == [
        {
            "To": "+351912345678",
            "From": "+15005550006",
            "Body": "You’re booked: योग",
            "StatusCallback": "https://samaya.example/twilio?message=evt_1",
        }
    ]
    assert kinds([sms(twilio).probe()]) == [Delivered]


def test_a_text_that_twilio_would_refuse_as_too_long_is_cut(twilio: Twilio) -> None:
    sms(twilio, "नमस्ते " * 400).deliver(claimed(1))
    assert len(twilio.sent[0]["Body"]) == 1600


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (400, 21211, Dead),  # no such number
        (400, 21610, Dead),  # the person said STOP
        (400, 21612, Dead),  # our sender cannot reach this number
        (429, 20429, Retry),
        (400, 21611, Retry),  # the sender's queue is full: Twilio's code wins over its status
        (401, 20003, Refused),
        (400, 21606, Refused),  # our own number may not send: no message would get through
        (503, 20503, Retry),
        (500, None, Retry),
        (400, 99999, Dead),
    ],
)
def test_twilios_codes_win_over_the_status(twilio: Twilio, status: int, code: int | None, outcome: type) -> None:
    twilio.fail_with(status, code)
    assert kinds(sms(twilio).deliver(claimed(1))) == [outcome]


def test_an_error_of_twilio_names_no_phone_number(twilio: Twilio) -> None:
    twilio.fail_with(400, 21606, "'From' +15005550006 cannot reach 351912345678")
    error = "Twilio 21606: Unable to create record: 'From' *** cannot reach ***"
    assert sms(twilio).deliver(claimed(1)) == [Refused(error, 400)]


def test_a_wrong_token_stops_the_channel(twilio: Twilio) -> None:
    channel = sms(twilio)
    twilio.token = "another"
    assert kinds(channel.deliver(claimed(1))) == [Refused]


def test_twilio_must_answer_in_time_even_byte_by_byte(
    twilio: Twilio, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(twilio_sms, "TIMEOUT", 0.4)
    vendor.answers(201, {"sid": "SM" + "0" * 32})
    vendor.seconds_per_byte = 0.05  # two seconds in all
    twilio.url = vendor.url
    assert sms(twilio).deliver(claimed(1)) == [Retry("Twilio did not answer: no complete answer within 0.4 s")]


def test_no_answer_from_twilio_causes_a_retry(twilio: Twilio) -> None:
    twilio.url = f"http://127.0.0.1:{free_port()}"
    assert kinds(sms(twilio).deliver(claimed(1))) == [Retry]
    assert kinds([sms(twilio).probe()]) == [Retry]


MESSAGE = {"To": "+351912345678", "From": "+15005550006", "Body": "Hello"}


def post_to(twilio: Twilio, path: str = "", body: Any = None, **options: Any) -> requests.Response:
    path = path or PUBLISHED["path"].replace("{AccountSid}", twilio.account)
    options = {"auth": (twilio.account, twilio.token), "timeout": 10} | options
    return requests.post(twilio.url + path, data=body or MESSAGE, **options)


def test_the_stand_in_answers_as_twilios_published_description_says(twilio: Twilio) -> None:
    answer = post_to(twilio)
    assert answer.status_code == PUBLISHED["status"]
    RESPONSE.validate(answer.json())  # raises with what does not fit
    with pytest.raises(jsonschema_rs.ValidationError):
        RESPONSE.validate(answer.json() | {"sid": "SM1"})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"To": None}, 21604),
        ({"To": "351912345678"}, 20001),
        ({"Text": "Hello"}, 20001),  # no parameter of Twilio's
        ({"MessagingServiceSid": "MG1"}, 20001),
        ({"RiskCheck": "perhaps"}, 20001),
    ],
)
def test_the_stand_in_refuses_what_twilios_published_description_does_not_have(
    twilio: Twilio, change: dict[str, Any], code: int
) -> None:
    form = {name: value for name, value in (MESSAGE | change).items() if value is not None}
    answer = post_to(twilio, body=form)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert twilio.sent == []


def test_the_stand_in_knows_one_account_by_its_token_and_takes_forms_only(twilio: Twilio) -> None:
    assert post_to(twilio, auth=(twilio.account, "guessed")).status_code == 401
    assert post_to(twilio, PUBLISHED["path"].replace("{AccountSid}", "AC1")).status_code == 404
    assert post_to(twilio, "/2010-04-01/Messages.json").status_code == 404
    assert post_to(twilio, body=json.dumps(MESSAGE), headers={"Content-Type": "application/json"}).status_code == 400
    assert twilio.sent == []


class Browser:
    """A subscribed browser, which alone can decrypt its messages."""

    def __init__(self, vendor: Vendor, number: int = 1):
        from cryptography.hazmat.primitives.asymmetric import ec  # only here
        from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat  # only here

        self._key = ec.generate_private_key(ec.SECP256R1())
        point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self._secret = b"sixteen bytes ok"
        self.subscription = Subscription(number, f"{vendor.url}/push/{number}", encoded(point), encoded(self._secret))

    def read(self, body: bytes) -> dict[str, Any]:
        import http_ece  # only here

        return json.loads(http_ece.decrypt(body, private_key=self._key, auth_secret=self._secret))


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()


@contextmanager
def push(
    vendor: Vendor, folder: Path, *browsers: Browser, allowed: bool = True
) -> Iterator[tuple[PushChannel, list[int], PushKey]]:
    forgotten: list[int] = []
    key = PushKey(folder)
    note = OutgoingPush(tuple(one.subscription for one in browsers), {"title": "You’re booked", "body": "योग"})
    sender = WebPush(key, "bookings@samaya.example", (vendor.host,) if allowed else ())
    yield PushChannel(sender, prepare([note]), forgotten.append, retries=3), forgotten, key
    sender._session.close()


def test_only_the_browser_can_read_a_push_and_the_key_is_this_installations(vendor: Vendor, tmp_path: Path) -> None:
    browser = Browser(vendor)
    vendor.answers(201)
    with push(vendor, tmp_path, browser) as (channel, _, key):
        assert kinds(channel.deliver(claimed(1))) == [Delivered]
    (request,) = vendor.requests
    assert b"booked" not in request["body"]
    assert browser.read(request["body"]) == {"title": "You’re booked", "body": "योग", "id": "evt_1"}
    scheme, _, rest = request["headers"]["Authorization"].partition(" ")
    signed = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, signed["k"]) == ("vapid", key.public())
    claims = json.loads(urlsafe_b64decode(signed["t"].split(".")[1] + "=="))
    assert claims["aud"] == vendor.url
    assert claims["sub"] == "mailto:bookings@samaya.example"
    assert request["headers"]["Ttl"] == "86400"
    assert PushKey(tmp_path).public() == key.public(), "made once"
    for file in tmp_path.iterdir():
        assert file.stat().st_mode & 0o077 == 0, f"{file.name} is its owner's alone"


@pytest.mark.parametrize(
    ("status", "outcome", "forgotten"),
    [(404, Skipped, [1]), (410, Skipped, [1]), (429, Retry, []), (500, Retry, []), (403, Dead, []), (413, Dead, [])],
)
def test_a_browser_that_has_gone_is_forgotten(
    vendor: Vendor, tmp_path: Path, status: int, outcome: type, forgotten: list[int]
) -> None:
    vendor.answers(status)
    with push(vendor, tmp_path, Browser(vendor)) as (channel, gone, _):
        assert kinds(channel.deliver(claimed(1))) == [outcome]
        assert gone == forgotten


def test_a_push_service_must_answer_in_time_even_byte_by_byte(
    vendor: Vendor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web_push, "TIMEOUT", 0.4)
    vendor.answers(201, b"x" * 40)
    vendor.seconds_per_byte = 0.05
    with push(vendor, tmp_path, Browser(vendor)) as (channel, _, _):
        assert channel.deliver(claimed(1)) == [Retry("timeout: no complete answer within 0.4 s")]


def test_a_push_service_that_points_elsewhere_is_not_followed(vendor: Vendor, tmp_path: Path) -> None:
    vendor.answers(307, Location=f"{vendor.url}/inside")
    with push(vendor, tmp_path, Browser(vendor)) as (channel, _, _):
        assert kinds(channel.deliver(claimed(1))) == [Retry]
    assert len(vendor.requests) == 1


def test_a_push_to_a_host_that_is_not_allowed_is_never_sent(vendor: Vendor, tmp_path: Path) -> None:
    with push(vendor, tmp_path, Browser(vendor), allowed=False) as (channel, gone, _):
        assert kinds(channel.deliver(claimed(1))) == [Dead]
        assert gone == [1]
    assert vendor.requests == []


def test_one_of_several_browsers_is_enough(vendor: Vendor, tmp_path: Path) -> None:
    away = Browser(vendor, 2)
    object.__setattr__(away.subscription, "endpoint", f"http://127.0.0.1:{free_port()}/away")
    vendor.answers(201)
    with push(vendor, tmp_path, Browser(vendor), away) as (channel, _, _):
        assert kinds(channel.deliver(claimed(1))) == [Delivered]


CHAT_TEXT = "New booking: <!channel> @everyone *Asha* & [x](http://evil)\nhttps://samaya.example/s/4"


def chat(name: str, vendor: Vendor) -> ChatChannel:
    contents = [OutgoingChat(f"{vendor.url}/hook", CHAT_TEXT, "en", ())]
    return ChatChannel(name, TeamChats([vendor.host]), prepare(contents), retries=3)


def test_slack_gets_the_text_and_nobody_is_called_by_a_guests_name(vendor: Vendor) -> None:
    assert kinds(chat("slack", vendor).deliver(claimed(1))) == [Delivered]
    text = json.loads(vendor.requests[0]["body"])["text"]
    assert "<!channel>" not in text
    assert "&lt;!channel&gt;" in text


def test_discord_gets_the_text_and_mentions_nobody(vendor: Vendor) -> None:
    vendor.answers(204)
    assert kinds(chat("discord", vendor).deliver(claimed(1))) == [Delivered]
    body = json.loads(vendor.requests[0]["body"])
    assert body["allowed_mentions"] == {"parse": []}
    assert r"\*Asha\*" in body["content"]
    assert body["content"].endswith("\nhttps://samaya.example/s/4")


@pytest.mark.parametrize("name", ["slack", "discord"])
@pytest.mark.parametrize(("status", "outcome"), [(404, Dead), (403, Dead), (429, Retry), (500, Retry), (302, Retry)])
def test_a_webhook_that_was_taken_away_is_dead_for_its_team_alone(
    vendor: Vendor, name: str, status: int, outcome: type
) -> None:
    vendor.answers(status)
    assert kinds(chat(name, vendor).deliver(claimed(1))) == [outcome]


def whatsapp(vendor: Vendor) -> WhatsAppChannel:
    contents = [OutgoingChat("+351912345678", "text", "en", ("Asha", "Yoga", "Sat 7:00", "https://samaya.example/4"))]
    return WhatsAppChannel(WhatsApp("token", "555", vendor.url), prepare(contents), retries=3)


def test_whatsapp_gets_the_approved_template(vendor: Vendor) -> None:
    vendor.answers(200, {"messages": [{"id": "wamid.1"}]})
    assert whatsapp(vendor).deliver(claimed(1)) == [Delivered({"sid": "wamid.1"}, 200)]
    (request,) = vendor.requests
    body = json.loads(request["body"])
    assert request["headers"]["Authorization"] == "Bearer token"
    assert (body["to"], body["template"]["name"]) == ("351912345678", "samaya_team_booking")
    words = [one["text"] for one in body["template"]["components"][0]["parameters"]]
    assert words == ["Asha", "Yoga", "Sat 7:00", "https://samaya.example/4"]
    assert body["biz_opaque_callback_data"] == "evt_1"


@pytest.mark.parametrize(
    ("status", "body", "outcome"),
    [
        (401, {"error": {"code": 190, "message": "Token expired"}}, Refused),
        (404, {"error": {"code": 132001, "message": "Template does not exist"}}, Dead),
        (403, {"error": {"code": 132015, "message": "Template is paused"}}, Dead),  # the code wins over the status
        (400, {"error": {"code": 130429, "message": "Too many"}}, Retry),
        (400, {"error": {"code": 131026, "message": "Not on WhatsApp"}}, Dead),
        (500, {}, Retry),
        (200, {}, Retry),  # not WhatsApp
    ],
)
def test_metas_codes_win_over_the_status(vendor: Vendor, status: int, body: dict[str, Any], outcome: type) -> None:
    vendor.answers(status, body)
    assert kinds(whatsapp(vendor).deliver(claimed(1))) == [outcome]


@pytest.mark.parametrize("error", [{"code": 131030, "message": "(#131030) no +351912345678"}, "no 351912345678"])
def test_an_error_of_whatsapp_names_no_phone_number(vendor: Vendor, error: Any) -> None:
    vendor.answers(400, {"error": error})
    text = getattr(whatsapp(vendor).deliver(claimed(1))[0], "error", "")
    assert text.endswith("no ***")
    assert ("(#131030)" in text) is isinstance(error, dict), "the code stays readable"


INSIDE = (
    "http://127.0.0.1/",
    "https://127.0.0.1/",
    "https://localhost/",
    "https://10.0.0.1/",
    "https://[::1]/",
    "https://169.254.169.254/latest/meta-data",
    "https://2130706433/",
    "https://0x7f.1/",
    "https://hooks.slack.com@10.0.0.1/",
    "https://hooks.slack.com:8080/x",
    "http://hooks.slack.com/x",
    "https://hooks.slack.com.evil.example/x",
    "https://evil.example/hooks.slack.com",
    "ftp://hooks.slack.com/",
    "https://hooks.slack.com\\@10.0.0.1/",
    "https://",
    "",
    "//hooks.slack.com/x",
    "https://fcm.googleapis.com.evil.example/",
    "https://notify.windows.com.evil/",
    "https://hooks.slack.com:x/",
    "https://push.apple.com/",
    "https://evilpush.apple.com/",
    "gopher://127.0.0.1:25/",
    "https://hooks.slack.com\r\n.evil/",
    "https://asha:secret@hooks.slack.com/services/x",
    "https://hooks.slack.com/services/x\r\nHost: inside",
    "https://hooks.slack.com/services/é",
    "https://hooks.slack.com/services/" + "x" * 1000,
)


@pytest.mark.parametrize("url", INSIDE)
def test_an_address_that_points_anywhere_else_is_refused(url: str) -> None:
    assert not is_allowed(url, (*SLACK, *DISCORD, *PUSH))
    with pytest.raises(ValueError, match="not an address"):
        TeamChats().post("slack", url, "text")


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.slack.com/services/T0/B0/x",
        "https://discord.com/api/webhooks/1/x",
        "https://fcm.googleapis.com/fcm/send/x",
        "https://updates.push.services.mozilla.com/wpush/v2/x",
        "https://db5p.notify.windows.com/w/?token=x",
        "https://web.push.apple.com/x",
    ],
)
def test_the_vendors_addresses_are_allowed(url: str) -> None:
    assert is_allowed(url, (*SLACK, *DISCORD, *PUSH))


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("https://chat.example/hook", True),
        ("http://chat.example:8065/hook", True),
        ("https://chat.example:8066/hook", False),
        ("ftp://chat.example/hook", False),
        ("https://asha:secret@chat.example/hook", False),
    ],
)
def test_a_host_of_the_setting_may_be_called_at_its_port_by_http_too(url: str, allowed: bool) -> None:
    assert is_allowed(url, SLACK, ("chat.example", "chat.example:8065")) is allowed


def test_without_keys_a_message_goes_to_the_mailbox(tmp_path: Path) -> None:
    mailbox = Mailbox(tmp_path)
    channel = MailboxChannel("sms", mailbox, prepare([OutgoingText("+351912345678", "You’re booked")]), retries=3)
    assert kinds(channel.deliver(claimed(1))) == [Delivered]
    (mail_id,) = mailbox.ids("sms")
    kept = mailbox.read(mail_id)
    assert kept is not None
    assert (kept.recipient(), kept.body("plain")) == ("+351912345678", "You’re booked\n")
