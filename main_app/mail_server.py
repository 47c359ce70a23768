"""The development mail server: accepts every mail and writes it into a Maildir, which /mailbox shows.

start_services.py runs it as `python -I main_app/mail_server.py FOLDER PORT`: as a file and not as a module, so that it
uses little memory, because it imports neither the main API nor its libraries.
"""

import argparse
import asyncio
import itertools
import os
import re
import signal
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

LARGEST_MAIL = 10 * 1024 * 1024  # bytes
MAILS_KEPT = 20_000
PLAIN_ADDRESS = re.compile(r"<([\w.+-]+@[\w.-]+)>(.*)", re.ASCII)
numbers = itertools.count()


class Maildir:
    """Each mail is a file in `new`; its name begins with the time, so that names sort by age."""

    def __init__(self, folder: Path):
        self._folder = folder
        self._incomplete, self._complete = str(folder / "tmp"), str(folder / "new")
        for part in ("tmp", "new", "cur"):
            (folder / part).mkdir(parents=True, exist_ok=True)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]]  # it always works, but aiosmtpd does not announce it

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        self.add(content if isinstance(content, bytes) else str(content or "").encode())
        return "250 OK: it is in the mailbox"

    def add(self, mail: bytes) -> None:
        name = f"{time.time_ns():019d}.{os.getpid()}_{next(numbers)}.email"
        # Readers look only into `new`, so they never see an incomplete file.
        with open(f"{self._incomplete}/{name}", "xb") as file:
            file.write(mail)
        os.replace(f"{self._incomplete}/{name}", f"{self._complete}/{name}")

    def delete_old_mails(self) -> None:
        for path in sorted((self._folder / "new").iterdir())[:-MAILS_KEPT]:
            path.unlink(missing_ok=True)


class Connection(SMTP):
    """Takes a third of aiosmtpd's time for a mail.

    Reads the content at once, not line by line, parses addresses without the email package, and sends the replies to
    commands that came together in one packet (RFC 2920).
    """

    line_length_limit = LARGEST_MAIL  # how far the end of a mail is searched
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

    async def _content(self) -> bytes | None:
        """The mail, or None if it is too large. Commands that were sent after it stay in the reader."""
        content, too_large = bytearray(b"\r\n"), False  # that of the command
        while not content.endswith(b"\r\n.\r\n"):
            try:
                content += await self._reader.readuntil(b".\r\n")
            except asyncio.LimitOverrunError as error:
                content += await self._reader.read(error.consumed)
            if len(content) > LARGEST_MAIL:
                too_large = True
                del content[:-4]  # the rest may be the beginning of the end
        # A dot at the beginning of a line was doubled, so that the line is not taken for the end.
        return None if too_large else bytes(content[:-3]).replace(b"\r\n.", b"\r\n")[2:]


async def serve(folder: Path, port: int) -> None:
    """Accept mails on the loopback address until SIGTERM or SIGINT."""
    maildir = Maildir(folder)
    maildir.delete_old_mails()
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        try:
            loop.add_signal_handler(name, stopped.set)
        except NotImplementedError:  # Windows: the default handler ends the process, which loses nothing
            break
    server = await loop.create_server(
        lambda: Connection(maildir, data_size_limit=LARGEST_MAIL, enable_SMTPUTF8=True, hostname="localhost"),
        "127.0.0.1",
        port,
    )
    print(f"mail server ready on 127.0.0.1:{port}", flush=True)
    async with server:
        await stopped.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("port", type=int)
    options = parser.parse_args()
    os.umask(0o077)  # only the owner can read the mails
    asyncio.run(serve(options.folder, options.port))


if __name__ == "__main__":
    main()
