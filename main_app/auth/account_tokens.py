"""Tokens that prove that somebody reads an address: to verify it, or to set a new password. Each works once."""

import base64
import hmac
from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from main_app.database import Base
from main_app.settings import settings
from service_kit.database import UtcDateTime


class AccountToken(Base):
    __tablename__ = "account_tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str] = mapped_column(String(32))
    nonce: Mapped[str] = mapped_column(String(64))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def token_for(token_id: int, nonce: str) -> str:
    """The token itself, which is not stored: made again from its row for the mail that carries it."""
    key = settings().secret_key.encode()
    digest = hmac.digest(key, f"account token {token_id}:{nonce}".encode(), "sha256")
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
