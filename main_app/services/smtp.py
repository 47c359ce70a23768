"""A mail server, spoken to with smtplib. Makes the mail from its parts; knows nothing of retries.

Port 465 is TLS from the start; on other ports STARTTLS is used where the server offers it. A password is never sent
unencrypted to another machine.
"""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as MAIL_POLICY
from email.utils import format_datetime, parseaddr

from service_kit import clock
from service_kit.settings import LOOPBACK

CONNECT_SECONDS = 6.0
ANSWER_SECONDS = 10.0  # for each of the server's answers
TLS_PORT = 465


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
        try:
            message = self.message(mail)
        except Exception as error:  # the email package raises whatever its parser meets, IndexError too
            raise NotAMail(f"{type(error).__name__}: {error}") from error
        connection.send_message(message, parseaddr(self.sender)[1], [mail.to])

    def message(self, mail: OutgoingMail) -> EmailMessage:
        """The mail with its headers and parts. Raises for an address or a subject that can be none."""
        name, address = parseaddr(self.sender)
        message = EmailMessage(policy=MAIL_POLICY)
        message["From"] = Address(display_name=name, addr_spec=address)
        message["To"] = Address(addr_spec=mail.to)
        message["Subject"] = mail.subject
        message["Date"] = format_datetime(clock.now())
        message["Message-ID"] = f"<{mail.message_id}@{address.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"  # nobody's absence notice answers it
        if mail.one_click_url:
            message["List-Unsubscribe"] = f"<{mail.one_click_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        message.set_content(mail.text, cte="quoted-printable")
        message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
        if mail.calendar:
            message.add_attachment(
                mail.calendar, maintype="text", subtype="calendar", filename="booking.ics", params={"charset": "utf-8"}
            )
        return message


def _own_name() -> str:
    name = socket.gethostname()
    return name if "." in name else "[127.0.0.1]"
