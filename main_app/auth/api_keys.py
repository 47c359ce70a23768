"""API keys: how other systems call the notification API. Only a key's hash is stored."""

import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import JSON, ForeignKey, String, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.auth.secret_hash import secret_hash
from main_app.database import Base, db
from main_app.journal.append import Actor, NewEntry, append, next_version
from main_app.settings import settings
from service_kit import clock
from service_kit.database import UtcDateTime, write_transaction
from service_kit.fields import MAX_NAME_LENGTH
from service_kit.problems import NotFound

SEND, READ, RETRY = "notifications:send", "notifications:read", "notifications:retry"
SCOPES = (SEND, READ, RETRY)
PREFIX = "samaya_"
VISIBLE_LENGTH = len(PREFIX) + 6  # characters of a key that lists show, to tell keys apart
USE_RECORDED_EVERY = timedelta(minutes=1)
# The key in the setting FAST_API_API_KEY has a row with this prefix. Its hash is updated when the setting changes.
FROM_ENVIRONMENT = "FAST_API_API_KEY"


class ApiKey(Base):
    """One key of one outside system. It sees only the notifications that were sent with it."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), default=ONLY_ORGANISATION)
    name: Mapped[str] = mapped_column(String(MAX_NAME_LENGTH))
    prefix: Mapped[str] = mapped_column(String(16))
    secret_hash: Mapped[str] = mapped_column(String(64), unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_by: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def make_key(by: Actor, name: str, scopes: list[str]) -> tuple[ApiKey, str]:
    """Create a key. Returns its row and the key itself, which is shown once and not stored."""
    key = PREFIX + secrets.token_urlsafe(32)
    with write_transaction() as db_session:
        row = _add(db_session, name, key[:VISIBLE_LENGTH], key, scopes, by.id)
        _record(db_session, row, 1, "created", by)
    return row, key


def revoke_key(by: Actor, key_id: int) -> ApiKey:
    """Revoke a key: the next request with it is refused. Revoking it again changes nothing."""
    with write_transaction() as db_session:
        row = db_session.get(ApiKey, key_id, populate_existing=True, with_for_update=True)
        if row is None:
            raise NotFound("API key")
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            # The key of the environment can be revoked several times.
            version = next_version(db_session, "api_key", str(row.id))
            _record(db_session, row, version, "revoked", by)
    return row


def list_keys(offset: int, limit: int) -> tuple[list[ApiKey], int]:
    """A page of the keys, newest first, and the number of all keys."""
    rows = db.session.scalars(select(ApiKey).order_by(ApiKey.id.desc()).offset(offset).limit(limit))
    return list(rows), db.session.scalar(select(func.count()).select_from(ApiKey)) or 0


def find_key(token: str) -> ApiKey | None:
    """The key of this token, unless it was revoked."""
    configured = settings().fast_api_api_key
    if configured and hmac.compare_digest(token.encode(), configured.encode()):
        return _environment_key(configured)
    row = db.session.scalar(select(ApiKey).where(ApiKey.secret_hash == secret_hash(token)))
    if row is None or row.revoked_at is not None or row.prefix == FROM_ENVIRONMENT:
        return None
    return row


def record_use(row: ApiKey) -> None:
    """Record that the key was used, at most once a minute, so that not every request writes."""
    now = clock.now()
    if row.last_used_at is not None and row.last_used_at > now - USE_RECORDED_EVERY:
        return
    with write_transaction() as db_session:
        db_session.execute(update(ApiKey).where(ApiKey.id == row.id).values(last_used_at=now))


def _environment_key(configured: str) -> ApiKey | None:
    """The row of the key in FAST_API_API_KEY, created at its first use. An admin can revoke it like any other key."""
    row = db.session.scalar(select(ApiKey).where(ApiKey.prefix == FROM_ENVIRONMENT))
    if row is not None and row.secret_hash == secret_hash(configured):
        return row if row.revoked_at is None else None
    try:
        return _store_environment_key(configured)
    except IntegrityError:  # another process was first
        return _store_environment_key(configured)


def _store_environment_key(configured: str) -> ApiKey:
    with write_transaction() as db_session:
        row = db_session.scalar(select(ApiKey).where(ApiKey.prefix == FROM_ENVIRONMENT).with_for_update())
        if row is None:
            row = _add(db_session, FROM_ENVIRONMENT, FROM_ENVIRONMENT, configured, list(SCOPES), None)
        elif row.secret_hash != secret_hash(configured):
            # A new key in the setting replaces the old one and is valid even if the old one was revoked.
            row.secret_hash, row.revoked_at = secret_hash(configured), None
    return row


def _add(db_session: Session, name: str, prefix: str, key: str, scopes: list[str], created_by: int | None) -> ApiKey:
    row = ApiKey(
        organisation_id=ONLY_ORGANISATION,
        name=name,
        prefix=prefix,
        secret_hash=secret_hash(key),
        scopes=scopes,
        created_by=created_by,
        created_at=clock.now(),
    )
    db_session.add(row)
    db_session.flush()
    return row


def _record(db_session: Session, row: ApiKey, version: int, action: str, by: Actor) -> None:
    changes = {"name": row.name, "scopes": row.scopes}
    append(db_session, [NewEntry("api_key", row.id, version, action, by, changes=changes)])
