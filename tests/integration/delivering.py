"""What the tests of channels share: claimed messages, what to send for them, and the kinds of outcomes."""

from collections.abc import Callable, Sequence
from typing import Any

from main_app.channels.mails import EmailChannel
from main_app.outbox.channel import Claimed
from main_app.outbox.retry_policy import Outcome
from main_app.services.smtp import OutgoingMail
from service_kit import clock

Email = Callable[..., EmailChannel]


def claimed(count: int) -> list[Claimed]:
    return [Claimed(number, 1, f"evt_{number}", "told", {}, 0, clock.now()) for number in range(1, count + 1)]


def prepare(contents: Sequence[Any]) -> Callable[[Sequence[Claimed]], dict[int, Any]]:
    return lambda messages: {message.id: contents[message.id - 1] for message in messages}


def kinds(outcomes: Sequence[Outcome]) -> list[type]:
    return [type(outcome) for outcome in outcomes]


def mail(number: int, to: str | None = None, **details: Any) -> OutgoingMail:
    return OutgoingMail(to or f"guest{number}@example.com", "Hello", "Text", "<p>Text</p>", f"evt_{number}", **details)
