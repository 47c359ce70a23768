"""Sends mails to a mail server with smtplib. Makes one attempt per call.

Port 465 is TLS from the start; on other ports STARTTLS is used if the server offers it. A password is never sent
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
    message_id: str  # without angle brackets and domain; the same for every retry
    calendar: bytes | None = None
    one_click_url: str | None = None  # RFC 8058: mail programs POST to it to unsubscribe


class UnencryptedPassword(Exception):
    """The password would be sent unencrypted."""


class InvalidMail(Exception):
    """The address or a header is not valid in a mail."""


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    sender: str
    username: str = ""
    password: str = ""

    def connect(self) -> smtplib.SMTP:
        """A connection that is ready to send. Raises smtplib.SMTPException, OSError or UnencryptedPassword."""
        # smtplib would look up its own host name, which takes seconds without a name server.
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
                    raise UnencryptedPassword(f"{self.host} offers no TLS, so the password is not sent to it")
                smtp.login(self.username, self.password)
            smtp.sock.settimeout(ANSWER_SECONDS)  # pyright: ignore[reportOptionalMemberAccess]  # it is connected
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, connection: smtplib.SMTP, mail: OutgoingMail) -> None:
        """Send one mail. Raises smtplib's exceptions, and InvalidMail."""
        to = _address(mail.to)
        options = []
        if not to.isascii():
            if not connection.has_extn("smtputf8"):
                raise InvalidMail("the mail server does not accept addresses with non-ASCII letters")
            options = ["SMTPUTF8", "BODY=8BITMIME"]
        connection.sendmail(parseaddr(self.sender)[1], [to], self.message(mail), options)

    def message(self, mail: OutgoingMail) -> bytes:
        """The mail with its headers and parts. Raises InvalidMail.

        Built without the email package, which takes fifteen times as long (5 ms of CPU). The boundaries begin with
        "=_", which never occurs in quoted-printable text.
        """
        name, sender = parseaddr(self.sender)
        if any(character in mail.subject + (mail.one_click_url or "") for character in "\r\n"):
            raise InvalidMail("a header has a line break in it")
        headers = [
            f"From: {formataddr((name, sender))}",
            f"To: {_address(mail.to)}",
            f"Subject: {_header(mail.subject)}",
            f"Date: {format_datetime(clock.now())}",
            f"Message-ID: <{mail.message_id}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted: auto-generated",  # prevents automatic replies
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
            body = _multipart("mixed", [texts, _part(CALENDAR, mail.calendar)])
        return "\r\n".join(headers).encode() + b"\r\n" + body


def _address(text: str) -> str:
    """The address for SMTP, with an internationalized domain encoded as ASCII. Raises InvalidMail."""
    try:
        if text.isascii():
            text = Address(addr_spec=text).addr_spec
        elif not text.isprintable() or any(one.isspace() for one in text):
            raise ValueError
        else:
            # The parser knows no letters beyond ASCII (RFC 6531), so that it gets others in their place.
            Address(addr_spec="".join(one if one.isascii() else "x" for one in text))
        local, _, domain = text.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except Exception as error:  # the email package's parser raises many types, even IndexError
        raise InvalidMail(f"this is not a mail address: {type(error).__name__}") from error


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
