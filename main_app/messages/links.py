"""Signed links in messages: they show or cancel one booking, or end one kind of e-mail, without signing in.

A link contains its data and a signature. It is not stored, and opening it changes nothing. Logs mask it
(service_kit/log.py).
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from enum import Enum
from functools import cache

from itsdangerous import BadData, URLSafeSerializer

from main_app.messages import kinds
from main_app.settings import settings
from service_kit import clock
from service_kit.problems import Gone, NotFound

UNSUBSCRIBE_LIFETIME = timedelta(days=365)
MAX_TOKEN_LENGTH = 600  # characters; a link may contain an e-mail address


class Purpose(str, Enum):
    MANAGE = "manage"
    CANCEL = "cancel"
    UNSUBSCRIBE = "unsubscribe"


@dataclass(frozen=True)
class Link:
    """What a link is for: a booking, a person's e-mails of one kind, or the reminders to a customer without account.

    Only the last one has an `address`, and its kind is "reminders".
    """

    purpose: Purpose
    expires_at: datetime
    booking_id: int | None = None
    user_id: int | None = None
    address: str | None = None
    kind: str | None = None


def manage_url(booking_id: int, expires: datetime) -> str:
    """The page that shows this booking and can cancel it."""
    return _url("manage", [Purpose.MANAGE.value, booking_id, _seconds(expires)])


def cancel_url(booking_id: int, expires: datetime) -> str:
    """The same page, with the question whether to cancel."""
    return _url("manage", [Purpose.CANCEL.value, booking_id, _seconds(expires)])


def unsubscribe_url(to: int | str, kind: str) -> str:
    """The page that ends these e-mails to a user (by id) or to an address."""
    return f"{settings().public_url}/unsubscribe/{_unsubscribe_token(to, kind)}"


def one_click_url(to: int | str, kind: str) -> str:
    """The address for the header List-Unsubscribe (RFC 8058): mail programs POST to it."""
    return f"{settings().public_url}/links/{_unsubscribe_token(to, kind)}/unsubscribe"


def read_link(token: str) -> Link:
    """What a token is for. Raises NotFound for a wrong signature, Gone if the link has expired."""
    try:
        parts = _serializer(settings().secret_key).loads(token) if len(token) <= MAX_TOKEN_LENGTH else None
    except BadData:
        parts = None
    match parts:
        case [Purpose.MANAGE.value | Purpose.CANCEL.value as purpose, int(booking_id), int(expires)]:
            link = Link(Purpose(purpose), _from_seconds(expires), booking_id=booking_id)
        case [Purpose.UNSUBSCRIBE.value, int(user_id), str(kind), int(expires)] if kind in kinds.KINDS:
            link = Link(Purpose.UNSUBSCRIBE, _from_seconds(expires), user_id=user_id, kind=kind)
        case [Purpose.UNSUBSCRIBE.value, str(address), kinds.REMINDERS, int(expires)]:
            link = Link(Purpose.UNSUBSCRIBE, _from_seconds(expires), address=address, kind=kinds.REMINDERS)
        case _:
            raise NotFound("link")
    if link.expires_at <= clock.now():
        raise Gone("link_expired", "This link has expired. Sign in to see your bookings.")
    return link


def signed(secret_key: str, parts: list[object]) -> str:
    """The token of a link: its data as text, with a signature."""
    token = _serializer(secret_key).dumps(parts)
    return token if isinstance(token, str) else token.decode()


def _unsubscribe_token(to: int | str, kind: str) -> str:
    expires = _seconds(clock.now() + UNSUBSCRIBE_LIFETIME)
    return signed(settings().secret_key, [Purpose.UNSUBSCRIBE.value, to, kind, expires])


def _url(page: str, parts: list[object]) -> str:
    return f"{settings().public_url}/{page}/{signed(settings().secret_key, parts)}"


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    options = {"digest_method": hashlib.sha256, "key_derivation": "hmac"}
    return URLSafeSerializer(secret_key, salt="samaya links in messages", signer_kwargs=options)


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _from_seconds(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, timezone.utc)
