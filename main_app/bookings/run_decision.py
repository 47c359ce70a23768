"""Deciding whether a session runs: by its facilitator beforehand, or by the system once its date has come.

The session's row is locked first, so nobody books, cancels or moves it while its places are counted.
"""

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from main_app.auth.caller import BY_SYSTEM, Caller
from main_app.bookings.queries import booked_places
from main_app.bookings.session_changes import cancel_locked_session, record_with_bookings
from main_app.commands.carry_out import Due, Outdated
from main_app.events.editing import apply_changes, lock_own_session, lock_session, old_and_new
from main_app.events.models import Event, EventSession
from main_app.events.run_rule import CONFIRMED, UNDECIDED
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Problem

NOT_ENOUGH_PLACES = "not_enough_places"
STARTED_UNDECIDED = "It had started before it could be decided, so it counts as confirmed."


def confirm_session(by: Caller, session_id: int) -> EventSession:
    """Confirm that a session runs, however many places are booked. Its guests are told.

    Raises like `lock_own_session`, and Conflict (no_decision, already_decided, session_past, event_draft).
    """
    with write_transaction() as db_session:
        event, session = lock_own_session(db_session, by, session_id)
        if session.run_state is None:
            raise Conflict("no_decision", "This session runs anyway: it has no minimum of places.")
        if session.run_state == CONFIRMED:
            raise Conflict("already_decided", "This session is confirmed already.")
        if session.draft:
            raise Conflict("event_draft", "Publish this event first.")
        if session.starts_at <= clock.now():
            raise Conflict("session_past", "This session has already started.")
        _confirm(db_session, by, event, session)
    return session


def decide_run(_connection: Connection, command: Due) -> str | None:
    """Confirm a session, or cancel it because too few places are booked. Carries out the command of its deadline.

    Returns a note for the admin if the session had already started.
    """
    with write_transaction() as db_session:
        try:
            event, session = lock_session(db_session, int(command.subject_id))
        except Problem as gone:
            raise Outdated(gone.detail) from None
        now = clock.now()
        if session.run_state != UNDECIDED or session.decision_version != command.arguments["version"] or session.draft:
            raise Outdated("It was decided, changed or withdrawn since.")
        if session.starts_at <= now:
            _confirm(db_session, BY_SYSTEM, event, session)
            return f"session {session.id}: {STARTED_UNDECIDED}"
        if booked_places(db_session, session.id) >= (session.min_places or 0):
            _confirm(db_session, BY_SYSTEM, event, session)
        else:
            cancel_locked_session(db_session, BY_SYSTEM, event, session, NOT_ENOUGH_PLACES)
    return None


def _confirm(db_session: Session, by: Caller, event: Event, session: EventSession) -> None:
    changes = {"run_state": CONFIRMED}
    recorded = old_and_new(session, changes)
    apply_changes(session, changes)
    db_session.flush()
    record_with_bookings(db_session, by, event, session, "session_confirmed", recorded)
