"""The providers' events: each is stored once, then the payment that it names is asked about."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from main_app.commands.carry_out import Due
from main_app.commands.write import Command, write_commands
from main_app.orders.models import Payment
from main_app.payments.calls import ASK, call_provider
from main_app.payments.models import ProviderEvent
from main_app.services.payment_provider import BadSignature
from main_app.services.payment_providers import provider_named
from main_app.settings import settings
from service_kit import clock
from service_kit.database import insert_of, write_connection
from service_kit.problems import Forbidden, Invalid, NotFound

PROVIDER_EVENT = "provider_event"
events, payments = ProviderEvent.__table__.c, Payment.__table__.c


class UnknownPayment(Exception):
    """The event names no payment of ours, or one that is not stored yet: the command is tried again."""


def receive_event(name: str, body: bytes, headers: Mapping[str, str]) -> None:
    """Store an event whose signature is right. A repeated one changes nothing.

    Raises NotFound if the provider, or the secret of its events, is not set up, Forbidden for a wrong signature, and
    Invalid for an event that can't be read.
    """
    provider = provider_named(settings(), name)
    if provider is None or not provider.accepts_events:
        raise NotFound("webhook")
    try:
        event = provider.read_event(body, headers)
    except BadSignature:
        raise Forbidden("The signature is wrong.") from None
    except ValueError:
        raise Invalid("This is no event of the provider's.", "body") from None
    row = {
        "provider": name,
        "event_id": event.id,
        "kind": event.kind[:64],
        "checkout_ref": event.checkout_ref,
        "charge_ref": event.charge_ref,
        "payment_id": event.payment_id,
        "received_at": clock.now(),
    }
    with write_connection() as connection:
        new = insert_of(connection.dialect.name, ProviderEvent.__table__).values(row)
        stored = connection.execute(new.on_conflict_do_nothing().returning(events.id)).first()
        if stored is not None and (event.checkout_ref or event.charge_ref or event.payment_id):
            write_commands(connection, [Command(PROVIDER_EVENT, PROVIDER_EVENT, stored.id, f"event:{stored.id}")])


def ask_about_event(connection: Connection, command: Due) -> None:
    """Ask the provider about the payment that an event names."""
    event = connection.execute(select(*events).where(events.id == int(command.subject_id))).one()
    payment = _payment_of(connection, event)
    if payment is None:
        raise UnknownPayment(f"{event.provider} sent {event.kind} about an unknown payment")
    call_provider(connection, payment, ASK)


def _payment_of(connection: Connection, event: Any) -> Any | None:
    of_provider = select(Payment.__table__).where(payments.provider == event.provider).order_by(payments.id).limit(1)
    # What the provider's own ids say comes first: our id in the event's metadata could have been set by anybody.
    for value, condition in (
        (event.checkout_ref, payments.checkout_ref == event.checkout_ref),
        (event.charge_ref, payments.charge_ref == event.charge_ref),
        (event.payment_id, payments.id == event.payment_id),
    ):
        if value is not None:
            found = connection.execute(of_provider.where(condition)).first()
            if found is not None:
                return found
    return None
