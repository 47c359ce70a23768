"""Sends mails to a mail server with smtplib. Makes one attempt per call.

Port 465 is TLS from the start; on other ports STARTTLS is used if the server offers it. A password is never sent
unencrypted to another machine.
"""

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass
from email.contentmanager import raw_data_manager
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import Compat32
from email.utils import format_datetime, formataddr, parseaddr
from functools import cached_property

from service_kit import clock
from service_kit.settings import LOOPBACK

CONNECT_SECONDS = 6.0
RESPONSE_SECONDS = 10.0  # for each of the server's responses
TLS_PORT = 465
UNFOLDED = ("To", "List-Unsubscribe")
QUOTED = "quoted-printable"
FROM = re.compile("^From ", re.MULTILINE)


@dataclass(frozen=True)
class OutgoingMail:
    to: str
    subject: str
    text: str
    html: str
    message_id: str  # without angle brackets and domain; the same for every retry
    calendar: bytes | None = None
    one_click_url: str | None = None  # RFC 8058: mail programs POST to it to unsubscribe
    sender_name: str = ""  # in place of the mail server's
    reply_to: str | None = None


class UnencryptedPassword(Exception):
    """The password would be sent unencrypted."""


class InvalidMail(Exception):
    """The address or a header is not valid in a mail."""


class MailPolicy(Compat32):
    """Writes headers as they are, folded at spaces.

    EmailPolicy would parse each of them again, lose spaces between the encoded words of a long subject, and encode a
    link that is longer than a line, which mail programs don't decode.
    """

    content_manager = raw_data_manager
    utf8 = False  # send_message sets it for addresses in other scripts than ASCII

    def fold_binary(self, name: str, value: str) -> bytes:
        if name in UNFOLDED:
            return f"{name}: {value}{self.linesep}".encode()
        return super().fold_binary(name, value)


POLICY = MailPolicy(cte_type="7bit")  # not every server takes 8BITMIME


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
        """Send one mail. Raises smtplib's exceptions, InvalidMail and ValueError."""
        to = _address(mail.to)
        try:
            connection.send_message(self._message(mail, to), self._sender[1], [to])
        except smtplib.SMTPDataError:
            with suppress(smtplib.SMTPServerDisconnected):
                connection.rset()  # smtplib leaves the mail open if the server refuses DATA itself
            raise

    @cached_property
    def _sender(self) -> tuple[str, str]:
        name, address = parseaddr(self.sender)
        return name, _address(address)

    def _message(self, mail: OutgoingMail, to: str) -> EmailMessage:
        """The mail with its headers and parts. Raises InvalidMail."""
        headers = mail.subject + mail.sender_name + (mail.one_click_url or "")
        if any(character in headers for character in "\r\n"):
            raise InvalidMail("a header has a line break in it")
        message = EmailMessage(POLICY)
        name, address = self._sender
        message["From"] = formataddr((mail.sender_name or name, address))
        message["To"] = to
        if mail.reply_to:
            message["Reply-To"] = _address(mail.reply_to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{mail.message_id}@{self._sender[1].rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # prevents automatic replies
        if mail.one_click_url:
            message["List-Unsubscribe"] = f"<{mail.one_click_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text, cte=_encoding(mail.text))
        message.add_alternative(mail.html, subtype="html", cte=_encoding(mail.html))
        for part in message.walk():
            if part["Content-Transfer-Encoding"] == QUOTED:
                part.set_payload(FROM.sub("=46rom ", str(part.get_payload())))
        if mail.calendar:
            message.add_attachment(mail.calendar.decode(), subtype="calendar", filename="booking.ics")
        return message


def _encoding(text: str) -> str | None:
    """One in which no line begins with "From ", of which smtplib would make ">From "; None is the usual one."""
    return QUOTED if FROM.search(text) else None


def _address(text: str) -> str:
    """The address, with an internationalized domain encoded as ASCII. Raises InvalidMail."""
    try:
        if text.isascii():
            return Address(addr_spec=text).addr_spec
        if not text.isprintable() or any(one.isspace() for one in text):
            raise ValueError
        # The parser knows no letters beyond ASCII (RFC 6531), so that it gets others in their place.
        Address(addr_spec="".join(one if one.isascii() else "x" for one in text))
        local, _, domain = text.rpartition("@")
        return f"{local}@{domain.encode('idna').decode()}"
    except Exception as error:  # the email package's parser raises many types, even IndexError
        raise InvalidMail(f"this is not a mail address: {type(error).__name__}") from error


def _own_name() -> str:
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
