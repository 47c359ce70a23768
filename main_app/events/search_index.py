"""Updates the index of search words, in the transaction that changes an event."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.orm import Session

from main_app.events.models import Event, EventSession, EventWord, Spelling
from service_kit.database import insert_of
from service_kit.rich_text import plain_text
from service_kit.search_words import index_words, spelling_keys

# What people type when they look for a kind of event, in the languages of the web app.
WORDS_OF_KIND = {
    "class": "class कक्षा क्लास",
    "workshop": "workshop कार्यशाला",
    "retreat": "retreat रिट्रीट शिविर",
    "coaching": "coaching कोचिंग",
}


def index_event(db_session: Session, event: Event) -> None:
    """Index the event under every word of its texts, its locations, its kind and its facilitator's name."""
    db_session.flush()
    db_session.refresh(event, ["facilitator"])
    of_event = EventSession.event_id == event.id
    locations = db_session.scalars(
        select(EventSession.location).where(of_event, EventSession.location.is_not(None)).distinct()
    )
    titles = db_session.scalars(select(EventSession.title).where(of_event).distinct())
    words = index_words(
        event.title,
        plain_text(event.description),
        event.location,
        event.facilitator.name,
        WORDS_OF_KIND[event.kind],
        *filter(None, locations),
        *titles,
    )
    indexed = set(db_session.scalars(select(EventWord.word).where(EventWord.event_id == event.id)))
    if indexed - words:
        outdated = (EventWord.event_id == event.id, EventWord.word.in_(indexed - words))
        db_session.execute(delete(EventWord).where(*outdated).execution_options(synchronize_session=False))
    if words - indexed:
        added = sorted(words - indexed)
        db_session.execute(insert(EventWord), [{"word": word, "event_id": event.id} for word in added])
        _add_spellings(db_session, added)


def _add_spellings(db_session: Session, words: Sequence[str]) -> None:
    """Make the words findable though they are misspelt. Words of events that change later stay in the table."""
    is_word = (Spelling.key == Spelling.word, Spelling.word.in_(words))
    known = set(db_session.scalars(select(Spelling.word).where(*is_word)))
    # Sorted, so that two events with the same new words don't wait for each other.
    rows = sorted((key, word) for word in set(words) - known for key in spelling_keys(word))
    if rows:
        added = insert_of(db_session.get_bind().dialect.name, Spelling.__table__).on_conflict_do_nothing()
        db_session.execute(added, [{"key": key, "word": word} for key, word in rows])


def index_events_of_facilitator(db_session: Session, facilitator_id: int) -> None:
    """Index all events of a facilitator again, after a change of their name."""
    for event in db_session.scalars(select(Event).where(Event.facilitator_id == facilitator_id)):
        index_event(db_session, event)


def forget_words(db_session: Session, text: str) -> None:
    """Remove the spellings of these words, unless some event still has them. (Others are kept: they do no harm.)"""
    unused = Spelling.word.in_(index_words(text)), ~exists().where(EventWord.word == Spelling.word)
    db_session.execute(delete(Spelling).where(*unused).execution_options(synchronize_session=False))
