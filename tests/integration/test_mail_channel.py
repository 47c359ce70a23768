"""Mails to real mail servers, and to servers that answer as they are told."""

import smtplib
import threading
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any, ClassVar

import pytest

from main_app.channels import mails as email_channel
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Retry, Skipped, SplitBatch
from tests.integration.delivering import Email, claimed, kinds, mail
from tests.support.mail import MailServer

pytestmark = pytest.mark.engine("sqlite")  # no database is involved


def test_a_batch_goes_over_one_connection_and_the_next_one_too(email: Email) -> None:
    with MailServer() as server:
        channel = email(server, [mail(number) for number in range(1, 21)])
        assert kinds(channel.deliver(claimed(20))) == [Delivered] * 20
        assert kinds(channel.deliver(claimed(20))) == [Delivered] * 20
        assert server.connections == 1
        ids = [received["Message-ID"] for received in server.received]
        assert ids[:20] == ids[20:], "a repeat is recognized by its Message-ID"
        assert len(set(ids)) == 20


def test_a_refused_recipient_does_not_affect_the_others(email: Email) -> None:
    responses = {
        "greylisted@example.com": "451 4.7.1 Greylisted, please try again later",
        "unknown@example.com": "550 5.1.1 No such user",
        "full@example.com": "452 4.2.2 Mailbox full",
    }
    with MailServer() as server:
        server.to_recipient = responses.get
        channel = email(server, [mail(1), *(mail(0, to) for to in responses), mail(5)])
        outcomes = channel.deliver(claimed(5))
        assert kinds(outcomes) == [Delivered, Retry, Dead, Retry, Delivered]
        assert getattr(outcomes[1], "error", "").startswith("SMTP 451")
        assert server.connections == 1


def test_a_mail_that_the_server_refuses_after_reading_it_is_dead_or_waits(email: Email) -> None:
    with MailServer() as server:
        server.to_mail = lambda content: (
            "554 5.7.1 Spam" if b"guest1@" in content else "451 4.3.0 Queue full" if b"guest2@" in content else None
        )
        assert kinds(email(server, [mail(1), mail(2), mail(3)]).deliver(claimed(3))) == [Dead, Retry, Delivered]


def test_a_server_that_drops_the_connection_within_a_mail_gets_that_one_again_and_the_others_now(email: Email) -> None:
    with MailServer() as server:
        server.to_mail = lambda content: MailServer.DROP if b"guest2@" in content else None
        outcomes = email(server, [mail(number) for number in (1, 2, 3)]).deliver(claimed(3))
        assert kinds(outcomes) == [Delivered, Retry, Delivered]
        assert server.connections == 2


def test_a_server_that_is_down_causes_a_retry_and_is_used_again_when_it_is_back(email: Email) -> None:
    with MailServer() as server:
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


def test_a_refused_sign_in_stops_the_channel_and_uses_up_no_attempt(email: Email) -> None:
    with MailServer(password="right") as server:
        wrong = email(server, [mail(1), mail(2)], username="samaya", password="wrong")
        assert kinds(wrong.deliver(claimed(2))) == [ChannelRefused, ChannelRefused]
        assert kinds([wrong.probe()]) == [ChannelRefused]
        without = email(server, [mail(1)])
        assert kinds(without.deliver(claimed(1))) == [ChannelRefused], "530: this server wants a sign-in"
        right = email(server, [mail(1)], username="samaya", password="right")
        assert kinds(right.deliver(claimed(1))) == [Delivered]


