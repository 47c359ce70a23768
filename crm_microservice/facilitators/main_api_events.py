"""A client for the main API's events and sessions. The main API owns them and decides about every change."""

import logging
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from pydantic import AwareDatetime, BaseModel, ValidationError

from crm_microservice.main_api import CHANGE_SECONDS, READ_SECONDS, Reply, ask
from service_kit.problems import Problem, UpstreamFailed

logger = logging.getLogger(__name__)

PAGE = 100  # the main API's largest page
MAX_PAGES = 20  # of upcoming sessions


class NoResponse(Exception):
    """The main API did not answer, or its response cannot be used. The caller falls back to stored data."""


class MainSession(BaseModel):
    """A session as the main API describes it, as far as this service uses it."""

    id: int
    event_id: int
    event_title: str
    facilitator_id: int
    title: str | None = None
    start_time: AwareDatetime
    end_time: AwareDatetime
    time_zone: str | None = None
    location: str | None = None
    capacity: int | None = None
    status: str = "scheduled"


class _SessionList(BaseModel):
    sessions: list[MainSession]
    pagination: dict[str, Any]


class _OneSession(BaseModel):
    session: MainSession


@dataclass(frozen=True)
class MainApiEvents:
    """The main API, called on behalf of one person. `headers` hold that person's credentials and are never logged."""

    base_url: str
    request_id: str
    headers: dict[str, str] = field(repr=False)
    by_service: bool

    def change(
        self, method: str, path: str, query: dict[str, Any] | None = None, body: dict[str, Any] | None = None
    ) -> Reply:
        """Send the caller's change to the main API with the caller's rights. Return its response, refusals included.

        Raises Unavailable or UpstreamFailed if there is no response.
        """
        reply = ask(method, self._url(path, query or {}), self._headers(), CHANGE_SECONDS, body=body)
        if self.by_service and reply.status == 401:
            # The caller is not at fault: this service accepted their token.
            logger.error("the main API refuses the service token")
            raise UpstreamFailed(
                "main_api_failed", "The main service refuses the service token. Please contact your administrator."
            )
        return reply

    def events(self, query: dict[str, Any]) -> Reply:
        """Return a page of events, the facilitator's own drafts included. Raises NoResponse."""
        return self._read("/events", query, self.headers)

    def session(self, session_id: int) -> MainSession | None:
        """Return a session, also one of the facilitator's drafts. None if it does not exist. Raises NoResponse."""
        reply = self._read(f"/sessions/{session_id}", {}, self.headers)
        return None if reply.status == 404 else _parsed(reply, _OneSession).session

    def sessions(self, query: dict[str, Any]) -> tuple[list[MainSession], dict[str, Any]]:
        """Return a page of sessions and its pagination. Raises NoResponse."""
        listed = _parsed(self._read("/sessions", query), _SessionList)
        return listed.sessions, listed.pagination

    def sessions_ahead(self, facilitator_id: int) -> list[MainSession]:
        """Return the facilitator's sessions that have not ended. Raises NoResponse."""
        found: dict[int, MainSession] = {}  # by id: a session that starts in between is in both lists
        for status in ("active", "upcoming"):
            for page in range(1, MAX_PAGES + 1):
                query = {"facilitator_id": facilitator_id, "status": status, "page": page, "per_page": PAGE}
                sessions, pagination = self.sessions(query)
                found |= {session.id: session for session in sessions}
                if not pagination.get("has_next"):
                    break
            else:
                logger.warning("only %s %s sessions are counted", MAX_PAGES * PAGE, status)
        return list(found.values())

    def _read(self, path: str, query: dict[str, Any], credentials: dict[str, str] | None = None) -> Reply:
        headers = {"X-Request-Id": self.request_id, **(credentials or {})}
        try:
            reply = ask("GET", self._url(path, query), headers, READ_SECONDS)
        except Problem as problem:
            raise NoResponse from problem
        if reply.status >= 500 or reply.status == 401:
            raise NoResponse
        return reply

    def _headers(self) -> dict[str, str]:
        return {"X-Request-Id": self.request_id, **self.headers}

    def _url(self, path: str, query: dict[str, Any]) -> str:
        asked = urlencode({name: value for name, value in query.items() if value is not None})
        return f"{self.base_url}{path}" + (f"?{asked}" if asked else "")


def _parsed(reply: Reply, model: Any) -> Any:
    try:
        return model.model_validate(reply.body)
    except ValidationError as error:
        logger.warning("the main API's response is unusable", extra={"status": reply.status})
        raise NoResponse from error
