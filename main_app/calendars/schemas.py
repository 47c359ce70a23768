"""Requests and responses of the calendar routes."""

from pydantic import Field

from service_kit.fields import Out, Query


class FeedPath(Query):
    secret: str = Field(min_length=20, max_length=100, pattern=r"^[A-Za-z0-9_-]+$")


class FeedState(Out):
    """Whether a feed exists. Its address is shown only when it is created."""

    active: bool
    created_at: str | None


class NewFeed(Out):
    url: str
    created_at: str
