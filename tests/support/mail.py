"""Real SMTP servers for tests, which accept every mail or misbehave as they are told."""

import asyncio
import threading
import warnings
from collections import deque
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from functools import cache
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

SmtpReply = str | None


class _Connection(SMTP):
    def __init__(self, open_transports: set[asyncio.Transport], *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self._open_transports = open_transports

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._open_transports.add(cast(asyncio.Transport, transport))
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._open_transports.discard(cast(asyncio.Transport, self.transport))
        super().connection_lost(error)


class MailServer:
    """An SMTP server in a thread of its own. `received` holds what it accepted, oldest first.

    `sizes` holds each accepted mail's size in bytes and the options of its MAIL command.

    `to_recipient` and `to_mail` get the recipient's address and the mail's bytes. They can return a reply such as
    "451 4.7.1 try later", or DROP to close the connection. `password` requires clients to sign in.
    """

    DROP = "drop"

    def __init__(
        self,
        password: str | None = None,
        seconds_per_mail: float = 0.0,
        kept: int = 100_000,
        smtputf8: bool = True,
    ):
        self.received: deque[EmailMessage] = deque(maxlen=kept)
        self.sizes: deque[tuple[int, list[str]]] = deque(maxlen=kept)
        self.to_recipient: Callable[[str], SmtpReply] = lambda address: None
        self.to_mail: Callable[[bytes], SmtpReply] = lambda content: None
        self.greeting_delay = 0.0
        self.connections = 0
        self.sign_ins: list[bool] = []
        self._password = password
        self._smtputf8 = smtputf8
        self._seconds_per_mail = seconds_per_mail
        self._open: set[asyncio.Transport] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True, name="test-mail-server")
        self._thread.start()
        self._server: asyncio.Server | None = None
        self.port = 0
        self.start()

    def start(self) -> None:
        """Listen; after `stop`, on the same port as before."""

        async def listen() -> asyncio.Server:
            return await self._loop.create_server(self._protocol, "127.0.0.1", self.port)

        self._server = asyncio.run_coroutine_threadsafe(listen(), self._loop).result(10)
        self.port = self._server.sockets[0].getsockname()[1]

    def stop(self) -> None:
        """Refuse connections until started again. Open connections stay open."""
        server, self._server = self._server, None
        if server is not None:
            self._loop.call_soon_threadsafe(server.close)

    def drop_connections(self) -> None:
        """Close the open connections; new ones are accepted."""

        async def drop() -> None:
            for transport in list(self._open):
                transport.abort()

        asyncio.run_coroutine_threadsafe(drop(), self._loop).result(10)

    def close(self) -> None:
        self.drop_connections()

        async def end() -> None:
            if self._server is not None:
                self._server.close()
            await asyncio.sleep(0.02)  # lets the transports close their sockets
            self._loop.stop()

        asyncio.run_coroutine_threadsafe(end(), self._loop)
        self._thread.join(5)
        self._loop.close()

    def __enter__(self) -> "MailServer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _protocol(self) -> SMTP:
        self.connections += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)  # a sign-in without TLS: on this machine only
            return self._connection()

    def _connection(self) -> SMTP:
        return _Connection(
            self._open,
            self,
            loop=self._loop,
            hostname="mail.example.com",
            enable_SMTPUTF8=self._smtputf8,
            authenticator=self._sign_in if self._password else None,
            auth_required=bool(self._password),
            auth_require_tls=False,
        )

    def _sign_in(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
        correct = isinstance(data, LoginPassword) and data.password.decode() == self._password
        self.sign_ins.append(correct)
        return AuthResult(success=correct, handled=False)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        response = self.to_recipient(address)
        if response == self.DROP:
            self._drop(server)
        if response:
            return response
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(self._seconds_per_mail)
        content = cast(bytes, envelope.content)
        response = self.to_mail(content)
        if response == self.DROP:
            self._drop(server)
        if response and not response.startswith("250"):
            return response
        mail = cast(EmailMessage, message_from_bytes(content, policy=default))
        self.sizes.append((len(content), envelope.mail_options))
        self.received.append(mail)
        return "250 OK"

    def _drop(self, server: SMTP) -> None:
        assert server.transport is not None
        cast(asyncio.Transport, server.transport).abort()


@cache
def any_mail_server() -> MailServer:
    """The one server for all services whose mails no test reads. A fixture in conftest.py closes it."""
    return MailServer(kept=1000)


def close_any_mail_server() -> None:
    if any_mail_server.cache_info().currsize:
        any_mail_server().close()
        any_mail_server.cache_clear()
