"""Many people at once: each has an open connection, and all requests of a round are sent together.

Written on bare sockets because the client shares its two cores with the services under test.
"""

import json
import selectors
import socket
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.support.people import PASSWORD, Person
from tests.support.services import Services

RESPONSE_SECONDS = 60.0
REOPEN_AFTER_SECONDS = 4.0  # the server closes a connection that has been silent for eight


@dataclass(frozen=True)
class Reply:
    status: int
    headers: str
    body: bytes
    seconds: float

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Guest:
    """One person of the crowd."""

    connection: socket.socket
    used_at: float = field(default_factory=time.monotonic)
    id: int = 0
    token: str = ""
    received: bytearray = field(default_factory=bytearray)


class Crowd:
    """`size` registered people. With `as_person`, one person on `size` devices."""

    def __init__(self, services: Services, size: int, as_person: Person | None = None):
        target = urlsplit(services.main_url)
        self._host = target.netloc
        self._address = (target.hostname or "127.0.0.1", target.port or 80)
        self.guests = [Guest(self._connect()) for _ in range(size)]
        if as_person:
            for guest in self.guests:
                guest.id, guest.token = as_person.id, as_person.token
        else:
            self._register()

    def __enter__(self) -> "Crowd":
        return self

    def __exit__(self, *_: object) -> None:
        for guest in self.guests:
            guest.connection.close()

    def request(
        self, guest: Guest, method: str, path: str, body: Any = None, headers: Iterable[str] = ()
    ) -> tuple[Guest, bytes]:
        content = b"" if body is None else json.dumps(body).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", f"Content-Length: {len(content)}", *headers]
        if content:
            lines.append("Content-Type: application/json")
        if guest.token:
            lines.append(f"Authorization: Bearer {guest.token}")
        return guest, "\r\n".join([*lines, "", ""]).encode() + content

    def book(self, guest: Guest, session_id: int, headers: Iterable[str] = ()) -> tuple[Guest, bytes]:
        return self.request(guest, "POST", "/bookings/book", {"session_id": session_id}, headers)

    def ask(self, requests: Iterable[tuple[Guest, bytes]]) -> list[Reply]:
        """Send one request for each guest, then collect the replies in the same order."""
        return [replies[0] for replies in self.converse([(guest, [content]) for guest, content in requests])]

    def converse(self, talks: Sequence[tuple[Guest, Sequence[bytes]]]) -> list[list[Reply]]:
        """Let all guests send at once; each sends its next request as soon as the last one is answered."""
        replies: list[list[Reply]] = [[] for _ in talks]
        sent_at = [0.0] * len(talks)

        def send_next(number: int) -> None:
            guest, contents = talks[number]
            sent_at[number] = time.monotonic()
            guest.connection.sendall(contents[len(replies[number])])

        for guest, _ in talks:
            if time.monotonic() - guest.used_at > REOPEN_AFTER_SECONDS:
                guest.connection.close()
                guest.connection = self._connect()
        for number in range(len(talks)):
            send_next(number)
        with selectors.DefaultSelector() as waiting:
            for number, (guest, _) in enumerate(talks):
                waiting.register(guest.connection, selectors.EVENT_READ, number)
            while waiting.get_map():
                ready = waiting.select(RESPONSE_SECONDS)
                assert ready, f"{len(waiting.get_map())} of {len(talks)} guests were not answered in time"
                for key, _ in ready:
                    guest, contents = talks[key.data]
                    received = guest.connection.recv(65536)
                    assert received, "the server closed the connection without a response"
                    guest.used_at = time.monotonic()
                    guest.received += received
                    reply = _complete(guest.received, sent_at[key.data])
                    if reply is None:
                        continue
                    replies[key.data].append(reply)
                    if len(replies[key.data]) < len(contents):
                        send_next(key.data)
                    else:
                        waiting.unregister(guest.connection)
        return replies

    def _connect(self) -> socket.socket:
        return socket.create_connection(self._address, timeout=RESPONSE_SECONDS)

    def _register(self) -> None:
        group = uuid.uuid4().hex[:10]
        emails = [f"guest.{group}.{number}@example.com" for number in range(len(self.guests))]
        people = [{"name": f"Guest {number}", "email": email} for number, email in enumerate(emails)]
        registrations = [
            self.request(guest, "POST", "/auth/register", person | {"password": PASSWORD})
            for guest, person in zip(self.guests, people, strict=True)
        ]
        assert {reply.status for reply in self.ask(registrations)} == {201}
        logins = [
            self.request(guest, "POST", "/auth/login", {"email": email, "password": PASSWORD})
            for guest, email in zip(self.guests, emails, strict=True)
        ]
        for guest, reply in zip(self.guests, self.ask(logins), strict=True):
            assert reply.status == 200, reply.body
            guest.id, guest.token = reply.json()["user"]["id"], reply.json()["access_token"]


def _complete(received: bytearray, sent_at: float) -> Reply | None:
    """Remove one complete response from the received bytes and return it; None while it is incomplete."""
    end = received.find(b"\r\n\r\n")
    if end < 0:
        return None
    head = received[:end].decode("latin-1")
    length = 0
    for line in head.split("\r\n")[1:]:
        name, _, value = line.partition(":")
        if name.lower() == "content-length":
            length = int(value)
    if len(received) < end + 4 + length:
        return None
    body = bytes(received[end + 4 : end + 4 + length])
    del received[: end + 4 + length]
    return Reply(int(head.split(" ", 2)[1]), head, body, time.monotonic() - sent_at)
