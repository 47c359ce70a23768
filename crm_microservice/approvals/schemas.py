"""Schemas of the webhooks, exactly as documented, and of the approval queue's routes."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from crm_microservice.approvals.emails import email_key
from crm_microservice.notifications.schemas import (
    Email,
    Id,
    Label,
    QueryText,
    Timestamp,
    Words,
)
from crm_microservice.responses import Out, Time
from service_kit.fields import (
    MAX_NAME_LENGTH,
    Body,
    Paged,
    Pagination,
    Query,
    Received,
    ReceivedPersonName,
    ReceivedTitle,
    person_name,
)
from service_kit.problems import field_error

MAX_BATCH_SIZE = 100

Phone = Annotated[str, StringConstraints(strict=True, max_length=50)]
OutsideId = Annotated[str, StringConstraints(strict=True, max_length=128, pattern=r"\S")]
Language = Annotated[str, StringConstraints(strict=True, max_length=35, pattern=r"^[A-Za-z0-9-]+$")]
# Empty for people who have only one name.
LastName = Annotated[str, StringConstraints(strict=True, max_length=MAX_NAME_LENGTH), AfterValidator(person_name)]
Line = Annotated[str, StringConstraints(strict=True, max_length=500)]
Text = Annotated[str, StringConstraints(strict=True, max_length=10_000)]
Reason = Annotated[str, StringConstraints(strict=True, max_length=1000, pattern=r"\S")]
Version = Annotated[int, Field(strict=True, ge=1, le=1)]


class RegisteredCustomer(Received):
    firstName: ReceivedPersonName
    lastName: LastName = ""
    email: Email
    phone: Phone | None = None
    websiteUserId: OutsideId | None = None
    registrationDate: Timestamp | None = None
    source: Label | None = None
    language: Language | None = None
    status: Literal["pending_approval"] = "pending_approval"
    preferences: dict[str, Any] | None = None


class RegistrationMetadata(Received):
    registrationSource: Label | None = None
    timestamp: Timestamp | None = None


class RegistrationBody(Received):
    """A customer registered on the website."""

    schema_version: Version = 1
    customer: RegisteredCustomer
    metadata: RegistrationMetadata | None = None


class Repair(Received):
    ticketNumber: Label
    websiteRepairId: OutsideId | None = None
    customerEmail: Email | None = None
    customerName: ReceivedPersonName | None = None
    deviceType: ReceivedTitle
    deviceModel: Line | None = None
    issueDescription: Words
    serviceType: Label | None = None
    priority: Literal["low", "normal", "high", "urgent"] = "normal"
    language: Language | None = None
    address: Line | None = None
    notes: Text | None = None
    createdAt: Timestamp | None = None
    estimatedCost: Annotated[float, Field(strict=True, ge=0, le=1_000_000_000)] | None = None
    photos: Annotated[list[Annotated[str, StringConstraints(strict=True, max_length=2000)]], Field(max_length=50)] = (
        Field(default_factory=list)
    )


class RepairCustomer(Received):
    firstName: ReceivedPersonName
    lastName: LastName = ""
    email: Email
    phone: Phone | None = None
    websiteUserId: OutsideId | None = None


class RepairMetadata(Received):
    source: Label | None = None
    bookingChannel: Label | None = None
    timestamp: Timestamp | None = None


class RepairBody(Received):
    """A customer asked for a repair."""

    schema_version: Version = 1
    repair: Repair
    customer: RepairCustomer
    metadata: RepairMetadata | None = None

    @model_validator(mode="after")
    def _check_same_person(self) -> "RepairBody":
        named = self.repair.customerEmail
        if named is not None and email_key(named) != email_key(self.customer.email):
            raise field_error(
                "other_email", "'repair.customerEmail' must be the customer's e-mail address.", "repair.customerEmail"
            )
        return self


class WebhookResponse(Out):
    message: str
    request_id: int
    notification_id: str
    timestamp: Time
    status: Literal["pending_approval"]


class RequestPath(Query):
    request_id: Id


class CustomerPath(Query):
    customer_id: Id


class QueueQuery(Paged):
    status: Literal["pending", "approved", "declined", "merged"] = "pending"
    kind: Literal["registration", "repair"] | None = None
    search: QueryText | None = None


class HistoryQuery(Paged):
    status: Literal["approved", "declined", "merged"] | None = None
    kind: Literal["registration", "repair"] | None = None
    search: QueryText | None = None


class CustomerQuery(Paged):
    search: QueryText | None = None


class DeclineBody(Body):
    reason: Reason


class MergeBody(Body):
    customer_id: Id


class DecideBody(Body):
    """One decision for several requests; declining needs a reason."""

    ids: Annotated[list[Id], Field(min_length=1, max_length=MAX_BATCH_SIZE)]
    decision: Literal["approve", "decline"]
    reason: Reason | None = None

    @model_validator(mode="after")
    def _check_consistency(self) -> "DecideBody":
        if len(set(self.ids)) != len(self.ids):
            raise field_error("repeated", "{field} can name each request only once.", "ids")
        if (self.decision == "decline") != (self.reason is not None):
            raise field_error("missing", "Declining needs a reason; approving takes none.", "reason")
        return self


class Person(Out):
    id: int | None
    name: str


class ExistingCustomer(Out):
    id: int
    name: str
    email: str


class ListedRequest(Out):
    id: int
    kind: str
    status: str
    name: str
    email: str
    phone: str | None
    ticket_number: str | None
    device: str | None
    priority: str | None
    created_at: Time
    age_seconds: int
    existing_customer: ExistingCustomer | None
    decided_at: Time | None
    decided_by: Person | None
    reason: str | None
    customer_id: int | None


class RequestList(Out):
    approvals: list[ListedRequest]
    pagination: Pagination


class ListedAudit(Out):
    at: Time
    who: Person
    action: str
    subject: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class ListedTicket(Out):
    id: int
    ticket_number: str
    request_id: int
    customer_id: int
    website_repair_id: str | None
    device_type: str
    device_model: str | None
    issue_description: str
    service_type: str | None
    priority: str
    address: str | None
    notes: str | None
    estimated_cost_cents: int | None
    status: str
    created_at: Time


class RequestDetail(ListedRequest):
    payload: dict[str, Any]
    ticket: ListedTicket | None
    audit: list[ListedAudit]


class RequestResponse(Out):
    approval: RequestDetail


class DecisionResult(Out):
    id: int
    status: Literal["approved", "declined", "refused"]
    approval: ListedRequest | None = None
    error: str | None = None
    code: str | None = None
    customer_id: int | None = None


class DecisionResults(Out):
    results: list[DecisionResult]


class ListedCustomer(Out):
    id: int
    name: str
    email: str
    phone: str | None
    website_user_id: str | None
    language: str | None
    source: str | None
    created_at: Time


class CustomerList(Out):
    customers: list[ListedCustomer]
    pagination: Pagination


class CustomerDetail(ListedCustomer):
    """`requests`, `tickets` and `audit` have the newest fifty, oldest first; the totals count all."""

    requests: list[ListedRequest]
    requests_total: int
    tickets: list[ListedTicket]
    tickets_total: int
    audit: list[ListedAudit]


class CustomerResponse(Out):
    customer: CustomerDetail