def test_a_password_is_never_sent_in_the_clear_to_another_machine(
    email: Email, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MailServer(password="secret") as server:
        login = {"username": "samaya", "password": "secret"}
        assert kinds(email(server, [mail(1)], **login).deliver(claimed(1))) == [Delivered]
        monkeypatch.setattr("main_app.services.smtp.LOOPBACK", ())
        assert kinds(email(server, [mail(1)], **login).deliver(claimed(1))) == [ChannelRefused]
        assert server.sign_ins == [True]


def test_a_slow_server_gets_the_rest_of_a_batch_one_by_one(email: Email, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_channel, "BATCH_SECONDS", 0.3)
    monkeypatch.setattr(email_channel.threading, "Timer", NoTimer)
    with MailServer(seconds_per_mail=0.2) as server:
        outcomes = email(server, [mail(number) for number in range(1, 6)]).deliver(claimed(5))
        assert kinds(outcomes) == [Delivered, Delivered, SplitBatch, SplitBatch, SplitBatch]


class NoTimer:
    daemon = False

    def __init__(self, *_: Any): ...
    def start(self) -> None: ...
    def cancel(self) -> None: ...


def test_a_server_that_hangs_within_a_mail_is_cut_off(email: Email, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(email_channel, "CUT_AFTER_SECONDS", 0.3)
    with MailServer(seconds_per_mail=30) as server:
        assert kinds(email(server, [mail(1)]).deliver(claimed(1))) == [Retry]


def test_without_a_server_mails_wait(email: Email) -> None:
    channel = email(None, [])
    assert kinds(channel.deliver(claimed(2))) == [ChannelRefused, ChannelRefused]
    assert kinds([channel.probe()]) == [ChannelRefused]


def test_what_must_not_go_out_is_skipped_and_the_rest_delivered(email: Email) -> None:
    with MailServer() as server:
        outcomes = email(server, [mail(1), Skipped("cancelled"), mail(3)]).deliver(claimed(3))
        assert kinds(outcomes) == [Delivered, Skipped, Delivered]
        assert [received["To"] for received in server.received] == ["guest1@example.com", "guest3@example.com"]


class Script:
    """An SMTP server that answers each command as it is told."""

    ACCEPTING: ClassVar = {"DATA": "354 Go on"}

    def __init__(self, **responses: str):
        """The responses by command, and to the `content` of a mail. One that ends with CLOSE ends the connection."""
        self.responses = self.ACCEPTING | responses
        self.received: list[str] = []
        script = self

        class Handler(StreamRequestHandler):
            def handle(self) -> None:
                self.wfile.write(b"220 me\r\n")
                in_content = in_mail = False
                for line in self.rfile:
                    text = line.decode().rstrip("\r\n")
                    if in_content and text != ".":
                        continue
                    command = "content" if in_content else text[:4].upper()
                    script.received.append(command)
                    response = script.responses.get(command, "250 OK")
                    if command == "MAIL" and in_mail:
                        response = "503 5.5.1 Nested MAIL command"
                    in_mail = command in ("MAIL", "RCPT", "DATA")
                    if response != "CLOSE":
                        self.wfile.write(response.removesuffix("CLOSE").encode() + b"\r\n")
                    if response.endswith("CLOSE"):
                        return
                    in_content = response.startswith("354")

        self._server = ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self) -> "Script":
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.mark.parametrize(
    ("responses", "outcome", "code"),
    [
        ({"MAIL": "550 5.7.1 Not you"}, ChannelRefused, 550),
        ({"MAIL": "552 5.3.4 Too large"}, Dead, 552),
        ({"MAIL": "451 4.3.0 Later"}, Retry, 451),
        ({"RCPT": "450 4.7.1 Greylisted"}, Retry, 450),
        ({"RCPT": "550 5.1.1 No such user"}, Dead, 550),
        ({"MAIL": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"DATA": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"content": "421 4.3.2 Shutting downCLOSE"}, Retry, 421),
        ({"DATA": "554 5.5.1 No"}, Dead, 554),
        ({"content": "451 4.7.1 Later"}, Retry, 451),
        ({"RSET": "CLOSE", "content": "554 5.7.1 Spam"}, Dead, 554),
    ],
)
def test_a_refusal_decides_about_its_mail_only(
    email: Email, responses: dict[str, str], outcome: type, code: int
) -> None:
    with Script(**responses) as server:
        channel = email(server, [mail(1)])
        (found,) = channel.deliver(claimed(1))
        assert (type(found), getattr(found, "status_code", None)) == (outcome, code)
        server.responses = Script.ACCEPTING
        assert kinds(channel.deliver(claimed(1))) == [Delivered], "the next mail is sent"


def test_a_server_may_forward_a_mail(email: Email) -> None:
    with Script(RCPT="251 2.1.5 User not local; will forward") as server:
        assert kinds(email(server, [mail(1)]).deliver(claimed(1))) == [Delivered]


def test_a_connection_that_the_server_closed_meanwhile_is_opened_again(email: Email) -> None:
    with MailServer() as server:
        channel = email(server, [mail(1), mail(2)])
        assert kinds(channel.deliver(claimed(2))) == [Delivered] * 2
        server.drop_connections()
        assert kinds(channel.deliver(claimed(2))) == [Delivered] * 2
        assert server.connections == 2
