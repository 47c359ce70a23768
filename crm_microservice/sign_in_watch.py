"""Ends open streams when the sign-in behind them ends, or can't be confirmed any more.

All streams of a process share one question to the main API, so that many open dashboards cost it one request.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from crm_microservice.main_api import ask
from crm_microservice.sign_ins import SignIn, SignInEnded
from service_kit.problems import Problem
from service_kit.streams import Reader

ASK_SECONDS = 0.5  # between two questions; with a late response, a stream ends within two seconds
RESPONSE_SECONDS = 1.0
SIGN_INS_AT_ONCE = 500  # as many as the main API takes

logger = logging.getLogger(__name__)


class Standing(Enum):
    """What is known about the sign-in of an open stream."""

    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"
    ENDED = "ended"


@dataclass(eq=False)
class Watched:
    """An open stream. `sign_in` is None for a service, which stays confirmed."""

    sign_in: SignIn | None
    reader: Reader[Any]
    standing: Standing = Standing.CONFIRMED

    def change(self, standing: Standing) -> None:
        """Stop the reader unless the sign-in is confirmed."""
        self.standing = standing
        if standing is not Standing.CONFIRMED:
            self.reader.stop()


class SignInWatch:
    """The open streams of this process that depend on a sign-in. Belongs to one event loop."""

    def __init__(self, main_base_url: str, service_token: str) -> None:
        self._url = f"{main_base_url}/auth/sign-ins/open"
        self._headers = {"Authorization": f"Bearer {service_token}"}
        self._watched: set[Watched] = set()
        self._asking: asyncio.Task[None] | None = None

    @contextlib.asynccontextmanager
    async def watched(self, sign_in: SignIn | None, reader: Reader[Any]) -> AsyncIterator[Watched]:
        """Watch the sign-in inside the block; its reader stops when it is no longer confirmed."""
        stream = Watched(sign_in, reader)
        if sign_in is None:
            yield stream
            return
        self._watched.add(stream)
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_again_and_again())
        try:
            yield stream
        finally:
            self._watched.discard(stream)

    async def _ask_again_and_again(self) -> None:
        while self._watched:
            await asyncio.sleep(ASK_SECONDS)
            sign_ins = {stream.sign_in.sign_in_id: stream.sign_in for stream in self._watched if stream.sign_in}
            try:
                standings = await asyncio.to_thread(self._standings, list(sign_ins.values()))
            except Exception:
                logger.exception("sign-ins of open streams can't be checked")
                standings = {}
            for stream in list(self._watched):
                # A stream that was opened meanwhile was confirmed then.
                if stream.sign_in and stream.sign_in.sign_in_id in sign_ins:
                    stream.change(standings.get(stream.sign_in.sign_in_id, Standing.UNCONFIRMED))

    def _standings(self, sign_ins: Sequence[SignIn]) -> dict[str, Standing]:
        found: dict[str, Standing] = {}
        for start in range(0, len(sign_ins), SIGN_INS_AT_ONCE):
            found |= self._standings_of_some(sign_ins[start : start + SIGN_INS_AT_ONCE])
        return found

    def _standings_of_some(self, sign_ins: Sequence[SignIn]) -> dict[str, Standing]:
        body = {"sign_in_ids": [sign_in.sign_in_id for sign_in in sign_ins]}
        try:
            reply = ask("POST", self._url, self._headers, RESPONSE_SECONDS, body=body)
        except Problem:
            return {}
        if reply.status == 404:  # a main API of the release before this one
            return {sign_in.sign_in_id: _standing(sign_in) for sign_in in sign_ins}
        listed = reply.body.get("sign_ins")
        if reply.status != 200 or not isinstance(listed, list):
            logger.warning("sign-ins of open streams can't be confirmed", extra={"status": reply.status})
            return {}
        roles = {one.get("id"): one.get("role") for one in listed if isinstance(one, dict)}
        for sign_in in sign_ins:
            if sign_in.sign_in_id not in roles:
                sign_in.store_end()
        return {sign_in.sign_in_id: _standing_of(roles.get(sign_in.sign_in_id)) for sign_in in sign_ins}


def _standing_of(role: object) -> Standing:
    return Standing.CONFIRMED if role == "facilitator" else Standing.ENDED


def _standing(sign_in: SignIn) -> Standing:
    try:
        person = sign_in.confirm()
    except SignInEnded:
        return Standing.ENDED
    return Standing.UNCONFIRMED if person is None else _standing_of(person.role)
