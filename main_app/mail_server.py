"""The development mail server: accepts every mail and writes it into a database, which /mailbox shows.

start_services.py runs it as `python -I main_app/mail_server.py FOLDER PORT`: as a file and not as a module, so that it
uses little memory, because it imports neither the main API nor its libraries.
"""

import argparse
import asyncio
import os
import re
import signal
import time
from pathlib import Path
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session

try:
    from pysqlite3 import dbapi2 as sqlite_driver  # pyright: ignore[reportMissingImports]  # as in service_kit.database
except ImportError:
    import sqlite3 as sqlite_driver

MAX_MAIL_BYTES = 10 * 1024 * 1024
MAILS_KEPT = 20_000
CHUNK = re.compile(r"([0-9]{1,9})( LAST)?", re.ASCII | re.IGNORECASE)
PLAIN_ADDRESS = re.compile(r"<([\w.+-]+@[\w.-]+)>(.*)", re.ASCII)
ADD_MAIL = "INSERT INTO mails SELECT max(?, coalesce(max(id), 0) + 1), 'email', ? FROM mails"
SCHEMA = Path(__file__).parent / "services" / "mailbox.sql"


class Mailbox:
    """Writes into the database that main_app/services/mailbox_folder.py reads.

    With a file for each mail, making files took more time than everything else here.
    """

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite_driver.connect(folder / "mails.db", isolation_level=None)  # pyright: ignore[reportAttributeAccessIssue]
        self._database.executescript(SCHEMA.read_text(encoding="utf-8"))
        # The file stays in this mode. Only here, because processes that switch to it at once can fail.
        self._database.execute("PRAGMA journal_mode = WAL")

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        # Pipelining always works, but aiosmtpd does not announce it.
        return [responses[0], "250-PIPELINING", "250-CHUNKING", *responses[1:]]

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        try:
            self.add(content if isinstance(content, bytes) else str(content or "").encode())
        except sqlite_driver.Error as error:  # pyright: ignore[reportAttributeAccessIssue]
            return f"452 Error: the mailbox could not store the message: {error}"  # temporary, such as a full disk
        return "250 OK: it is in the mailbox"

    def add(self, mail: bytes) -> None:
        self._database.execute(ADD_MAIL, (time.time_ns(), mail))

    def delete_old_mails(self) -> None:
        oldest_kept = "(SELECT id FROM mails ORDER BY id DESC LIMIT 1 OFFSET ?)"
        self._database.execute(f"DELETE FROM mails WHERE id < {oldest_kept}", (MAILS_KEPT - 1,))


class Connection(SMTP):
    """Takes a third of aiosmtpd's time for a mail.

    Reads the content at once, not line by line, parses addresses without the email package, and sends the replies to
    commands that came together in one packet (RFC 2920).
    """

    line_length_limit = MAX_MAIL_BYTES  # how far the end of a mail is searched
    _replies = b""

    async def push(self, status: str | bytes) -> None:
        reply = status.encode() if isinstance(status, str) else status
        self._replies += reply + b"\r\n"
        if reply.startswith(b"250 "):
            self.loop.call_soon(self._send_replies)  # after the commands that have arrived already
        else:
            self._send_replies()  # the connection may be closed now

    def _send_replies(self) -> None:
        if self._replies:
            self._writer.write(self._replies)
            self._replies = b""

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        address = PLAIN_ADDRESS.match(arg)
        return (address[1], address[2]) if address else super()._getaddr(arg)

    async def smtp_DATA(self, arg: str | None) -> None:
        envelope = self.envelope
        if envelope is None or not envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
        elif arg:
            await self.push("501 Syntax: DATA")
        else:
            await self.push("354 End data with <CR><LF>.<CR><LF>")
            content = await self._content()
            if content is None:
                await self.push("552 Error: Too much mail data")
            else:
                envelope.content = envelope.original_content = content
                await self.push(await self._call_handler_hook("DATA"))
            self._set_post_data_state()

    async def smtp_BDAT(self, arg: str | None) -> None:
        """A mail, or a part of it, of a size that is known before (RFC 3030)."""
        chunk, envelope = CHUNK.fullmatch(arg or ""), self.envelope
        if chunk is None or envelope is None:
            await self.push("501 Syntax: BDAT SIZE [LAST]")
            return
        size, before = int(chunk[1]), cast(bytes, envelope.content or b"")
        too_large = len(before) + size > MAX_MAIL_BYTES
        content = await self._octets(size, keep=not too_large)
        if not envelope.rcpt_tos:
            await self.push("503 Error: need RCPT command")
        elif too_large:
            await self.push("552 Error: Too much mail data")
            self._set_post_data_state()
        else:
            envelope.content = envelope.original_content = before + content
            if chunk[2]:
                await self.push(await self._call_handler_hook("DATA"))
                self._set_post_data_state()
            else:
                await self.push("250 OK")

    async def _octets(self, size: int, *, keep: bool) -> bytes:
        """So many octets of the client, or nothing if they are not to be kept."""
        if keep:
            return await self._reader.readexactly(size)
        while size > 0:
            size -= len(await self._reader.readexactly(min(size, 65536)))
        return b""

    async def _content(self) -> bytes | None:
        """The mail, or None if it is too large. Commands that were sent after it stay in the reader."""
        content, too_large = bytearray(b"\r\n"), False  # that of the command
        while not content.endswith(b"\r\n.\r\n"):
            try:
                content += await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as error:
                content += await self._reader.read(error.consumed)
            if len(content) > MAX_MAIL_BYTES:
                too_large = True
                del content[:-4]  # the rest may be the beginning of the end
        # A dot at the beginning of a line was doubled, so that the line is not taken for the end.
        return None if too_large else bytes(content[:-3]).replace(b"\r\n.", b"\r\n")[2:]


async def serve(folder: Path, port: int) -> None:
    """Accept mails on the loopback address until SIGTERM or SIGINT."""
    mailbox = Mailbox(folder)
    mailbox.delete_old_mails()
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, stopped.set)
        except NotImplementedError:  # Windows: the default handler ends the process, which loses nothing
            break
    server = await loop.create_server(
        lambda: Connection(mailbox, data_size_limit=MAX_MAIL_BYTES, enable_SMTPUTF8=True, hostname="localhost"),
        "127.0.0.1",
        port,
    )
    print(f"mail server ready on 127.0.0.1:{port}", flush=True)
    await stopped.wait()
    server.close()  # not wait_closed(), which waits until the last client has gone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    os.umask(0o077)  # only the owner can read the mails
    asyncio.run(serve(options.folder, options.port))


if __name__ == "__main__":
    main()
