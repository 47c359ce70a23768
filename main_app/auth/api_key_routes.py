"""Routes for admins: list, create and revoke API keys."""

from typing import Annotated, Any, Literal

from flask_openapi import APIBlueprint, Tag
from pydantic import BeforeValidator, ConfigDict, Field

from main_app.auth.access import ADMIN, access, caller
from main_app.auth.api_key_quotas import messages_today
from main_app.auth.api_keys import ApiKey, list_keys, make_key, revoke_key
from main_app.settings import settings
from service_kit import clock
from service_kit.fields import Body, Id, Name, Out, Paged, Pagination, Query, pagination
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "API keys")
Scope = Literal["notifications:send", "notifications:read", "notifications:retry"]
Time = Annotated[str, BeforeValidator(clock.iso)]
OptionalTime = Annotated[str | None, BeforeValidator(lambda moment: moment and clock.iso(moment))]
api_keys = APIBlueprint("api_keys", __name__, url_prefix="/api/admin/api-keys", abp_tags=[Tag(name="API keys")])


class NewApiKey(Body):
    name: Name
    scopes: Annotated[list[Scope], Field(min_length=1, max_length=3)]


class ApiKeyPath(Query):
    key_id: Id


class ApiKeyOut(Out):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    prefix: str
    scopes: list[str]
    created_at: Time
    last_used_at: OptionalTime
    revoked_at: OptionalTime
    messages_today: int = Field(0, description="to customers, since 00:00 UTC")


class Quotas(Out):
    """What one key may send in a day: in all, and to one recipient."""

    messages_per_day: int
    messages_per_recipient: int


class ApiKeyList(Out):
    api_keys: list[ApiKeyOut]
    quotas: Quotas
    pagination: Pagination


class ApiKeyResponse(Out):
    message: str
    api_key: ApiKeyOut


class MadeApiKey(ApiKeyResponse):
    key: str


def key_json(row: ApiKey) -> dict[str, Any]:
    return ApiKeyOut.model_validate(row).model_dump()


@api_keys.get("", responses={200: ApiKeyList})
@access(ADMIN)
def show_keys(query: Paged) -> dict[str, Any]:
    """All keys without their secrets, newest first."""
    rows, total = list_keys(query.offset, query.per_page)
    sent = messages_today([row.id for row in rows])
    quotas = Quotas(
        messages_per_day=settings().api_key_messages_per_day,
        messages_per_recipient=settings().api_key_messages_per_recipient,
    )
    return {
        "api_keys": [key_json(row) | {"messages_today": sent.get(row.id, 0)} for row in rows],
        "quotas": quotas.model_dump(),
        "pagination": pagination(query.page, query.per_page, total),
    }


@api_keys.post("", responses={201: MadeApiKey})
@access(ADMIN)
@limited
def make(body: NewApiKey) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Create a key. Only this response contains its secret."""
    row, key = make_key(caller().actor, body.name, sorted(set(body.scopes)))
    response = {"message": "Copy the key now. We won't show it again.", "api_key": key_json(row), "key": key}
    return response, 201, {"Cache-Control": "no-store"}


@api_keys.post("/<int:key_id>/revoke", responses={200: ApiKeyResponse})
@access(ADMIN)
@limited
def revoke(path: ApiKeyPath) -> dict[str, Any]:
    """Revoke a key at once."""
    return {"message": "The key no longer works.", "api_key": key_json(revoke_key(caller().actor, path.key_id))}
