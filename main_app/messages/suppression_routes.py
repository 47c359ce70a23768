"""Routes for admins: the suppression list."""

from typing import Annotated, Any

from flask_openapi import APIBlueprint, Tag
from pydantic import BeforeValidator, ConfigDict, Field

from main_app.auth.access import ADMIN, access, caller
from main_app.messages.suppressions import (
    MAX_REASON_LENGTH,
    Suppression,
    allow_again,
    list_suppressions,
    suppress,
)
from service_kit import clock
from service_kit.fields import Body, Id, Out, Paged, Pagination, Query, pagination
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "suppressions")
suppression_routes = APIBlueprint(
    "suppressions", __name__, url_prefix="/api/admin/suppressions", abp_tags=[Tag(name="Suppression list")]
)


class NewSuppression(Body):
    address: Annotated[str, Field(min_length=1, max_length=254, description="an e-mail address or a phone number")]
    reason: Annotated[str, Field(max_length=MAX_REASON_LENGTH)] = ""


class SuppressionQuery(Paged):
    search: Annotated[str, Field(max_length=254)] = ""


class SuppressionPath(Query):
    suppression_id: Id


class SuppressionOut(Out):
    """`covers` is `everything`, or `reminders` for a customer of another system who unsubscribed."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    address: str
    covers: str
    reason: str
    created_at: Annotated[str, BeforeValidator(clock.iso)]


class SuppressionList(Out):
    suppressions: list[SuppressionOut]
    pagination: Pagination


class SuppressionResponse(Out):
    message: str
    suppression: SuppressionOut


class Removed(Out):
    message: str


@suppression_routes.get("", responses={200: SuppressionList})
@access(ADMIN)
def show(query: SuppressionQuery) -> dict[str, Any]:
    """Addresses and numbers that must not be written to, newest first."""
    rows, total = list_suppressions(query.search, query.offset, query.per_page)
    return {
        "suppressions": [_json(row) for row in rows],
        "pagination": pagination(query.page, query.per_page, total),
    }


@suppression_routes.post("", responses={201: SuppressionResponse})
@access(ADMIN)
@limited
def add(body: NewSuppression) -> tuple[dict[str, Any], int]:
    """Write nothing to this address any more, not even what waits already."""
    row = suppress(caller().actor, body.address, body.reason)
    return {"message": "We won't write to this address any more.", "suppression": _json(row)}, 201


@suppression_routes.delete("/<int:suppression_id>", responses={200: Removed})
@access(ADMIN)
@limited
def remove(path: SuppressionPath) -> dict[str, Any]:
    """Allow messages to this address again."""
    allow_again(caller().actor, path.suppression_id)
    return {"message": "Messages to this address are allowed again."}


def _json(row: Suppression) -> dict[str, Any]:
    return SuppressionOut.model_validate(row).model_dump()
