"""Limits on wrong passwords: they slow down guessing without locking out the account's owner.

Wrong passwords are counted per name and address, and with a higher limit per name from all addresses, whether or not
the name has an account. Once a limit is reached, each wrong password starts a delay, longer each time, during which
no password is checked. An address from which this name has signed in is exempt from the limit per name, so that
guesses from many addresses don't lock the owner out. Rows are found by keyed hashes, so the table
reveals neither names nor addresses.
"""

import hashlib
import hmac
import logging
import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_network

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from main_app.auth.models import SignInFailures
from main_app.database import db
from main_app.settings import settings
from service_kit import clock
from service_kit.client_address import UNKNOWN, counted_network, parsed_address
from service_kit.database import insert_of, write_connection
from service_kit.limiter_keys import LimitKind, limiter_key
from service_kit.problems import TooManyRequests

FIRST_DELAY = timedelta(seconds=30)
COUNTED_FOR = timedelta(days=1)  # after the last wrong password
ADDRESS_KNOWN_FOR = timedelta(days=30)  # after the last sign-in from the address

logger = logging.getLogger(__name__)
columns = SignInFailures.__table__.c


@dataclass(frozen=True)
class Limit:
    failures_allowed: int  # before the first delay
    max_delay: timedelta

    def delay_after(self, failures: int) -> timedelta:
        if failures < self.failures_allowed:
            return timedelta(0)
        return min(FIRST_DELAY * 2 ** min(failures - self.failures_allowed, 16), self.max_delay)


PER_NAME_AND_ADDRESS = Limit(5, timedelta(minutes=15))
PER_NAME = Limit(100, timedelta(minutes=1))


@dataclass(frozen=True)
class Attempt:
    """One attempt to give an account's password, and the client's IP address.

    `name` is the name as it was typed to sign in, or the user's id where they change their password.
    """

    name: str
    address: str
    kind: LimitKind = LimitKind.SIGN_IN_NAME

    @property
    def pair_key(self) -> str:
        return _hash(limiter_key(self.kind, self.name, counted_network(self.address)))

    @property
    def name_key(self) -> str:
        return _hash(limiter_key(self.kind, self.name))


def check_allowed(attempt: Attempt) -> None:
    """Raise TooManyRequests while wrong passwords delay this attempt."""
    now = clock.now()
    query = select(*columns).where(columns.key.in_([attempt.pair_key, attempt.name_key]))
    rows_by_key = {row.key: row for row in db.session.execute(query)}
    pair, name = rows_by_key.get(attempt.pair_key), rows_by_key.get(attempt.name_key)
    is_owners_address = pair is not None and pair.known_until is not None and pair.known_until > now
    relevant = [pair] if is_owners_address else [pair, name]
    until = max((row.delayed_until for row in relevant if row and row.delayed_until), default=now)
    if until > now:
        _log("sign-in delayed", attempt)
        raise _too_many(until - now)


def count_failure(attempt: Attempt) -> None:
    """Count a wrong password, and start a delay once a limit is reached."""
    now = clock.now()
    with write_connection() as connection:
        for key, limit in ((attempt.pair_key, PER_NAME_AND_ADDRESS), (attempt.name_key, PER_NAME)):
            delay = limit.delay_after(_count(connection, key, now))
            if delay:
                connection.execute(update(SignInFailures).where(columns.key == key).values(delayed_until=now + delay))
    _log("sign-in failed", attempt)


def _count(connection: Connection, key: str, now: datetime) -> int:
    still_counted = columns.last_at > now - COUNTED_FOR
    counted = insert_of(connection.dialect.name, SignInFailures).values(key=key, failures=1, last_at=now)
    counted = counted.on_conflict_do_update(
        index_elements=[columns.key],
        set_={"failures": case((still_counted, columns.failures + 1), else_=1), "last_at": now},
    )
    return connection.execute(counted.returning(columns.failures)).scalar_one()


def record_success(connection: Connection, attempt: Attempt) -> None:
    """Reset both counts and record the address as one of the owner's."""
    now = clock.now()
    connection.execute(
        update(SignInFailures).where(columns.key == attempt.name_key).values(failures=0, delayed_until=None)
    )
    values = {"failures": 0, "delayed_until": None, "last_at": now, "known_until": now + ADDRESS_KNOWN_FOR}
    statement = insert_of(connection.dialect.name, SignInFailures).values(key=attempt.pair_key, **values)
    connection.execute(statement.on_conflict_do_update(index_elements=[columns.key], set_=values))


def delete_old_failures(db_session: Session) -> None:
    now = clock.now()
    db_session.execute(
        delete(SignInFailures).where(
            columns.last_at < now - COUNTED_FOR, or_(columns.known_until.is_(None), columns.known_until < now)
        )
    )


def _too_many(left: timedelta) -> TooManyRequests:
    seconds = max(1, math.ceil(left.total_seconds()))
    wait = f"{seconds} seconds" if seconds < 60 else "a minute" if seconds == 60 else f"{-(-seconds // 60)} minutes"
    return TooManyRequests(f"Too many attempts. Please wait {wait}, then try again.", seconds, "too_many_attempts")


def _hash(text: str) -> str:
    return hmac.new(settings().secret_key.encode(), text.encode(), hashlib.sha256).hexdigest()


def _log(event: str, attempt: Attempt) -> None:
    logger.warning(event, extra={"account": _shown_name(attempt), "client": _masked_address(attempt.address)})


def _shown_name(attempt: Attempt) -> str:
    return f"user {attempt.name}" if attempt.kind is LimitKind.CURRENT_PASSWORD else _masked_name(attempt.name)


def _masked_name(name: str) -> str:
    """Enough to recognise an account, and not more: people sometimes type their password in this field."""
    local, at, domain = name.rpartition("@")
    return f"{local[:1]}***@{domain}" if at else f"{name[:1]}***"


def _masked_address(address: str) -> str:
    ip = parsed_address(address)
    return str(ip_network((int(ip), 24 if ip.version == 4 else 48), strict=False)) if ip else UNKNOWN
