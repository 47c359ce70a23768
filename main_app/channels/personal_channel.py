"""The base of channels to people: the content of a message is rendered just before delivery.

worker_setup.py gives each channel a function `prepare`. It returns for each message, by id, its content, or the outcome
if the message is not to be sent. So the outbox needs to know neither bookings nor templates.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from main_app.outbox.channel import Channel, Claimed
from main_app.outbox.retry_policy import SHORT_RETRY_DELAYS, ChannelRefused, Dead, Delivered, Outcome, Retry, Skipped

Content = TypeVar("Content")
Prepare = Callable[[Sequence[Claimed]], Mapping[int, Content | Skipped | Dead]]


class PersonalChannel(Channel):
    """A channel to people, throttled under load."""

    throttled_under_load = True


def deliver_prepared(
    messages: Sequence[Claimed],
    prepare: Prepare[Content],
    send: Callable[[Sequence[tuple[Claimed, Content]]], Sequence[Outcome]],
) -> list[Outcome]:
    """Prepare all messages, send those that have content, and return an outcome for each message, in order."""
    prepared = prepare(messages)
    to_send = [
        (message, content) for message in messages if not isinstance(content := prepared[message.id], Skipped | Dead)
    ]
    sent = iter(send(to_send) if to_send else ())
    outcomes: list[Outcome] = []
    for message in messages:
        content = prepared[message.id]
        outcomes.append(content if isinstance(content, Skipped | Dead) else next(sent))
    return outcomes


def short_delays(retries: int) -> tuple[int, ...]:
    """Seconds before each retry of a message to a person; the last delay of the list repeats."""
    return tuple(SHORT_RETRY_DELAYS[min(number, len(SHORT_RETRY_DELAYS) - 1)] for number in range(retries))


def best_of(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of a message that went to several devices. One success is enough: a retry would repeat it there."""
    order = (Delivered, ChannelRefused, Retry, Dead, Skipped)
    return min(outcomes, key=lambda outcome: order.index(type(outcome)))
