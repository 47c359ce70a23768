"""Records a change of an account in the journal."""

from typing import Any

from sqlalchemy.orm import Session

from main_app.auth.models import User
from main_app.journal.append import Actor, NewEntry, append

REGISTERED, PROFILE_CHANGED, ROLE_CHANGED = "registered", "profile_changed", "role_changed"
PASSWORD_CHANGED, PREFERENCES_CHANGED = "password_changed", "preferences_changed"
EMAIL_VERIFIED, VERIFICATION_REQUESTED = "email_verified", "verification_requested"
EMAIL_CHANGE_REQUESTED, EMAIL_CHANGED = "email_change_requested", "email_changed"
PHONE_CODE_REQUESTED, PHONE_CONFIRMED = "phone_code_requested", "phone_confirmed"
INVITED, SWITCHED_OFF, SWITCHED_ON, ERASED = "invited", "switched_off", "switched_on", "erased"
ADDED_AS_GUEST = "added_as_guest"  # by a facilitator who books for them
NEW_DEVICE = "signed_in_on_new_device"
CONFIRMATION_CODE_REQUESTED = "confirmation_code_requested"
GOOGLE_CONNECTED, GOOGLE_DISCONNECTED = "google_connected", "google_disconnected"


def record_change(
    db_session: Session, user: User, action: str, *, by: Actor | None = None, changes: dict[str, Any] | None = None
) -> None:
    """Record a change as the account's current version, in the caller's transaction. `by` defaults to the account."""
    db_session.flush()
    by = by or Actor(user.id, user.role)
    entry = NewEntry("user", user.id, user.version, action, by, to_state=user.role, changes=changes or {})
    append(db_session, [entry])
