"""Makes the content of messages just before delivery: reads their facts again, then renders their templates.

Each `prepare_...` function takes claimed messages whose payload names a plan. It returns for each, by id, the content,
or the outcome of a message that is not sent. A message whose facts cannot be read, or that cannot be rendered, does not
hold back the others.
"""

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import delete

from main_app.channels.push import OutgoingPush
from main_app.channels.sms import OutgoingText
from main_app.channels.team_chats import OutgoingChat
from main_app.database import db
from main_app.messages import comparisons, kinds
from main_app.messages.facts import Broken, Facts, Skip, facts_for_delivery
from main_app.messages.models import InAppNotification, PushSubscription
from main_app.messages.reasons import NO_PHONE_NUMBER, NO_TEXTS_TO_NUMBER
from main_app.messages.rendering import Note, render_mail, render_short
from main_app.messages.texts import sms_text
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Dead, Skipped
from main_app.services.smtp import OutgoingMail
from main_app.services.team_chats import TEMPLATE_TEXTS
from main_app.services.web_push import Subscription
from main_app.settings import settings
from service_kit import clock
from service_kit.database import insert_of, write_connection, write_transaction
from service_kit.phone_numbers import callable_number, can_get_texts

Content = TypeVar("Content")
MAX_TITLE_LENGTH = 400  # characters; what the column holds
WHATSAPP_WORDS = ("guest_name", "event_title", "when", "session_url")  # in the order of the approved template
logger = logging.getLogger(__name__)


class _Skip(Exception):
    """Raised while a message is rendered. It is skipped with this reason."""


def prepare_mails(messages: Sequence[Claimed]) -> Mapping[int, OutgoingMail | Skipped | Dead]:
    with db.engine.connect() as connection:
        compared = comparisons.compared_kinds(connection)

    def make(message: Claimed, facts: Facts) -> OutgoingMail:
        values, counted = _values(facts), facts.kind in compared
        pages = comparisons.click_tracking_urls(facts.plan_id, values) if counted else {}
        mail = render_mail(facts.kind, facts.language, facts.variant, values, pages, facts.written)
        return OutgoingMail(
            to=facts.to,
            subject=mail.subject,
            text=mail.text,
            html=comparisons.with_tracking_pixel(facts.plan_id, mail.html) if counted else mail.html,
            message_id=message.event_id,
            calendar=facts.calendar,
            one_click_url=facts.one_click_url,
            sender_name=facts.sender_name,
            reply_to=facts.reply_to,
        )

    return _prepared(messages, make)


def prepare_sms(messages: Sequence[Claimed]) -> Mapping[int, OutgoingText | Skipped | Dead]:
    mine = settings()

    def make(_: Claimed, facts: Facts) -> OutgoingText:
        number = _number(facts.to)
        if not can_get_texts(number, mine.sms_countries, mine.sms_number_types):
            raise _Skip(NO_TEXTS_TO_NUMBER)
        return OutgoingText(number, sms_text(_short(facts)))

    return _prepared(messages, make)


def prepare_in_app(messages: Sequence[Claimed]) -> Mapping[int, dict[str, Any] | Skipped | Dead]:
    """Rows of notifications in the app, without event ids."""

    def make(_: Claimed, facts: Facts) -> dict[str, Any]:
        note = _note(facts)
        return {
            "user_id": facts.user_id,
            "kind": facts.kind,
            "booking_id": facts.booking_id,
            "title": note.title[:MAX_TITLE_LENGTH],
            "body": note.body,
            "url": facts.path,
        }

    return _prepared(messages, make)


def prepare_pushes(messages: Sequence[Claimed]) -> Mapping[int, OutgoingPush | Skipped | Dead]:
    def make(_: Claimed, facts: Facts) -> OutgoingPush:
        note = _note(facts)
        devices = tuple(
            Subscription(device["id"], device["endpoint"], device["keys"]["p256dh"], device["keys"]["auth"])
            for device in facts.to
        )
        return OutgoingPush(devices, {"title": note.title, "body": note.body, "url": facts.path, "kind": facts.kind})

    return _prepared(messages, make)


def prepare_chats(messages: Sequence[Claimed]) -> Mapping[int, OutgoingChat | Skipped | Dead]:
    def make(_: Claimed, facts: Facts) -> OutgoingChat:
        values = _values(facts)
        words = tuple(" ".join(str(values.get(name) or "").split()) for name in WHATSAPP_WORDS)
        if facts.channel == kinds.WHATSAPP:
            text = TEMPLATE_TEXTS[facts.language].format(*words)
            return OutgoingChat(_number(facts.to), text, facts.language, words)
        return OutgoingChat(facts.to, _short(facts), facts.language, words)

    return _prepared(messages, make)


def write_notes(notes: Sequence[tuple[str, dict[str, Any]]]) -> None:
    """Add these notifications in the app, by event id. Existing rows stay as they are."""
    now = clock.now()
    rows = [note | {"event_id": event_id, "created_at": now, "read_at": None} for event_id, note in notes]
    with write_connection() as connection:
        connection.execute(_add_note(connection.dialect.name), rows)


@cache  # building a statement takes longer than running it
def _add_note(dialect: str) -> Any:
    return insert_of(dialect, InAppNotification.__table__).on_conflict_do_nothing(index_elements=["event_id"])


def delete_subscription(subscription_id: int) -> None:
    """Delete the subscription of a browser that its push service no longer knows."""
    with write_transaction() as db_session:
        db_session.execute(delete(PushSubscription).where(PushSubscription.id == subscription_id))


def _prepared(
    messages: Sequence[Claimed], make: Callable[[Claimed, Facts], Content]
) -> dict[int, Content | Skipped | Dead]:
    with db.engine.connect() as connection:
        found = facts_for_delivery(connection, [(message.payload["plan_id"], message.event_id) for message in messages])
    prepared: dict[int, Content | Skipped | Dead] = {}
    for message, facts in zip(messages, found, strict=True):
        if isinstance(facts, Skip | Broken):
            prepared[message.id] = Skipped(facts.reason) if isinstance(facts, Skip) else Dead(facts.error)
            continue
        try:
            prepared[message.id] = make(message, facts)
        except _Skip as skip:
            prepared[message.id] = Skipped(str(skip))
        except Exception as error:
            logger.exception("message %s could not be rendered", message.event_id)
            prepared[message.id] = Dead(f"it could not be rendered: {type(error).__name__}: {error}"[:300])
    return prepared


def _values(facts: Facts) -> dict[str, Any]:
    return facts.values | {"home_url": f"{settings().public_url}/", "unsubscribe_url": facts.unsubscribe_url}


def _short(facts: Facts) -> str:
    text = render_short(facts.kind, facts.channel, facts.language, facts.variant, _values(facts), facts.written)
    return text if isinstance(text, str) else text.body


def _note(facts: Facts) -> Note:
    note = render_short(facts.kind, facts.channel, facts.language, facts.variant, _values(facts), facts.written)
    return note if isinstance(note, Note) else Note(note, "")


def _number(text: str) -> str:
    """The number in the form +1234567890. Raises _Skip for a number that can't be called."""
    number = callable_number(text)
    if number is None:
        raise _Skip(NO_PHONE_NUMBER)
    return number
