"""The mailbox of development: an SQLite database of all messages that would have been sent.

The development mail server (main_app/mail_server.py) writes mails into it. The worker writes the messages of channels
without credentials, as mails with the header X-Channel.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_binary_file
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, parseaddr
from io import BytesIO
from pathlib import Path
from typing import Any, cast

from service_kit import clock
from service_kit.database import sqlite_driver

EMAIL = "email"
MAX_BEGINNING_LENGTH = 80  # characters
ADD_MAIL = "INSERT INTO mails SELECT max(?, coalesce(max(id), 0) + 1), ?, ? FROM mails"  # two never get the same id
SCHEMA = Path(__file__).with_name("mailbox.sql").read_text(encoding="utf-8")
UNFOLDED = SMTP.clone(max_line_length=10_000)  # Python loses or doubles spaces where it folds a header


@dataclass(frozen=True)
class Part:
    index: int
    name: str
    type: str
    content: bytes


class MailboxMail:
    """One mail of the mailbox. Malformed mails are shown too."""

    def __init__(self, mail_id: int, channel: str, source: bytes):
        self.id = str(mail_id)
        self.channel = channel
        self.at = datetime.fromtimestamp(mail_id / 1e9, timezone.utc)
        self.source = source
        self._mail = cast(EmailMessage, message_from_binary_file(BytesIO(source), policy=default))

    def header(self, name: str) -> str:
        try:
            return str(self._mail.get(name, ""))
        except Exception:  # of many types: the parser doesn't understand each malformed address
            raw = next(value for key, value in self._mail.raw_items() if key.lower() == name.lower())
            return _one_line(raw.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))

    def sender(self) -> str:
        return self._person("From")

    def recipient(self) -> str:
        return self._person("To")

    def _person(self, name: str) -> str:
        # For other channels the display name holds the phone number or the chat's name.
        return self.header(name) if self.channel == EMAIL else parseaddr(self.header(name))[0]

    def body(self, kind: str) -> str | None:
        """The text of the `html` or `plain` part."""
        try:
            part = self._mail.get_body((kind,))
        except AttributeError:  # a multipart without parts
            return None
        return _text(cast(EmailMessage, part)) if part is not None else None

    def attachments(self) -> list[Part]:
        return [
            Part(
                index,
                part.get_filename() or f"part-{index}",
                part.get_content_type(),
                cast(bytes, part.get_payload(decode=True) or b""),
            )
            for index, part in enumerate(self._mail.iter_attachments())
        ]


class Mailbox:
    def __init__(self, folder: Path):
        self._folder = folder

    def add(self, channel: str, recipient: str, text: str, subject: str = "", sender: str = "Samaya") -> str:
        """Store a message of a channel other than e-mail. Returns its id."""
        mail = EmailMessage(policy=UNFOLDED)
        mail["X-Channel"] = channel
        # As display names, because a phone number or a chat's name is not a mail address.
        mail["From"] = Address(display_name=_one_line(sender), username=channel, domain="mailbox.invalid")
        mail["To"] = Address(display_name=_one_line(recipient), username="recipient", domain="mailbox.invalid")
        mail["Subject"] = _one_line(subject) or _beginning(text)
        mail["Date"] = format_datetime(clock.now())
        mail.set_content(text)
        with self._database() as database:
            added = database.execute(ADD_MAIL, (time.time_ns(), channel, mail.as_bytes()))
            return str(added.lastrowid)

    def ids(self, channel: str | None = None) -> list[str]:
        """The ids of all mails, or of one channel's, newest first."""
        only, values = ("", ()) if channel is None else ("WHERE channel = ?", (channel,))
        with self._database() as database:
            found = database.execute(f"SELECT id FROM mails {only} ORDER BY id DESC", values)
            return [str(mail_id) for (mail_id,) in found]

    def read(self, mail_id: str) -> MailboxMail | None:
        """The mail with this id; None if there is none."""
        with self._database() as database:
            found = database.execute("SELECT id, channel, source FROM mails WHERE id = ?", (mail_id,)).fetchone()
        return MailboxMail(*found) if found else None

    def empty(self) -> int:
        """Delete all mails. Returns how many there were."""
        with self._database() as database:
            deleted = database.execute("DELETE FROM mails").rowcount
            database.executescript("VACUUM; PRAGMA wal_checkpoint(TRUNCATE)")  # gives the space back to the disk
        return deleted

    @contextmanager
    def _database(self) -> Iterator[Any]:
        self._folder.mkdir(parents=True, exist_ok=True)
        database = sqlite_driver.connect(self._folder / "mails.db", isolation_level=None)  # pyright: ignore[reportAttributeAccessIssue]
        try:
            database.executescript(SCHEMA)
            yield database
        finally:
            database.close()


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _beginning(text: str) -> str:
    line = _one_line(text)
    if len(line) <= MAX_BEGINNING_LENGTH:
        return line
    cut = line[:MAX_BEGINNING_LENGTH]
    return (cut.rpartition(" ")[0] or cut).rstrip(",.;: ") + "…"


def _text(part: EmailMessage) -> str:
    try:
        return part.get_content()
    except (LookupError, ValueError):  # unknown charset, or one that is none
        return cast(bytes, part.get_payload(decode=True) or b"").decode("utf-8", "replace")
