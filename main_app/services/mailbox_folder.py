"""The mailbox of development: a Maildir of all messages that would have been sent.

The development mail server (main_app/mail_server.py) writes mails into it. The worker writes the messages of channels
without credentials, as mails with the header X-Channel. Files are named TIME.UNIQUE.CHANNEL, so that names sort by age
and show the channel.
"""

import itertools
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_binary_file
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, default
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import cast

from service_kit import clock

EMAIL = "email"
LONGEST_BEGINNING = 80  # characters
NAME = re.compile(r"[0-9]{19}\.[0-9]+_[0-9]+\.[a-z_]{1,32}")
_numbers = itertools.count()


@dataclass(frozen=True)
class Part:
    index: int
    name: str
    type: str
    content: bytes


class MailboxMail:
    """One mail of the mailbox. Malformed mails are shown too."""

    def __init__(self, path: Path):
        self.id = path.name
        self.channel = path.name.rsplit(".", 1)[1]
        self.at = datetime.fromtimestamp(int(path.name.split(".", 1)[0]) / 1e9, timezone.utc)
        self.source = path.read_bytes()
        with path.open("rb") as file:
            self._mail = cast(EmailMessage, message_from_binary_file(file, policy=default))

    def header(self, name: str) -> str:
        return str(self._mail.get(name, ""))

    def sender(self) -> str:
        return self._person("From")

    def recipient(self) -> str:
        return self._person("To")

    def _person(self, name: str) -> str:
        # For other channels the display name holds the phone number or the chat's name.
        return self.header(name) if self.channel == EMAIL else parseaddr(self.header(name))[0]

    def body(self, kind: str) -> str | None:
        """The text of the `html` or `plain` part."""
        part = self._mail.get_body((kind,))
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
        mail = EmailMessage(policy=SMTP)
        mail["X-Channel"] = channel
        # As display names, because a phone number or a chat's name is not a mail address.
        mail["From"] = Address(display_name=_one_line(sender), username=channel, domain="mailbox.invalid")
        mail["To"] = Address(display_name=_one_line(recipient), username="recipient", domain="mailbox.invalid")
        mail["Subject"] = _one_line(subject) or _beginning(text)
        mail["Date"] = format_datetime(clock.now())
        mail.set_content(text)
        name = f"{time.time_ns():019d}.{os.getpid()}_{next(_numbers)}.{channel}"
        for part in ("tmp", "new", "cur"):
            (self._folder / part).mkdir(parents=True, exist_ok=True)
        (self._folder / "tmp" / name).write_bytes(mail.as_bytes())
        os.replace(self._folder / "tmp" / name, self._folder / "new" / name)
        return name

    def ids(self, channel: str | None = None) -> list[str]:
        """The ids of all mails, or of one channel's, newest first."""
        return sorted((name for name in self._names() if channel in (None, name.rsplit(".", 1)[1])), reverse=True)

    def read(self, mail_id: str) -> MailboxMail | None:
        """The mail with this id; None if there is none."""
        if not NAME.fullmatch(mail_id):
            return None
        try:
            return MailboxMail(self._folder / "new" / mail_id)
        except FileNotFoundError:
            return None

    def empty(self) -> int:
        """Delete all mails. Returns how many there were."""
        names = list(self._names())
        for name in names:
            (self._folder / "new" / name).unlink(missing_ok=True)
        return len(names)

    def _names(self) -> Iterator[str]:
        try:
            return iter([name for name in os.listdir(self._folder / "new") if NAME.fullmatch(name)])
        except FileNotFoundError:
            return iter(())


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _beginning(text: str) -> str:
    line = _one_line(text)
    if len(line) <= LONGEST_BEGINNING:
        return line
    cut = line[:LONGEST_BEGINNING]
    return (cut.rpartition(" ")[0] or cut).rstrip(",.;: ") + "…"


def _text(part: EmailMessage) -> str:
    try:
        return part.get_content()
    except (LookupError, UnicodeDecodeError, KeyError):  # unknown charset
        return cast(bytes, part.get_payload(decode=True) or b"").decode("utf-8", "replace")
