"""A facilitator's portrait."""

from typing import Any

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.auth.record import PROFILE_CHANGED, record_change
from main_app.pictures.models import FACILITATOR
from main_app.pictures.operations import place_pictures
from main_app.pictures.queries import first_pictures
from main_app.pictures.schemas import PlacedPicture
from service_kit.database import write_transaction


def set_portrait(by: Caller, portrait: PlacedPicture | None) -> None:
    """Show this picture as the caller's portrait, or none. Raises NotFound for a picture that isn't theirs."""
    with write_transaction() as db_session:
        user = db_session.get_one(User, by.id, populate_existing=True, with_for_update=True)
        changes = place_pictures(db_session, by, FACILITATOR, user.id, [portrait] if portrait else [])
        if changes:
            user.version += 1
            record_change(db_session, user, PROFILE_CHANGED, changes={"portrait": changes["pictures"]})


def portrait_of(user_id: int) -> dict[str, Any] | None:
    """The fields of a PictureOut."""
    return first_pictures({FACILITATOR: [user_id]}).get((FACILITATOR, user_id))
