"""Sends e-mails through a mail server. Each thread keeps its connection for the next batch."""

import smtplib
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from email.errors import MessageError

from main_app.channels.personal_channel import PersonalChannel, Prepare, deliver_prepared, short_delays
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import ChannelRefused, Dead, Delivered, Outcome, Retry, SplitBatch
from main_app.services.smtp import InvalidMail, MailServer, OutgoingMail, UnencryptedPassword

EMAIL = "email"
NOT_SET_UP = "e-mail is not set up: SMTP_SERVER is empty"
MAX_BATCH_SECONDS = 40.0
BATCH_SECONDS = 15.0  # then the rest of the batch is sent one by one
CUT_AFTER_SECONDS = 27.0  # then the connection of an unfinished batch is closed
MAX_IDLE_SECONDS = 20.0  # then a new connection is made, because the server may have dropped the old one
ACCOUNT_REFUSED = frozenset({530, 534, 535, 538})
TOO_LARGE = 552


class EmailChannel(PersonalChannel):
    name = EMAIL
    max_batch_size = 100
    max_delivery_seconds = MAX_BATCH_SECONDS

    def __init__(self, server: MailServer | None, prepare: Prepare[OutgoingMail], retries: int):
        """Without a server messages wait, without counting attempts."""
        self._server = server
        self._prepare = prepare
        self._local = threading.local()
        self.delays = short_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        if self._server is None:
            return [ChannelRefused(NOT_SET_UP)] * len(messages)
        return deliver_prepared(messages, self._prepare, self._send)

    def probe(self) -> Outcome:
        """Connect and sign in."""
        if self._server is None:
            return ChannelRefused(NOT_SET_UP)
        self._close()
        try:
            self._connection(self._server)
        except (OSError, UnencryptedPassword) as error:
            return _without_connection(error)
        return Delivered({})

    def _send(self, mails: Sequence[tuple[Claimed, OutgoingMail]]) -> list[Outcome]:
        assert self._server is not None
        # A socket timeout starts again with each byte, so a server that sends one now and then could block us forever.
        watchdog = threading.Timer(CUT_AFTER_SECONDS, _close_socket, (self._local.__dict__,))
        watchdog.daemon = True
        watchdog.start()
        try:
            return self._send_batch(self._server, mails)
        finally:
            watchdog.cancel()
            self._local.used_at = time.monotonic()

    def _send_batch(self, server: MailServer, mails: Sequence[tuple[Claimed, OutgoingMail]]) -> list[Outcome]:
        ends_at = time.monotonic() + BATCH_SECONDS
        self._close_if_lost()
        outcomes: list[Outcome] = []
        for _, mail in mails:
            if outcomes and time.monotonic() > ends_at:
                outcomes.append(SplitBatch("not tried: the mail server was too slow for a batch"))
                continue
            try:
                connection = self._connection(server)
            except (OSError, UnencryptedPassword) as error:
                # The other mails of the batch would fail too.
                return outcomes + [_without_connection(error)] * (len(mails) - len(outcomes))
            outcomes.append(self._send_one(server, connection, mail))
        return outcomes

    def _send_one(self, server: MailServer, connection: smtplib.SMTP, mail: OutgoingMail) -> Outcome:
        try:
            server.send(connection, mail)
        except smtplib.SMTPRecipientsRefused as error:
            return _outcome_of_response(*next(iter(error.recipients.values())))
        except smtplib.SMTPSenderRefused as error:
            if 500 <= error.smtp_code != TOO_LARGE:
                return ChannelRefused(
                    f"the mail server refused our sender address: {_text(error.smtp_error)}", error.smtp_code
                )
            return _outcome_of_response(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return _outcome_of_response(error.smtp_code, error.smtp_error)
        except (smtplib.SMTPNotSupportedError, InvalidMail, MessageError, ValueError) as error:
            return Dead(f"this mail cannot be sent: {_text(error)}")
        except OSError as error:
            # The server may have taken the mail, so the retry has the same Message-ID.
            self._close()
            return Retry(f"the connection to the mail server was lost: {_text(error)}")
        return Delivered({"message_id": mail.message_id}, 250)

    def _connection(self, server: MailServer) -> smtplib.SMTP:
        """This thread's connection. Opens one if there is none, or the server has closed it."""
        connection: smtplib.SMTP | None = getattr(self._local, "connection", None)
        if connection is None or connection.sock is None:
            connection = self._local.connection = server.connect()
            self._local.used_at = time.monotonic()
        return connection

    def _close_if_lost(self) -> None:
        """Close this thread's connection if the server has closed it since the last batch."""
        connection: smtplib.SMTP | None = getattr(self._local, "connection", None)
        if connection is None:
            return
        with suppress(OSError):
            if time.monotonic() - self._local.used_at < MAX_IDLE_SECONDS and connection.noop()[0] == 250:
                return
        self._close()

    def _close(self) -> None:
        connection: smtplib.SMTP | None = getattr(self._local, "connection", None)
        self._local.connection = None
        if connection is not None:
            connection.close()


def _outcome_of_response(code: int, text: bytes | str) -> Outcome:
    """The outcome of a server's response about one mail: 4xx is temporary, 5xx is permanent (RFC 5321)."""
    error = f"SMTP {code}: {_text(text)}"
    if code in ACCOUNT_REFUSED:
        return ChannelRefused(error, code)
    return Dead(error, code) if code >= 500 else Retry(error, code)


def _without_connection(error: Exception) -> Outcome:
    if isinstance(error, UnencryptedPassword | smtplib.SMTPNotSupportedError):
        return ChannelRefused(_text(error))
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return ChannelRefused(f"the mail server refused our account: {_text(error.smtp_error)}", error.smtp_code)
    return Retry(f"no connection to the mail server: {_text(error)}")


def _text(text: object) -> str:
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)).split())[:300]


def _close_socket(thread_local: dict[str, smtplib.SMTP]) -> None:
    with suppress(OSError, AttributeError, KeyError):  # closed in the meantime
        thread_local["connection"].sock.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportOptionalMemberAccess]
