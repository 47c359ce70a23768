"""Why a planned message is not sent any more, decided from the facts of the moment."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row

from main_app.auth.account_tokens import CONFIRMATION, INVITATION, RESET_PASSWORD, VERIFY_EMAIL
from main_app.bookings.states import ENTITLING
from main_app.messages import kinds
from main_app.messages.confirmed import why_not_confirmed
from main_app.messages.kinds import is_reminder, template_of
from main_app.messages.loaded_facts import (
    LoadedFacts,
    address_of,
    code_id_of,
    email_change_id_of,
    team_id_of,
    token_id_of,
)
from main_app.messages.models import PlanState
from main_app.messages.preferences import NOTHING_CHOSEN
from main_app.messages.reasons import (
    CANCELLED,
    ERASED,
    MOVED,
    NO_DEVICE,
    NO_PHONE_NUMBER,
    NOT_SET_UP,
    REPLACED,
    STARTED,
    SUPPRESSED,
    TURNED_OFF,
)
from main_app.messages.suppressions import is_suppressed
from main_app.messages.values import outside_start

PURPOSES = {
    kinds.VERIFY_ADDRESS: VERIFY_EMAIL,
    kinds.PASSWORD_RESET: RESET_PASSWORD,
    kinds.INVITATION: INVITATION,
    kinds.CONFIRMATION_CODE: CONFIRMATION,
}


def reason_not_to_send(plan: Row[Any], loaded: LoadedFacts) -> str | None:
    """A code of reasons.py, or None if the message is to be sent."""
    return (
        _why_it_cannot_be_sent(plan, loaded)
        or (_why_it_is_outdated(plan, loaded) if plan.booking_id is not None else None)
        or (STARTED if _outside_reminder_is_late(plan, loaded.now) else None)
    )


def _why_it_cannot_be_sent(plan: Row[Any], loaded: LoadedFacts) -> str | None:
    if plan.state in (PlanState.WITHDRAWN.value, PlanState.SKIPPED.value):
        return plan.reason or CANCELLED
    if plan.channel not in loaded.configured_channels:
        return NOT_SET_UP
    address = address_of(plan, loaded.email_changes)
    if is_suppressed(loaded.suppressed, address, plan.kind, has_account=plan.user_id is not None):
        return SUPPRESSED
    if plan.channel in kinds.TEAM:
        team = loaded.teams.get(team_id_of(plan))
        belongs_to_plan = team is not None and (team.user_id, team.kind) == (plan.user_id, plan.channel)
        return None if belongs_to_plan else TURNED_OFF
    if plan.user_id is None:
        return None if plan.recipient else NO_PHONE_NUMBER if plan.channel == kinds.SMS else ERASED
    if plan.person_id is None or plan.person_erased_at is not None:
        return ERASED
    if not loaded.choices.get(plan.user_id, NOTHING_CHOSEN).wants(plan.kind, plan.channel):
        return TURNED_OFF
    if plan.channel == kinds.SMS and not plan.person_phone:
        return NO_PHONE_NUMBER
    confirmed = {
        "address_confirmed": plan.person_email_verified_at is not None,
        "phone_confirmed": plan.person_phone_confirmed_at is not None,
    }
    if reason := why_not_confirmed(plan.kind, plan.channel, plan.data, **confirmed):
        return reason
    if plan.kind == kinds.PHONE_CODE:
        code = loaded.codes.get(code_id_of(plan))
        if code is None or (code.user_id, code.phone) != (plan.user_id, plan.person_phone):
            return REPLACED
        return REPLACED if code.expires_at <= loaded.now else None
    if change_id := email_change_id_of(plan):
        change = loaded.email_changes.get(change_id)
        if change is None or not address:
            return ERASED
        is_over = change.confirmed_at is not None or change.expires_at <= loaded.now
        return REPLACED if plan.kind == kinds.EMAIL_CHANGE_CODE and is_over else None
    if plan.channel == kinds.PUSH and plan.user_id not in loaded.devices:
        return NO_DEVICE
    if token_id := token_id_of(plan):
        token = loaded.tokens.get(token_id)
        if token is None or (token.user_id, token.purpose) != (plan.user_id, PURPOSES.get(plan.kind)):
            return REPLACED
        return REPLACED if token.expires_at <= loaded.now else None
    return None


def _why_it_is_outdated(plan: Row[Any], loaded: LoadedFacts) -> str | None:
    booking = loaded.bookings.get(plan.booking_id)
    if booking is None:
        return ERASED
    entitled = booking.status in ENTITLING
    if plan.kind == kinds.TEAM_BOOKING:
        return None  # reports a past change, so it stays true
    if plan.kind in (kinds.BOOKING_CANCELLED, kinds.FACILITATOR_CANCELLATION):
        return REPLACED if entitled else None
    if kinds.KINDS[template_of(plan.kind)].group == kinds.MONEY:
        return None
    if not entitled:
        return CANCELLED
    if is_reminder(plan.kind):
        if plan.start_version is not None and plan.start_version != booking.start_version:
            return MOVED
        return STARTED if booking.starts_at <= loaded.now else None
    if plan.kind == kinds.SESSION_MESSAGE:
        return None  # also after the session: a facilitator may write to those who were there
    if booking.ends_at <= loaded.now:
        return STARTED
    if plan.kind == kinds.BOOKING_CHANGED and plan.entry_id is not None:
        # Only the newest one is sent. It has the values that the guest was last told, and the current ones.
        return REPLACED if loaded.changes[plan.booking_id][-1].entry_id > plan.entry_id else None
    return None


def _outside_reminder_is_late(plan: Row[Any], now: datetime) -> bool:
    if not is_reminder(plan.kind) or plan.booking_id is not None:
        return False
    starts_at = outside_start(plan.data)
    return starts_at is not None and starts_at <= now
