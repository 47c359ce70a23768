"""The development mail server: accepts every mail and writes it into a database, which /mailbox shows.

start_services.py runs it as `python -I main_app/mail_server.py FOLDER PORT`: as a file and not as a module, so that it
uses little memory, because it imports neither the main API nor its libraries.
"""

import argparse
import asyncio
import os
import signal
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

try:
    from pysqlite3 import dbapi2 as sqlite_driver  # pyright: ignore[reportMissingImports]  # as in service_kit.database
except ImportError:
    import sqlite3 as sqlite_driver

MAX_MAIL_BYTES = 10 * 1024 * 1024
MAILS_KEPT = 20_000
ADD_MAIL = "INSERT INTO mails SELECT max(?, coalesce(max(id), 0) + 1), 'email', ? FROM mails"
SCHEMA = Path(__file__).parent / "services" / "mailbox.sql"


class Mailbox:
    """Writes into the database that main_app/services/dev_mailbox.py reads.

    Not a file for each mail: docs/decisions/0020-mails-with-the-standard-library.md says why.
    """

    def __init__(self, folder: Path):
        folder.mkdir(parents=True, exist_ok=True)
        self._database = sqlite_driver.connect(folder / "mails.db", isolation_level=None)  # pyright: ignore[reportAttributeAccessIssue]
        self._database.executescript(SCHEMA.read_text(encoding="utf-8"))
        # The file stays in this mode. Only here, because processes that switch to it at once can fail.
        self._database.execute("PRAGMA journal_mode = WAL")

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
        lambda: SMTP(mailbox, data_size_limit=MAX_MAIL_BYTES, enable_SMTPUTF8=True, hostname="localhost"),
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
