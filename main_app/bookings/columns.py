"""What is read of a booking, its session, its event and its facilitator: the columns from which BookingOut is made."""

from sqlalchemy import bindparam, select

from main_app.auth.models import User
from main_app.bookings.models import Booking
from main_app.events.models import Event, EventSession
from service_kit.compiled_statement import CompiledStatement

bookings, users = Booking.__table__.c, User.__table__.c
sessions, events = EventSession.__table__.c, Event.__table__.c
facilitators = User.__table__.alias("facilitator")
SESSION_COLUMNS = (
    sessions.starts_at,
    sessions.ends_at,
    sessions.title.label("session_title"),
    sessions.location,
    sessions.status.label("session_status"),
    sessions.version.label("session_version"),
    sessions.offer_version,
    sessions.min_places,
    sessions.decide_at,
    sessions.run_state,
    sessions.seats_taken,
    sessions.payment_terms,
    sessions.deposit_percent,
)
EVENT_COLUMNS = (
    events.id.label("event_id"),
    events.title.label("event_title"),
    events.location.label("event_location"),
    events.online,
    events.link,
    events.arrive_minutes_early,
    events.time_zone,
    facilitators.c.name.label("facilitator_name"),
)
# What an order of places needs to know besides the session.
OF_ORDER = (events.facilitator_id, events.tax_rate, events.refund_ladder)
BOOKINGS = (
    select(
        Booking.__table__,
        users.name.label("user_name"),
        users.email.label("user_email"),
        *SESSION_COLUMNS,
        *EVENT_COLUMNS,
        *OF_ORDER,
    )
    .join_from(Booking.__table__, User.__table__, users.id == bookings.user_id)
    .join(EventSession.__table__, sessions.id == bookings.session_id)
    .join(Event.__table__, events.id == sessions.event_id)
    .join(facilitators, facilitators.c.id == events.facilitator_id)
)
BOOKING = CompiledStatement(BOOKINGS.where(bookings.id == bindparam("booking")))
BOOKINGS_OF_USER = BOOKINGS.where(bookings.user_id == bindparam("user"))
