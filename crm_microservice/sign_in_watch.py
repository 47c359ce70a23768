"""Ends open streams when the sign-in behind them ends, or can't be confirmed any more.

All streams of a process share one request to the main API, however many dashboards are open.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from crm_microservice.main_api import ask
from crm_microservice.sign_ins import SignIn, SignInEnded, roles_in
from service_kit.problems import Problem
from service_kit.streams import Reader

POLL_SECONDS = 0.5  # between two requests; with a late response, a stream ends within two seconds
RESPONSE_SECONDS = 1.0
BATCH_SIZE = 500  # the main API's limit for one request

logger = logging.getLogger(__name__)


class SignInStatus(Enum):
    """What is known about the sign-in of an open stream."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    ENDED = "ended"


@dataclass(eq=False)
class WatchedStream:
    """An open stream. `sign_in` is None for a service, which stays confirmed."""

    sign_in: SignIn | None
    reader: Reader[Any]
    status: SignInStatus = SignInStatus.CONFIRMED

    def change(self, status: SignInStatus) -> None:
        """Stop the reader unless the sign-in is confirmed."""
        self.status = status
        if status is not SignInStatus.CONFIRMED:
            self.reader.stop()


class SignInWatch:
    """The open streams of this process that depend on a sign-in. Belongs to one event loop."""

    def __init__(self, main_base_url: str, service_token: str) -> None:
        self._url = f"{main_base_url}/auth/sign-ins/open"
        self._headers = {"Authorization": f"Bearer {service_token}"}
        self._streams: set[WatchedStream] = set()
        self._poll_task: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def watch(self, sign_in: SignIn | None, reader: Reader[Any]) -> AsyncIterator[WatchedStream]:
        """Watch the sign-in inside the block; its reader stops when it is no longer confirmed."""
        stream = WatchedStream(sign_in, reader)
        if sign_in is None:
            yield stream
            return
        self._streams.add(stream)
        if self._poll_task is None or self._poll_task.done():
            self._poll_task = asyncio.create_task(self._poll())
        try:
            yield stream
        finally:
            self._streams.discard(stream)

    async def _poll(self) -> None:
        while self._streams:
            await asyncio.sleep(POLL_SECONDS)
            sign_ins = {stream.sign_in.sign_in_id: stream.sign_in for stream in self._streams if stream.sign_in}
            try:
                statuses = await asyncio.to_thread(self._statuses, list(sign_ins.values()))
            except Exception:
                logger.exception("sign-ins of open streams can't be checked")
                statuses = {}
            for stream in list(self._streams):
                # Streams opened during the request are skipped: they were confirmed when they opened.
                if stream.sign_in and stream.sign_in.sign_in_id in sign_ins:
                    stream.change(statuses.get(stream.sign_in.sign_in_id, SignInStatus.UNCONFIRMED))

    def _statuses(self, sign_ins: Sequence[SignIn]) -> dict[str, SignInStatus]:
        found: dict[str, SignInStatus] = {}
        for start in range(0, len(sign_ins), BATCH_SIZE):
            found |= self._statuses_of_batch(sign_ins[start : start + BATCH_SIZE])
        return found

    def _statuses_of_batch(self, sign_ins: Sequence[SignIn]) -> dict[str, SignInStatus]:
        body = {"sign_in_ids": [sign_in.sign_in_id for sign_in in sign_ins]}
        try:
            reply = ask("POST", self._url, self._headers, RESPONSE_SECONDS, body=body)
        except Problem:
            return {}
        if reply.status == 404:  # a main API of the release before this one
            return {sign_in.sign_in_id: _status_of(sign_in) for sign_in in sign_ins}
        listed = reply.body.get("sign_ins")
        if reply.status != 200 or not isinstance(listed, list):
            logger.warning("the main API did not confirm the sign-ins of open streams", extra={"status": reply.status})
            return {}
        roles = {one.get("id"): roles_in(one) for one in listed if isinstance(one, dict)}
        for sign_in in sign_ins:
            if sign_in.sign_in_id not in roles:
                sign_in.remember_ended()
        return {
            sign_in.sign_in_id: _status_of_roles(roles.get(sign_in.sign_in_id, frozenset())) for sign_in in sign_ins
        }


def _status_of_roles(roles: frozenset[str]) -> SignInStatus:
    return SignInStatus.CONFIRMED if "facilitator" in roles else SignInStatus.ENDED


def _status_of(sign_in: SignIn) -> SignInStatus:
    try:
        person = sign_in.confirm()
    except SignInEnded:
        return SignInStatus.ENDED
    return SignInStatus.UNCONFIRMED if person is None else _status_of_roles(person.roles)
