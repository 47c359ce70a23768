"""E-mails through a mail server: one connection for a batch, kept by each thread for the next one."""

import smtplib
import socket
import threading
import time
from collections.abc import Sequence
from contextlib import suppress

from main_app.outbox.channel import Claimed
from main_app.outbox.channels.prepared import PersonalChannel, Prepare, customer_delays, deliver_prepared
from main_app.outbox.retry_policy import Dead, Delivered, OneByOne, Outcome, Refused, Retry
from main_app.services.smtp import LoginNotSafe, MailServer, NotAMail, OutgoingMail

EMAIL = "email"
NOT_SET_UP = "e-mail is not set up: SMTP_SERVER is empty"
LONGEST_BATCH_SECONDS = 40.0
ENOUGH_SECONDS = 15.0  # after which the rest of a batch goes one by one
CUT_AFTER_SECONDS = 27.0  # a batch that still is not over
KEPT_SECONDS = 20.0  # an idle connection; after that a server may have forgotten it
ASKED_AFTER_SECONDS = 1.0  # an idle connection is asked whether it still lives
ACCOUNT_REFUSED = frozenset({530, 534, 535, 538})
TOO_LARGE = 552
CLOSED = (smtplib.SMTPServerDisconnected, OSError)


class EmailChannel(PersonalChannel):
    name = EMAIL
    largest_batch = 100
    longest_delivery_seconds = LONGEST_BATCH_SECONDS

    def __init__(self, server: MailServer | None, prepare: Prepare[OutgoingMail], retries: int):
        """Without a server messages wait and use up no attempt."""
        self._server = server
        self._prepare = prepare
        self._kept = threading.local()
        self.delays = customer_delays(retries)

    def deliver(self, messages: Sequence[Claimed]) -> list[Outcome]:
        if self._server is None:
            return [Refused(NOT_SET_UP)] * len(messages)
        return deliver_prepared(messages, self._prepare, self._send)

    def probe(self) -> Outcome:
        """Connect and sign in."""
        if self._server is None:
            return Refused(NOT_SET_UP)
        self._close()
        try:
            self._connection(self._server)
        except (smtplib.SMTPException, OSError, LoginNotSafe) as error:
            return _without_connection(error)
        return Delivered({})

    def _send(self, mails: Sequence[tuple[Claimed, OutgoingMail]]) -> list[Outcome]:
        assert self._server is not None
        # A timeout counts from the last byte: a server that sends one now and then could hold us for ever.
        late = threading.Timer(CUT_AFTER_SECONDS, _cut, (self._kept.__dict__,))
        late.daemon = True
        late.start()
        try:
            return self._send_batch(self._server, mails)
        finally:
            late.cancel()
            self._kept.used_at = time.monotonic()

    def _send_batch(self, server: MailServer, mails: Sequence[tuple[Claimed, OutgoingMail]]) -> list[Outcome]:
        ends_at = time.monotonic() + ENOUGH_SECONDS
        outcomes: list[Outcome] = []
        for _, mail in mails:
            if outcomes and time.monotonic() > ends_at:
                outcomes.append(OneByOne("not tried: the mail server was too slow for a batch"))
                continue
            try:
                connection = self._connection(server)
            except (smtplib.SMTPException, OSError, LoginNotSafe) as error:
                # The others would not get through either.
                return outcomes + [_without_connection(error)] * (len(mails) - len(outcomes))
            outcomes.append(self._send_one(server, connection, mail))
        return outcomes

    def _send_one(self, server: MailServer, connection: smtplib.SMTP, mail: OutgoingMail) -> Outcome:
        try:
            server.send(connection, mail)
        except smtplib.SMTPRecipientsRefused as error:
            return _answered(*next(iter(error.recipients.values())))
        except smtplib.SMTPSenderRefused as error:
            if 500 <= error.smtp_code != TOO_LARGE:
                return Refused(f"the mail server does not take our sender: {_text(error.smtp_error)}", error.smtp_code)
            return _answered(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, error.smtp_error)
        except CLOSED as error:
            # It may have the mail: a repeat carries the same Message-ID.
            self._close()
            return Retry(f"the connection to the mail server broke: {_text(error)}")
        except (smtplib.SMTPException, NotAMail, ValueError) as error:
            return Dead(f"no mail can be made for this address: {_text(error)}")
        return Delivered({"message_id": mail.message_id}, 250)

    def _connection(self, server: MailServer) -> smtplib.SMTP:
        """This thread's connection, where it still lives, or a new one."""
        kept: smtplib.SMTP | None = getattr(self._kept, "connection", None)
        if kept is not None and kept.sock is not None:
            idle = time.monotonic() - self._kept.used_at
            self._kept.used_at = time.monotonic()
            if idle < ASKED_AFTER_SECONDS:
                return kept
            with suppress(smtplib.SMTPException, OSError):
                if idle < KEPT_SECONDS and kept.noop()[0] == 250:
                    return kept
        self._close()
        self._kept.connection = server.connect()
        self._kept.used_at = time.monotonic()
        return self._kept.connection

    def _close(self) -> None:
        kept: smtplib.SMTP | None = getattr(self._kept, "connection", None)
        self._kept.connection = None
        if kept is not None:
            kept.close()


def _answered(code: int, text: bytes | str) -> Outcome:
    """What a server's answer about one mail means: 4xx is for now, 5xx for good (RFC 5321)."""
    error = f"SMTP {code}: {_text(text)}"
    if code in ACCOUNT_REFUSED:
        return Refused(error, code)
    return Dead(error, code) if code >= 500 else Retry(error, code)


def _without_connection(error: Exception) -> Outcome:
    if isinstance(error, LoginNotSafe | smtplib.SMTPNotSupportedError):
        return Refused(_text(error))
    if isinstance(error, smtplib.SMTPAuthenticationError) and error.smtp_code >= 500:
        return Refused(f"the mail server refused our account: {_text(error.smtp_error)}", error.smtp_code)
    return Retry(f"no connection to the mail server: {_text(error)}")


def _text(text: object) -> str:
    return " ".join((text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)).split())[:300]


def _cut(kept: dict[str, smtplib.SMTP]) -> None:
    with suppress(OSError, AttributeError, KeyError):  # closed in the meantime
        kept["connection"].sock.shutdown(socket.SHUT_RDWR)  # pyright: ignore[reportOptionalMemberAccess]
