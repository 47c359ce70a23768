"""Routes for admins: the audit trail."""

from typing import Annotated, Any

from flask_openapi import APIBlueprint, Tag
from pydantic import Field

from main_app.auth.access import ADMIN, access
from main_app.office.audit_trail import Wanted, find_entries, subjects_and_actions
from service_kit.fields import BigId, Id, Out, Query, Timestamp
from service_kit.problems import Invalid

Word = Annotated[str, Field(pattern=r"^[a-z_]{1,32}$")]
audit_routes = APIBlueprint("audit", __name__, url_prefix="/api/admin", abp_tags=[Tag(name="Audit trail")])


class AuditSearch(Query):
    person_id: Id | None = Field(None, description="only what this person did")
    system: bool = Field(False, description="only what the system did by itself")
    subject_type: Word | None = Field(None, description="such as booking, event, user")
    subject_id: str | None = Field(None, pattern=r"^[A-Za-z0-9_.:-]{1,64}$", description="needs subject_type")
    action: Word | None = Field(None, description="needs subject_type")
    since: Timestamp | None = Field(None, alias="from")
    until: Timestamp | None = Field(None, alias="to")
    before: BigId | None = Field(None, description="next_before of the page before")
    limit: int = Field(50, ge=1, le=100)


class SubjectOut(Out):
    title: str | None = Field(description="of the event, or the API key's name")
    person: str | None = Field(description="the guest, or the account's name")
    person_id: int | None
    path: str | None = Field(description="of the event's public page")


class AuditEntry(Out):
    id: int
    at: str
    actor_id: int | None = Field(description="a person; null for the system, services and API keys")
    actor_name: str | None
    actor_role: str
    actor_auth: str
    subject_type: str
    subject_id: str
    subject: SubjectOut | None
    action: str
    to_state: str | None
    reason: str
    changes: dict[str, Any]
    erased: bool = Field(description="reason and changes were erased")


class AuditTrail(Out):
    entries: list[AuditEntry]
    next_before: int | None


class SubjectActions(Out):
    subject_type: str
    actions: list[str]


class AuditActions(Out):
    subjects: list[SubjectActions]


@audit_routes.get("/journal", responses={200: AuditTrail})
@access(ADMIN)
def audit_trail(query: AuditSearch) -> dict[str, Any]:
    """Who changed what and when, newest first."""
    if (query.subject_id or query.action) and not query.subject_type:
        raise Invalid("Name the subject_type too.", "subject_type")
    return find_entries(
        Wanted(
            person_id=query.person_id,
            by_system=query.system,
            subject_type=query.subject_type,
            subject_id=query.subject_id,
            action=query.action,
            since=query.since,
            until=query.until,
            before_id=query.before,
            limit=query.limit,
        )
    )


@audit_routes.get("/journal/actions", responses={200: AuditActions})
@access(ADMIN)
def audit_actions() -> dict[str, Any]:
    """The kinds of subjects that have entries, and what was done to them."""
    return {"subjects": subjects_and_actions()}
