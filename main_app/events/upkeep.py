"""What an event's row and its search words owe to its sessions, kept in the transaction that changes them."""

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from main_app.events.models import Event, EventSession, EventStatus, EventWord
from main_app.events.search_words import index_words


def keep_span(session: Session, event: Event) -> None:
    """Set the event's start and end to those of its scheduled sessions."""
    scheduled = (EventSession.event_id == event.id, EventSession.status == EventStatus.SCHEDULED.value)
    first, last = session.execute(
        select(func.min(EventSession.starts_at), func.max(EventSession.ends_at)).where(*scheduled)
    ).one()
    if first is not None:  # a wholly cancelled event keeps its place in time
        session.execute(update(Event).where(Event.id == event.id).values(starts_at=first, ends_at=last))
        session.refresh(event, ["starts_at", "ends_at"])


def keep_search_words(session: Session, event: Event) -> None:
    """Index the event under every word of its texts, places and facilitator's name."""
    session.refresh(event, ["facilitator"])
    of_event = EventSession.event_id == event.id
    places = session.scalars(select(EventSession.location).where(of_event, EventSession.location.is_not(None)))
    titles = session.scalars(select(EventSession.title).where(of_event))
    words = index_words(
        event.title, event.description, event.location, event.facilitator.name, *filter(None, places), *titles
    )
    session.execute(delete(EventWord).where(EventWord.event_id == event.id))
    if words:
        session.execute(insert(EventWord), [{"word": word, "event_id": event.id} for word in sorted(words)])
