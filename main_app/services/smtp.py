"""A mail server, spoken to with smtplib. Makes the mail from its parts; knows nothing of retries.

Port 465 is TLS from the start; on other ports STARTTLS is used where the server offers it. A password is never sent
unencrypted to another machine.
"""

import smtplib
import socket
import ssl
from binascii import b2a_qp
from collections.abc import Sequence
from dataclasses import dataclass
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, formataddr, parseaddr

from service_kit import clock
from service_kit.settings import LOOPBACK

CONNECT_SECONDS = 6.0
ANSWER_SECONDS = 10.0  # for each of the server's answers
TLS_PORT = 465
CALENDAR = "Content-Type: text/calendar; charset=utf-8\r\nContent-Disposition: attachment; filename=booking.ics"
LONGEST_PLAIN_HEADER = 70  # characters


@dataclass(frozen=True)
class OutgoingMail:
    to: str
    subject: str
    text: str
    html: str
    message_id: str  # without angle brackets and domain; stable, so that a repeat is recognized
    calendar: bytes | None = None
    one_click_url: str | None = None  # RFC 8058: mail programs end these mails by a POST to it


class LoginNotSafe(Exception):
    """The password would travel unencrypted."""


class NotAMail(Exception):
    """The address or the subject can be no mail's."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready to send. Raises smtplib.SMTPException, OSError or LoginNotSafe."""
        # Its own name is not looked up: that takes seconds where there is no name server.
        options = {"timeout": CONNECT_SECONDS, "local_hostname": _own_name()}
        if self.port == TLS_PORT:
            smtp = smtplib.SMTP_SSL(self.host, self.port, context=ssl.create_default_context(), **options)
        else:
            smtp = smtplib.SMTP(self.host, self.port, **options)
        try:
            smtp.ehlo()
            if self.port != TLS_PORT and smtp.has_extn("starttls"):
                smtp.starttls(context=ssl.create_default_context())
                smtp.ehlo()
            if self.username:
                if not isinstance(smtp.sock, ssl.SSLSocket) and self.host not in LOOPBACK:
                    raise LoginNotSafe(f"{self.host} offers no TLS, so the password is not sent to it")
                smtp.login(self.username, self.password)
            smtp.sock.settimeout(ANSWER_SECONDS)  # pyright: ignore[reportOptionalMemberAccess]  # it is connected
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, connection: smtplib.SMTP, mail: OutgoingMail) -> None:
        """Hand over one mail. Raises what smtplib raises, and NotAMail."""
        to = _address(mail.to)
        options = []
        if not to.isascii():
            if not connection.has_extn("smtputf8"):
                raise NotAMail("the mail server takes no address with such letters")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        connection.sendmail(parseaddr(self.sender)[1], [to], self.message(mail), options)

    def message(self, mail: OutgoingMail) -> bytes:
        """The mail with its headers and parts. Raises NotAMail.

        Assembled here: the email package takes 5 ms of CPU for such a mail, fifteen times as much. In
        quoted-printable no line begins with the boundaries' "=_".
        """
        name, sender = parseaddr(self.sender)
        if any(sign in mail.subject + (mail.one_click_url or "") for sign in "\r\n"):
            raise NotAMail("a header has a line break in it")
        headers = [
            f"From: {formataddr((name, sender))}",
            f"To: {_address(mail.to)}",
            f"Subject: {_header(mail.subject)}",
            f"Date: {format_datetime(clock.now())}",
            f"Message-ID: <{mail.message_id}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted: auto-generated",  # nobody's absence notice answers it
            "MIME-Version: 1.0",
        ]
        if mail.one_click_url:
            headers.append(f"List-Unsubscribe: <{mail.one_click_url}>")
            headers.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        texts = _multipart(
            "alternative",
            [
                _part("Content-Type: text/plain; charset=utf-8", mail.text.encode()),
                _part("Content-Type: text/html; charset=utf-8", mail.html.encode()),
            ],
        )
        body = texts
        if mail.calendar:
            calendar = (
                "Content-Type: text/calendar; charset=utf-8\r\nContent-Disposition: attachment; filename=booking.ics"
            )
            body = _multipart("mixed", [texts, _part(calendar, mail.calendar)])
        return "\r\n".join(headers).encode() + b"\r\n" + body


def _address(text: str) -> str:
    """The address as a mail server takes it: another script's domain in ASCII. Raises NotAMail."""
    try:
        local, _, domain = Address(addr_spec=text).addr_spec.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except Exception as error:  # the email package raises whatever its parser meets, IndexError too
        raise NotAMail(f"this is no address: {type(error).__name__}") from error


def _header(text: str) -> str:
    return text if text.isascii() and len(text) < LONGEST_PLAIN_HEADER else Header(text, "utf-8").encode(linesep="\r\n")


def _part(headers: str, content: bytes) -> bytes:
    lines = b2a_qp(content.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    return f"{headers}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n".encode() + lines


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    line = f"--=_{kind}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="=_{kind}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _own_name() -> str:
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
