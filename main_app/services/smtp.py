"""Sends mails to a mail server with smtplib. Makes one attempt per call.

Port 465 is TLS from the start; on other ports STARTTLS is used if the server offers it. A password is never sent
unencrypted to another machine.
"""

import re
import smtplib
import socket
import ssl
from binascii import b2a_qp
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.utils import format_datetime, formataddr, parseaddr
from functools import cached_property, lru_cache

from service_kit import clock
from service_kit.settings import LOOPBACK

CONNECT_SECONDS = 6.0
RESPONSE_SECONDS = 10.0  # for each of the server's responses
TLS_PORT = 465
CALENDAR = "Content-Type: text/calendar; charset=utf-8\r\nContent-Disposition: attachment; filename=booking.ics"
MAX_PLAIN_HEADER_LENGTH = 70  # characters
MAX_LINE_OCTETS = 998  # octets without the line break (RFC 5322)
PLAIN_ADDRESS = re.compile(
    r"[a-z0-9_+-]+(?:\.[a-z0-9_+-]+)*@(?:[a-z0-9-]{1,63}\.)*[a-z0-9-]{1,63}", re.ASCII | re.IGNORECASE
)
CLOSING, WANTS_CONTENT = 421, 354  # replies


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
            smtp.sock.settimeout(RESPONSE_SECONDS)  # pyright: ignore[reportOptionalMemberAccess]  # it is connected
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
        content = self._message(mail, to)
        _, sender = self._from
        if connection.has_extn("pipelining"):
            _send_pipelined(connection, sender, to, content, options)
        else:
            connection.sendmail(sender, [to], content, options)

    @cached_property
    def _from(self) -> tuple[str, str]:
        """The header From, and the address in it."""
        name, address = parseaddr(self.sender)
        return formataddr((name, address)), address

    def _message(self, mail: OutgoingMail, to: str) -> bytes:
        """The mail with its headers and parts. Raises InvalidMail.

        Built without the email package, which takes thirty times as long.
        """
        if any(character in mail.subject + (mail.one_click_url or "") for character in "\r\n"):
            raise InvalidMail("a header has a line break in it")
        header_from, sender = self._from
        headers = [
            f"From: {header_from}",
            f"To: {to}",
            f"Subject: {_header(mail.subject)}",
            f"Date: {_date(clock.now().replace(microsecond=0))}",
            f"Message-ID: <{mail.message_id}@{sender.rpartition('@')[2]}>",
            "Auto-Submitted: auto-generated",  # prevents automatic replies
            "MIME-Version: 1.0",
        ]
        if mail.one_click_url:
            headers.append(f"List-Unsubscribe: <{mail.one_click_url}>")
            headers.append("List-Unsubscribe-Post: List-Unsubscribe=One-Click")
        texts = _multipart(
            "alternative",
            mail.message_id,
            [
                _part("Content-Type: text/plain; charset=utf-8", mail.text.encode()),
                # With character references it is ASCII, so that it needs no encoding.
                _part("Content-Type: text/html; charset=utf-8", mail.html.encode("ascii", "xmlcharrefreplace")),
            ],
        )
        body = texts
        if mail.calendar:
            body = _multipart("mixed", mail.message_id, [texts, _part(CALENDAR, mail.calendar)])
        return "\r\n".join(headers).encode() + b"\r\n" + body


def _send_pipelined(connection: smtplib.SMTP, sender: str, to: str, content: bytes, options: list[str]) -> None:
    """Like `connection.sendmail`, but in two round trips instead of four (RFC 2920), or in one (BDAT, RFC 3030)."""
    if connection.has_extn("size"):
        options = [f"SIZE={len(content)}", *options]
    commands = f"{' '.join([f'MAIL FROM:<{sender}>', *options])}\r\nRCPT TO:<{to}>\r\n".encode()
    in_one = connection.has_extn("chunking")
    connection.send(b"%bBDAT %d LAST\r\n%b" % (commands, len(content), content) if in_one else commands + b"DATA\r\n")
    sender_code, sender_text = _reply(connection)
    recipient_code, recipient_text = _reply(connection)
    data_code, data_text = _reply(connection)
    refused = None
    if sender_code != 250:
        refused = smtplib.SMTPSenderRefused(sender_code, sender_text, sender)
    elif recipient_code not in (250, 251):
        refused = smtplib.SMTPRecipientsRefused({to: (recipient_code, recipient_text)})
    elif data_code != (250 if in_one else WANTS_CONTENT):
        refused = smtplib.SMTPDataError(data_code, data_text)
    if data_code == WANTS_CONTENT:
        # A server may ask for the content although it has refused the recipient. It gets an empty one.
        connection.send((b"" if refused else content.replace(b"\r\n.", b"\r\n..")) + b".\r\n")
        code, text = _reply(connection)
        if not refused and code != 250:
            refused = smtplib.SMTPDataError(code, text)
    if refused:
        with suppress(smtplib.SMTPServerDisconnected):
            connection.rset()
        raise refused


def _reply(connection: smtplib.SMTP) -> tuple[int, bytes]:
    """The reply to a command. Raises SMTPResponseException if the server closes the connection with it."""
    code, text = connection.getreply()
    if code == CLOSING:
        connection.close()
        raise smtplib.SMTPResponseException(code, text)
    return code, text


def _address(text: str) -> str:
    """The address for SMTP, with an internationalized domain encoded as ASCII. Raises InvalidMail."""
    if PLAIN_ADDRESS.fullmatch(text):
        return text  # the parser takes 60 microseconds
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


@lru_cache(10)  # many mails are sent in the same second
def _date(moment: datetime) -> str:
    return format_datetime(moment)


@lru_cache(1000)  # many mails have the same subject
def _header(text: str) -> str:
    return (
        text if text.isascii() and len(text) < MAX_PLAIN_HEADER_LENGTH else Header(text, "utf-8").encode(linesep="\r\n")
    )


def _part(headers: str, content: bytes) -> bytes:
    """ASCII in lines that SMTP can carry stays as it is; anything else becomes quoted-printable.

    Short encoded lines would make the mail longer, and slower for every server on its way. Neither form changes on the
    way, so that a DKIM signature stays valid.
    """
    lines = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    encoding = "7bit"
    if not lines.isascii() or max(map(len, lines.split(b"\n"))) > MAX_LINE_OCTETS:
        encoding, lines = "quoted-printable", b2a_qp(lines)
    return f"{headers}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n".encode() + lines.replace(b"\n", b"\r\n")


def _multipart(kind: str, message_id: str, parts: Sequence[bytes]) -> bytes:
    """The parts, between lines that no text contains: nobody knows the random Message-ID before the mail is sent."""
    boundary = f"=_{kind}_{message_id}"
    line = f"--{boundary}".encode()
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode()
    return head + b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def _own_name() -> str:
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
