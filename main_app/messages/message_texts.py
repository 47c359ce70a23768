"""The texts of messages that admins write in place of the built-in ones: reading, checking and saving them.

Deliveries read the texts in use with each batch, so a change takes effect at once in every process. A file in
TEMPLATES_DIR wins over them: its kind can't be changed here.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from main_app.auth.caller import Caller
from main_app.auth.models import User
from main_app.auth.organisations import ONLY_ORGANISATION
from main_app.database import db
from main_app.journal.append import NewEntry, append
from main_app.messages.kinds import KINDS, LANGUAGES, PHONE_CODE
from main_app.messages.models import MessageTexts
from main_app.messages.original_texts import CLOSING, SEVERAL_LINES, original_texts
from main_app.messages.rendering import is_from_file, variants_of
from main_app.messages.variables import written_variables
from main_app.messages.written_texts import BadText, WrittenText, check_text
from service_kit import clock
from service_kit.database import write_transaction
from service_kit.problems import Conflict, Invalid, NotFound

HISTORY_LENGTH = 50
Key = tuple[str, str, str]  # kind, language, variant
saved = MessageTexts.__table__.c
IN_USE = select(saved.kind, saved.language, saved.variant, saved.texts).where(
    saved.in_use, saved.organisation_id == ONLY_ORGANISATION
)


def texts_in_use(connection: Connection | Session) -> Mapping[Key, dict[str, str]]:
    """The parts that admins wrote, by kind, language and variant."""
    return {(row.kind, row.language, row.variant): row.texts for row in connection.execute(IN_USE)}


def texts_of(key: Key) -> MessageTexts | None:
    """What was saved last for this message; None if nothing ever was."""
    return db.session.scalar(_of(key).where(saved.in_use))


def history_of(key: Key) -> Sequence[Any]:
    """What was saved for this message and by whom, the newest first."""
    of_key = (saved.kind == key[0], saved.language == key[1], saved.variant == key[2])
    rows = select(saved.version, saved.texts, saved.saved_at, User.name.label("saved_by")).join_from(
        MessageTexts, User, User.id == saved.saved_by, isouter=True
    )
    newest_first = rows.where(saved.organisation_id == ONLY_ORGANISATION, *of_key).order_by(saved.version.desc())
    return db.session.execute(newest_first.limit(HISTORY_LENGTH)).all()


def require_editable(key: Key) -> dict[str, str]:
    """The original texts of a message that admins may write. Raises NotFound or Conflict."""
    kind, language, variant = key
    if kind not in KINDS or language not in LANGUAGES or variant not in variants_of(kind):
        raise NotFound("message")
    originals = original_texts(*key)
    if not originals:
        raise NotFound("text to change: the words of this message depend on what happened")
    if is_from_file(*key):
        raise Conflict("text_from_file", "The texts of this message are in a file of TEMPLATES_DIR. Change them there.")
    return originals


def checked_texts(key: Key, texts: Mapping[str, str]) -> dict[str, str]:
    """The parts that differ from the original ones. Raises Invalid, naming the part that cannot be used."""
    originals = require_editable(key)
    differing: dict[str, str] = {}
    for part, typed in texts.items():
        if part not in originals:
            raise Invalid(f"This message has no {part}.", part, "unknown_field")
        text = "\n".join(line.rstrip() for line in typed.splitlines()).strip()
        if text != originals[part] and (text or part != CLOSING):
            _check(key, part, text)
            differing[part] = text
    return differing


def change_texts(by: Caller, key: Key, texts: Mapping[str, str], version: int) -> None:
    """Use these texts from now on; parts that are not given or equal the original ones are the original ones again.

    `version` is the one that was shown. Raises Conflict if somebody saved others since, Invalid for a text that cannot
    be used.
    """
    differing = checked_texts(key, texts)
    kind, language, variant = key
    try:
        with write_transaction() as db_session:
            current = db_session.scalar(_of(key).where(saved.in_use).with_for_update())
            if (current.version if current else 0) != version:
                raise _changed_meanwhile()
            if differing == (current.texts if current else {}):
                return
            if current:
                current.in_use = False
                db_session.flush()
            row = MessageTexts(kind=kind, language=language, variant=variant, version=version + 1, texts=differing)
            row.organisation_id, row.in_use, row.saved_by, row.saved_at = ONLY_ORGANISATION, True, by.id, clock.now()
            db_session.add(row)
            db_session.flush()
            subject = f"{kind}.{language}.{variant}"
            changes = {"parts": sorted(differing)}
            append(
                db_session, [NewEntry("message_text", subject, row.version, "text_changed", by.actor, changes=changes)]
            )
    except IntegrityError:  # another admin saved the first texts at the same time
        raise _changed_meanwhile() from None


def _check(key: Key, part: str, text: str) -> None:
    if not text:
        raise Invalid("This can't be empty. Use the original text instead.", part, "blank")
    if "\n" in text and part not in SEVERAL_LINES:
        raise Invalid("This must be a single line.", part, "several_lines")
    try:
        check_text(text, written_variables(key[0]))
    except BadText as error:
        raise Invalid(str(error), part, error.code, **error.limits) from None
    if key[0] == PHONE_CODE and "code" not in WrittenText(text).variables:
        raise Invalid("The code is missing: write {code} where it belongs.", part, "code_missing")


def _changed_meanwhile() -> Conflict:
    return Conflict("texts_changed", "Somebody else has just saved other texts. Load the page again to see them.")


def _of(key: Key) -> Any:
    of_key = (saved.kind == key[0], saved.language == key[1], saved.variant == key[2])
    return select(MessageTexts).where(saved.organisation_id == ONLY_ORGANISATION, *of_key)
