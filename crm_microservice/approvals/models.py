"""The tables of the approval queue, of the customers and tickets that approval creates, and of the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from crm_microservice.database import Base
from service_kit.database import RowId, UtcDateTime
from service_kit.fields import MAX_NAME_LENGTH, MAX_TITLE_LENGTH

REGISTRATION, REPAIR = "registration", "repair"
PENDING, APPROVED, DECLINED, MERGED = "pending", "approved", "declined", "merged"
OPEN = "open"


class Customer(Base):
    """The CRM's record of a person. `email` is what they typed, `email_key` its normal form for comparisons."""

    __tablename__ = "customers"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    name: Mapped[str] = mapped_column(String(2 * MAX_NAME_LENGTH + 1))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(Text, unique=True)
    phone: Mapped[str | None] = mapped_column(String(50))
    website_user_id: Mapped[str | None] = mapped_column(String(128))
    language: Mapped[str | None] = mapped_column(String(35))
    source: Mapped[str | None] = mapped_column(String(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    search_text: Mapped[str] = mapped_column(Text)

    __table_args__ = (Index(None, "website_user_id"),)


class Profile(Base):
    """A person's newest profile at the main API. Their customer record is updated from it."""

    __tablename__ = "profiles"

    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str] = mapped_column(String(MAX_NAME_LENGTH))
    email: Mapped[str] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(50))  # None: not stated; "": removed by the person
    language: Mapped[str | None] = mapped_column(String(35))


class ApprovalRequest(Base):
    """The content of one webhook, waiting or decided. A decision is final."""

    __tablename__ = "approval_requests"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    webhook_id: Mapped[str] = mapped_column(String(128))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    name: Mapped[str] = mapped_column(String(2 * MAX_NAME_LENGTH + 1))
    email: Mapped[str] = mapped_column(String(320))
    email_key: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(200))
    decided_by_id: Mapped[int | None] = mapped_column(BigInteger)  # None if a service decided
    reason: Mapped[str | None] = mapped_column(Text)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customers.id", name="fk_approval_requests_customer_id"))

    __table_args__ = (
        CheckConstraint("kind IN ('registration', 'repair')", name="kind"),
        CheckConstraint("status IN ('pending', 'approved', 'declined', 'merged')", name="status"),
        CheckConstraint("(status = 'pending') = (decided_at IS NULL)", name="decided_with_a_time"),
        Index("uq_approval_requests_webhook_id_kind", "webhook_id", "kind", unique=True),
        Index(None, "status", "id"),
        Index(None, "decided_at", "id"),
        Index(None, "customer_id"),
    )


class Ticket(Base):
    """The CRM's record of a repair request. Money is in hundredths of the sender's currency."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    ticket_number: Mapped[str] = mapped_column(String(100), unique=True)
    request_id: Mapped[int] = mapped_column(
        ForeignKey("approval_requests.id", name="fk_tickets_request_id"), unique=True
    )
    customer_id: Mapped[int] = mapped_column(ForeignKey("customers.id", name="fk_tickets_customer_id"))
    website_repair_id: Mapped[str | None] = mapped_column(String(128))
    device_type: Mapped[str] = mapped_column(String(MAX_TITLE_LENGTH))
    device_model: Mapped[str | None] = mapped_column(String(500))
    issue_description: Mapped[str] = mapped_column(Text)
    service_type: Mapped[str | None] = mapped_column(String(100))
    priority: Mapped[str] = mapped_column(String(16))
    address: Mapped[str | None] = mapped_column(String(500))
    notes: Mapped[str | None] = mapped_column(Text)
    estimated_cost_cents: Mapped[int | None] = mapped_column(BigInteger)
    status: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        CheckConstraint("priority IN ('low', 'normal', 'high', 'urgent')", name="priority"),
        Index(None, "customer_id"),
    )


class AuditEntry(Base):
    """Who did what and when, with the values before and after. Triggers refuse updates and deletes."""

    __tablename__ = "audit_entries"

    id: Mapped[int] = mapped_column(RowId, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(200))
    who_id: Mapped[int | None] = mapped_column(BigInteger)  # None for a service
    action: Mapped[str] = mapped_column(String(50))
    subject: Mapped[str] = mapped_column(String(50))  # such as "request:12" or "customer:3"
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index(None, "subject", "id"),)
