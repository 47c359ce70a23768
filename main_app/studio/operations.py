"""Changing the studio's settings."""

from main_app.auth.caller import Caller
from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.journal.append import NewEntry, append
from main_app.pictures.models import LOGO, STUDIO
from main_app.pictures.operations import place_pictures
from main_app.pictures.schemas import PlacedPicture
from main_app.studio.models import Studio
from main_app.studio.schemas import StudioChange
from service_kit import clock
from service_kit.database import write_transaction

# Long texts are recorded as changed, without what they said before and after.
LONG_TEXTS = frozenset({"about", "terms", "privacy"})


PICTURES = {"logo": LOGO, "picture": STUDIO}


def change_studio(by: Caller, change: StudioChange) -> None:
    """Change the fields that are set in `change`. If all have these values already, nothing is written.

    Raises NotFound for a picture that was not uploaded.
    """
    given = change.model_fields_set
    requested = {name: getattr(change, name) or None for name in given - {*PICTURES, "review_above_cents"}}
    if "review_above_cents" in given:
        requested["review_above_cents"] = change.review_above_cents  # 0 is a value too
    with write_transaction() as db_session:
        studio = db_session.get_one(Studio, ONLY_ORGANISATION, populate_existing=True, with_for_update=True)
        changes = {name: value for name, value in sorted(requested.items()) if value != getattr(studio, name)}
        recorded = {
            name: [] if name in LONG_TEXTS else [getattr(studio, name), value] for name, value in changes.items()
        }
        for name, value in changes.items():
            setattr(studio, name, value)
        for name in sorted(given & PICTURES.keys()):
            picture: PlacedPicture | None = getattr(change, name)
            placed = place_pictures(db_session, by, PICTURES[name], ONLY_ORGANISATION, [picture] if picture else [])
            if placed:
                recorded[name] = placed["pictures"]
        if not recorded:
            return
        studio.version += 1
        studio.updated_at = clock.now()
        changed = NewEntry("studio", ONLY_ORGANISATION, studio.version, "studio_changed", by.actor, changes=recorded)
        append(db_session, [changed])
