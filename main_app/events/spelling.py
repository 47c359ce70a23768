"""Corrects the words of a search that no event has."""

from difflib import SequenceMatcher

from sqlalchemy import exists, select

from main_app.database import db
from main_app.events.models import Event, EventWord, Spelling
from service_kit.search_words import LAST_CHARACTER, query_words, spelling_keys

MAX_CANDIDATES = 50  # words as close as these are read at most
events, words, spellings = Event.__table__.c, EventWord.__table__.c, Spelling.__table__.c
# The words of drafts are nobody's business.
IS_PUBLISHED = exists().where(events.id == words.event_id, events.draft.is_(False))


def corrected_search(text: str | None) -> str | None:
    """The search with each word that no event begins with replaced by the closest word. None if nothing is replaced."""
    typed = query_words(text or "")
    corrected = [word if _is_found(word) else _closest(word) for word in typed]
    return " ".join(corrected) if corrected != typed else None


def _is_found(word: str) -> bool:
    beginning = (words.word >= word, words.word < word + LAST_CHARACTER)
    return db.session.scalar(select(words.word).where(*beginning).limit(1)) is not None


def _closest(word: str) -> str:
    """The word of a published event that is most like this one; the word itself if none differs by so little."""
    of_event = exists().where(words.word == spellings.word, IS_PUBLISHED)
    alike = select(spellings.word).distinct().where(spellings.key.in_(spelling_keys(word)), of_event)
    candidates = db.session.scalars(alike.limit(MAX_CANDIDATES)).all()
    return max(candidates, key=lambda other: (SequenceMatcher(None, word, other).ratio(), other), default=word)
