"""Messages whose content is made just before delivery, from what is true then.

Whoever installs a channel gives it a `prepare`: for each message (by id) its content, or the outcome of a message
that is not sent. The outbox knows neither bookings nor templates.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.retry_policy import CUSTOMER_DELAYS, Dead, Delivered, Outcome, Refused, Retry, Skipped

Content = TypeVar("Content")
Prepare = Callable[[Sequence[Claimed]], Mapping[int, Content | Skipped | Dead]]


class PersonalChannel(Channel):
    """A channel to people. Its messages may lag while many bookings are made."""

    gives_way = True


def deliver_prepared(
    messages: Sequence[Claimed],
    prepare: Prepare[Content],
    send: Callable[[Sequence[tuple[Claimed, Content]]], Sequence[Outcome]],
) -> list[Outcome]:
    """Prepare all, send those that have a content, and return an outcome for each message, in order."""
    prepared = prepare(messages)
    wanted = [
        (message, content) for message in messages if not isinstance(content := prepared[message.id], Skipped | Dead)
    ]
    sent = iter(send(wanted) if wanted else ())
    outcomes: list[Outcome] = []
    for message in messages:
        content = prepared[message.id]
        outcomes.append(content if isinstance(content, Skipped | Dead) else next(sent))
    return outcomes


def customer_delays(retries: int) -> tuple[int, ...]:
    """Seconds before each retry of a message to a person; past the list its last delay repeats."""
    return tuple(CUSTOMER_DELAYS[min(number, len(CUSTOMER_DELAYS) - 1)] for number in range(retries))


def best_of(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a message that went to several places: one success is enough, for a retry would double it."""
    order = (Delivered, Refused, Retry, Dead, Skipped)
    return min(outcomes, key=lambda outcome: order.index(type(outcome)))
