"""Routes for admins: the people of the studio, their roles, invitations, and switching accounts off."""

from typing import Annotated, Any, Literal

from flask import Response
from flask_openapi import APIBlueprint, Tag
from pydantic import BeforeValidator, ConfigDict, Field

from main_app.auth import invitations, people
from main_app.auth.access import ADMIN, access, caller
from main_app.auth.confirmation import require_confirmation
from main_app.auth.models import User
from main_app.bookings.erasure import erase_person
from main_app.office.first_start import first_start
from main_app.studio.queries import studio_facts
from service_kit import clock
from service_kit.fields import Body, Email, Id, Out, Paged, Pagination, PersonName, Query, pagination
from service_kit.rate_limits import limit_per_account

limited = limit_per_account("60 per minute", "people")
RoleName = Literal["user", "facilitator", "admin"]
Roles = Annotated[list[RoleName], Field(max_length=3, description="everybody is a guest (user) too")]
people_routes = APIBlueprint("people", __name__, url_prefix="/api/admin", abp_tags=[Tag(name="People")])


class PeopleSearch(Paged):
    search: str = Field("", max_length=200)
    role: RoleName | None = None


class PersonPath(Query):
    user_id: Id


class NewInvitation(Body):
    name: PersonName
    email: Email
    roles: Roles
    language: Literal["en", "hi"] = "en"


class RolesChange(Body):
    roles: Roles


class PersonOut(Out):
    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
    email: str
    role: str
    roles: list[str]
    state: Literal["active", "invited", "switched_off", "erased"]
    created_at: Annotated[str, BeforeValidator(clock.iso)]


class PeopleList(Out):
    people: list[PersonOut]
    pagination: Pagination


class PersonResponse(Out):
    person: PersonOut


class FirstStartOut(Out):
    """What a new studio has done already."""

    studio: bool = Field(description="it has a name of its own")
    facilitator: bool
    event: bool


@people_routes.get("/people", responses={200: PeopleList})
@access(ADMIN)
def list_people(query: PeopleSearch) -> dict[str, Any]:
    """Accounts by name or address, the newest first."""
    found, total = people.find_people(query.search, query.role, query.offset, query.per_page)
    return {
        "people": [person_json(user) for user in found],
        "pagination": pagination(query.page, query.per_page, total),
    }


@people_routes.post("/people", responses={201: PersonResponse})
@access(ADMIN)
@limited
def invite(body: NewInvitation) -> tuple[dict[str, Any], int]:
    """Invite somebody by mail. The link works once, for seven days. Confirm that it's you first."""
    require_confirmation(caller())
    zone = studio_facts().default_time_zone  # until they choose their own
    invited = invitations.invite(caller(), body.name, body.email, list(body.roles), body.language, zone)
    return {"person": person_json(invited)}, 201


@people_routes.post("/people/<int:user_id>/invite", responses={204: None})
@access(ADMIN)
@limited
def invite_again(path: PersonPath) -> Response:
    """Send the invitation again. The link before it ends."""
    invitations.invite_again(caller(), path.user_id)
    return Response(status=204)


@people_routes.put("/people/<int:user_id>/roles", responses={200: PersonResponse})
@access(ADMIN)
@limited
def change_roles(path: PersonPath, body: RolesChange) -> dict[str, Any]:
    """Give a person these roles. The last admin can't lose theirs. Confirm that it's you first."""
    require_confirmation(caller())
    return {"person": person_json(people.change_roles(caller(), path.user_id, list(body.roles)))}


@people_routes.post("/people/<int:user_id>/switch-off", responses={200: PersonResponse})
@access(ADMIN)
@limited
def switch_off(path: PersonPath) -> dict[str, Any]:
    """Sign a person out everywhere; they can't sign in until they are switched on. Confirm that it's you first."""
    require_confirmation(caller())
    return {"person": person_json(people.switch_off(caller(), path.user_id))}


@people_routes.post("/people/<int:user_id>/switch-on", responses={200: PersonResponse})
@access(ADMIN)
@limited
def switch_on(path: PersonPath) -> dict[str, Any]:
    """Let a person sign in again. Confirm that it's you first."""
    require_confirmation(caller())
    return {"person": person_json(people.switch_on(caller(), path.user_id))}


@people_routes.post("/people/<int:user_id>/erase", responses={200: PersonResponse})
@access(ADMIN)
@limited
def erase(path: PersonPath) -> dict[str, Any]:
    """Erase a person, here and in the CRM. Bookings and payments stay, without their name. Can't be undone.

    Refused for the last admin and oneself, while they have upcoming bookings or sessions, or open payments or refunds,
    and while the CRM lacks messages about them. Confirm that it's you first.
    """
    require_confirmation(caller())
    return {"person": person_json(erase_person(caller().actor, path.user_id))}


@people_routes.get("/first-start", responses={200: FirstStartOut})
@access(ADMIN)
def show_first_start() -> dict[str, Any]:
    """Which steps of a new studio are done: its name, the first facilitator, the first event."""
    return first_start()._asdict()


def person_json(user: User) -> dict[str, Any]:
    state = "switched_off" if user.switched_off_at else "invited" if user.invited_at else "active"
    if user.erased_at:
        state = "erased"
    values = {name: getattr(user, name) for name in ("id", "name", "email", "role", "roles", "created_at")}
    return PersonOut.model_validate(values | {"state": state}).model_dump()
